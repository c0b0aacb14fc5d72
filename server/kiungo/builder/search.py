"""What of a release is searched: the names of things, and every text in a language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.publication import Publication
from kiungo.rdf.namespaces import OWL, RDF_OBJECT, RDF_PROPERTY, RDF_TYPE, RDFS, SHACL
from kiungo.rdf.questions import QUESTION, questions
from kiungo.release import search
from kiungo.release.search import Entry, Kind, entry

_RECORDS = (SHACL[""].value, OWL["Axiom"].value)
_TERMS = (OWL[""].value, RDFS[""].value, RDF_PROPERTY.value)
_ROLES = ("evidence", "translation", "emendation", "hypothesis")
"""The roles of classes whose things are records."""


def write(folder: Path, publication: Publication, quads: Sequence[Quad]) -> None:
    """Write the index of a release into its folder."""
    search.write(folder, _entries(publication, quads))


def _entries(publication: Publication, quads: Sequence[Quad]) -> Iterator[Entry]:
    """The literals with a language, and those without one that are a name or a text by the publication's roles.

    What a record of evidence repeats is found at the thing itself. A query is called by its question.
    """
    roles = publication.roles
    kinds = _kinds(publication, quads)
    asked = questions(quads)
    names, texts = {*roles.label}, {*roles.text, roles.verbatim_text, roles.translated_text}
    for quad in quads:
        words, predicate = quad.object, quad.predicate
        if not isinstance(words, Literal) or not isinstance(quad.subject, NamedNode) or predicate == RDF_OBJECT:
            continue
        is_name = predicate.value in names or (predicate == QUESTION and quad.subject in asked)
        if words.language or is_name or predicate.value in texts:
            kind = kinds.get(quad.subject.value, Kind.THING)
            yield entry(not is_name, words.value, quad.subject.value, words.language or "", kind)


def _kinds(publication: Publication, quads: Sequence[Quad]) -> dict[str, Kind]:
    """What is a term or a record, by its classes; all else is a thing."""
    records = {getattr(publication.roles, each) for each in _ROLES}
    found: dict[str, Kind] = {}
    for quad in quads:
        if quad.predicate == RDF_TYPE and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            name, kind = quad.subject.value, quad.object.value
            is_record = kind in records or kind.startswith(_RECORDS)
            told = Kind.RECORD if is_record else Kind.TERM if kind.startswith(_TERMS) else Kind.THING
            found[name] = max(told, found.get(name, Kind.THING))
    return found
