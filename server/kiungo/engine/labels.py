"""The names of things, from the label properties of a publication; a query is called by the question that it answers."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.engine import Dataset, Subject
from kiungo.rdf import languages
from kiungo.rdf.namespaces import RDF_TYPE, SH_EXECUTABLE
from kiungo.rdf.questions import QUESTION


class Labels:
    """Looks names up, each once: made for one page or document and dropped with it."""

    def __init__(self, dataset: Dataset, properties: Sequence[str]) -> None:
        self._dataset = dataset
        self._properties = [NamedNode(each) for each in properties]
        self._found: dict[Subject, tuple[Quad, ...]] = {}

    def quads(self, node: Subject) -> tuple[Quad, ...]:
        """The quads that name a node: the best property's first, then by code points."""
        if node not in self._found:
            found = self._literals(node, self._properties)
            is_question = not found and any(True for _ in self._dataset.quads(node, RDF_TYPE, SH_EXECUTABLE))
            self._found[node] = self._literals(node, (QUESTION,)) if is_question else found
        return self._found[node]

    def _literals(self, node: Subject, properties: Sequence[NamedNode]) -> tuple[Quad, ...]:
        return tuple(
            quad
            for name in properties
            for quad in sorted(self._dataset.quads(node, name), key=str)
            if isinstance(quad.object, Literal)
        )

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
