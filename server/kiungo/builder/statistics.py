"""What a dataset holds, counted: the numbers behind VoID's partitions.

https://www.w3.org/TR/void/#statistics . Counted are distinct triples: one that stands in two graphs counts once.
One pass over the quads and one table of the objects: time is linear, memory that of the distinct terms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kiungo.rdf.namespaces import RDF_TYPE

Pair = tuple[str, NamedNode | BlankNode | Literal | Triple]
"""A predicate's IRI and an object."""

Kind = tuple[bool, str]
"""What an object is: (False, a class) or, for a literal, (True, its datatype)."""


@dataclass
class Property:
    """The triples with one predicate: how many, with how many subjects, and which objects by number."""

    triples: int = 0
    subjects: int = 0
    objects: set[int] = field(default_factory=set)


@dataclass
class Class:
    """The things of one class: how many, and what is said of them by property and by kind of object."""

    entities: int = 0
    triples: Counter[str] = field(default_factory=Counter)
    """By property."""
    subjects: Counter[str] = field(default_factory=Counter)
    """By property, the entities that have it."""
    kinds: Counter[tuple[str, Kind]] = field(default_factory=Counter)
    """By property and kind of object, triples. An object of two classes counts for both."""


@dataclass
class Statistics:
    """All counts, by IRI. `entities` are the subjects that are IRIs below `space`."""

    space: str
    triples: int = 0
    subjects: int = 0
    entities: int = 0
    objects: dict[object, int] = field(default_factory=dict)
    """Each distinct object and its number."""
    properties: defaultdict[str, Property] = field(default_factory=lambda: defaultdict(Property))
    classes: defaultdict[str, Class] = field(default_factory=lambda: defaultdict(Class))


def statistics(quads: Sequence[Quad], space: str) -> Statistics:
    """Count quads whose order keeps those of one subject together, as the canonical order does."""
    types = _types(quads)
    found = Statistics(space)
    for subject, part in groupby(quads, key=lambda quad: quad.subject):
        pairs = {(quad.predicate.value, quad.object) for quad in part}
        found.subjects += 1
        found.entities += isinstance(subject, NamedNode) and subject.value.startswith(space)
        found.triples += len(pairs)
        _count_properties(found, pairs)
        for each in types.get(subject, ()):
            _count_class(found.classes[each], pairs, types)
    return found


def _types(quads: Iterable[Quad]) -> dict[object, tuple[str, ...]]:
    """The classes of each typed node. Nodes of the same classes share one tuple."""
    found: dict[object, tuple[str, ...]] = {}
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    for quad in quads:
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
            classes = tuple(sorted({*found.get(quad.subject, ()), quad.object.value}))
            found[quad.subject] = shared.setdefault(classes, classes)
    return found


def _count_properties(found: Statistics, pairs: set[Pair]) -> None:
    for predicate, value in pairs:
        counted = found.properties[predicate]
        counted.triples += 1
        counted.objects.add(found.objects.setdefault(value, len(found.objects)))
    for predicate in {predicate for predicate, _ in pairs}:
        found.properties[predicate].subjects += 1


def _count_class(counted: Class, pairs: set[Pair], types: dict[object, tuple[str, ...]]) -> None:
    counted.entities += 1
    counted.subjects.update({predicate for predicate, _ in pairs})
    for predicate, value in pairs:
        counted.triples[predicate] += 1
        if isinstance(value, Literal):
            counted.kinds[predicate, (True, value.datatype.value)] += 1
        else:
            for each in types.get(value, ()):
                counted.kinds[predicate, (False, each)] += 1
