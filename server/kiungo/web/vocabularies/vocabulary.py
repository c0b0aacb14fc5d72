"""A vocabulary as one reader sees it: its terms, and how a page refers to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kiungo.engine import Term
from kiungo.engine.evidence import literals, nodes
from kiungo.rdf import languages
from kiungo.rdf.namespaces import (
    DCTERMS_DESCRIPTION,
    RDF_TYPE,
    RDFS_COMMENT,
    SH_DESCRIPTION,
    SKOS_DEFINITION,
)
from kiungo.web import paths
from kiungo.web.contexts import Reference, Words
from kiungo.web.contexts.vocabularies import Sentence
from kiungo.web.properties import Properties
from kiungo.web.site import Reader
from kiungo.web.values import Node

TERMS = 1_000  # of a document on its page; the data formats hold them all
NEAR = 200  # terms of one kind that are named beside one term
_QUADS = 100_000  # of a graph that are looked through for its terms
DEFINING = (SKOS_DEFINITION, RDFS_COMMENT, SH_DESCRIPTION, DCTERMS_DESCRIPTION)
_MIDNIGHT = "T00:00:00"


@dataclass(frozen=True)
class Vocabulary:
    """A document of hash IRIs. `topic` is its IRI without a hash; `terms` are sorted by IRI."""

    reader: Reader
    shown: Properties
    topic: NamedNode
    terms: tuple[NamedNode, ...]
    is_cut: bool = False

    @cached_property
    def own(self) -> frozenset[NamedNode]:
        """The terms as a set."""
        return frozenset(self.terms)

    def reference(self, node: Node) -> Reference:
        """A link to a resource: to its place on this page, where it has one."""
        if node not in self._references:
            found = self.shown.terms.reference(node, with_text=False)
            mine = isinstance(node, NamedNode) and node in self.own
            self._references[node] = replace(found, href=f"#{self.anchor(node)}") if mine else found
        return self._references[node]

    @cached_property
    def _references(self) -> dict[Node, Reference]:
        """Each is looked up once a page."""
        return {}

    def show(self, term: Term) -> Words | Reference:
        """A term in a sentence. A midnight is the date that was meant."""
        if not isinstance(term, Literal):
            return self.reference(term)
        words = self.shown.terms.words(term)
        day, midnight, _ = words.text.partition(_MIDNIGHT)
        return replace(words, text=day) if midnight else words

    def said(self, term: Term) -> Sentence:
        """A term that is a sentence by itself."""
        return (self.show(term),)

    def anchor(self, node: Node) -> str:
        """The fragment of a hash IRI, as a URL has it."""
        return paths.encoded_iri(node.value.partition("#")[2])

    def sort_key(self, node: Node) -> tuple[str, str]:
        """By name in the reader's language."""
        return self.shown.terms.label(node).text.casefold(), node.value

    def near(self, predicate: NamedNode, target: Node) -> list[NamedNode]:
        """What points at a term by a property, by name; of very many the first that are found."""
        found = {quad.subject for quad in islice(self.reader.site.dataset.quads(None, predicate, target), NEAR)}
        return sorted((each for each in found if isinstance(each, NamedNode)), key=self.sort_key)

    def kinds(self, node: Node) -> frozenset[Node]:
        """The classes of a resource."""
        return frozenset(nodes(self.reader.site.dataset, node, RDF_TYPE))

    def definitions(self, node: Node) -> tuple[Words, ...]:
        """What a resource is, in the reader's words where there are any, else in all there are."""
        return definitions(self.reader, self.shown, node)

    def words_of(self, node: Node, predicate: NamedNode) -> tuple[Words, ...]:
        """What a property says of a resource, likewise."""
        return _mine(self.reader, self.shown, literals(self.reader.site.dataset, node, predicate))


def read(reader: Reader, graph: NamedNode) -> Vocabulary | None:
    """The hash terms of a graph and the document they belong to, or None where there are none.

    Where a graph has terms of several documents, the one with the most is taken.
    """
    base = reader.site.base
    quads = islice(reader.site.dataset.quads(graph=graph), _QUADS)
    subjects = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    found = sorted((each for each in subjects if each.value.startswith(base) and "#" in each.value), key=str)
    if not found:
        return None
    documents = Counter(each.value.partition("#")[0] for each in found)
    topic = documents.most_common(1)[0][0]
    terms = [each for each in found if each.value.startswith(topic + "#")]
    return Vocabulary(reader, Properties(reader), NamedNode(topic), tuple(terms[:TERMS]), len(terms) > TERMS)


def definitions(reader: Reader, shown: Properties, node: Node) -> tuple[Words, ...]:
    """What a resource is, in the reader's words where there are any, else in all there are."""
    return _mine(reader, shown, [each for name in DEFINING for each in literals(reader.site.dataset, node, name)])


def _mine(reader: Reader, shown: Properties, found: list[Literal] | tuple[Literal, ...]) -> tuple[Words, ...]:
    mine = [each for each in found if each.language and languages.matches(each.language, reader.language)]
    return tuple(shown.terms.words(each) for each in dict.fromkeys(mine or found))
