"""The constraints that a value satisfies, in sentences: the shape's own, else made from its parameters."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from kiungo.engine.shapes import parameters
from kiungo.engine.targets import PropertyShape
from kiungo.rdf import languages
from kiungo.web.contexts import Words
from kiungo.web.contexts.warrants import Rule
from kiungo.web.sentences import messages, plain, sentence
from kiungo.web.site import Reader
from kiungo.web.values import Node, Term, Terms

Rules = dict[str, tuple[PropertyShape, ...]]


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
        """What the shape demands, where nobody wrote it in the reader's language."""
        t = self._reader.t
        found = messages(parameters(self._reader.site.dataset, shape.node))
        told = [plain(sentence(each, t, self._shown)) for each in found]
        name = self._terms.predicate(NamedNode(shape.path)).label.text
        return Words(t("rule", name=name, demands=" ".join(told or [t("rule_other")])), t("language"))

    def _shown(self, term: Term) -> Words:
        return self._terms.words(term) if isinstance(term, Literal) else self._terms.label(term)
