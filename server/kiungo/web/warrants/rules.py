"""The constraints that a value satisfies, in sentences: the shape's own, else made from its parameters."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kiungo.engine.constraints import bounds
from kiungo.engine.targets import PropertyShape
from kiungo.rdf import languages
from kiungo.web.contexts import Words
from kiungo.web.contexts.warrants import Rule
from kiungo.web.site import Reader
from kiungo.web.values import Node, Term, Terms

Rules = dict[str, tuple[PropertyShape, ...]]

_NAMED = {"class": "rule_class", "datatype": "rule_datatype", "in": "rule_in", "hasValue": "rule_value"}
_QUOTED = {"pattern": "rule_pattern", "languageIn": "rule_language", "minInclusive": "rule_least", "maxInclusive": "rule_most"}
_LISTED = 5  # of the values of one parameter in a sentence


class Constraining:
    """Tells one reader what values satisfy."""

    def __init__(self, reader: Reader, terms: Terms) -> None:
        self._reader = reader
        self._terms = terms
        self._constraints = reader.site.constraints
        self._told: dict[Node, Rule] = {}

    def of(self, thing: Node, types: tuple[Node, ...], predicates: list[NamedNode]) -> Rules:
        """The shapes that constrain a thing's properties, by the IRI of the property."""
        return self._constraints.of(thing, types, predicates)

    def met(self, rules: Rules, predicate: NamedNode, value: Term, graphs: set[NamedNode]) -> tuple[Rule, ...]:
        """What a value of a property satisfies; nothing where its graph was not judged."""
        shapes = rules.get(predicate.value, ())
        if not shapes or not self._constraints.are_judged(graphs):
            return ()
        return tuple(self._rule(each) for each in shapes if self._constraints.is_met_by(each, value))

    def admits(self, shape: Node, value: Term) -> bool:
        """Whether a value conforms to a shape."""
        return self._constraints.admits(shape, value)

    def _rule(self, shape: PropertyShape) -> Rule:
        if shape.node not in self._told:
            href = self._reader.link(shape.node) if isinstance(shape.node, NamedNode) else None
            self._told[shape.node] = Rule(self._sentence(shape), href)
        return self._told[shape.node]

    def _sentence(self, shape: PropertyShape) -> Words:
        messages = [each for each in shape.literals("message") if languages.suits(each.language, self._reader.language)]
        return self._terms.words(messages[0]) if messages else self._composed(shape)

    def _composed(self, shape: PropertyShape) -> Words:
        """A sentence from what the shape asks, where nobody wrote one in the reader's language."""
        t = self._reader.t
        clauses = [*self._counts(shape)]
        for parameter, key in _NAMED.items():
            names = [self._name(each) for each in shape.parameters.get(parameter, ())[:_LISTED]]
            clauses += [t(key, name=", ".join(names))] if names else []
        for parameter, key in _QUOTED.items():
            found = ", ".join(each.value for each in shape.literals(parameter)[:_LISTED])
            clauses += [t(key, what=found)] if found else []
        name = self._terms.predicate(NamedNode(shape.path)).label.text
        return Words(t("rule", name=name, clauses="; ".join(clauses or [t("rule_other")])), t("language"))

    def _counts(self, shape: PropertyShape) -> list[str]:
        at_least, at_most = bounds(shape)
        t = self._reader.t
        if at_least == at_most:
            return [t("rule_exactly", n=at_least)]
        least = [t("rule_at_least", n=at_least)] if at_least else []
        return least + ([t("rule_at_most", n=at_most)] if at_most is not None else [])

    def _name(self, term: Term) -> str:
        return term.value if isinstance(term, Literal) else self._terms.label(term).text
