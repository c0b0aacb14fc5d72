"""The linkset of each document: its links, and those from its topic, its data and its content back to it.

FAIR Signposting, level 2: https://signposting.org/FAIR/
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from kiungo.errors import NotFound
from kiungo.messages import Message
from kiungo.protocol import accept, linkset
from kiungo.protocol.accept import Offer
from kiungo.protocol.conditional import etag
from kiungo.protocol.link import Link
from kiungo.web import negotiation, paths, signposts
from kiungo.web.decisions import Decision, answer, by_accept, in_place
from kiungo.web.documents import Document, find_document
from kiungo.web.paths import Requested
from kiungo.web.site import Site

_OFFERED = (Offer(linkset.JSON, linkset.as_json, ("application/json",)), Offer(linkset.TEXT, linkset.as_text))


def blueprint(site: Site) -> Blueprint:
    """The route of the linksets: the path of a document below `linkset/`."""
    routes = Blueprint("linksets", __name__)

    @routes.get("/linkset/<path:_name>")
    def links(_name: str) -> Response:
        wanted = paths.requested(request)
        path = wanted.sent.removeprefix("linkset/")
        found = find_document(site, Requested(path, wanted.decoded.removeprefix("linkset/")))
        if found.path != path or found.representation:
            raise NotFound(Message("no_linkset"), "not-found")
        return _sent(site, found.document)

    return routes


def _sent(site: Site, document: Document) -> Response:
    chosen = accept.choose(negotiation.accept_header(), _OFFERED) or _OFFERED[0]  # data for programs: no 406, RFC 9110 §12.4.1
    tag = etag("linkset", site.release.name, site.public_url, document.path, chosen.media_type)

    def make() -> Response:
        return Response(chosen.value(links_of(site, document), site.public_url + document.path), content_type=chosen.media_type)

    scored = accept.scores(negotiation.accept_header(), _OFFERED)
    reader = negotiation.reader(site, signposts.linkset_path(document.path))
    return answer(Decision(
        reader, tag, chosen.media_type, vary=("Accept",), variants=in_place(scored),
        why=by_accept(scored),
    ), make)


def links_of(site: Site, document: Document) -> list[Link]:
    """All links of a document and back to it, absolute: a linkset is read far from where it was found."""

    def place(path: str) -> str:
        return site.public_url + path

    here = place(document.path)
    data = [each for each in document.offered if each.form is not None]
    contents = signposts.items(site, document.path, data, place)
    licence = site.publication.about.licence
    is_topic = document.topic.value == site.base + document.path
    back = [
        *([] if is_topic else [Link(here, "describedby", {"anchor": document.topic.value, "type": negotiation.HTML_TYPE})]),
        *(Link(here, "describes", {"anchor": place(f"{document.path}.{each.suffix}")}) for each in data),
        *(Link(here, "collection", {"anchor": target, "type": negotiation.HTML_TYPE}) for target, _ in contents),
        *(Link(licence, "license", {"anchor": target}) for target, _ in contents),
    ]
    own = signposts.signposts(site, document.path, document.topic, document.offered, place)
    return [*own, *signposts.profiles(document, (document, *document.others), place), *back]
