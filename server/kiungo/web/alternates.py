"""The list of a document's forms, `?_profile=alt`: each profile with the formats in which it comes.

https://www.w3.org/TR/dx-prof-conneg/#altr
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import render_template
from pyoxigraph import Literal, NamedNode, Quad

from kiungo.protocol.profile import PROFILE, Profile
from kiungo.rdf import serialization
from kiungo.rdf.canonical import canonical
from kiungo.rdf.formats import Format
from kiungo.rdf.namespaces import DCTERMS, RDF_TYPE
from kiungo.web import paths
from kiungo.web.contexts.explanations import AlternatesPage, Conforming
from kiungo.web.frames import frame
from kiungo.web.negotiation import PAGE_FIRST, Representation
from kiungo.web.site import Reader, Site

if TYPE_CHECKING:
    from kiungo.web.documents import Document

_ALTR = "http://www.w3.org/ns/dx/conneg/altr"
_PROF = "http://www.w3.org/ns/dx/prof/"
ALTERNATES = Profile(_ALTR, "alt")


@dataclass(frozen=True)
class Alternates:
    """The document that lists the forms of another, the first of `documents` being the one that is sent by default."""

    site: Site
    documents: tuple[Document, ...]
    offered: tuple[Representation, ...] = PAGE_FIRST
    profile = ALTERNATES
    others: tuple[Document, ...] = ()
    number: int = 1
    pages: int = 1
    query = f"_profile={ALTERNATES.token}"
    status = HTTPStatus.OK

    @property
    def path(self) -> str:
        """That of the document whose forms these are."""
        return self.documents[0].path

    @property
    def topic(self) -> NamedNode:
        """What that document is about."""
        return self.documents[0].topic

    def data(self, form: Format) -> bytes:
        """The forms in the vocabulary of the recommendation."""
        here = NamedNode(self.site.base + self.path)
        quads: list[Quad] = []
        for document in self.documents:
            profile = document.profile
            if profile is None:
                continue
            named = NamedNode(profile.iri)
            token = Literal(profile.token)
            quads += [Quad(named, RDF_TYPE, NamedNode(PROFILE)), Quad(named, NamedNode(f"{_PROF}hasToken"), token)]
            for place, each in _places(document):
                one = NamedNode(self.site.base + place)
                quads += [
                    Quad(here, NamedNode(f"{_ALTR}#hasRepresentation"), one),
                    Quad(one, RDF_TYPE, NamedNode(f"{_ALTR}#Representation")),
                    Quad(one, DCTERMS["conformsTo"], named), Quad(one, DCTERMS["format"], Literal(each.media_type)),
                ]
        first = next(place for place, _ in _places(self.documents[0]))
        quads.append(Quad(here, NamedNode(f"{_ALTR}#hasDefaultRepresentation"), NamedNode(self.site.base + first)))
        prefixes = {**self.site.publication.prefixes, "altr": f"{_ALTR}#", "prof": _PROF}
        return serialization.write(canonical(quads), form, prefixes)

    def page(self, reader: Reader) -> str:
        """The forms for people."""
        rows = tuple(
            Conforming(
                document.profile.token, document.profile.iri, document is self.documents[0],
                tuple((each.media_type, paths.relative(place, reader.here)) for place, each in _places(document)),
            )
            for document in self.documents if document.profile
        )
        around = frame(reader, reader.t("alternates"), path=self.path, offered=self.offered, topic=self.topic)
        return render_template("alternates.html", page=AlternatesPage(around, self.topic.value, rows), t=reader.t)


def _places(document: Document) -> list[tuple[str, Representation]]:
    return [(paths.queried(f"{document.path}.{each.suffix}", document.query), each) for each in document.offered]
