"""What crawlers are told: robots.txt with the operator's policy, and the sitemap, dated by what is said of each thing.

https://www.rfc-editor.org/rfc/rfc9309 · https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from flask import Blueprint, Response

from kiungo.errors import NotFound
from kiungo.messages import Message
from kiungo.protocol.conditional import etag
from kiungo.rdf.iris import document_path
from kiungo.release import things
from kiungo.web import paths
from kiungo.web.responses import DAILY, conditional_response
from kiungo.web.site import Site

URLS = 20_000  # of one file; 50,000 are allowed, and at most 50 MB
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEVER_CRAWLED = ("sparql", "search", "browse", "cite", "query/*?", "*?*_profile=", "*?*_explain=", "oai")
"""What costs much and tells nothing that a document does not; paths below the mount point."""

_WHOLE = ("", "catalog", "query/")
"""Pages about all that there is, as new as the newest of it."""

_DELAY = 10  # seconds between two requests of a crawler that is let in, slowly


def blueprint(site: Site) -> Blueprint:
    """The routes for crawlers. A copy wants none: its robots.txt turns them away and names no sitemap."""
    routes = Blueprint("sitemaps", __name__)

    @routes.get("/robots.txt")
    def robots() -> Response:
        return Response(_policy(site), content_type="text/plain; charset=utf-8", headers={"Cache-Control": DAILY})

    @routes.get("/sitemap.xml")
    def index() -> Response:
        return _sent(site, "index", _index(site))

    @routes.get("/sitemap/<int:number>.xml")
    def urls(number: int) -> Response:
        found = list(_urls(site, number))
        if not found:
            raise NotFound(Message("no_sitemap"), "not-found")
        return _sent(site, str(number), _set("urlset", "url", found))

    return routes


def _policy(site: Site) -> str:
    if site.publication.is_copy or site.settings.crawlers == "deny":
        return "User-agent: *\nDisallow: /\n"
    is_limited = site.settings.crawlers == "limited"
    mount = urlsplit(site.public_url).path
    refused = (*_NEVER_CRAWLED, "dataset/", "feed") if is_limited else _NEVER_CRAWLED
    slowly = f"Crawl-delay: {_DELAY}\n" if is_limited else ""
    rules = "".join(f"Disallow: {mount}{each}\n" for each in refused)
    return f"User-agent: *\n{slowly}{rules}\nSitemap: {site.public_url}sitemap.xml\n"


def _sent(site: Site, name: str, body: str) -> Response:
    tag = etag("sitemap", site.release.name, name, site.public_url)
    response = conditional_response(tag, lambda: Response(body, content_type="application/xml; charset=utf-8"))
    response.headers["Cache-Control"] = DAILY
    return response


def _documents(site: Site) -> Iterator[tuple[str, str]]:
    """Every document for people, as a path, with the day on which it last changed: what is whole, then what is not withdrawn."""
    dates = site.release.manifest.dates
    newest = max(each.modified for each in dates.values()).isoformat()
    yield from ((path, newest) for path in _WHOLE)
    for path, graph in sorted(site.documents.items()):
        yield path, dates[graph].modified.isoformat()
    gone = {each.value.removeprefix(site.base) for each in site.withdrawn}
    for path, day in things.read(site.release.path):
        if path not in gone:
            yield document_path(path), day


def _urls(site: Site, number: int) -> Iterator[tuple[str, str]]:
    start = (number - 1) * URLS
    for path, day in islice(_documents(site), start, start + URLS) if number else ():
        yield site.public_url + paths.encoded_iri(path), day


def _index(site: Site) -> str:
    """The list of sitemaps, each as new as the newest of its documents."""
    found: list[tuple[str, str]] = []
    documents = _documents(site)
    while some := list(islice(documents, URLS)):
        found.append((f"{site.public_url}sitemap/{len(found) + 1}.xml", max(day for _, day in some)))
    return _set("sitemapindex", "sitemap", found)


def _set(name: str, entry: str, found: list[tuple[str, str]]) -> str:
    entries = "".join(
        f"<{entry}><loc>{escape(url)}</loc><lastmod>{day}</lastmod></{entry}>\n" for url, day in found
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{_NAMESPACE}">\n{entries}</{name}>\n'
