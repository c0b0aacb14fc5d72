"""The entries of a document of shapes: what each shape holds for, what it demands, and which shapes lean on it."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kiungo.engine.evidence import literals, nodes
from kiungo.engine.shapes import heads
from kiungo.rdf.namespaces import (
    RDF_TYPE,
    RDFS_IS_DEFINED_BY,
    SH_NODE_SHAPE,
    SH_PATH,
    SH_PROPERTY,
    SH_TARGET_CLASS,
    SH_TARGET_NODE,
    SHACL,
)
from kiungo.web.contexts import Words
from kiungo.web.contexts.vocabularies import Entry, Fact, Rules, Sentence
from kiungo.web.values import Node
from kiungo.web.vocabularies.rules import Shapes
from kiungo.web.vocabularies.vocabulary import DEFINING, NEAR, Vocabulary

_TARGETS = (
    (SH_TARGET_CLASS, "shape_target_class"),
    (SH_TARGET_NODE, "shape_target_node"),
    (SHACL["targetSubjectsOf"], "shape_target_subjects"),
    (SHACL["targetObjectsOf"], "shape_target_objects"),
)
_LEANING = (SHACL["node"], SHACL["qualifiedValueShape"], SHACL["not"])
_LISTS = (SHACL["or"], SHACL["and"], SHACL["xone"])


@dataclass(frozen=True)
class ShapeEntries:
    """Makes the entries of node shapes, and of property shapes that belong to none."""

    vocabulary: Vocabulary
    shapes: Shapes

    def is_target(self, shape: NamedNode) -> bool:
        """Whether a shape looks for data itself, so that it is no part of others."""
        return any(nodes(self.vocabulary.reader.site.dataset, shape, predicate) for predicate, _ in _TARGETS)

    def entry(self, shape: NamedNode) -> Entry:
        """A shape. Its property shapes are in its table; a property shape of its own is a table of one line."""
        vocabulary, terms = self.vocabulary, self.vocabulary.shown.terms
        dataset = vocabulary.reader.site.dataset
        if nodes(dataset, shape, SH_PATH):
            rules = Rules(vocabulary.reference(shape), (), (self.shapes.rule(shape),))
        else:
            rules = self.shapes.of_shape(shape)
        facts = [*self._targets(shape), self._message(shape), self._leaning(shape)]
        return Entry(
            anchor=vocabulary.anchor(shape),
            iri=shape.value,
            name=terms.compact(shape),
            label=terms.label(shape),
            other_labels=terms.other_labels(shape),
            definitions=vocabulary.definitions(shape),
            is_deprecated=False,
            facts=tuple(each for each in facts if each.items),
            rows=(),
            usage=None,
            rules=(rules,) if rules.rules or rules.sentences else (),
            rest=vocabulary.shown.flat(shape, shape, self._told(shape), with_text=False),
        )

    def _targets(self, shape: NamedNode) -> list[Fact]:
        dataset = self.vocabulary.reader.site.dataset
        return [
            self._fact(key, [(self.vocabulary.reference(each),) for each in nodes(dataset, shape, predicate)[:NEAR]])
            for predicate, key in _TARGETS
        ]

    def _message(self, shape: NamedNode) -> Fact:
        return self._fact("shape_message", [(each,) for each in self.vocabulary.words_of(shape, SHACL["message"])])

    def _leaning(self, shape: NamedNode) -> Fact:
        """The shapes that ask this one of their values."""
        dataset = self.vocabulary.reader.site.dataset
        found: set[Node] = {each for predicate in _LEANING for each in self.vocabulary.near(predicate, shape)}
        for head in heads(dataset, shape):
            found |= {
                quad.subject for predicate in _LISTS for quad in dataset.quads(None, predicate, head)
                if isinstance(quad.subject, NamedNode)
            }
        ordered = sorted(found, key=self.vocabulary.sort_key)
        return self._fact("shape_used_by", [(self.vocabulary.reference(each),) for each in ordered])

    def _fact(self, key: str, items: list[Sentence]) -> Fact:
        return Fact(Words(self.vocabulary.reader.t(key), self.vocabulary.reader.language), tuple(items))

    def _told(self, shape: NamedNode) -> set[str]:
        """What the entry tells already: all of SHACL's own words, and names, definitions and the kind of shape."""
        dataset = self.vocabulary.reader.site.dataset
        shacl = SHACL[""].value
        mine = {quad.predicate.value for quad in dataset.quads(shape) if quad.predicate.value.startswith(shacl)}
        roles = self.vocabulary.reader.site.publication.roles
        return {*mine, RDF_TYPE.value, RDFS_IS_DEFINED_BY.value, *roles.label, *(each.value for each in DEFINING)}


def owned(vocabulary: Vocabulary) -> frozenset[Node]:
    """The property shapes that are told in the table of a node shape of the document."""
    dataset = vocabulary.reader.site.dataset
    owners = [each for each in vocabulary.terms if SH_NODE_SHAPE in vocabulary.kinds(each)]
    return frozenset(each for owner in owners for each in nodes(dataset, owner, SH_PROPERTY)[:NEAR])


def queries_of(vocabulary: Vocabulary) -> frozenset[Node]:
    """The constraints in SPARQL that are told with their shape."""
    dataset = vocabulary.reader.site.dataset
    return frozenset(
        each for shape in vocabulary.terms for each in nodes(dataset, shape, SHACL["sparql"])
        if literals(dataset, each, SHACL["select"])
    )
