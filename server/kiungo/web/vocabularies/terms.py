"""The entries of an ontology: its classes and its properties, each with all that bears on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kiungo.engine import Dataset, Term
from kiungo.engine.evidence import literals, nodes, objects
from kiungo.engine.lists import members
from kiungo.engine.shapes import LIST
from kiungo.rdf.namespaces import (
    OWL,
    RDF_TYPE,
    RDFS,
    RDFS_IS_DEFINED_BY,
    RDFS_SUB_CLASS_OF,
    SH_NAME,
    SKOS,
)
from kiungo.web.contexts import Reference, Words
from kiungo.web.contexts.vocabularies import Entry, Fact, Row, Rules, Sentence, Usage
from kiungo.web.values import Node
from kiungo.web.vocabularies import usage
from kiungo.web.vocabularies.expressions import expression
from kiungo.web.vocabularies.rules import Shapes
from kiungo.web.vocabularies.vocabulary import DEFINING, NEAR, Vocabulary

RDFS_SUB_PROPERTY_OF, RDFS_DOMAIN, RDFS_RANGE = RDFS["subPropertyOf"], RDFS["domain"], RDFS["range"]
# Hints, from which nothing follows: https://schema.org/docs/datamodel.html
DOMAIN_HINTS = (NamedNode("https://schema.org/domainIncludes"), NamedNode("http://schema.org/domainIncludes"))
RANGE_HINTS = (NamedNode("https://schema.org/rangeIncludes"), NamedNode("http://schema.org/rangeIncludes"))
MATCHES = tuple(SKOS[f"{each}Match"] for each in ("exact", "close", "broad", "narrow", "related"))
EQUALS = (OWL["equivalentClass"], OWL["equivalentProperty"])
_SEE_ALSO, _DISJOINT, _INVERSE = RDFS["seeAlso"], OWL["disjointWith"], OWL["inverseOf"]
_CHARACTERS = {
    OWL["FunctionalProperty"]: "vocab_functional",
    OWL["InverseFunctionalProperty"]: "vocab_inverse_functional",
    OWL["TransitiveProperty"]: "vocab_transitive",
    OWL["SymmetricProperty"]: "vocab_symmetric",
    OWL["AsymmetricProperty"]: "vocab_asymmetric",
    OWL["ReflexiveProperty"]: "vocab_reflexive",
    OWL["IrreflexiveProperty"]: "vocab_irreflexive",
}
_CHAIN = 12  # superclasses above one another that are followed


@dataclass(frozen=True)
class Terms:
    """Makes entries. Superclasses, domains and ranges are those that stand in the data; what follows is told as such."""

    vocabulary: Vocabulary
    shapes: Shapes

    def class_entry(self, kind: NamedNode) -> Entry:
        """A class: what it is a kind of, the properties of its things, where it is the value, how often it is used."""
        facts = [
            self._linked("vocab_kind_of", kind, (RDFS_SUB_CLASS_OF,)),
            self._named("vocab_kinds", self.vocabulary.near(RDFS_SUB_CLASS_OF, kind)),
            self._named("vocab_value_of", self._with(kind, (RDFS_RANGE, *RANGE_HINTS))),
            self._named("vocab_disjoint", self._disjoint(kind)),
        ]
        told = (RDFS_SUB_CLASS_OF, _DISJOINT)
        return self._entry(kind, facts, told, self._rows(kind), usage.of_class(self.vocabulary, kind), self.shapes.of_class(kind))

    def property_entry(self, predicate: NamedNode) -> Entry:
        """A property: what has it, what its values are, what it is a special case of, how often it is used."""
        types = self.vocabulary.kinds(predicate)
        t = self.vocabulary.reader.t
        characters = [(t(key),) for kind, key in _CHARACTERS.items() if kind in types]
        facts = [
            self._sides("vocab_domain", predicate, RDFS_DOMAIN, DOMAIN_HINTS),
            self._sides("vocab_range", predicate, RDFS_RANGE, RANGE_HINTS),
            self._linked("vocab_special_of", predicate, (RDFS_SUB_PROPERTY_OF,)),
            self._named("vocab_special", self.vocabulary.near(RDFS_SUB_PROPERTY_OF, predicate)),
            self._linked("vocab_inverse", predicate, (_INVERSE,)),
            Fact(self._said("vocab_character"), tuple(characters)),
        ]
        told = (RDFS_DOMAIN, RDFS_RANGE, RDFS_SUB_PROPERTY_OF, _INVERSE, *DOMAIN_HINTS, *RANGE_HINTS)
        used = usage.of_property(self.vocabulary, predicate)
        return self._entry(predicate, facts, told, (), used, self.shapes.of_property(predicate))

    def other_entry(self, node: NamedNode) -> Entry:
        """What is neither: all that is said of it."""
        return self._entry(node, [], (), (), None, (), keep_type=True)

    def domains(self, predicate: NamedNode) -> tuple[list[Term], NamedNode | None]:
        """What may have a property: its domain and hints; else those of the nearest property above, which is given, too."""
        return self._inherited(predicate, (RDFS_DOMAIN, *DOMAIN_HINTS))

    def ranges(self, predicate: NamedNode) -> tuple[list[Term], NamedNode | None]:
        """What the values of a property may be, likewise."""
        return self._inherited(predicate, (RDFS_RANGE, *RANGE_HINTS))

    def above(self, term: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """The named terms above a term, nearest first."""
        found = [term]
        for each in found:
            if len(found) > _CHAIN:
                break
            found += [
                one for one in nodes(self._dataset, each, predicate) if isinstance(one, NamedNode) and one not in found
            ]
        return found[1:]

    @property
    def _dataset(self) -> Dataset:
        return self.vocabulary.reader.site.dataset

    def _entry(
        self, node: NamedNode, facts: Iterable[Fact], told: Iterable[NamedNode], rows: tuple[Row, ...],
        used: Usage | None, rules: tuple[Rules, ...], *, keep_type: bool = False,
    ) -> Entry:
        vocabulary, terms = self.vocabulary, self.vocabulary.shown.terms
        deprecated = OWL["deprecated"]
        common = [self._linked("vocab_equals", node, EQUALS), self._linked("vocab_see_also", node, (_SEE_ALSO,))]
        leave_out = {
            SH_NAME, RDFS_IS_DEFINED_BY, deprecated, _SEE_ALSO, *DEFINING, *told, *EQUALS, *MATCHES,
            *(() if keep_type else (RDF_TYPE,)), *map(NamedNode, vocabulary.reader.site.publication.roles.label),
        }
        return Entry(
            anchor=vocabulary.anchor(node),
            iri=node.value,
            name=terms.compact(node),
            label=terms.label(node),
            other_labels=terms.other_labels(node),
            definitions=vocabulary.definitions(node),
            is_deprecated=any(each.value in ("true", "1") for each in literals(self._dataset, node, deprecated)),
            facts=tuple(each for each in (*facts, *common) if each.items),
            rows=rows,
            usage=used,
            rules=tuple(each for each in rules if each.rules or each.sentences),
            rest=vocabulary.shown.flat(node, node, {each.value for each in leave_out}, with_text=False),
        )

    def _said(self, key: str) -> Words:
        return Words(self.vocabulary.reader.t(key), self.vocabulary.reader.language)

    def _named(self, key: str, found: Iterable[Node]) -> Fact:
        return Fact(self._said(key), tuple((self.vocabulary.reference(each),) for each in found))

    def _linked(self, key: str, node: NamedNode, predicates: Iterable[NamedNode]) -> Fact:
        found = [each for predicate in predicates for each in objects(self._dataset, node, predicate)]
        return Fact(self._said(key), tuple(expression(self.vocabulary, each) for each in found))

    def _sides(self, key: str, predicate: NamedNode, side: NamedNode, hints: tuple[NamedNode, ...]) -> Fact:
        """A domain or a range. Where a property has none of its own, the one above it may have; else it may be anything."""
        found, origin = self._inherited(predicate, (side, *hints))
        if not found:
            return Fact(self._said(key), ((self.vocabulary.reader.t("vocab_anything"),),))
        said: list[Sentence] = [expression(self.vocabulary, each) for each in found]
        if origin is not None:
            before, _, after = self.vocabulary.reader.t("vocab_inherited", origin="\x00").partition("\x00")
            said[-1] = (*said[-1], f" ({before}", self.vocabulary.reference(origin), f"{after})")
        elif not objects(self._dataset, predicate, side):
            said[-1] = (*said[-1], f" ({self.vocabulary.reader.t('vocab_hint')})")
        return Fact(self._said(key), tuple(said))

    def _inherited(self, predicate: NamedNode, sides: tuple[NamedNode, ...]) -> tuple[list[Term], NamedNode | None]:
        for each in (predicate, *self.above(predicate, RDFS_SUB_PROPERTY_OF)):
            found = [one for side in sides for one in objects(self._dataset, each, side)]
            if found:
                return found, None if each == predicate else each
        return [], None

    def _with(self, kind: NamedNode, sides: tuple[NamedNode, ...]) -> list[NamedNode]:
        found = {each for side in sides for each in self.vocabulary.near(side, kind)}
        return sorted(found, key=self.vocabulary.sort_key)

    def _rows(self, kind: NamedNode) -> tuple[Row, ...]:
        """The properties of a class, its own first, then those of the classes above it."""
        found: dict[NamedNode, Reference | None] = {}
        for each in (kind, *self.above(kind, RDFS_SUB_CLASS_OF)):
            origin = None if each == kind else self.vocabulary.reference(each)
            mine = self._with(each, (RDFS_DOMAIN, *DOMAIN_HINTS))
            for predicate in mine:
                found.setdefault(predicate, origin)
        return tuple(self._row(predicate, origin) for predicate, origin in found.items())

    def _row(self, predicate: NamedNode, origin: Reference | None) -> Row:
        values = tuple(expression(self.vocabulary, each) for each in self.ranges(predicate)[0])
        definition = next(iter(self.vocabulary.definitions(predicate)), None)
        return Row(self.vocabulary.reference(predicate), values, definition, origin)

    def _disjoint(self, kind: NamedNode) -> list[Node]:
        """Classes that share no thing with a class, said of the pair or of a list: OWL 2 §9.1.3."""
        found = {*nodes(self._dataset, kind, _DISJOINT), *self.vocabulary.near(_DISJOINT, kind)}
        for quad in islice(self._dataset.quads(None, RDF_TYPE, OWL["AllDisjointClasses"]), NEAR):
            for head in nodes(self._dataset, quad.subject, OWL["members"]) if isinstance(quad.subject, Node) else ():
                listed = members(self._dataset, head, LIST)
                if kind in listed:
                    found |= {each for each in listed if not isinstance(each, Literal)}
        return sorted(found - {kind}, key=self.vocabulary.sort_key)
