"""How terms stand to terms of other vocabularies: what is said outright, and what is on record beside it."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kiungo.engine.evidence import nodes, objects
from kiungo.rdf.namespaces import OWL, RDF_TYPE, RDFS, RDFS_COMMENT, RDFS_SUB_CLASS_OF
from kiungo.web.contexts.vocabularies import Alignment
from kiungo.web.values import Node
from kiungo.web.vocabularies.terms import EQUALS, MATCHES, RDFS_SUB_PROPERTY_OF
from kiungo.web.vocabularies.vocabulary import Vocabulary

_RELATIONS = (RDFS_SUB_CLASS_OF, RDFS_SUB_PROPERTY_OF, *EQUALS, *MATCHES, RDFS["seeAlso"])
_SOURCE, _PROPERTY, _TARGET = OWL["annotatedSource"], OWL["annotatedProperty"], OWL["annotatedTarget"]


def alignments(vocabulary: Vocabulary) -> tuple[Alignment, ...]:
    """Every relation of a term of the document to a term of another, by the term's name."""
    terms = sorted(vocabulary.terms, key=vocabulary.sort_key)
    return tuple(found for each in terms for found in (*_stated(vocabulary, each), *_recorded(vocabulary, each)))


def _stated(vocabulary: Vocabulary, term: NamedNode) -> Iterator[Alignment]:
    for relation in _RELATIONS:
        for target in objects(vocabulary.reader.site.dataset, term, relation):
            if isinstance(target, NamedNode) and _is_outside(vocabulary, target):
                yield _alignment(vocabulary, term, relation, target)


def _recorded(vocabulary: Vocabulary, term: NamedNode) -> Iterator[Alignment]:
    """Relations that a record speaks of without asserting them: https://www.w3.org/TR/owl2-mapping-to-rdf/ §3.2.2"""
    dataset = vocabulary.reader.site.dataset
    for record in vocabulary.near(_SOURCE, term):
        if OWL["Axiom"] not in nodes(dataset, record, RDF_TYPE):
            continue
        for relation in nodes(dataset, record, _PROPERTY):
            for target in nodes(dataset, record, _TARGET):
                if isinstance(relation, NamedNode) and _is_outside(vocabulary, target):
                    yield _alignment(vocabulary, term, relation, target, record)


def _alignment(
    vocabulary: Vocabulary, term: NamedNode, relation: NamedNode, target: Node, record: NamedNode | None = None
) -> Alignment:
    return Alignment(
        term=vocabulary.reference(term),
        relation=vocabulary.reference(relation),
        target=vocabulary.reference(target),
        target_iri=target.value,
        notes=vocabulary.words_of(record, RDFS_COMMENT) if record else (),
        record=vocabulary.reference(record) if record else None,
    )


def _is_outside(vocabulary: Vocabulary, target: Node) -> bool:
    return isinstance(target, NamedNode) and not target.value.startswith(vocabulary.reader.site.base)
