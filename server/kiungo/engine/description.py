"""The description of a thing: what its document says in RDF.

Outgoing and incoming statements, the names of what it is linked to, the evidence, and the document about
itself. Everything is bounded, so that a hub of a million links costs no more than it shows.
Concise bounded descriptions inspired the closure: https://www.w3.org/submissions/CBD/
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kiungo.engine import Dataset
from kiungo.engine import evidence as records
from kiungo.engine.labels import Labels
from kiungo.publication import Publication
from kiungo.rdf.canonical import canonical
from kiungo.rdf.iris import document_path
from kiungo.rdf.namespaces import (
    DCTERMS_IS_PART_OF,
    DCTERMS_LICENSE,
    FOAF_DOCUMENT,
    FOAF_PRIMARY_TOPIC,
    RDF_SUBJECT,
    RDF_TYPE,
    RDFS_COMMENT,
    VOID_IN_DATASET,
)

_Node = NamedNode | BlankNode

INCOMING = 500  # shown; the rest is a query away
COUNTED = 20_000  # looked at for choosing and counting them; more are told as "more than"
OUTGOING = 5_000  # a thing with more statements of its own is cut, and says so
DEPTH = 8  # of parts within parts: lists and class expressions are shallower


@dataclass(frozen=True)
class Neighbours:
    """Incoming statements: the first by code points, how many were counted, and whether there are more."""

    quads: tuple[Quad, ...]
    counted: int
    more: bool


@dataclass(frozen=True)
class Description:
    """What is said of a thing, and by whom it is named."""

    outgoing: tuple[Quad, ...]
    incoming: Neighbours
    cut: bool
    """Whether the thing has more statements of its own than are held here."""


def is_known(dataset: Dataset, thing: NamedNode) -> bool:
    """Whether anything is said of a thing, or with it."""
    return any(True for _ in dataset.quads(thing)) or any(True for _ in dataset.quads(None, None, thing))


def describe(dataset: Dataset, thing: NamedNode) -> Description:
    """The statements of a thing and of its parts, and those that lead to it."""
    outgoing = list(islice(_closure(dataset, thing), OUTGOING + 1))
    return Description(tuple(outgoing[:OUTGOING]), incoming(dataset, thing), len(outgoing) > OUTGOING)


def incoming(dataset: Dataset, thing: NamedNode) -> Neighbours:
    """The statements that lead to a thing, its own evidence and its own parts left out."""
    mine = (quad for quad in dataset.quads(None, None, thing) if _is_from_outside(quad, thing))
    counted = 0

    def counting() -> Iterator[Quad]:
        nonlocal counted
        for quad in islice(mine, COUNTED):
            counted += 1
            yield quad

    first = heapq.nsmallest(INCOMING, counting(), key=str)
    return Neighbours(tuple(first), counted, next(mine, None) is not None)


def is_part(node: object, thing: NamedNode) -> bool:
    """Whether a node is told with the thing it belongs to: a blank node, or an IRI below the thing's."""
    return isinstance(node, BlankNode) or _is_below(node, thing)


def document(
    dataset: Dataset, publication: Publication, thing: NamedNode, also: Iterable[Quad] = ()
) -> list[Quad]:
    """The document about a thing as quads in one order, the same for every process and machine.

    What is said about the document itself stands in the default graph. `also` are statements that belong into it.
    """
    found = describe(dataset, thing)
    evidence = list(_evidence(dataset, publication, thing))
    statements = [*found.outgoing, *found.incoming.quads, *evidence, *also]
    named = _names(Labels(dataset, publication.roles.label), statements, thing)
    return canonical([*statements, *named, *_about(publication, thing, found)])


def _is_from_outside(quad: Quad, thing: NamedNode) -> bool:
    return quad.predicate != RDF_SUBJECT and not _is_below(quad.subject, thing)


def _is_below(node: object, thing: NamedNode) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith((thing.value + "/", thing.value + "#"))


def _closure(dataset: Dataset, thing: NamedNode) -> Iterator[Quad]:
    """The statements of a thing, then those of its parts, each node once."""
    level: list[_Node] = [thing]
    seen: set[_Node] = {thing}
    for _ in range(DEPTH):
        following: list[_Node] = []
        for node in level:
            for quad in dataset.quads(node):
                yield quad
                target = quad.object
                if isinstance(target, _Node) and target not in seen and is_part(target, thing):
                    seen.add(target)
                    following.append(target)
        level = following


def _evidence(dataset: Dataset, publication: Publication, thing: NamedNode) -> Iterator[Quad]:
    """The records about the thing's statements, and the words they were derived from."""
    roles = publication.roles
    sources: dict[_Node, None] = {}
    for record in records.about(dataset, roles, thing):
        yield from dataset.quads(record.node)
        sources.update(dict.fromkeys(record.sources))
    for source in sources:
        yield from dataset.quads(source, RDF_TYPE)
        yield from dataset.quads(source, NamedNode(roles.verbatim_text))


def _names(labels: Labels, quads: Iterable[Quad], thing: NamedNode) -> Iterator[Quad]:
    linked = {node for quad in quads for node in (quad.subject, quad.object) if isinstance(node, NamedNode)}
    for node in linked - {thing}:
        yield from labels.quads(node)


def _about(publication: Publication, thing: NamedNode, found: Description) -> Iterator[Quad]:
    """The document's own statements: its topic, licence and data set, and what it leaves out."""
    base = publication.base
    page = NamedNode(base + document_path(thing.value.removeprefix(base)))
    dataset = NamedNode(base + "dataset")
    yield Quad(page, RDF_TYPE, FOAF_DOCUMENT)
    yield Quad(page, FOAF_PRIMARY_TOPIC, thing)
    yield Quad(page, DCTERMS_LICENSE, NamedNode(publication.about.licence))
    yield Quad(page, VOID_IN_DATASET, dataset)
    yield Quad(page, DCTERMS_IS_PART_OF, dataset)
    for note in omissions(found):
        yield Quad(page, RDFS_COMMENT, Literal(note, language="en"))


def omissions(found: Description) -> list[str]:
    """What a description leaves out, in English sentences; empty where it is whole."""
    notes = []
    if found.cut:
        notes.append(f"Only {OUTGOING} statements of this thing are given here; the data set holds the rest.")
    if found.incoming.counted > INCOMING:
        total = f"more than {COUNTED}" if found.incoming.more else str(found.incoming.counted)
        notes.append(f"Only {INCOMING} of {total} incoming statements are given; the data set holds the rest.")
    return notes
