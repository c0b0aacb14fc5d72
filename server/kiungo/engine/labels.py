"""The names of things, from the label properties of a publication."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.engine import Dataset, Subject
from kiungo.rdf import languages


class Labels:
    """Looks names up, each once: made for one page or document and dropped with it."""

    def __init__(self, dataset: Dataset, properties: Sequence[str]) -> None:
        self._dataset = dataset
        self._properties = [NamedNode(each) for each in properties]
        self._found: dict[Subject, tuple[Quad, ...]] = {}

    def quads(self, node: Subject) -> tuple[Quad, ...]:
        """The quads that name a node: the best property's first, then by code points."""
        if node not in self._found:
            self._found[node] = tuple(
                quad
                for name in self._properties
                for quad in sorted(self._dataset.quads(node, name), key=str)
                if isinstance(quad.object, Literal)
            )
        return self._found[node]

    def best(self, node: Subject, wanted: Sequence[str]) -> Literal | None:
        """The name to show, as `languages.best_name` has it."""
        by_property: dict[NamedNode, list[Literal]] = {}
        for quad in self.quads(node):
            if isinstance(quad.object, Literal):
                by_property.setdefault(quad.predicate, []).append(quad.object)
        return languages.best_name(list(by_property.values()), wanted)

    def of(self, node: Subject) -> tuple[Literal, ...]:
        """The names of a node in the same order, each once."""
        names = (quad.object for quad in self.quads(node))
        return tuple(dict.fromkeys(each for each in names if isinstance(each, Literal)))
