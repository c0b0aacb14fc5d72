"""Things and documents: a thing answers 303 to its document, a document negotiates, a suffix decides.

https://www.w3.org/TR/cooluris/#r303gendocument
"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, redirect, request, send_file
from markupsafe import escape
from werkzeug.wrappers import Response as AnyResponse

from kiungo.protocol.link import Link
from kiungo.rdf.formats import TURTLE
from kiungo.rdf.iris import document_path
from kiungo.web import explanations, negotiation, paging, paths
from kiungo.web.documents import Document, Found, document_about, entity_tag, find_document, find_thing
from kiungo.web.negotiation import HTML_TYPE, Representation
from kiungo.web.paths import Requested, page_query
from kiungo.web.responses import LIFETIME, conditional_response, links, vary
from kiungo.web.signposts import signposts, types
from kiungo.web.site import Reader, Site


def blueprint(site: Site) -> Blueprint:
    """The routes of things and documents. Paths are read from the request as it was sent, not as it was routed."""
    routes = Blueprint("resources", __name__)

    @routes.get("/id/<path:_name>")
    def thing(_name: str) -> AnyResponse:
        return _see_other(site, paths.requested(request))

    @routes.get("/doc/<path:_name>")
    @routes.get("/<path:_name>")
    def document(_name: str) -> AnyResponse:
        wanted = paths.requested(request)
        found = find_document(site, wanted, paging.asked())
        if wanted.sent != found.path:
            return _moved(site, wanted, found.path)
        if explanations.wanted():
            return explanations.document(site, found)
        return _represent(site, found, found.path)

    return routes


def _see_other(site: Site, wanted: Requested) -> AnyResponse:
    """303: the thing itself cannot be sent, a document about it can (RFC 9110 §15.4.4).

    What is withdrawn is gone at its own address, as what is unknown is unknown there: whoever checks a citation learns it from
    the first answer.
    """
    thing = find_thing(site, wanted)
    path = thing.value.removeprefix(site.base)
    if wanted.sent != paths.encoded_iri(path):
        return _moved(site, wanted, paths.encoded_iri(path))
    if thing in site.withdrawn:
        return _represent(site, Found(document_about(site, thing)), wanted.sent)
    place = paths.encoded_iri(document_path(path))
    target = paths.relative(place, wanted.sent)
    if explanations.wanted():
        return explanations.redirection(site, wanted.sent, target + _language_query(site))
    response = _hypertext(303, target + _language_query(site), "See the document about this")
    turtle = Link(f"{target}.{TURTLE.suffix}", "describedby", {"type": TURTLE.media_type})
    links(response, [Link(target, "describedby"), turtle, *types(site, thing)])
    response.headers["Cache-Control"] = LIFETIME  # a 303 is kept only where it says so: RFC 9110 §15.1
    return response


def _moved(site: Site, wanted: Requested, path: str) -> AnyResponse:
    """301: another spelling of a path that is known (RFC 3986 §6.2.2)."""
    target = paths.relative(path, wanted.sent) + _language_query(site)
    return _hypertext(301, target, "This is known by another spelling of its address")


def _hypertext(status: int, target: str, words: str) -> Response:
    """A redirect with the short note that RFC 9110 §15.4 asks for."""
    response = redirect(target, status)
    place = escape(target)
    note = f'<!DOCTYPE html>\n<html lang="en"><title>{words}</title>\n<p>{words}: <a href="{place}">{place}</a>.</p></html>\n'
    return Response(note, status, {"Location": response.headers["Location"]}, content_type="text/html; charset=utf-8")


def _language_query(site: Site) -> str:
    """The query that keeps the reader's language, where the URL names one."""
    reader = negotiation.reader(site, "")
    return f"?lang={reader.language}" if reader.named else ""


def _represent(site: Site, found: Found, here: str) -> Response:
    """200 or 304, or 410: the representation that the path `here` names, else the one that the client asks for."""
    document = found.document
    query = page_query(document.number)
    reader = negotiation.reader(site, here, query)
    urls = {
        each.suffix: paths.queried(paths.relative(f"{document.path}.{each.suffix}", here), query) for each in document.offered
    }
    if document.status == HTTPStatus.GONE:  # whatever the client accepts, and whatever it holds: RFC 9110 §13.2.1
        chosen = found.representation or negotiation.best(document.offered) or document.offered[0]
        response = _response(document, chosen, reader)
        response.status_code = document.status
    else:
        chosen = found.representation or negotiation.choose(document.offered, urls)
        tag = entity_tag(site, document, chosen, reader)
        response = conditional_response(tag, lambda: _response(document, chosen, reader))
    _describe(response, found, chosen, reader, urls)
    return response


def _response(document: Document, chosen: Representation, reader: Reader) -> Response:
    body = document.page(reader) if chosen.form is None else document.data(chosen.form)
    if isinstance(body, Path):
        response = send_file(body, chosen.media_type, conditional=False, etag=False, last_modified=0)
        response.headers["Content-Type"] = chosen.content_type
        del response.headers["Last-Modified"]  # when the file was copied says nothing about the data
        return response
    return Response(body, content_type=chosen.content_type)


def _describe(
    response: Response, found: Found, chosen: Representation, reader: Reader, urls: dict[str, str]
) -> None:
    """The headers that a 200 and its 304 have alike (RFC 9110 §15.4.5)."""
    response.headers["Content-Location"] = urls[chosen.suffix]
    if chosen.is_html:
        response.headers["Content-Language"] = reader.language
        response.headers["Content-Location"] += f"{'&' if reader.query else '?'}lang={reader.language}"
    response.headers["Cache-Control"] = LIFETIME
    if found.representation is None:
        vary(response, "Accept")
    if (found.representation is None or chosen.is_html) and not reader.named:
        vary(response, "Accept-Language")
    steps = paging.steps(reader, found.path, found.document.number, found.document.pages)
    links(response, [*_signposts(found, chosen, reader), *steps])


def _signposts(found: Found, chosen: Representation, reader: Reader) -> list[Link]:
    """Those of the document; data lead to it as to their collection, too."""
    document = found.document

    def place(path: str) -> str:
        return paths.relative(path, reader.here)

    own = signposts(reader.site, document.path, document.topic, document.offered, place, reader.query)
    return own if chosen.is_html else [*own, Link(place(document.path), "collection", {"type": HTML_TYPE})]
