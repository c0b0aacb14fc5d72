"""Shapes as rules: what a class or a property is held to, and by which shape.

What is read costs a bounded number of lookups: shapes are few, and of very many the first are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from pyoxigraph import NamedNode

from kiungo.engine import Dataset
from kiungo.engine.evidence import literals, nodes
from kiungo.engine.shapes import Path, parameters, path
from kiungo.rdf.namespaces import SH_DESCRIPTION, SH_ORDER, SH_PATH, SH_PROPERTY, SH_SELECT, SH_TARGET_CLASS, SHACL
from kiungo.web.contexts.vocabularies import Rule, Rules, Sentence
from kiungo.web.sentences import messages, sentence
from kiungo.web.values import Node
from kiungo.web.vocabularies.vocabulary import NEAR, Vocabulary

_PATHS = 5_000  # of property shapes that are read for what they are about
_SEVERITIES: dict[Node, tuple[str, str]] = {
    SHACL["Violation"]: ("violation", "severity_violation"),
    SHACL["Warning"]: ("warning", "severity_warning"),
    SHACL["Info"]: ("info", "severity_info"),
}
_MARKS = {
    "inversePath": ("^", ""), "zeroOrMorePath": ("", "*"), "oneOrMorePath": ("", "+"), "zeroOrOnePath": ("", "?"),
}
"""What stands before and after a path, as SPARQL writes it: https://www.w3.org/TR/sparql11-query/#propertypaths"""


@dataclass(frozen=True)
class Shapes:
    """The shapes of a release, told beside the terms of a vocabulary or in a document of their own."""

    vocabulary: Vocabulary

    def of_class(self, kind: NamedNode) -> tuple[Rules, ...]:
        """The rules of the shapes whose target is a class."""
        return tuple(self.of_shape(each) for each in self.vocabulary.near(SH_TARGET_CLASS, kind))

    def of_property(self, predicate: NamedNode) -> tuple[Rules, ...]:
        """The rules whose path has a property in it, by the node shape that they belong to."""
        found: dict[NamedNode, list[Node]] = {}
        for each in self._by_property.get(predicate, ()):
            owners = self.vocabulary.near(SH_PROPERTY, each) or ([each] if isinstance(each, NamedNode) else [])
            for owner in owners:
                found.setdefault(owner, []).append(each)
        return tuple(
            Rules(self.vocabulary.reference(owner), (), tuple(self.rule(each) for each in self._ordered(found[owner])))
            for owner in sorted(found, key=self.vocabulary.sort_key)
        )

    def of_shape(self, shape: NamedNode) -> Rules:
        """The rules of one node shape, and what it demands of the thing itself."""
        mine = self._ordered(nodes(self._dataset, shape, SH_PROPERTY)[:NEAR])
        told = tuple(self.rule(each) for each in mine)
        return Rules(self.vocabulary.reference(shape), self.sentences(shape), told)

    def rule(self, shape: Node) -> Rule:
        """One property shape. It is read once, though it stands beside a class and beside a property."""
        if shape not in self._rules:
            self._rules[shape] = self._rule(shape)
        return self._rules[shape]

    @cached_property
    def _rules(self) -> dict[Node, Rule]:
        return {}

    def _rule(self, shape: Node) -> Rule:
        vocabulary, t = self.vocabulary, self.vocabulary.reader.t
        severity = next(iter(nodes(self._dataset, shape, SHACL["severity"])), SHACL["Violation"])
        level, key = _SEVERITIES.get(severity, ("", "severity_other"))
        return Rule(
            anchor=self._anchor(shape),
            shape=vocabulary.reference(shape),
            path=self._path(shape),
            messages=vocabulary.words_of(shape, SHACL["message"]),
            descriptions=vocabulary.words_of(shape, SH_DESCRIPTION),
            sentences=self.sentences(shape),
            severity=t(key),
            level=level,
            queries=tuple(self._queries(shape)),
        )

    def _queries(self, shape: Node) -> Iterator[tuple[str, str]]:
        """The anchor and the text of each constraint in SPARQL."""
        for each in nodes(self._dataset, shape, SHACL["sparql"]):
            for text in literals(self._dataset, each, SH_SELECT):
                yield self._anchor(each), text.value.strip()

    def _anchor(self, node: Node) -> str:
        """The place of a term in the document; empty for what is none of its terms."""
        return self.vocabulary.anchor(node) if isinstance(node, NamedNode) and node in self.vocabulary.own else ""

    def sentences(self, shape: Node) -> tuple[Sentence, ...]:
        """A sentence for each constraint of a shape."""
        told = messages(parameters(self._dataset, shape))
        return tuple(sentence(each, self.vocabulary.reader.t, self.vocabulary.show) for each in told)

    @property
    def _dataset(self) -> Dataset:
        return self.vocabulary.reader.site.dataset

    @cached_property
    def _by_property(self) -> dict[NamedNode, list[Node]]:
        found: dict[NamedNode, list[Node]] = {}
        for quad in islice(self._dataset.quads(None, SH_PATH), _PATHS):
            if isinstance(quad.subject, Node) and isinstance(quad.object, Node):
                for each in dict.fromkeys(path(self._dataset, quad.object).properties()):
                    found.setdefault(each, []).append(quad.subject)
        return found

    def _ordered(self, shapes: Iterable[Node]) -> list[Node]:
        """By `sh:order`, then by name."""

        def place(shape: Node) -> tuple[float, str]:
            try:
                return float(literals(self._dataset, shape, SH_ORDER)[0].value), str(shape)
            except (IndexError, ValueError):
                return float("inf"), str(shape)

        return sorted(dict.fromkeys(shapes), key=place)

    def _path(self, shape: Node) -> Sentence:
        found = nodes(self._dataset, shape, SH_PATH)
        return self._written(path(self._dataset, found[0])) if found else ()

    def _written(self, found: Path) -> Sentence:
        """A path as SPARQL writes it, with a link for each property."""
        if found.property is not None:
            return (self.vocabulary.reference(found.property),)
        before, after = _MARKS.get(found.kind, ("", ""))
        between = " | " if found.kind == "alternativePath" else " / "
        pieces: list[Sentence] = []
        for each in found.members:
            inner = self._written(each)
            pieces += [(between,)] if pieces else []
            pieces.append(("(", *inner, ")") if len(each.members) > 1 else inner)
        told = tuple(piece for each in pieces for piece in each)
        return tuple(each for each in (before, *told, after) if each)
