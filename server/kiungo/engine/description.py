"""The description of a thing: what its document says in RDF.

Outgoing and incoming statements, the names of what it is linked to, the evidence, and the document about
itself. Everything is bounded and in an order of its own, so that a hub of a million links costs no more than the page
that is shown of it, and is the same from any store.
Concise bounded descriptions inspired the closure: https://www.w3.org/submissions/CBD/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kiungo.engine import Dataset, Subject
from kiungo.engine import evidence as records
from kiungo.engine.labels import Labels
from kiungo.publication import Publication
from kiungo.rdf.canonical import canonical
from kiungo.rdf.iris import document_path, is_below
from kiungo.rdf.namespaces import (
    DCTERMS_IS_PART_OF,
    DCTERMS_LICENSE,
    FOAF_DOCUMENT,
    FOAF_PRIMARY_TOPIC,
    HYDRA,
    RDF_TYPE,
    RDFS_COMMENT,
    VOID_IN_DATASET,
)
from kiungo.release.hubs import STATEMENTS, by_source, is_link

DEPTH = 8  # of parts within parts: lists and class expressions are shallower


@dataclass(frozen=True)
class Neighbours:
    """A page of the statements that lead to a thing, in code point order of property and subject.

    `properties` counts the triples of all pages by property.
    """

    quads: tuple[Quad, ...]
    properties: Mapping[str, int]
    page: int = 1
    pages: int = 1

    @property
    def total(self) -> int:
        """How many triples there are on all pages."""
        return sum(self.properties.values())


@dataclass(frozen=True)
class Description:
    """What is said of a thing, and by whom it is named."""

    outgoing: tuple[Quad, ...]
    incoming: Neighbours
    total: int | None = None
    """How many statements of its own the thing has, where not all are held here; 0 where only its parts have too many."""


def is_known(dataset: Dataset, thing: NamedNode) -> bool:
    """Whether anything is said of a thing, or with it."""
    return any(True for _ in dataset.quads(thing)) or any(True for _ in dataset.quads(None, None, thing))


def pages(dataset: Dataset, thing: NamedNode) -> int:
    """On how many pages the statements are told that lead to a thing."""
    hub = dataset.hubs.incoming.get(thing.value)
    return hub.pages if hub else 1


def describe(dataset: Dataset, thing: NamedNode, page: int = 1) -> Description:
    """The statements of a thing and of its parts, and one page of those that lead to it."""
    hub = dataset.hubs.outgoing.get(thing.value)
    if hub:
        return Description(tuple(dataset.hubs.page(hub, 1)), incoming(dataset, thing, page), hub.total)
    outgoing, whole = _closure(dataset, thing)
    return Description(tuple(outgoing), incoming(dataset, thing, page), None if whole else 0)


def incoming(dataset: Dataset, thing: NamedNode, page: int = 1) -> Neighbours:
    """The statements that lead to a thing, its own evidence and its own parts left out."""
    hub = dataset.hubs.incoming.get(thing.value)
    if hub:
        return Neighbours(tuple(dataset.hubs.page(hub, page)), hub.properties, page, hub.pages)
    found = sorted(filter(is_link, dataset.quads(None, None, thing)), key=by_source)
    triples = dict.fromkeys(quad.triple for quad in found)
    return Neighbours(tuple(found), Counter(each.predicate.value for each in triples))


def is_part(node: object, thing: NamedNode) -> bool:
    """Whether a node is told with the thing it belongs to: a blank node, or an IRI below the thing's."""
    return isinstance(node, BlankNode) or (isinstance(node, NamedNode) and is_below(node.value, thing.value))


def document(
    dataset: Dataset, publication: Publication, thing: NamedNode, also: Iterable[Quad] = (), page: int = 1
) -> list[Quad]:
    """A page of the document about a thing as quads in one order, the same for every process and machine.

    What is said about the document itself stands in the default graph. `also` are statements that belong into it.
    """
    found = describe(dataset, thing, page)
    told = records.about(dataset, publication.roles, thing)
    evidence = list(_evidence(dataset, publication, told.told))
    statements = [*found.outgoing, *found.incoming.quads, *evidence, *also]
    named = _names(Labels(dataset, publication.roles.label), statements, thing)
    return canonical([*statements, *named, *_about(publication, thing, [*omissions(found), *_untold(told)], found.incoming)])


def plain(dataset: Dataset, publication: Publication, thing: NamedNode) -> list[Quad]:
    """What is said of a thing and of its parts, and the document's own statements: neither evidence nor what leads to it."""
    found = describe(dataset, thing)
    return canonical([*found.outgoing, *_about(publication, thing, omissions(found), found.incoming)])


def _closure(dataset: Dataset, thing: NamedNode) -> tuple[list[Quad], bool]:
    """The statements of a thing, then those of its parts, each node once; and whether that is all of them.

    What lies at one depth is told whole or not at all: so what is left out depends on no store's order.
    """
    found: list[Quad] = []
    level: list[Subject] = [thing]
    seen: set[Subject] = {thing}
    for _ in range(DEPTH):
        quads = list(islice((quad for node in level for quad in dataset.quads(node)), STATEMENTS + 1 - len(found)))
        if len(found) + len(quads) > STATEMENTS:
            return found, False
        found += quads
        parts = (quad.object for quad in quads if isinstance(quad.object, Subject) and is_part(quad.object, thing))
        level = [part for part in dict.fromkeys(parts) if part not in seen]
        seen.update(level)
    return found, True


def _evidence(dataset: Dataset, publication: Publication, told: Iterable[records.Evidence]) -> Iterator[Quad]:
    """The records about a thing's statements, and the words they were derived from."""
    roles = publication.roles
    sources: dict[Subject, None] = {}
    for record in told:
        yield from dataset.quads(record.node)
        sources.update(dict.fromkeys(record.sources))
    for source in sources:
        yield from dataset.quads(source, RDF_TYPE)
        yield from dataset.quads(source, NamedNode(roles.verbatim_text))


def _names(labels: Labels, quads: Iterable[Quad], thing: NamedNode) -> Iterator[Quad]:
    linked = {node for quad in quads for node in (quad.subject, quad.object) if isinstance(node, NamedNode)}
    for node in linked - {thing}:
        yield from labels.quads(node)


def _about(publication: Publication, thing: NamedNode, notes: Iterable[str], incoming: Neighbours) -> Iterator[Quad]:
    """The document's own statements: its topic, licence and data set, its pages, and what it leaves out."""
    base = publication.base
    page = NamedNode(base + document_path(thing.value.removeprefix(base)))
    dataset = NamedNode(base + "dataset")
    yield Quad(page, RDF_TYPE, FOAF_DOCUMENT)
    yield Quad(page, FOAF_PRIMARY_TOPIC, thing)
    yield Quad(page, DCTERMS_LICENSE, NamedNode(publication.about.licence))
    yield Quad(page, VOID_IN_DATASET, dataset)
    yield Quad(page, DCTERMS_IS_PART_OF, dataset)
    if incoming.pages > 1:
        yield from _view(page, incoming)
    for note in notes:
        yield Quad(page, RDFS_COMMENT, Literal(note, language="en"))


def _view(document: NamedNode, links: Neighbours) -> Iterator[Quad]:
    """The page as a part of all links: https://www.hydra-cg.com/spec/latest/core/#collections"""
    collection, here = NamedNode(f"{document.value}#incoming"), _page(document, links.page)
    yield Quad(collection, RDF_TYPE, HYDRA["Collection"])
    yield Quad(collection, HYDRA["totalItems"], Literal(links.total))
    yield Quad(collection, HYDRA["view"], here)
    yield Quad(here, RDF_TYPE, HYDRA["PartialCollectionView"])
    for relation, number in neighbouring(links.page, links.pages):
        yield Quad(here, HYDRA["previous" if relation == "prev" else relation], _page(document, number))


def _page(document: NamedNode, number: int) -> NamedNode:
    return NamedNode(f"{document.value}?page={number}") if number > 1 else document


def neighbouring(page: int, last: int) -> Iterator[tuple[str, int]]:
    """The pages to go on to, by their relation: https://www.iana.org/assignments/link-relations/"""
    yield "first", 1
    if page > 1:
        yield "prev", page - 1
    if page < last:
        yield "next", page + 1
    yield "last", last


def omissions(found: Description) -> list[str]:
    """What a description leaves out, in English sentences; empty where it is whole."""
    notes = []
    if found.total is not None:
        total = f" of {found.total}" if found.total else ""
        notes.append(f"Only {len(found.outgoing)}{total} statements of this thing are given here; the data set holds the rest.")
    links = found.incoming
    if links.pages > 1:
        notes.append(f"{links.total} statements lead to this thing; this is page {links.page} of {links.pages}.")
    return notes


def _untold(evidence: records.Records) -> Iterator[str]:
    if evidence.total > len(evidence.told):
        yield (f"Only {len(evidence.told)} of {evidence.total} records of evidence for its statements are given here; "
               "the data set holds the rest.")
