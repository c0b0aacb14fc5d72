"""Documents: what can be asked for at a path, and how each of its representations is made.

Two kinds: the document about a thing, whose statements are looked up, and the document that is a whole graph,
whose files were written when the release was built and are sent as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from flask import render_template
from pyoxigraph import NamedNode

from kiungo.engine import description
from kiungo.errors import NotFound
from kiungo.messages import Message
from kiungo.protocol.conditional import etag
from kiungo.protocol.profile import Profile
from kiungo.rdf import serialization
from kiungo.rdf.formats import Format
from kiungo.rdf.iris import document_path, split_suffix, thing_path
from kiungo.release.profiles import DESCRIPTION, PLAIN, profile_iri
from kiungo.web import negotiation, paths
from kiungo.web.alternates import Alternates
from kiungo.web.catalogs import find_catalog
from kiungo.web.graphs import dataset_page, graph_page
from kiungo.web.negotiation import DATA_FIRST, PAGE_FIRST, RDF, Representation
from kiungo.web.paths import Requested, page_query
from kiungo.web.site import Reader, Site
from kiungo.web.things import thing_page
from kiungo.web.tombstones import tombstone_page
from kiungo.web.vocabularies import schemes
from kiungo.web.vocabularies.document import vocabulary_page
from kiungo.web.vocabularies.vocabulary import read

_DATASET = "dataset"


class Document(Protocol):
    """What a view needs of a document."""

    @property
    def path(self) -> str:
        """Its canonical path, encoded, without suffix."""

    @property
    def topic(self) -> NamedNode:
        """What it is about."""

    @property
    def status(self) -> HTTPStatus:
        """200, or 410 where it says that its topic was withdrawn."""

    @property
    def offered(self) -> tuple[Representation, ...]:
        """Its representations, in the server's order of preference."""

    @property
    def number(self) -> int:
        """Which of its pages this is; the first has the number 1."""

    @property
    def pages(self) -> int:
        """How many pages it has."""

    @property
    def profile(self) -> Profile | None:
        """What it conforms to, where there is a choice."""

    @property
    def others(self) -> tuple[Document, ...]:
        """The same in other profiles."""

    @property
    def query(self) -> str:
        """What the URLs of its representations say of the part or the profile."""

    def data(self, form: Format) -> bytes | Path:
        """The octets of an RDF representation, or the file that holds them."""

    def page(self, reader: Reader) -> str:
        """The HTML for one reader."""


@dataclass(frozen=True)
class ThingDocument:
    """The document about a thing."""

    site: Site
    path: str
    topic: NamedNode
    offered: tuple[Representation, ...] = PAGE_FIRST
    number: int = 1
    status = HTTPStatus.OK

    @property
    def pages(self) -> int:
        """On how many pages the links to the thing are told."""
        return description.pages(self.site.dataset, self.topic)

    @property
    def profile(self) -> Profile | None:
        """All that is known."""
        return Profile(profile_iri(self.site.base, DESCRIPTION), DESCRIPTION)

    @cached_property
    def others(self) -> tuple[Document, ...]:
        """What is said of the thing alone, and the list of all forms."""
        plain = PlainDocument(self.site, self.path, self.topic, RDF)
        return plain, Alternates(self.site, (self, plain))

    @property
    def query(self) -> str:
        """The page."""
        return page_query(self.number)

    def data(self, form: Format) -> bytes:
        """The description of the thing, serialized."""
        publication = self.site.publication
        quads = description.document(self.site.dataset, publication, self.topic, page=self.number)
        return serialization.write(quads, form, publication.prefixes)

    def page(self, reader: Reader) -> str:
        """The page of the thing."""
        page = thing_page(reader, self.topic, self.path, self.offered, self.number)
        return render_template("thing.html", page=page, t=reader.t)


@dataclass(frozen=True)
class PlainDocument(ThingDocument):
    """The document about a thing without what others say: for those who merge many."""

    @property
    def pages(self) -> int:
        """What leads to the thing is left out."""
        return 1

    @property
    def profile(self) -> Profile:
        """The statements of the thing."""
        return Profile(profile_iri(self.site.base, PLAIN), PLAIN)

    @property
    def others(self) -> tuple[Document, ...]:
        """It is one of the others itself."""
        return ()

    @property
    def query(self) -> str:
        """The profile."""
        return f"_profile={PLAIN}"

    def data(self, form: Format) -> bytes:
        """The statements of the thing, serialized."""
        publication = self.site.publication
        return serialization.write(description.plain(self.site.dataset, publication, self.topic), form, publication.prefixes)


@dataclass(frozen=True)
class Tombstone(ThingDocument):
    """The document about a thing that was withdrawn."""

    status = HTTPStatus.GONE

    @property
    def others(self) -> tuple[Document, ...]:
        """There is no choice."""
        return ()

    def page(self, reader: Reader) -> str:
        """The page that says why, since when, and what to see instead."""
        page = tombstone_page(reader, self.topic, self.path, self.offered)
        return render_template("tombstone.html", page=page, t=reader.t)


@dataclass(frozen=True)
class SchemeDocument(ThingDocument):
    """The document about a concept scheme: with its concepts."""

    def data(self, form: Format) -> bytes:
        """The description of the scheme and of its concepts, serialized."""
        publication, dataset = self.site.publication, self.site.dataset
        also = schemes.statements(dataset, self.topic)
        quads = description.document(dataset, publication, self.topic, also, self.number)
        return serialization.write(quads, form, publication.prefixes)

    def page(self, reader: Reader) -> str:
        """The page of the scheme."""
        page = schemes.scheme_page(reader, self.topic, self.path, self.offered)
        return render_template("scheme.html", page=page, t=reader.t)


@dataclass(frozen=True)
class GraphDocument:
    """A document that is a whole graph: a vocabulary, shapes, a named graph, the catalogue."""

    site: Site
    path: str
    topic: NamedNode
    name: str
    offered: tuple[Representation, ...]
    number: int = 1
    pages: int = 1
    profile: Profile | None = None
    others: tuple[Document, ...] = ()
    query: str = ""
    status = HTTPStatus.OK

    def data(self, form: Format) -> Path:
        """The file of the graph: lexical forms are as the editors wrote them."""
        return self.site.release.dump(self.name, form.suffix)

    def page(self, reader: Reader) -> str:
        """The page of a graph."""
        page = graph_page(reader, self.topic, self.name, self.path, self.offered)
        return render_template("graph.html", page=page, t=reader.t)


@dataclass(frozen=True)
class DatasetDocument(GraphDocument):
    """The catalogue, as the document about the whole data set."""

    def page(self, reader: Reader) -> str:
        """The page of the data set."""
        page = dataset_page(reader, self.topic, self.path, self.offered)
        return render_template("dataset.html", page=page, t=reader.t)


@dataclass(frozen=True)
class VocabularyDocument(GraphDocument):
    """A graph that is told under an address of its own: an ontology, its versions, shapes."""

    def page(self, reader: Reader) -> str:
        """The page of its terms; where it has none, that of a graph."""
        graph = NamedNode(self.site.publication.graph(self.name))
        vocabulary = read(reader, graph)
        if vocabulary is None:
            return super().page(reader)
        page = vocabulary_page(vocabulary, graph, self.path, self.offered)
        return render_template("vocabulary.html", page=page, t=reader.t)


@dataclass(frozen=True)
class Found:
    """A document, and the representation that the path itself names, if it does."""

    document: Document
    representation: Representation | None = None

    @property
    def path(self) -> str:
        """The canonical path of what was asked for."""
        suffix = f".{self.representation.suffix}" if self.representation else ""
        return self.document.path + suffix


def find_thing(site: Site, wanted: Requested) -> NamedNode:
    """The thing of a path below `id/`, whatever way the path was spelled. Raises NotFound."""
    found = next(_known(site, wanted.sent, wanted.decoded), None)
    if found is None:
        raise NotFound(Message("no_thing"), "not-found")
    return found


def find_document(site: Site, wanted: Requested, number: int = 1) -> Found:
    """A page of the document of a path, with or without a suffix. Raises NotFound."""
    found = _find(site, wanted)
    if isinstance(found.document, ThingDocument) and number > 1:
        if number > found.document.pages:
            raise NotFound(Message("no_page", n=found.document.pages), "not-found")
        return replace(found, document=replace(found.document, number=number))
    return found


def _find(site: Site, wanted: Requested) -> Found:
    for sent, decoded, suffix in _spellings(wanted):
        document = _thing_document(site, sent, decoded) or find_catalog(site, decoded) or _graph_document(site, decoded)
        if document is None:
            continue
        if suffix is None:
            return Found(document)
        representation = negotiation.by_suffix(suffix, document.offered)
        if representation is not None:
            return Found(document, representation)
    raise NotFound(Message("no_document"), "not-found")


def entity_tag(site: Site, document: Document, chosen: Representation, reader: Reader) -> str:
    """The tag of one representation, known before the representation is made.

    A release never changes, so the bytes are a function of what is named here and of our version, which every tag holds.
    """
    parts = [site.release.name, document.path, document.query, chosen.media_type]
    if chosen.is_html:
        parts += reader.variant
    return etag(*parts)


def _spellings(wanted: Requested) -> Iterator[tuple[str, str, str | None]]:
    """The path as it is, then without its suffix; each as sent and as decoded."""
    yield wanted.sent, wanted.decoded, None
    stem, suffix = split_suffix(wanted.decoded.rstrip("/"))
    if suffix is not None:
        yield split_suffix(wanted.sent.rstrip("/"))[0], stem, suffix


def _thing_document(site: Site, sent: str, decoded: str) -> ThingDocument | None:
    if not decoded.startswith("doc/"):
        return None
    thing = next(_known(site, thing_path(sent), thing_path(decoded)), None)
    if thing is None:
        return None
    return document_about(site, thing)


def document_about(site: Site, thing: NamedNode) -> ThingDocument:
    """The document about a thing that is known."""
    path = paths.encoded_iri(document_path(thing.value.removeprefix(site.base)))
    if thing in site.withdrawn:
        return Tombstone(site, path, thing)
    make = SchemeDocument if schemes.is_scheme(site.dataset, thing) else ThingDocument
    return make(site, path, thing)


def _graph_document(site: Site, decoded: str) -> GraphDocument | None:
    path = decoded.rstrip("/")
    name = site.documents.get(path)
    topic = paths.node(site.base, path)
    if name is None or topic is None:
        return None
    files = site.release.manifest.files
    offered = tuple(
        each for each in DATA_FIRST if each.is_html or f"dumps/{name}.{each.suffix}" in files
    )
    is_graph = topic.value == site.publication.graph(name)
    make = GraphDocument if is_graph else DatasetDocument if path == _DATASET else VocabularyDocument
    return make(site, paths.encoded(path), topic, name, offered)


def _known(site: Site, sent: str, decoded: str) -> Iterator[NamedNode]:
    """The things that a path may mean: with its escapes, decoded, without a slash at its end."""
    for path in dict.fromkeys((sent, decoded, sent.rstrip("/"), decoded.rstrip("/"))):
        thing = paths.node(site.base, path)
        if thing is not None and path.startswith("id/") and description.is_known(site.dataset, thing):
            yield thing
