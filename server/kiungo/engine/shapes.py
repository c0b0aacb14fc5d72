"""Shapes as the data holds them: the parameters of their constraints, and their paths.

SHACL core: https://www.w3.org/TR/shacl/#core-components . What is read here is bounded: a list has at most `LIST`
members, a shape within a shape within a shape is followed `DEPTH` deep, and cycles end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode

from kiungo.engine import Dataset, Subject, Term
from kiungo.engine.evidence import nodes, objects
from kiungo.engine.lists import members
from kiungo.rdf.namespaces import RDF_FIRST, RDF_REST, SHACL

LIST = 200
DEPTH = 4

_LISTS = ("and", "ignoredProperties", "in", "languageIn", "or", "xone")
_PARAMETERS = (
    "minCount", "maxCount", "class", "datatype", "nodeKind", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive",
    "minLength", "maxLength", "pattern", "flags", "languageIn", "uniqueLang", "in", "hasValue", "equals", "disjoint", "lessThan",
    "lessThanOrEquals", "node", "property", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "not", "and", "or",
    "xone", "closed", "ignoredProperties", "sparql", "deactivated",
)
_PATHS = ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")


@dataclass(frozen=True)
class Shape:
    """A shape without a name, told by its own constraints."""

    parameters: Parameters


Item = Term | Shape
Parameters = Mapping[str, tuple[tuple[Item, ...], ...]]
"""By the local name of a SHACL parameter, its values; each is a tuple of one term, or the members of a list."""


@dataclass(frozen=True)
class Path:
    """A property path. `kind` is empty for a single property, `sequence`, or the name of a SHACL path operator.

    https://www.w3.org/TR/shacl/#property-paths
    """

    kind: str
    property: NamedNode | None = None
    members: tuple[Path, ...] = ()

    def properties(self) -> Iterator[NamedNode]:
        """The properties it is made of, from left to right."""
        if self.property is not None:
            yield self.property
        for each in self.members:
            yield from each.properties()


def parameters(dataset: Dataset, shape: Subject, depth: int = DEPTH) -> Parameters:
    """The constraints of a shape by parameter, in SHACL's order; `property` is left to the shape's own table
    unless the shape has no name, for then it has no table."""
    found: dict[str, tuple[tuple[Item, ...], ...]] = {}
    for name in _PARAMETERS:
        if name == "property" and isinstance(shape, NamedNode):
            continue
        values = objects(dataset, shape, SHACL[name])
        if values:
            found[name] = tuple(_value(dataset, name, each, depth) for each in values)
    return found


def _value(dataset: Dataset, name: str, value: Term, depth: int) -> tuple[Item, ...]:
    if name in _LISTS and not isinstance(value, Literal):
        return tuple(_item(dataset, each, depth) for each in members(dataset, value, LIST))
    return (_item(dataset, value, depth),)


def _item(dataset: Dataset, term: Term, depth: int) -> Item:
    if isinstance(term, BlankNode) and depth:
        inner = parameters(dataset, term, depth - 1)
        return Shape(inner) if inner else term
    return term


def path(dataset: Dataset, node: Term, depth: int = DEPTH) -> Path:
    """A property path as it is written in RDF."""
    if isinstance(node, NamedNode):
        return Path("", node)
    if isinstance(node, Literal) or not depth:
        return Path("sequence")
    for kind in _PATHS:
        for inner in nodes(dataset, node, SHACL[kind]):
            parts = members(dataset, inner, LIST) if kind == "alternativePath" else [inner]
            return Path(kind, members=tuple(path(dataset, each, depth - 1) for each in parts))
    return Path("sequence", members=tuple(path(dataset, each, depth - 1) for each in members(dataset, node, LIST)))


def heads(dataset: Dataset, member: Subject) -> list[Subject]:
    """The lists that a node is a member of, each by its first cell; of very many the first that are found."""
    found: list[Subject] = []
    for quad in islice(dataset.quads(None, RDF_FIRST, member), LIST):
        cell: Subject | None = quad.subject if isinstance(quad.subject, Subject) else None
        for _ in range(LIST):
            before = next((one.subject for one in dataset.quads(None, RDF_REST, cell)), None) if cell else None
            if not isinstance(before, Subject):
                break
            cell = before
        if cell is not None:
            found.append(cell)
    return found
