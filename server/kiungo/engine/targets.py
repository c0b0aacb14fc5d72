"""The targets of shapes: which property shapes hold for a thing, and what each of them asks.

Read once when a release is opened; shapes are few, things are many.
Targets: https://www.w3.org/TR/shacl/#targets ; property shapes: https://www.w3.org/TR/shacl/#property-shapes
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.engine import Dataset, Subject, Term
from kiungo.engine.evidence import literals, nodes
from kiungo.engine.lists import members
from kiungo.rdf.namespaces import (
    OWL_CLASS,
    RDF_TYPE,
    RDFS_CLASS,
    RDFS_LABEL,
    RDFS_SUB_CLASS_OF,
    SH_NODE_SHAPE,
    SH_PATH,
    SH_PROPERTY,
    SH_TARGET_CLASS,
    SH_TARGET_NODE,
    SH_TARGET_OBJECTS_OF,
    SH_TARGET_SUBJECTS_OF,
)

_SH = "http://www.w3.org/ns/shacl#"

LAST = float("inf")
"""The order of what has none: after all others."""

VIOLATION = "Violation"
"""The severity of a shape that names none: https://www.w3.org/TR/shacl/#severity"""

_MEMBERS = 1_000  # of a list in a shape; a longer one is cut
_REMEMBERED = 10_000  # classes whose superclasses are kept in mind
_LISTS = frozenset({"in", "languageIn", "or", "and", "xone", "ignoredProperties"})


@dataclass(frozen=True)
class Group:
    """A property group: its names and its place among the others."""

    names: tuple[Literal, ...] = ()
    order: float = LAST


@dataclass(frozen=True)
class Shape:
    """A shape and the values of its parameters by local name (`minCount`, `class` …), lists read to their members."""

    node: Subject
    parameters: dict[str, tuple[Term, ...]]

    def literals(self, name: str) -> tuple[Literal, ...]:
        """The literals among the values of one parameter."""
        return tuple(each for each in self.parameters.get(name, ()) if isinstance(each, Literal))

    def nodes(self, name: str) -> tuple[Subject, ...]:
        """The nodes among the values of one parameter."""
        return tuple(each for each in self.parameters.get(name, ()) if isinstance(each, Subject))

    @property
    def is_off(self) -> bool:
        """Whether it was switched off: https://www.w3.org/TR/shacl/#deactivated"""
        return any(each.value in ("true", "1") for each in self.literals("deactivated"))

    @property
    def severity(self) -> str:
        """`Violation`, `Warning`, `Info` …"""
        return next((each.value.rpartition("#")[2] for each in self.nodes("severity") if isinstance(each, NamedNode)), VIOLATION)

    @property
    def order(self) -> float:
        """Its place among its like."""
        return number(self.literals("order"), LAST)


@dataclass(frozen=True)
class PropertyShape(Shape):
    """A shape for the values of one property."""

    path: str
    group: Group


class Shapes:
    """The property shapes by what they target."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._groups: dict[Subject, Group] = {}
        self._parents: dict[Subject, tuple[Subject, ...]] = {}
        self._by: dict[NamedNode, dict[Subject, list[PropertyShape]]] = {each: {} for each in _TARGETS}
        for shape in self._node_shapes():
            self._add(shape)

    def of(
        self, thing: Subject, types: Sequence[Subject], predicates: Iterable[NamedNode] = ()
    ) -> tuple[tuple[PropertyShape, ...], ...]:
        """The shapes that hold for a thing, nearest first: its own, its classes', their parents', the rest's.

        `predicates` are those of the thing's statements: `sh:targetSubjectsOf` asks for them.
        """
        found = [self._by[SH_TARGET_NODE].get(thing, [])]
        found += [self._by[SH_TARGET_CLASS].get(each, []) for each in self.with_parents(types)]
        found += [self._by[SH_TARGET_SUBJECTS_OF].get(each, []) for each in predicates]
        found += [
            shapes for each, shapes in self._by[SH_TARGET_OBJECTS_OF].items()
            if isinstance(each, NamedNode) and any(True for _ in self._dataset.quads(None, each, thing))
        ]
        return tuple(tuple(each) for each in found if each)

    def shape(self, node: Subject) -> Shape:
        """A shape with its parameters."""
        return Shape(node, self._parameters(self._dataset.quads(node)))

    def with_parents(self, types: Sequence[Subject]) -> list[Subject]:
        """The classes and their superclasses, nearest first."""
        found = list(types)
        for each in found:
            found += [parent for parent in self._parents_of(each) if parent not in found]
        return found

    def _parents_of(self, node: Subject) -> tuple[Subject, ...]:
        """The direct superclasses; remembered, since every page asks for the same few."""
        if node not in self._parents:
            if len(self._parents) >= _REMEMBERED:
                self._parents.clear()
            self._parents[node] = nodes(self._dataset, node, RDFS_SUB_CLASS_OF)
        return self._parents[node]

    def _node_shapes(self) -> list[Subject]:
        found = {quad.subject for quad in self._dataset.quads(None, RDF_TYPE, SH_NODE_SHAPE)}
        return sorted((each for each in found if isinstance(each, Subject)), key=str)

    def _add(self, node: Subject) -> None:
        quads = list(self._dataset.quads(node))
        if Shape(node, self._parameters(quads)).is_off:
            return
        found = [shape for quad in quads if quad.predicate == SH_PROPERTY for shape in self._property(quad.object)]
        found.sort(key=lambda each: (each.order, str(each.node), each.path))
        for target, about in self._targets(node, quads):
            known = self._by[target].setdefault(about, [])
            known += [each for each in found if each not in known]

    def _targets(self, node: Subject, quads: Iterable[Quad]) -> Iterator[tuple[NamedNode, Subject]]:
        for quad in quads:
            if quad.predicate in self._by and isinstance(quad.object, Subject):
                yield quad.predicate, quad.object
            if quad.predicate == RDF_TYPE and quad.object in _CLASSES:
                yield SH_TARGET_CLASS, node  # https://www.w3.org/TR/shacl/#implicit-targetClass

    def _property(self, node: object) -> Iterator[PropertyShape]:
        """The shape, once for each path that is one property; longer paths lay out and warrant nothing here."""
        if not isinstance(node, Subject):
            return
        parameters = self._parameters(self._dataset.quads(node))
        groups = [each for each in parameters.get("group", ()) if isinstance(each, Subject)]
        for path in nodes(self._dataset, node, SH_PATH):
            if isinstance(path, NamedNode):
                shape = PropertyShape(node, parameters, path.value, self._group(groups[0]) if groups else Group())
                if not shape.is_off:
                    yield shape

    def _group(self, node: Subject) -> Group:
        if node not in self._groups:
            orders = literals(self._dataset, node, NamedNode(_SH + "order"))
            self._groups[node] = Group(literals(self._dataset, node, RDFS_LABEL), number(orders, LAST))
        return self._groups[node]

    def _parameters(self, quads: Iterable[Quad]) -> dict[str, tuple[Term, ...]]:
        found: dict[str, dict[Term, None]] = {}
        for quad in quads:
            if quad.predicate.value.startswith(_SH) and isinstance(quad.object, Subject | Literal):
                name = quad.predicate.value.removeprefix(_SH)
                values = self._values(name, quad.object)
                found.setdefault(name, {}).update(dict.fromkeys(values))
        return {name: tuple(sorted(values, key=str)) for name, values in found.items()}

    def _values(self, name: str, value: Term) -> list[Term]:
        """The values that a term stands for: the members of a list where the parameter takes one."""
        if name in _LISTS and isinstance(value, Subject):
            return members(self._dataset, value, _MEMBERS)
        return [value]


_TARGETS = (SH_TARGET_NODE, SH_TARGET_CLASS, SH_TARGET_SUBJECTS_OF, SH_TARGET_OBJECTS_OF)
_CLASSES = (RDFS_CLASS, OWL_CLASS)


def number(found: Sequence[Literal], otherwise: float) -> float:
    """The first of some literals that is a number."""
    for each in found:
        try:
            return float(each.value)
        except ValueError:
            continue
    return otherwise
