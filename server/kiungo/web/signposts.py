"""Signposts: where else a document is found, what it is about, who made it and how it may be used.

One list, told in the `Link` header, in the head of the page and in the linkset. https://signposting.org/FAIR/
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kiungo.engine.evidence import nodes
from kiungo.protocol import linkset
from kiungo.protocol.link import Link
from kiungo.protocol.profile import PROFILE
from kiungo.publication import map_iri
from kiungo.rdf.formats import TURTLE
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.release.downloads import WHOLE
from kiungo.web import paths
from kiungo.web.dumps import dump_path
from kiungo.web.negotiation import Representation
from kiungo.web.responses import rights
from kiungo.web.site import Site

if TYPE_CHECKING:
    from kiungo.web.documents import Document

ABOUT_PAGE = "https://schema.org/AboutPage"
_TYPES = 5  # classes named: a header is to stay short

Place = Callable[[str], str]
"""How a path below the mount point is referred to from where the links stand."""


def signposts(
    site: Site, path: str, topic: NamedNode, offered: Sequence[Representation], place: Place, query: str = ""
) -> list[Link]:
    """The links of the document at an encoded path; `query` names the part of it that is read."""

    def at(suffix: str) -> str:
        return paths.queried(place(f"{path}.{suffix}"), query)

    publication = site.publication
    data = [each for each in offered if each.form is not None]
    return [
        *(Link(at(each.suffix), "alternate", {"type": each.media_type}) for each in offered),
        *(Link(at(each.suffix), "describedby", {"type": each.media_type}) for each in data if each.form == TURTLE),
        *(Link(target, "item", {"type": kind}) for target, kind in items(site, path, data, place)),
        Link(paths.queried(publication.canonical_base + path, query), "canonical"),
        *([Link(topic.value, "describes")] if path.startswith("doc/") else []),
        Link(map_iri(topic.value, site.base, publication.canonical_base), "cite-as"),
        Link(publication.about.publisher, "author"),
        *rights(publication, site.documents.get(path)),
        *(Link(place(linkset_path(path)), "linkset", {"type": each}) for each in (linkset.JSON, linkset.TEXT)),
        Link(ABOUT_PAGE, "type"), *types(site, topic),
    ]


def profiles(document: Document, offered: Sequence[Document], place: Place) -> list[Link]:
    """What a document conforms to, and how it is had otherwise: https://www.w3.org/TR/dx-prof-conneg/#http-getprofile

    Of each other profile the header tells one form, the list of forms tells all. Anchors stand in quotes, as RFC 8288 has it.
    """
    own = [Link(document.profile.iri, "profile")] if document.profile else []
    if len(offered) == 1:
        return own
    found = [(each, each.profile) for each in offered if each.profile]
    others = [
        Link(paths.queried(place(f"{each.path}.{TURTLE.suffix}"), each.query), "alternate",
             {"type": TURTLE.media_type, "profile": its.iri})
        for each, its in found if each is not document
    ]
    tokens = [Link(PROFILE, "type", {"token": its.token, "anchor": its.iri}) for _, its in found]
    return [*own, *others, *tokens]


def items(site: Site, path: str, data: Sequence[Representation], place: Place) -> list[tuple[str, str]]:
    """The content of a document, as references with media types: the files of the data set, else what keeps named graphs."""
    if path == WHOLE:
        files = [each for each in site.release.downloads(WHOLE) if each.sent_as in {shape.media_type for shape in data}]
        return [(place(dump_path(site.release.name, each)), each.sent_as) for each in files]
    whole = next((each for each in data if each.form and each.form.datasets), data[0] if data else None)
    return [(place(f"{path}.{whole.suffix}"), whole.media_type)] if whole else []


def types(site: Site, topic: NamedNode) -> list[Link]:
    """The first classes of a thing."""
    classes = (each for each in nodes(site.dataset, topic, RDF_TYPE) if isinstance(each, NamedNode))
    return [Link(each.value, "type") for each in islice(classes, _TYPES)]


def linkset_path(path: str) -> str:
    """Where the links of the document at a path are published."""
    return f"linkset/{path}"
