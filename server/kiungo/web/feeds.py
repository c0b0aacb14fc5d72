"""What changed, for those who keep a copy: an event stream for programs, a list of releases for readers of news.

Pages of a release never change and are kept for ever; the first page, which lists them, is asked for again.
https://w3id.org/ldes/specification · https://www.rfc-editor.org/rfc/rfc4287
"""

from __future__ import annotations

from xml.etree import ElementTree

from flask import Blueprint, Response
from pyoxigraph import Quad, RdfFormat, Triple, parse

from kiungo.errors import NotFound
from kiungo.messages import Message
from kiungo.protocol.conditional import etag
from kiungo.protocol.link import Link
from kiungo.rdf import serialization
from kiungo.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from kiungo.release import Release
from kiungo.release.feed import FOLDER, PREFIXES, pages, root
from kiungo.web import negotiation, paths
from kiungo.web.negotiation import RDF
from kiungo.web.responses import FOREVER, LIFETIME, conditional_response, links, vary
from kiungo.web.site import Site

# The feed has no graphs of its own: TriG and N-Quads would say nothing more.
_OFFERED = tuple(each for each in RDF if each.form in (TURTLE, JSON_LD, N_TRIPLES, RDF_XML))
_ATOM = "http://www.w3.org/2005/Atom"
_ATOM_TYPE = "application/atom+xml"
_ENTRIES = 100  # releases in the list of news


def blueprint(site: Site) -> Blueprint:
    """The routes of the feeds."""
    routes = Blueprint("feeds", __name__)
    line = {each.name: each for each in site.release.line()}

    @routes.get("/feed", defaults={"suffix": None})
    @routes.get("/feed.<suffix>")
    def first(suffix: str | None) -> Response:
        if suffix == "atom":
            return _atom(site, list(line.values())[:_ENTRIES])
        triples = root(line.values(), site.publication)
        return _page(site.release, "feed", suffix, triples, LIFETIME)

    @routes.get("/feed/<release>/<int:number>", defaults={"suffix": None})
    @routes.get("/feed/<release>/<int:number>.<suffix>")
    def page(release: str, number: int, suffix: str | None) -> Response:
        if release not in line or not 1 <= number <= pages(line[release]):
            raise NotFound(Message("no_feed_page"), "not-found")
        file = line[release].file(f"{FOLDER}/{number}.nt")
        quads = parse(path=str(file), format=RdfFormat.N_TRIPLES)
        return _page(line[release], f"feed/{release}/{number}", suffix, [each.triple for each in quads], FOREVER)

    return routes


def _page(release: Release, path: str, suffix: str | None, triples: list[Triple], lifetime: str) -> Response:
    """A page of the stream in the format that its suffix names or the client asks for.

    A page of an earlier release is written with that release's prefixes: it stays what it was, and so does its tag.
    """
    urls = {each.suffix: paths.relative(f"{path}.{each.suffix}", path) for each in _OFFERED}
    chosen = negotiation.by_suffix(suffix, _OFFERED) if suffix else negotiation.choose(_OFFERED, urls)
    if chosen is None or chosen.form is None:
        raise NotFound(Message("no_feed_format"), "not-found")
    tag, form = etag("feed", release.name, path, chosen.media_type), chosen.form
    response = conditional_response(tag, lambda: Response(_written(release, triples, form), content_type=form.content_type))
    response.headers["Cache-Control"] = lifetime
    response.headers["Content-Location"] = urls[chosen.suffix]
    if suffix is None:
        vary(response, "Accept")
    links(response, [Link(urls[each.suffix], "alternate", {"type": each.media_type}) for each in _OFFERED])
    return response


def _written(release: Release, triples: list[Triple], form: Format) -> bytes:
    quads = (Quad(each.subject, each.predicate, each.object) for each in triples)
    return serialization.write(quads, form, release.publication.prefixes | PREFIXES)


def _atom(site: Site, line: list[Release]) -> Response:
    """The releases as news, the newest first."""
    tag = etag("atom", site.release.name, site.public_url)
    response = conditional_response(tag, lambda: Response(_news(site, line), content_type=f"{_ATOM_TYPE}; charset=utf-8"))
    response.headers["Cache-Control"] = LIFETIME
    return response


def _news(site: Site, line: list[Release]) -> bytes:
    about, base, url = site.publication.about, site.base, site.public_url
    language = about.languages[0]
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    _add(feed, "id", f"{base}feed.atom")
    _add(feed, "title", about.title[language])
    _add(feed, "updated", _moment(line[0]))
    author = _add(feed, "author")
    _add(author, "name", site.publication.catalog.publisher.name.get(language, about.publisher))
    _add(author, "uri", about.publisher)
    _add(feed, "link", rel="self", type=_ATOM_TYPE, href=f"{url}feed.atom")
    _add(feed, "link", rel="alternate", type="text/html", href=url)
    for release in line:
        entry = _add(feed, "entry")
        version = release.publication.about.version
        _add(entry, "id", f"{base}dataset/{release.name}/")
        _add(entry, "title", f"{about.title[language]} {version} ({release.name})")
        _add(entry, "updated", _moment(release))
        _add(entry, "link", rel="alternate", type="text/turtle", href=f"{url}dataset/{release.name}/dataset.ttl")
        _add(entry, "link", rel="related", type="text/turtle", href=f"{url}feed")
        _add(entry, "summary", f"{release.manifest.quads} quads")
    body: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text or None
    return child


def _moment(release: Release) -> str:
    return f"{release.publication.about.issued.isoformat()}T00:00:00Z"
