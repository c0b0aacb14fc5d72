"""A small server that keeps every rule, Memento, LDP, TPF and Hydra among them; and faults, each of which breaks one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from pyoxigraph import RdfFormat, parse, serialize

from kiungo.doctor import Exchange
from kiungo.protocol import accept, language
from kiungo.protocol.accept import Offer
from kiungo.rdf.formats import FORMATS

BASE = "https://exemplar.example/"
THING, DOCUMENT = f"{BASE}id/a", f"{BASE}doc/a"
PROFILES = (f"{BASE}profile/1", f"{BASE}profile/2")

_THING = f"""
PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcterms: <http://purl.org/dc/terms/>
<{THING}> a <{BASE}ns#Thing> ; dcterms:title "A"@en , "A"@sw .
<{DOCUMENT}> foaf:primaryTopic <{THING}> ; void:inDataset <{BASE}dataset> ; dcterms:license <{BASE}licence> ; void:triples 7 ;
  <http://www.w3.org/ns/hydra/core#search> <{BASE}search> .
"""
_NS = f"""
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
<{BASE}ns> a owl:Ontology ; owl:versionIRI <{BASE}ns/1> . <{BASE}ns#Thing> a owl:Class ; rdfs:isDefinedBy <{BASE}ns> .
"""
_PAGES = {
    page: f"""<{BASE}id/{name}> <http://purl.org/dc/terms/relation> <{THING}> .
<{THING}#record> <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> <{THING}> .
<{THING}#links> <http://www.w3.org/ns/hydra/core#totalItems> 2 ."""
    for page, name in ((False, "b"), (True, "c"))
}
_GONE = f"<{BASE}id/gone> <http://www.w3.org/2002/07/owl#deprecated> true ."
_VOID = f"""
PREFIX void: <http://rdfs.org/ns/void#>
<{BASE}dataset> a void:Dataset ; void:sparqlEndpoint <{BASE}sparql> ; void:dataDump <{BASE}dump> ;
  void:exampleResource <{THING}> ; void:uriSpace "{BASE}" .
"""
_SERVICE = f"""
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> <{BASE}sparql> a sd:Service ; sd:endpoint <{BASE}sparql> .
"""
_PAGE = f"""<!DOCTYPE html><html lang="%s"><head><link rel="alternate" href="a.ttl"><link rel="canonical" href="a">
<link rel="cite-as" href="{THING}"><link rel="describedby" href="a.ttl"><link rel="license" href="/licence">
<script type="application/ld+json">{json.dumps({"@id": THING})}</script></head><body><a href="#main">skip</a><h1 id="main">A</h1>
</body></html>"""
_LINKSET = json.dumps({"linkset": [{"anchor": DOCUMENT, "cite-as": [{"href": THING}]}]})
_GRAPHS = {"/doc/a": _THING, "/ns": _NS, "/ns/1": _NS, "/.well-known/void": _VOID, "/sparql": _SERVICE}
_PLAIN = {
    "/robots.txt": ("text/plain", f"Sitemap: {BASE}sitemap.xml\n"),
    "/sitemap.xml": ("application/xml", f"<urlset><url><loc>{DOCUMENT}</loc></url></urlset>"),
    "/dump": ("application/n-triples", ""), "/api": ("application/ld+json", "{}"),
    "/linkset": ("application/linkset+json", _LINKSET),
    "/timemap": ("application/link-format", '<a>;rel="original timegate self",<b>;rel="memento"'),
}
_SUFFIXES = {f"/doc/a.{each.suffix}": each for each in FORMATS}
_TOGETHER = {
    "access-control-allow-origin": "*", "access-control-expose-headers": "Link, Location, Content-Location, ETag",
    "cache-control": "max-age=60",
}


def exemplar(method: str, url: str, sent: Mapping[str, str]) -> Exchange:
    """Answers as a server should."""
    if method == "OPTIONS":
        return Exchange(url, 204, {**_TOGETHER, "allow": "GET", "access-control-allow-headers": "accept-profile"}, b"")
    if method == "TRACE":
        return Exchange(url, 405, {**_TOGETHER, "allow": "GET, HEAD, OPTIONS"}, b"")
    if url.startswith("http:"):
        return Exchange(url, 301, {**_TOGETHER, "location": url.replace("http:", "https:", 1)}, b"")
    status, headers, body = _get(urlsplit(url).path, urlsplit(url).query, sent)
    if status == 200 and sent.get("If-None-Match", "-") == headers.get("etag"):
        status, body = 304, b""
    return Exchange(url, status, {**_TOGETHER, **headers}, b"" if method == "HEAD" else body)


_Answer = tuple[int, dict[str, str], bytes]


def _get(path: str, query: str, sent: Mapping[str, str]) -> _Answer:
    canonical = unquote(path).rstrip("/")
    if canonical == "/id/a" and path != canonical:
        return 301, {"location": canonical}, b""
    if path == "/id/a":
        return 303, {"location": "/doc/a", "vary": "Accept", "link": '<doc/a>; rel="describedby"'}, b'<a href="/doc/a">there</a>'
    if path == "/id/gone":
        page = "html" in sent["Accept"]
        return 410, {"content-type": "text/html" if page else "text/turtle"}, b"gone" if page else _GONE.encode()
    if path in ("/gate", "/m/1"):
        return _memento(path, sent)
    if path in _PLAIN:
        return 200, {"content-type": _PLAIN[path][0]}, _PLAIN[path][1].encode()
    if path in _SUFFIXES:
        form = _SUFFIXES[path]
        return 200, {"content-type": form.content_type, "link": _link()}, _serialized(_THING, form.writer)
    if path in _GRAPHS:
        return _negotiated(path, query, sent)
    kind = "text/html" if "html" in sent["Accept"] else "application/problem+json"
    return 404, {"content-type": kind, "vary": "Accept"}, b""


def _memento(path: str, sent: Mapping[str, str]) -> _Answer:
    together = {"link": f'<{DOCUMENT}>; rel="original", <{BASE}timemap>; rel="timemap"'}
    if path == "/m/1":
        return 200, {**together, "memento-datetime": "Tue, 01 Jan 2019 00:00:00 GMT"}, b""
    known = sent.get("Accept-Datetime", "").endswith("GMT")
    return (302 if known else 400), {**together, "vary": "Accept, Accept-Datetime", "location": "/m/1"}, b""


def _negotiated(path: str, query: str, sent: Mapping[str, str]) -> _Answer:
    wanted = sent.get("Accept-Profile", PROFILES[0])
    profile = max(PROFILES, key=lambda each: _weight(wanted, each))
    page = Offer("text/html", None, ("application/xhtml+xml",))
    found = accept.choose(sent["Accept"], [page, *(Offer(each.media_type, each, each.aliases) for each in FORMATS)])
    vary = {"vary": "Accept, Accept-Language, Accept-Profile"}
    if found is None or _weight(wanted, profile) < 0:
        return 406, vary, b"text/turtle a.ttl"
    tongue = language.choose(sent.get("Accept-Language"), ["en", "sw"], "en")
    last = "page" in parse_qs(query)
    headers = {**vary, "link": _link(profile, last=last)}
    if found.value is None:
        body = (_PAGE % tongue).encode()
        headers |= {"content-type": "text/html; charset=utf-8", "content-language": tongue, "content-location": "a.html"}
    else:
        body = _serialized(_GRAPHS[path] + (_PAGES[last] if path == "/doc/a" else ""), found.value.writer)
        headers |= {"content-type": found.value.content_type, "content-location": f"{BASE}doc/a.{found.value.suffix}"}
    headers["etag"] = f'"{hashlib.sha256(body + profile.encode() + found.media_type.encode()).hexdigest()[:8]}"'
    return 200, headers, body


def _weight(header: str, profile: str) -> float:
    for member in header.split(","):
        name, _, weight = member.strip().partition(";q=")
        if name.strip("<>") == profile:
            return float(weight or 1)
    return -1


def _serialized(turtle: str, form: RdfFormat) -> bytes:
    return serialize([each.triple for each in parse(turtle, RdfFormat.TURTLE)], format=form) or b""


def _link(profile: str = PROFILES[0], *, last: bool = False) -> str:
    links = [
        *(f'<a.{each.suffix}>; rel="alternate"; type="{each.media_type}"; profile="{PROFILES[0]}"' for each in FORMATS),
        *(f'<a?_profile={n}>; rel="alternate"; type="text/turtle"; profile="{each}"' for n, each in enumerate(PROFILES)),
        '<a.ttl>; rel="describedby"; type="text/turtle"', '<a>; rel="canonical"', '</licence>; rel="license"',
        '<a.trig>; rel="item"', '<a>; rel="collection"', '</maker>; rel="author"', '<https://schema.org/AboutPage>; rel="type"',
        f'<{THING}>; rel="cite-as"', f'<{THING}>; rel="describes"', '<http://www.w3.org/ns/ldp#Resource>; rel="type"',
        '</linkset>; rel="linkset"; type="application/linkset+json"', f'<{profile}>; rel="profile"', '</gate>; rel="timegate"',
        f'<http://www.w3.org/ns/dx/prof/Profile>; rel="type"; token="one"; anchor="{PROFILES[0]}"',
        '</api>; rel="http://www.w3.org/ns/hydra/core#apiDocumentation"', *([] if last else ['</doc/a?page=2>; rel="next"']),
    ]
    return ", ".join(links)


Fault = Callable[[str, Mapping[str, str], Exchange], Exchange]


def faulty(fault: Fault) -> Callable[[str, str, Mapping[str, str]], Exchange]:
    """The exemplar with a fault."""
    return lambda method, url, sent: fault(method, sent, exemplar(method, url, sent))


def status(new: int, at: str = "", old: int = 0) -> Fault:
    """Another status, at URLs that hold `at`, where it was `old`."""
    return lambda _m, _s, each: replace(each, status=new) if at in each.url and old in (0, each.status) else each


def header(name: str, value: str | None, at: str = "", old: int = 0) -> Fault:
    """A header changed, or removed where the value is None."""

    def change(_method: str, _sent: Mapping[str, str], each: Exchange) -> Exchange:
        if at not in each.url or old not in (0, each.status):
            return each
        rest = {key: was for key, was in each.headers.items() if key != name}
        return replace(each, headers=rest if value is None else {**rest, name: value})

    return change


def text(old: str, new: str, at: str = "") -> Fault:
    """The body and the links changed."""

    def change(_method: str, _sent: Mapping[str, str], each: Exchange) -> Exchange:
        if at not in each.url:
            return each
        headers = {key: was.replace(old, new) if key == "link" else was for key, was in each.headers.items()}
        return replace(each, headers=headers, body=each.body.replace(old.encode(), new.encode()))

    return change


def both(one: Fault, other: Fault) -> Fault:
    """Two faults at once."""
    return lambda method, sent, each: other(method, sent, one(method, sent, each))


def only(test: Callable[[str, Mapping[str, str]], bool], fault: Fault) -> Fault:
    """A fault for some requests: by method and headers."""
    return lambda method, sent, each: fault(method, sent, each) if test(method, sent) else each
