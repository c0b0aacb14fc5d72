"""The order of a page: the shapes of a release group, order, name and explain the properties of its things.

`sh:order`, `sh:group`, `sh:name` and `sh:description` are made for this: https://www.w3.org/TR/shacl/#nonValidation
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kiungo.engine import Subject
from kiungo.engine.targets import LAST, VIOLATION, Group, PropertyShape, Shapes, number


@dataclass(frozen=True)
class Place:
    """Where a property stands on a page, what it is called there, and what it is for."""

    section: Group
    order: float
    names: tuple[Literal, ...]
    descriptions: tuple[Literal, ...] = ()


REST = Place(Group(), LAST, ())
"""Where a property stands that no shape mentions: after all others."""


@dataclass(frozen=True)
class Wish:
    """A value that a shape recommends: at least one, and one that the shape `qualified` admits where it names one."""

    shape: PropertyShape
    qualified: Subject | None = None


class Layout:
    """The places of properties, by what the shapes target."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes

    def places(self, thing: Subject, types: Sequence[Subject], predicates: Iterable[NamedNode] = ()) -> dict[str, Place]:
        """The place of each property, by IRI: what is said of this thing outweighs what is said of its class.

        Of several shapes for a property the first in order counts. `predicates` are those of the thing's statements.
        """
        found: dict[str, Place] = {}
        for shapes in self._shapes.of(thing, types, predicates):
            for each in shapes:
                if each.path not in found:
                    found[each.path] = place(each)
        return found

    def wishes(self, thing: Subject, types: Sequence[Subject]) -> tuple[Wish, ...]:
        """What the shapes recommend of a thing: what they ask for at least once, and would be built without.

        That is a `sh:minCount`, or a `sh:qualifiedMinCount`, of 1 or more in a shape whose severity is no violation.
        """
        return tuple(_wishes(each for shapes in self._shapes.of(thing, types) for each in shapes))


def place(shape: PropertyShape) -> Place:
    """The place that a shape gives its property."""
    return Place(shape.group, shape.order, shape.literals("name"), shape.literals("description"))


def _wishes(shapes: Iterable[PropertyShape]) -> Iterable[Wish]:
    for each in shapes:
        if each.severity == VIOLATION:
            continue
        if number(each.literals("minCount"), 0) >= 1:
            yield Wish(each)
        if number(each.literals("qualifiedMinCount"), 0) >= 1:
            yield from (Wish(each, node) for node in each.nodes("qualifiedValueShape"))
