"""Every error as an answer: a page for browsers, a problem document for programs, a line for the rest.

Problem documents: https://www.rfc-editor.org/rfc/rfc9457
"""

from __future__ import annotations

import json
import re
import secrets
from functools import partial
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as NoSuchMethod
from werkzeug.wrappers import Response as AnyResponse

from kiungo.errors import (
    BadRequest,
    HttpError,
    MethodNotAllowed,
    NotAcceptable,
    NotXmlError,
    ReleaseError,
    ServiceUnavailable,
)
from kiungo.messages import LANGUAGES, Message, told
from kiungo.protocol import language as languages
from kiungo.protocol.link import Link
from kiungo.rdf.iris import split_suffix
from kiungo.web import negotiation, paths
from kiungo.web.contexts import ErrorPage, Words
from kiungo.web.find import search_form
from kiungo.web.forms import LIMITS
from kiungo.web.frames import frame
from kiungo.web.lookup import place
from kiungo.web.negotiation import HTML_TYPE, PLAIN_TYPE, PROBLEM_TYPE
from kiungo.web.responses import BRIEFLY, NEVER, allowed_methods, links, moved, vary
from kiungo.web.site import Reader, Site

FAILURE = "kiungo.failure"
"""The name in a WSGI environ of an HttpError that was raised before Flask was reached, and is to be told."""

_SEARCHED = 100  # characters of an address that are offered to be searched for
_SAID_ALREADY = "not-found"  # the problem that the page's own words tell whole
_RETRY = "300"  # seconds in which an operator may have put it back
_KEPT = ("Content-Range",)  # headers of Werkzeug's own errors that carry meaning


def register(app: Flask, site: Site) -> None:
    """Send all errors through here; nothing else in this package catches what it cannot name."""

    def known(error: HttpError) -> AnyResponse:
        meant = _meant(site) if error.status == HTTPStatus.NOT_FOUND else None
        return _answer(site, error) if meant is None else moved(meant)

    def foreign(error: HTTPException) -> AnyResponse:
        return known(_translated(error))

    def damaged(error: ReleaseError) -> Response:
        app.logger.error("%s", error)
        return _answer(site, ServiceUnavailable(Message("damaged"), "release", headers={"Retry-After": _RETRY}))

    def no_xml(error: NotXmlError) -> Response:
        said = Message("query_not_xml", character=error.character)
        return _answer(site, NotAcceptable(said, "not-acceptable", {"variants": []}))

    def unexpected(error: Exception) -> Response:
        number = secrets.token_hex(4)
        app.logger.exception("error %s at %s", number, request.path, exc_info=error)
        return _answer(site, HttpError(Message("internal", number=number), "internal"))

    def failed_before() -> None:
        failure = request.environ.get(FAILURE)
        if isinstance(failure, HttpError):
            raise failure

    app.before_request(failed_before)
    app.register_error_handler(HttpError, known)
    app.register_error_handler(HTTPException, foreign)
    app.register_error_handler(ReleaseError, damaged)
    app.register_error_handler(NotXmlError, no_xml)
    app.register_error_handler(Exception, unexpected)


def _meant(site: Site) -> str | None:
    """The path of the thing or document that an address names once its doubled slashes are single; None where there is none.

    They come of a base that ends in a slash and a path that begins with one.
    """
    sent = f"/{_requested().sent}"
    node = paths.node(site.base, re.sub("/{2,}", "/", sent)[1:]) if "//" in sent else None
    found = place(site, node) if node is not None else None
    return found[0] if found else None


def _translated(error: HTTPException) -> HttpError:
    """An error of Werkzeug's as one of ours."""
    if isinstance(error, NoSuchMethod):
        return _not_allowed()
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    found = HttpError(error.description or "")
    found.status, found.title = int(status), HTTPStatus(status).phrase
    found.headers = {name: value for name, value in error.get_headers() if name in _KEPT}
    return found


def _not_allowed() -> MethodNotAllowed:
    methods = ", ".join(sorted(allowed_methods()))
    return MethodNotAllowed(Message("method", methods=methods), "method", headers={"Allow": methods})


def _answer(site: Site, error: HttpError) -> Response:
    """The error in a form that the client can read."""
    media_type = negotiation.choose_error()
    if media_type == HTML_TYPE:
        response = _page(site, error)
    else:
        language = languages.choose(negotiation.language_header(), LANGUAGES, LANGUAGES[0])
        text = (_problem if media_type == PROBLEM_TYPE else _plain)(site, error, language)
        kind = PROBLEM_TYPE if media_type == PROBLEM_TYPE else f"{PLAIN_TYPE}; charset=utf-8"
        response = Response(text, content_type=kind, headers={"Content-Language": language})
    response.status_code = error.status
    for name, value in error.headers.items():
        response.headers[name] = value
    if error.problem in _EXPLAINED:
        links(response, [Link(paths.relative(LIMITS, _requested().sent), "help")])
    response.headers["Cache-Control"] = BRIEFLY if error.status < 429 else NEVER
    vary(response, "Accept", "Accept-Language")
    return response


def _requested() -> paths.Requested:
    """The path; an empty one where the path itself is what is wrong, from which a page cannot point."""
    try:
        return paths.requested(request)
    except BadRequest:
        return paths.Requested("", "")


def _help(site: Site, error: HttpError) -> str:
    """Where the limits are explained, for those who read no page; empty where the error is about none."""
    return f"{site.public_url}{LIMITS}" if error.problem in _EXPLAINED else ""


def _problem(site: Site, error: HttpError, language: str) -> str:
    """RFC 9457 §3.1: the members that have a meaning of their own win over ours of the same name."""
    problem = error.problem if error.problem == "about:blank" else f"urn:kiungo:problem:{error.problem}"
    members = {"type": problem, "title": error.title, "status": error.status, "detail": error.said}
    members |= {"help": _help(site, error)} if _help(site, error) else {}
    tell = partial(told, language=language)
    return json.dumps({**error.members, **members}, ensure_ascii=False, indent=1, default=tell) + "\n"


def _plain(site: Site, error: HttpError, language: str) -> str:
    lines = [f"{error.status} {error.title}", told(error.said, language)]
    lines += [f"{kind}  {place}" for kind, place in _variants(error)]
    lines += [told(error.members.get(name, ""), language) for name in ("excerpt", "remedy")]
    lines.append(_help(site, error))
    return "\n".join(each for each in lines if each) + "\n"


def _words(path: str) -> str:
    """What the last part of an address may mean, to be searched for."""
    last = split_suffix(path.rstrip("/"))[0].rpartition("/")[2]
    return " ".join(re.split(r"[-_+\s]+", last))[:_SEARCHED].strip()


def _variants(error: HttpError) -> list[tuple[str, str]]:
    found = error.members.get("variants")
    rows = found if isinstance(found, list) else []
    return [(str(each.get("type", "")), str(each.get("url", ""))) for each in rows if isinstance(each, dict)]


def _page(site: Site, error: HttpError) -> Response:
    wanted = _requested()
    reader = negotiation.reader(site, wanted.sent)
    said = (error.said, error.members.get("remedy"))
    is_lost = error.status == HTTPStatus.NOT_FOUND
    title = reader.t(f"error_{error.status}") if error.status in _SAID else error.title
    page = ErrorPage(
        frame=frame(reader, title),
        status=error.status,
        title=title,
        explanation=reader.t(f"error_{error.status}_text") if error.status in _SAID else "",
        detail=() if error.problem == _SAID_ALREADY else tuple(spoken(reader, each) for each in said if each),
        excerpt=str(error.members.get("excerpt", "")),
        path=f"/{wanted.decoded}" if is_lost else "",
        search=search_form(reader, _words(wanted.decoded)) if is_lost else None,
        variants=tuple(_variants(error)),
        limits=reader.to(LIMITS) if error.problem in _EXPLAINED else "",
    )
    response = Response(
        render_template("error.html", page=page, t=reader.t), content_type=negotiation.HTML.content_type
    )
    response.headers["Content-Language"] = reader.language
    return response


def spoken(reader: Reader, said: object) -> Words:
    """What an error says, to a reader; what is no message is in the engine's own English."""
    return Words(told(said, reader.language), reader.language if isinstance(said, Message) else LANGUAGES[0])


_EXPLAINED = frozenset({"busy", "memory", "rate", "service", "size", "timeout", "too-large", "update"})  # by the policy
_SAID = frozenset({400, 403, 404, 405, 406, 413, 415, 416, 429, 500, 503})  # statuses that the catalogues explain
