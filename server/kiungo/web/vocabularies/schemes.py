"""The page of a concept scheme: its concepts as a tree or in order, and what names them.

https://www.w3.org/TR/skos-reference/#schemes . Everything is bounded: of very many concepts the first are told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.engine import Dataset
from kiungo.engine.evidence import leading, literals, nodes
from kiungo.rdf.namespaces import (
    DCTERMS,
    OWL,
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_SUBJECT,
    RDF_TYPE,
    RDFS_IS_DEFINED_BY,
    SH_PROPERTY,
    SHACL,
    SKOS,
)
from kiungo.web import examples, paths
from kiungo.web.contexts import Words
from kiungo.web.contexts.vocabularies import Concept, Fact, SchemePage
from kiungo.web.frames import frame
from kiungo.web.negotiation import Representation
from kiungo.web.properties import Properties
from kiungo.web.site import Reader
from kiungo.web.vocabularies import header, usage
from kiungo.web.vocabularies.drawing import tree
from kiungo.web.vocabularies.hierarchy import Tree, forest
from kiungo.web.vocabularies.terms import MATCHES
from kiungo.web.vocabularies.vocabulary import DEFINING, Vocabulary

_CONCEPTS = 300  # of a scheme on its page and in its data
_LOOKED = 50  # statements that name a concept, from which it is told which properties do
_QUERY = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?concept WHERE {{
  {{ ?concept skos:inScheme|skos:topConceptOf {scheme} }} UNION {{ {scheme} skos:hasTopConcept ?concept }}
}}
ORDER BY ?concept"""
_IN = (SKOS["inScheme"], SKOS["topConceptOf"])
_HAS_VALUE = SHACL["hasValue"]
_BROADER, _NARROWER = SKOS["broader"], SKOS["narrower"]
_MENTIONS = frozenset({RDF_SUBJECT.value, RDF_PREDICATE.value, RDF_OBJECT.value})  # evidence for a statement is no use
_NOTES = ("scopeNote", "example", "altLabel", "related")
_HEADER = (OWL["versionInfo"], *(DCTERMS[each] for each in ("issued", "modified", "creator", "publisher", "license")))


def is_scheme(dataset: Dataset, thing: NamedNode) -> bool:
    """Whether a thing is a concept scheme."""
    return any(True for _ in dataset.quads(thing, RDF_TYPE, SKOS["ConceptScheme"]))


def concepts(dataset: Dataset, scheme: NamedNode) -> list[NamedNode]:
    """The concepts of a scheme by IRI."""
    found = {*nodes(dataset, scheme, SKOS["hasTopConcept"]), *(one for each in _IN for one in leading(dataset, each, scheme))}
    return sorted((each for each in found if isinstance(each, NamedNode)), key=str)


def statements(dataset: Dataset, scheme: NamedNode) -> Iterator[Quad]:
    """What a document about a scheme says beside the scheme's own statements: those of its concepts."""
    for each in concepts(dataset, scheme)[:_CONCEPTS]:
        yield from dataset.quads(each)


@dataclass(frozen=True)
class _Scheme:
    """A scheme while it is told."""

    vocabulary: Vocabulary
    parents: dict[NamedNode, list[NamedNode]]

    @property
    def dataset(self) -> Dataset:
        return self.vocabulary.reader.site.dataset

    def order(self, node: NamedNode) -> tuple[float, str, str, str]:
        """By position, by notation, by name."""
        place = self.vocabulary.shown.terms.position(node)
        number = float(place) if place.isdecimal() else float("inf")
        return number, self.notation(node), *self.vocabulary.sort_key(node)

    def notation(self, node: NamedNode) -> str:
        found = literals(self.dataset, node, SKOS["notation"])
        return found[0].value if found else ""

    def concept(self, tree: Tree[NamedNode]) -> Concept:
        node, vocabulary = tree.term, self.vocabulary
        predicates = (*(SKOS[each] for each in _NOTES), *MATCHES)
        return Concept(
            anchor=paths.encoded_iri(node.value.removeprefix(vocabulary.reader.site.base)),
            reference=vocabulary.reference(node),
            notation=self.notation(node),
            other_labels=vocabulary.shown.terms.other_labels(node),
            definitions=vocabulary.definitions(node),
            usage=usage.of_value(vocabulary, node, _is_use),
            facts=tuple(found for each in predicates if (found := _fact(vocabulary, node, each)).items),
            below=tuple(self.concept(each) for each in tree.below),
        )


def scheme_page(
    reader: Reader, scheme: NamedNode, path: str, offered: tuple[Representation, ...]
) -> SchemePage:
    """A scheme with its concepts, for one reader."""
    dataset = reader.site.dataset
    every = concepts(dataset, scheme)
    found = every[:_CONCEPTS]
    vocabulary = Vocabulary(reader, Properties(reader), scheme, ())
    told = _Scheme(vocabulary, _parents(dataset, found))
    label = vocabulary.shown.terms.label(scheme)
    leave_out = {
        RDF_TYPE, RDFS_IS_DEFINED_BY, SKOS["hasTopConcept"], *DEFINING, *_HEADER,
        *map(NamedNode, reader.site.publication.roles.label),
    }
    return SchemePage(
        frame=frame(reader, label.text, path=path, offered=offered, topic=scheme),
        label=label,
        other_labels=vocabulary.shown.terms.other_labels(scheme),
        iri=reader.site.permanent(scheme),
        descriptions=vocabulary.definitions(scheme),
        facts=_facts(vocabulary, scheme),
        count=len(every),
        shown=len(found),
        concepts=tuple(told.concept(each) for each in forest(told.parents, told.order)),
        users=tuple(_users(vocabulary, scheme, found)),
        diagram=None if len(every) > _CONCEPTS else tree(vocabulary, scheme, told.parents),
        header=vocabulary.shown.flat(scheme, scheme, {each.value for each in leave_out}, with_text=False),
        behind=examples.behind(reader, _QUERY.format(scheme=scheme)),
    )


def _facts(vocabulary: Vocabulary, scheme: NamedNode) -> tuple[Fact, ...]:
    """The lines of the header, the version first: the scheme's own, else the publication's."""
    version, *rest = (_fact(vocabulary, scheme, each) for each in _HEADER)
    return ((version if version.items else header.version(vocabulary)), *(each for each in rest if each.items))


def _parents(dataset: Dataset, found: list[NamedNode]) -> dict[NamedNode, list[NamedNode]]:
    """The broader concepts of each in the same scheme, whichever of the two says so."""
    parents: dict[NamedNode, list[NamedNode]] = {each: [] for each in found}
    for each in found:
        for one in nodes(dataset, each, _BROADER):
            if isinstance(one, NamedNode) and one in parents and one not in parents[each]:
                parents[each].append(one)
        for one in nodes(dataset, each, _NARROWER):
            if isinstance(one, NamedNode) and one in parents and each not in parents[one]:
                parents[one].append(each)
    return parents


def _is_use(predicate: NamedNode) -> bool:
    """Whether a statement with this property uses the concept it names; SKOS only orders concepts among themselves."""
    return predicate.value not in _MENTIONS and not predicate.value.startswith(SKOS[""].value)


def _users(vocabulary: Vocabulary, scheme: NamedNode, found: list[NamedNode]) -> Iterator[Fact]:
    """The properties whose values are concepts of the scheme, and the rules that name it."""
    reader = vocabulary.reader
    counts: Counter[NamedNode] = Counter()
    for each in found:
        quads = islice(reader.site.dataset.quads(None, None, each), _LOOKED)
        counts.update({quad.predicate for quad in quads if _is_use(quad.predicate)})
    used = sorted(counts, key=vocabulary.sort_key)
    if used:
        title = Words(reader.t("scheme_properties"), reader.language)
        yield Fact(title, tuple((vocabulary.reference(each),) for each in used))
    naming = vocabulary.near(_HAS_VALUE, scheme)
    rules = sorted({one for each in naming for one in vocabulary.near(SH_PROPERTY, each) or [each]}, key=vocabulary.sort_key)
    if rules:
        title = Words(reader.t("scheme_rules"), reader.language)
        yield Fact(title, tuple((vocabulary.reference(each),) for each in rules))


def _fact(vocabulary: Vocabulary, node: NamedNode, predicate: NamedNode) -> Fact:
    """A property's values. Of words in several languages the reader's, where there are any."""
    found = vocabulary.words_of(node, predicate)
    items = [(each,) if each.lang else (vocabulary.show(Literal(each.text)),) for each in found]
    linked = [(vocabulary.reference(each),) for each in nodes(vocabulary.reader.site.dataset, node, predicate)]
    return Fact(vocabulary.shown.terms.predicate(predicate).label, (*items, *linked))
