"""Evidence: what a statement rests on.

A record is a reified statement (https://www.w3.org/TR/rdf-schema/#ch_reificationvocab) that names a
basis and what it was derived from, by the terms that a publication's roles give.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode

from kiungo.engine import Dataset
from kiungo.publication import Roles
from kiungo.rdf.namespaces import (
    OA_EXACT,
    OA_HAS_BODY,
    OA_HAS_SELECTOR,
    OA_HAS_TARGET,
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_SUBJECT,
    RDF_TYPE,
    RDF_VALUE,
)

_Node = NamedNode | BlankNode
_Term = NamedNode | BlankNode | Literal

RECORDS = 2000  # of one thing: a page with more warrants than this would be read by nobody


@dataclass(frozen=True)
class Evidence:
    """One record: the predicate and object it speaks of, its basis, and what it was derived from."""

    node: _Node
    predicate: NamedNode
    object: _Term
    bases: tuple[_Node, ...]
    sources: tuple[_Node, ...]


@dataclass(frozen=True)
class Emendation:
    """A proposed reading of `exact`, words of a passage; `reading` is None where nothing is proposed."""

    node: _Node
    exact: str
    reading: Literal | None


def objects(dataset: Dataset, subject: _Node, predicate: NamedNode) -> list[_Term]:
    """What a subject is related to, each once, by code points."""
    found = {quad.object for quad in dataset.quads(subject, predicate)}
    return sorted((each for each in found if isinstance(each, NamedNode | BlankNode | Literal)), key=str)


def nodes(dataset: Dataset, subject: _Node, predicate: NamedNode) -> tuple[_Node, ...]:
    """The same without literals."""
    return tuple(each for each in objects(dataset, subject, predicate) if not isinstance(each, Literal))


def literals(dataset: Dataset, subject: _Node, predicate: NamedNode) -> tuple[Literal, ...]:
    """The same, literals only."""
    return tuple(each for each in objects(dataset, subject, predicate) if isinstance(each, Literal))


def about(dataset: Dataset, roles: Roles, thing: _Node) -> list[Evidence]:
    """The evidence for the statements whose subject is `thing`, in the order of the records' names."""
    found = {quad.subject for quad in islice(dataset.quads(None, RDF_SUBJECT, thing), RECORDS)}
    records = (_read(dataset, roles, node) for node in sorted(found, key=str) if isinstance(node, _Node))
    return [each for each in records if each is not None]


def _read(dataset: Dataset, roles: Roles, node: _Node) -> Evidence | None:
    """A record with exactly one predicate and one object, as reification has it; any other is no record."""
    predicates = nodes(dataset, node, RDF_PREDICATE)
    values = objects(dataset, node, RDF_OBJECT)
    if len(predicates) != 1 or len(values) != 1 or not isinstance(predicates[0], NamedNode):
        return None
    if NamedNode(roles.evidence) not in nodes(dataset, node, RDF_TYPE):
        return None
    bases = nodes(dataset, node, NamedNode(roles.basis))
    sources = nodes(dataset, node, NamedNode(roles.derived_from))
    return Evidence(node, predicates[0], values[0], bases, sources)


def verbatim(dataset: Dataset, roles: Roles, passage: _Node) -> Literal | None:
    """The words of a passage, or None where the node is no passage."""
    found = literals(dataset, passage, NamedNode(roles.verbatim_text))
    return found[0] if found else None


def emendations(dataset: Dataset, roles: Roles, passage: _Node) -> tuple[Emendation, ...]:
    """The readings proposed for a passage, by name.

    Annotations in the Web Annotation model: https://www.w3.org/TR/annotation-model/#specific-resources
    """
    targets = {quad.subject for quad in dataset.quads(None, NamedNode(roles.source), passage)}
    found = {
        (annotation.subject, target)
        for target in targets
        if isinstance(target, _Node)
        for annotation in dataset.quads(None, OA_HAS_TARGET, target)
        if isinstance(annotation.subject, _Node)
    }
    marked = NamedNode(roles.emendation)
    return tuple(
        Emendation(node, str(exact.value), _reading(dataset, node))
        for node, target in sorted(found, key=str)
        if marked in nodes(dataset, node, RDF_TYPE)
        for selector in nodes(dataset, target, OA_HAS_SELECTOR)
        for exact in literals(dataset, selector, OA_EXACT)
    )


def _reading(dataset: Dataset, annotation: _Node) -> Literal | None:
    bodies = nodes(dataset, annotation, OA_HAS_BODY)
    return next((value for body in bodies for value in literals(dataset, body, RDF_VALUE)), None)
