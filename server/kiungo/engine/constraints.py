"""Which constraints a published value satisfies.

A release is only built when every check passed, and its report lists what else was found. So a constraint that
holds for a value is one that its shapes ask for, and that the report of the release does not name against it.
Nothing is validated again here: https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kiungo.engine import Dataset, Subject, Term
from kiungo.engine.evidence import nodes
from kiungo.engine.targets import PropertyShape, Shape, Shapes
from kiungo.publication import UNJUDGED, Publication, map_iri
from kiungo.rdf import languages
from kiungo.rdf.namespaces import RDF_TYPE

_PARAMETERS = frozenset({
    "class", "datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive",
    "minLength", "maxLength", "pattern", "languageIn", "uniqueLang", "equals", "disjoint", "lessThan", "lessThanOrEquals",
    "not", "and", "or", "xone", "node", "property", "qualifiedValueShape", "hasValue", "in", "sparql", "expression",
})
"""The parameters that constrain; the others name, order or tell: https://www.w3.org/TR/shacl/#core-components"""

_NAMELESS = "shacl"  # what the report calls a shape without an IRI


@dataclass(frozen=True)
class Findings:
    """What the checks found and let pass: (rule, focus, path), where rule and path may be empty."""

    rows: frozenset[tuple[str, str, str]] = frozenset()

    def name(self, rule: str, focus: str, path: str) -> bool:
        """Whether a rule was found broken by a thing: by this property, or in general."""
        return any(
            (named, focus, at) in self.rows for named in (rule, _NAMELESS) for at in (path, "")
        )


def findings(report: Path, publication: Publication) -> Findings:
    """The findings of a release's `report.json`, under the base that the release has."""
    results = json.loads(report.read_text(encoding="utf-8"))["results"]
    base, canonical = publication.base, publication.canonical_base
    return Findings(frozenset(
        (each["rule"], map_iri(each["focus"] or "", canonical, base), map_iri(each["path"] or "", canonical, base))
        for each in results
    ))


class Constraints:
    """Tells what a value satisfies."""

    def __init__(self, dataset: Dataset, shapes: Shapes, publication: Publication, found: Findings) -> None:
        self._dataset = dataset
        self._shapes = shapes
        self._publication = publication
        self._found = found
        self._unjudged = {publication.graph(name) for name in (*UNJUDGED, "catalog")}  # which is counted after the checks
        self._qualified: dict[Subject, Shape] = {}

    def of(
        self, thing: Subject, types: Sequence[Subject], predicates: Iterable[NamedNode]
    ) -> dict[str, tuple[PropertyShape, ...]]:
        """The constraining shapes of each of a thing's properties, by IRI, that it was not found to break."""
        found: dict[str, dict[Subject, PropertyShape]] = {}
        for shapes in self._shapes.of(thing, types, predicates):
            for each in shapes:
                if not _PARAMETERS.isdisjoint(each.parameters) and not self._is_broken(each, thing):
                    found.setdefault(each.path, {}).setdefault(each.node, each)
        return {path: tuple(shapes.values()) for path, shapes in found.items()}

    def are_judged(self, graphs: Iterable[NamedNode]) -> bool:
        """Whether a statement stands in a graph that the checks judged."""
        return any(each.value not in self._unjudged for each in graphs)

    def is_met_by(self, shape: PropertyShape, value: Term) -> bool:
        """Whether a shape speaks of this value of its property: one for words in some language not of others."""
        asked = _PARAMETERS & shape.parameters.keys()
        if asked == {"hasValue"} and value not in shape.parameters["hasValue"]:
            return False
        if asked == {"uniqueLang"} and not _tag(value):
            return False
        return all(self.admits(each, value) for each in shape.nodes("qualifiedValueShape"))

    def admits(self, node: Subject, value: Term) -> bool:
        """Whether a value conforms to a shape of simple parameters; where that cannot be told here, it does not."""
        if node not in self._qualified:
            self._qualified[node] = self._shapes.shape(node)
        shape = self._qualified[node]
        asked = _PARAMETERS & shape.parameters.keys()
        return bool(asked) and all(self._holds(name, shape, value) for name in asked)

    def _holds(self, name: str, shape: Shape, value: Term) -> bool:
        match name:
            case "languageIn":
                tag = _tag(value)
                return bool(tag) and any(languages.matches(tag, each.value) for each in shape.literals(name))
            case "in" | "hasValue":
                return value in shape.parameters[name]
            case "datatype":
                return isinstance(value, Literal) and value.datatype in shape.parameters[name]
            case "class":
                return isinstance(value, Subject) and self._is_a(value, shape.nodes(name))
            case "or":
                return any(self.admits(each, value) for each in shape.nodes(name))
            case _:
                return False

    def _is_a(self, value: Subject, classes: tuple[Subject, ...]) -> bool:
        kinds = self._shapes.with_parents(nodes(self._dataset, value, RDF_TYPE))
        return all(each in kinds for each in classes)

    def _is_broken(self, shape: PropertyShape, thing: Subject) -> bool:
        if not self._found.rows or not isinstance(thing, NamedNode):
            return False
        iri = shape.node.value if isinstance(shape.node, NamedNode) else ""
        rule = (self._publication.compact(iri) or f"<{iri}>") if iri else _NAMELESS
        return self._found.name(rule, thing.value, shape.path)


def _tag(value: Term) -> str:
    return (value.language or "") if isinstance(value, Literal) else ""
