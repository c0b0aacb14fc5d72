"""Things and documents: a thing answers 303 to its document, a document negotiates, a suffix decides.

https://www.w3.org/TR/cooluris/#r303gendocument
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request, send_file
from markupsafe import escape
from werkzeug.wrappers import Response as AnyResponse

from kiungo.messages import Message
from kiungo.protocol import accept, profile
from kiungo.protocol.link import Link
from kiungo.rdf.formats import TURTLE
from kiungo.rdf.iris import document_path
from kiungo.web import explanations, negotiation, paging, paths
from kiungo.web.decisions import NOT_ACCEPTED, Decision, Reason, Variants, answer, by_accept
from kiungo.web.documents import Document, Found, document_about, entity_tag, find_document, find_thing
from kiungo.web.negotiation import HTML, Representation
from kiungo.web.paths import Requested
from kiungo.web.responses import LIFETIME, links, moved, vary
from kiungo.web.signposts import profiles, signposts, types
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
    reader = negotiation.reader(site, wanted.sent)
    place = paths.encoded_iri(document_path(path))
    asked = {name: request.args[name] for name in ("_profile", "page") if name in request.args}
    target, decision = paths.relative(place, wanted.sent), Decision(
        reader, location=reader.to(place, query=urlencode(asked)), why=(Reason("why_thing"),), status=HTTPStatus.SEE_OTHER,
        vary=("Accept",),  # all are led to one place, but caches and checkers of Linked Data want to be told
    )
    if explanations.wanted():
        return explanations.explain(decision)
    response = _hypertext(reader, decision.status, decision.location, "see_document")
    turtle = Link(f"{target}.{TURTLE.suffix}", "describedby", {"type": TURTLE.media_type})
    links(response, [Link(target, "describedby"), turtle, *types(site, thing)])
    response.headers["Cache-Control"] = LIFETIME  # a 303 is kept only where it says so: RFC 9110 §15.1
    vary(response, *decision.vary)
    return response


def _moved(site: Site, wanted: Requested, path: str) -> AnyResponse:
    """301: another spelling of a path that is known, with what the URL asks for beside it (RFC 3986 §6.2.2)."""
    target = moved(path).headers["Location"]
    return _hypertext(negotiation.reader(site, wanted.sent), HTTPStatus.MOVED_PERMANENTLY, target, "moved")


def _hypertext(reader: Reader, status: HTTPStatus, target: str, message: str) -> Response:
    """A redirect with the short note that RFC 9110 §15.4 asks for, in the language that the URL names or the publication's first.

    So the redirect is the same for everybody who asks for the same URL.
    """
    language = reader.language if reader.named else reader.site.publication.about.languages[0]
    words, place = reader.site.catalogues[language](message), escape(target)
    link = f'<p>{words}: <a href="{place}">{place}</a>.</p>'
    note = f'<!DOCTYPE html>\n<html lang="{language}"><title>{words}</title>\n{link}</html>\n'
    headers = {"Location": redirect(target).headers["Location"], "Content-Language": language}
    return Response(note, status, headers, content_type=HTML.content_type)


def _represent(site: Site, found: Found, here: str) -> Response:
    """The representation that the path `here` names, else the one that the client asks for."""
    document, decision, chosen = _decide(site, found, here)

    def make() -> Response:
        return _response(document, chosen, decision.reader)

    response = answer(decision, make)
    if not explanations.wanted():
        response.headers["Cache-Control"] = LIFETIME
        steps = paging.steps(decision.reader, found.path, document.number, document.pages)
        links(response, [*_signposts(found, document, chosen, decision.reader), *steps])
    return response


def _decide(site: Site, found: Found, here: str) -> tuple[Document, Decision, Representation]:
    """Which document, by profile, and which of its representations: named by the path, or asked for."""
    conforming, why = _conforming(found)
    document = conforming or found.document
    reader = negotiation.reader(site, here, document.query)
    scored = negotiation.scores(document.offered)
    best, is_gone = accept.best(scored), document.status == HTTPStatus.GONE
    chosen = found.representation or (best.offer.value if best else document.offered[0] if is_gone else None)
    if conforming is None or chosen not in document.offered:
        there = (found.document, *found.document.others) if conforming is None else (document,)
        refused = Decision(
            reader, vary=_vary(found, reader, is_page=True), variants=lambda: _variants(there, here),
            status=HTTPStatus.NOT_ACCEPTABLE, why=why if conforming is None else (*why, Reason("why_none")),
            refusal=Message("profile_none") if conforming is None else NOT_ACCEPTED,
        )
        return document, refused, document.offered[0]
    by_form = (Reason("why_suffix", {"suffix": chosen.suffix}),) if found.representation else by_accept(scored)
    language = reader.language if chosen.is_html else ""
    return document, Decision(
        reader,
        tag="" if is_gone else entity_tag(site, document, chosen, reader),  # gone whatever the client holds: RFC 9110 §13.2.1
        chosen=chosen.media_type,
        location=paths.queried(_place(document, chosen, here), document.query, f"lang={language}" if language else ""),
        language=language,
        vary=_vary(found, reader, is_page=chosen.is_html),
        variants=lambda: _variants((document,), here),
        why=((Reason("why_gone"),) if is_gone else ()) + why + by_form,
        status=document.status,
    ), chosen


def _conforming(found: Found) -> tuple[Document | None, tuple[Reason, ...]]:
    """The document in the profile that is asked for, or None, and why. A suffix stands for the first profile."""
    offered = (found.document, *found.document.others)
    profiles = [each.profile for each in offered if each.profile]
    if len(offered) == 1:
        return found.document, ()
    is_asked = found.representation is None or "_profile" in request.args
    wanted = negotiation.profiles({each.token: each.iri for each in profiles}) if is_asked else ()
    best = profile.choose(wanted, profiles)
    if best is None:
        return None, (Reason("why_profile_none"),)
    document = next(each for each in offered if each.profile == best)
    return document, (Reason("why_profile" if wanted else "why_profile_first", {"iri": best.iri}),)


def _variants(documents: Sequence[Document], here: str) -> Variants:
    return tuple(
        (score, paths.queried(_place(each, score.offer.value, here), each.query))
        for each in documents
        for score in negotiation.scores(each.offered)
    )


def _place(document: Document, shape: Representation, here: str) -> str:
    return paths.relative(f"{document.path}.{shape.suffix}", here)


def _vary(found: Found, reader: Reader, *, is_page: bool) -> tuple[str, ...]:
    """The headers that decide: where the path names the form, only the language of a page is left to them."""
    is_open = found.representation is None
    names = {
        "Accept": is_open,
        "Accept-Language": (is_open or is_page) and not reader.named,
        "Accept-Profile": is_open and bool(found.document.others) and "_profile" not in request.args,
    }
    return tuple(name for name, decides in names.items() if decides)


def _response(document: Document, chosen: Representation, reader: Reader) -> Response:
    body = document.page(reader) if chosen.form is None else document.data(chosen.form)
    if isinstance(body, Path):
        response = send_file(body, chosen.media_type, conditional=False, etag=False, last_modified=0)
        response.headers["Content-Type"] = chosen.content_type
        del response.headers["Last-Modified"]  # when the file was copied says nothing about the data
        return response
    return Response(body, content_type=chosen.content_type)


def _signposts(found: Found, document: Document, chosen: Representation, reader: Reader) -> list[Link]:
    """Those of the document, and of its profiles; data lead to it as to their collection, too."""

    def place(path: str) -> str:
        return paths.relative(path, reader.here)

    own = signposts(reader.site, document.path, document.topic, document.offered, place, reader.query)
    back = [] if chosen.is_html else [Link(place(document.path), "collection", {"type": HTML.media_type})]
    return [*own, *profiles(document, (found.document, *found.document.others), place), *back]
