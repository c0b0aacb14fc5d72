"""Which things stand on which shelf: those of a class, and those that name a concept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.publication import Publication
from kiungo.rdf import languages
from kiungo.rdf.namespaces import RDF_OBJECT, RDF_PREDICATE, RDF_SUBJECT, RDF_TYPE, SKOS
from kiungo.rdf.questions import QUESTION, questions
from kiungo.release import shelves
from kiungo.release.shelves import Shelf

_MENTIONS = (RDF_SUBJECT, RDF_PREDICATE, RDF_OBJECT)  # evidence for a statement is no use of what it names
_CONCEPT = SKOS["Concept"]


def write(folder: Path, publication: Publication, quads: Sequence[Quad]) -> None:
    """Write the shelves of a release into its folder. The catalogue, which describes the whole, stands on none."""
    catalogue = NamedNode(publication.graph("catalog"))
    counted = [quad for quad in quads if quad.graph_name != catalogue]
    tongues = publication.about.languages
    readers = [(first, *(each for each in tongues if each != first)) for first in tongues]
    names = _names(publication, counted)
    shelves.write(folder, (
        (shelf, [(wanted[0], sorted(things, key=lambda each: _key(names.get(each, ()), each, wanted))) for wanted in readers])
        for shelf, things in _shelves(counted)
    ))


def _shelves(quads: Sequence[Quad]) -> Iterator[tuple[Shelf, set[str]]]:
    """Every class that is used, and every concept that anything names; SKOS only orders concepts among themselves."""
    concepts = {quad.subject for quad in quads if quad.predicate == RDF_TYPE and quad.object == _CONCEPT}
    found: defaultdict[NamedNode, set[str]] = defaultdict(set)
    for quad in quads:
        value = quad.object
        if not isinstance(quad.subject, NamedNode) or not isinstance(value, NamedNode):
            continue
        orders = quad.predicate in _MENTIONS or quad.predicate.value.startswith(SKOS[""].value)
        if quad.predicate == RDF_TYPE or (value in concepts and not orders):
            found[value].add(quad.subject.value)
    for node, things in sorted(found.items(), key=lambda each: each[0].value):
        yield Shelf(node.value, node in concepts, len(things)), things


def _names(publication: Publication, quads: Sequence[Quad]) -> dict[str, list[list[Literal]]]:
    """The names of each thing by each property of names, the best property first. A query is called by its question."""
    rank = {iri: number for number, iri in enumerate((*publication.roles.label, QUESTION.value))}
    asked = questions(quads)
    found: defaultdict[str, list[list[Literal]]] = defaultdict(lambda: [[] for _ in rank])
    for quad in quads:
        if quad.predicate.value not in rank or (quad.predicate == QUESTION and quad.subject not in asked):
            continue
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found[quad.subject.value][rank[quad.predicate.value]].append(quad.object)
    return found


def _key(names: Sequence[Sequence[Literal]], thing: str, wanted: Sequence[str]) -> tuple[bool, str, str]:
    """By the name that a reader of these languages is shown; what has none stands last."""
    best = languages.best_name(names, wanted)
    return best is None, best.value.casefold() if best else "", thing
