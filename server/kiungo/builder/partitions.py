"""The counts of a dataset in the words of VoID: partitions by class and property, vocabularies, links to other datasets.

https://www.w3.org/TR/void/#class-property-partitions . Partitions nest as query editors ask for them: of a class,
its properties; of these, the classes of their objects, or the datatypes (`void-ext:datatypePartition`, which VoID lacks).
Each part has an IRI below the dataset's, made of what it is a part by: equal sources give equal IRIs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.builder.statistics import Class, Statistics
from kiungo.rdf.iris import partition
from kiungo.rdf.namespaces import RDF_OBJECT, RDF_PREDICATE, RDF_SUBJECT, RDF_TYPE

_VOID = "http://rdfs.org/ns/void#"
_VOID_EXT = "http://ldf.fi/void-ext#"
_NAMESPACE = re.compile(r"(.*[#/])[^#/]*", re.DOTALL)
_MENTIONS = (RDF_SUBJECT, RDF_PREDICATE, RDF_OBJECT)  # a statement about a link is no link

Said = tuple[NamedNode, str, NamedNode | Literal]
"""A subject, a predicate and an object."""


def described(dataset: NamedNode, found: Statistics) -> Iterator[Said]:
    """The whole in numbers, its vocabularies and its partitions."""
    for name, count in (
        ("triples", found.triples), ("entities", found.entities), ("classes", len(found.classes)),
        ("properties", len(found.properties)), ("distinctSubjects", found.subjects), ("distinctObjects", len(found.objects)),
    ):
        yield dataset, _VOID + name, Literal(count)
    for space in sorted({_NAMESPACE.sub(r"\1", term) for term in (*found.properties, *found.classes)}):
        yield dataset, _VOID + "vocabulary", NamedNode(space)
    for iri, counted in sorted(found.properties.items()):
        part = _part(dataset, "property", iri)
        yield from _linked(dataset, "propertyPartition", part, "property", iri)
        for name, count in (("triples", counted.triples), ("distinctSubjects", counted.subjects),
                            ("distinctObjects", len(counted.objects))):
            yield part, _VOID + name, Literal(count)
    for iri, each in sorted(found.classes.items()):
        yield from _class(dataset, iri, each)


def linksets(dataset: NamedNode, quads: Iterable[Quad], spaces: Mapping[str, NamedNode]) -> Iterator[Said]:
    """Links to other datasets, which `spaces` names by where their IRIs stand: one set for each predicate and target."""
    links = {quad.triple for quad in quads if _leads_into(quad.object, tuple(spaces)) and quad.predicate not in _MENTIONS}
    counts = Counter((each.predicate.value, _space(each.object, spaces)) for each in links)
    for (predicate, space), count in sorted(counts.items()):
        links_there = _part(dataset, "links", predicate, space)
        yield dataset, _VOID + "subset", links_there
        yield links_there, RDF_TYPE.value, NamedNode(_VOID + "Linkset")
        yield links_there, _VOID + "subjectsTarget", dataset
        yield links_there, _VOID + "objectsTarget", spaces[space]
        yield links_there, _VOID + "linkPredicate", NamedNode(predicate)
        yield links_there, _VOID + "triples", Literal(count)


def spaces(quads: Iterable[Quad], dataset: NamedNode) -> dict[str, NamedNode]:
    """The datasets that the editors name, by the start of their IRIs (`void:uriSpace`); ours is none of them."""
    stated = (quad for quad in quads if quad.predicate.value == _VOID + "uriSpace" and quad.subject != dataset)
    return {
        quad.object.value: quad.subject
        for quad in stated
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode)
    }


def _class(dataset: NamedNode, iri: str, counted: Class) -> Iterator[Said]:
    """A class, its properties, and of these the kinds of their objects."""
    whole = _part(dataset, "class", iri)
    yield from _linked(dataset, "classPartition", whole, "class", iri)
    yield whole, _VOID + "entities", Literal(counted.entities)
    yield whole, _VOID + "triples", Literal(counted.triples.total())
    for predicate, triples in sorted(counted.triples.items()):
        part = _part(dataset, "class", iri, predicate)
        yield from _linked(whole, "propertyPartition", part, "property", predicate)
        yield part, _VOID + "triples", Literal(triples)
        yield part, _VOID + "distinctSubjects", Literal(counted.subjects[predicate])
    for (predicate, (is_datatype, kind)), triples in sorted(counted.kinds.items()):
        inner = _part(dataset, "class", iri, predicate, kind)
        names = (_VOID_EXT + "datatypePartition", _VOID_EXT + "datatype") if is_datatype else ("classPartition", "class")
        yield from _linked(_part(dataset, "class", iri, predicate), names[0], inner, names[1], kind)
        yield inner, _VOID + "triples", Literal(triples)


def _linked(whole: NamedNode, relation: str, part: NamedNode, criterion: str, iri: str) -> Iterator[Said]:
    """That one is a part of the other, and by what."""
    names = (each if ":" in each else _VOID + each for each in (relation, criterion))
    yield whole, next(names), part
    yield part, next(names), NamedNode(iri)


def _part(dataset: NamedNode, *criteria: str) -> NamedNode:
    return NamedNode(partition(dataset.value, *criteria))


def _leads_into(term: object, spaces: tuple[str, ...]) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(spaces)


def _space(term: object, spaces: Iterable[str]) -> str:
    """The longest of the spaces in which an IRI stands."""
    return max((each for each in spaces if _leads_into(term, (each,))), key=len)
