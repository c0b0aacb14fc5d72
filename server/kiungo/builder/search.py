"""What of a release is searched: the names of things, and every text in a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.publication import Publication
from kiungo.rdf.namespaces import RDF_OBJECT
from kiungo.release import search
from kiungo.release.search import Entry, entry


def write(folder: Path, publication: Publication, quads: Iterable[Quad]) -> None:
    """Write the index of a release into its folder."""
    search.write(folder, _entries(publication, quads))


def _entries(publication: Publication, quads: Iterable[Quad]) -> Iterator[Entry]:
    """The literals with a language, and those without one that are a name or a text by the publication's roles.

    What a record of evidence repeats is found at the thing itself.
    """
    roles = publication.roles
    names, texts = {*roles.label}, {*roles.text, roles.verbatim_text, roles.translated_text}
    for quad in quads:
        words, predicate = quad.object, quad.predicate
        if not isinstance(words, Literal) or not isinstance(quad.subject, NamedNode) or predicate == RDF_OBJECT:
            continue
        is_name = predicate.value in names
        if words.language or is_name or predicate.value in texts:
            yield entry(not is_name, words.value, quad.subject.value, words.language or "")
