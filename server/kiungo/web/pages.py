"""The pages that are no resource's document: home, the stylesheet, the icon."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, render_template
from werkzeug.wrappers import Response as AnyResponse

from kiungo.errors import NotFound
from kiungo.messages import Message
from kiungo.protocol.conditional import etag
from kiungo.protocol.link import Link
from kiungo.web import negotiation, paging, paths
from kiungo.web.decisions import ONLY_PAGE, Choice, answer
from kiungo.web.home import home_page
from kiungo.web.responses import DAILY, FOREVER, links, with_scripts
from kiungo.web.site import ICON, Reader, Site


def blueprint(site: Site) -> Blueprint:
    """The routes of the pages."""
    routes = Blueprint("pages", __name__)

    @routes.get("/")
    def home() -> AnyResponse:
        response = page_response(site, "", lambda reader: render_template("home.html", page=home_page(reader), t=reader.t))
        with_scripts(response)
        return response

    @routes.get("/static/<digest>/kiungo.css")
    def stylesheet(digest: str) -> Response:
        if digest != site.stylesheet.digest:
            raise NotFound(Message("no_asset"), "not-found")
        response = Response(site.stylesheet.body, content_type="text/css; charset=utf-8")
        response.headers["Cache-Control"] = FOREVER
        return response

    @routes.get(f"/{ICON}")
    def icon() -> Response:
        response = Response(site.icon, content_type="image/svg+xml")
        response.headers["Cache-Control"] = DAILY
        return response

    return routes


def page_response(
    site: Site, path: str, make: Callable[[Reader], str], variant: tuple[str, ...] = (), query: str = "", number: int = 1,
    pages: int = 1, choice: Choice = ONLY_PAGE,
) -> Response:
    """A page in the reader's language.

    `variant` is what else of the request it is a function of; `query` what its URL asks for, beside the `number` of the
    page, where there are several `pages`. Where `choice` is for data, `make` makes these.
    """
    whole = paths.joined(query, paths.page_query(number))
    reader = negotiation.reader(site, path, whole)
    tag = etag("page", site.release.name, *reader.variant, whole, *variant)
    kind = negotiation.HTML.content_type if choice.kind == negotiation.HTML_TYPE else choice.kind
    response = answer(choice.decision(reader, tag), lambda: Response(make(reader), content_type=kind))
    links(response, [
        Link(paths.queried(site.publication.canonical_base + path, whole), "canonical"),
        *paging.steps(reader, path, number, pages, query),
        Link(site.publication.about.licence, "license"),
    ])
    return response
