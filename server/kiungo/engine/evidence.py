"""Evidence: what a statement rests on.

A record is a reified statement (https://www.w3.org/TR/rdf-schema/#ch_reificationvocab) that names a
basis and what it was derived from, by the terms that a publication's roles give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kiungo.engine import Dataset, Subject, Term
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

RECORDS = 2000  # of one thing: a page with more warrants than this would be read by nobody

READ = 100_000  # links that are put in order before they are cut; of more than these a store chooses


@dataclass(frozen=True)
class Evidence:
    """One record: the statement it speaks of, its basis, and what it was derived from.

    `exacts` are the words of the source that support it, where the record selects some; `notes` are what the record says
    in words of its own, by property.
    """

    node: Subject
    subject: Subject
    predicate: NamedNode
    object: Term
    bases: tuple[Subject, ...]
    sources: tuple[Subject, ...]
    exacts: tuple[str, ...] = ()
    notes: tuple[tuple[Literal, ...], ...] = ()


class Records(NamedTuple):
    """The first of some records, and how many there are."""

    told: list[Evidence]
    total: int


@dataclass(frozen=True)
class Emendation:
    """A proposed reading of `exact`, words of a passage; `reading` is None where nothing is proposed."""

    node: Subject
    exact: str
    reading: Literal | None


def objects(dataset: Dataset, subject: Subject, predicate: NamedNode) -> list[Term]:
    """What a subject is related to, each once, by code points."""
    found = {quad.object for quad in dataset.quads(subject, predicate)}
    return sorted((each for each in found if isinstance(each, Term)), key=str)


def nodes(dataset: Dataset, subject: Subject, predicate: NamedNode) -> tuple[Subject, ...]:
    """The same without literals."""
    return tuple(each for each in objects(dataset, subject, predicate) if not isinstance(each, Literal))


def literals(dataset: Dataset, subject: Subject, predicate: NamedNode) -> tuple[Literal, ...]:
    """The same, literals only."""
    return tuple(each for each in objects(dataset, subject, predicate) if isinstance(each, Literal))


def leading(dataset: Dataset, predicate: NamedNode, node: Subject) -> list[Subject]:
    """What leads to a node by a property, each once, by code points, so that its beginning is the same in every store."""
    quads = islice(dataset.quads(None, predicate, node), READ)
    return sorted({quad.subject for quad in quads if isinstance(quad.subject, Subject)}, key=str)


def about(dataset: Dataset, roles: Roles, thing: Subject) -> Records:
    """The evidence for the statements whose subject is `thing`, in the order of the records' names."""
    return _read(dataset, roles, leading(dataset, RDF_SUBJECT, thing), RECORDS)


def record(dataset: Dataset, roles: Roles, node: Subject) -> Evidence | None:
    """A record with exactly one subject, predicate and object, as reification has it; any other is no record."""
    found: dict[NamedNode, list[Term]] = {}
    for quad in islice(dataset.quads(node), RECORDS):
        if isinstance(quad.object, Subject | Literal) and quad.object not in found.setdefault(quad.predicate, []):
            found[quad.predicate].append(quad.object)
    parts = [found.get(each, []) for each in (RDF_SUBJECT, RDF_PREDICATE, RDF_OBJECT)]
    if NamedNode(roles.evidence) not in found.get(RDF_TYPE, []) or any(len(each) != 1 for each in parts):
        return None
    (subject,), (predicate,), (value,) = parts
    if not isinstance(subject, Subject) or not isinstance(predicate, NamedNode):
        return None

    def others(name: NamedNode) -> tuple[Subject, ...]:
        return tuple(each for each in sorted(found.get(name, []), key=str) if isinstance(each, Subject))

    selectors = others(OA_HAS_SELECTOR)
    exacts = tuple(exact.value for each in selectors for exact in literals(dataset, each, OA_EXACT))
    bases, sources = others(NamedNode(roles.basis)), others(NamedNode(roles.derived_from))
    return Evidence(node, subject, predicate, value, bases, sources, exacts, tuple(_notes(found, roles)))


def _notes(found: Mapping[NamedNode, Sequence[Term]], roles: Roles) -> Iterator[tuple[Literal, ...]]:
    """Of each property of a record what it says in a language, names and the stated words apart."""
    for name, values in sorted(found.items(), key=str):
        words = tuple(each for each in sorted(values, key=str) if isinstance(each, Literal) and each.language)
        if words and name != RDF_OBJECT and name.value not in roles.label:
            yield words


def drawn_from(dataset: Dataset, roles: Roles, source: Subject, most: int) -> Records:
    """The evidence that names a passage, or another source, in the order of the records' names; at most so many."""
    return _read(dataset, roles, leading(dataset, NamedNode(roles.derived_from), source), most)


def _read(dataset: Dataset, roles: Roles, nodes: list[Subject], most: int) -> Records:
    """Of nodes the first that are records; where there are more, all count as such."""
    read = (record(dataset, roles, node) for node in nodes[:most])
    told = [each for each in read if each is not None]
    return Records(told, len(nodes) if len(nodes) > most else len(told))


def verbatim(dataset: Dataset, roles: Roles, passage: Subject) -> Literal | None:
    """The words of a passage, or None where the node is no passage."""
    found = literals(dataset, passage, NamedNode(roles.verbatim_text))
    return found[0] if found else None


def emendations(dataset: Dataset, roles: Roles, passage: Subject) -> tuple[Emendation, ...]:
    """The readings proposed for a passage, by name.

    Annotations in the Web Annotation model: https://www.w3.org/TR/annotation-model/#specific-resources
    """
    targets = {quad.subject for quad in dataset.quads(None, NamedNode(roles.source), passage)}
    found = {
        (annotation.subject, target)
        for target in targets
        if isinstance(target, Subject)
        for annotation in dataset.quads(None, OA_HAS_TARGET, target)
        if isinstance(annotation.subject, Subject)
    }
    marked = NamedNode(roles.emendation)
    return tuple(
        Emendation(node, str(exact.value), _reading(dataset, node))
        for node, target in sorted(found, key=str)
        if marked in nodes(dataset, node, RDF_TYPE)
        for selector in nodes(dataset, target, OA_HAS_SELECTOR)
        for exact in literals(dataset, selector, OA_EXACT)
    )


def _reading(dataset: Dataset, annotation: Subject) -> Literal | None:
    bodies = nodes(dataset, annotation, OA_HAS_BODY)
    return next((value for body in bodies for value in literals(dataset, body, RDF_VALUE)), None)
