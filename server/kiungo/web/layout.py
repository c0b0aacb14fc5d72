"""The order of a page: the shapes of a release group, order and name the properties of its things.

`sh:order`, `sh:group` and `sh:name` are made for this: https://www.w3.org/TR/shacl/#nonValidation
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from kiungo.engine import Dataset
from kiungo.engine.evidence import literals, nodes
from kiungo.rdf.namespaces import (
    RDF_TYPE,
    RDFS_LABEL,
    RDFS_SUB_CLASS_OF,
    SH_GROUP,
    SH_NAME,
    SH_NODE_SHAPE,
    SH_ORDER,
    SH_PATH,
    SH_PROPERTY,
    SH_TARGET_CLASS,
    SH_TARGET_NODE,
)

_Node = NamedNode | BlankNode
_LAST = float("inf")


@dataclass(frozen=True)
class Section:
    """A property group: its names and its place among the others."""

    names: tuple[Literal, ...] = ()
    order: float = _LAST


@dataclass(frozen=True)
class Place:
    """Where a property stands on a page, and what it is called there."""

    section: Section
    order: float
    names: tuple[Literal, ...]


REST = Place(Section(), _LAST, ())
"""Where a property stands that no shape mentions: after all others."""


_Places = dict[str, Place]


class Layout:
    """The places of properties, by what the shapes target. Read once; shapes are few."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._by_node: dict[_Node, _Places] = {}
        self._by_class: dict[_Node, _Places] = {}
        for shape in self._shapes():
            found = dict(self._properties(shape))
            for target in nodes(dataset, shape, SH_TARGET_NODE):
                self._add(self._by_node, target, found)
            for target in nodes(dataset, shape, SH_TARGET_CLASS):
                self._add(self._by_class, target, found)

    def places(self, thing: _Node, types: Sequence[_Node]) -> _Places:
        """The place of each property, by IRI: what is said of this thing outweighs what is said of its class."""
        found: _Places = {}
        for kind in reversed(self._with_parents(types)):
            found |= self._by_class.get(kind, {})
        return found | self._by_node.get(thing, {})

    @staticmethod
    def _add(targets: dict[_Node, _Places], target: _Node, found: _Places) -> None:
        known = targets.setdefault(target, {})
        for path, place in found.items():
            known.setdefault(path, place)

    def _shapes(self) -> list[_Node]:
        found = {quad.subject for quad in self._dataset.quads(None, RDF_TYPE, SH_NODE_SHAPE)}
        return sorted((each for each in found if isinstance(each, _Node)), key=str)

    def _properties(self, shape: _Node) -> Iterator[tuple[str, Place]]:
        """The places that one shape gives, best last: where several speak of a path, the lowest order counts."""
        found: list[tuple[float, str, str, Place]] = []
        for each in nodes(self._dataset, shape, SH_PROPERTY):
            for path in nodes(self._dataset, each, SH_PATH):
                if isinstance(path, NamedNode):
                    place = self._place(each)
                    found.append((place.order, str(each), path.value, place))
        for _, _, path_iri, place in sorted(found, key=lambda row: row[:3], reverse=True):
            yield path_iri, place

    def _place(self, shape: _Node) -> Place:
        groups = nodes(self._dataset, shape, SH_GROUP)
        section = self._section(groups[0]) if groups else Section()
        return Place(section, self._order(shape), literals(self._dataset, shape, SH_NAME))

    def _section(self, group: _Node) -> Section:
        return Section(literals(self._dataset, group, RDFS_LABEL), self._order(group))

    def _order(self, node: _Node) -> float:
        for each in literals(self._dataset, node, SH_ORDER):
            try:
                return float(each.value)
            except ValueError:
                continue
        return _LAST

    def _with_parents(self, types: Sequence[_Node]) -> list[_Node]:
        """The classes and their superclasses, nearest first."""
        found = list(types)
        for each in found:
            found += [parent for parent in nodes(self._dataset, each, RDFS_SUB_CLASS_OF) if parent not in found]
        return found
