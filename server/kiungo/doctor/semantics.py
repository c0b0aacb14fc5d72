"""HTTP itself: methods, negotiation, caches, CORS, languages."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin

from kiungo.doctor.exchange import Exchange
from kiungo.doctor.identity import unknown
from kiungo.doctor.markup import read
from kiungo.doctor.rules import HOUSE, MUST, SHOULD, NotApplicable, Rule, Skipped, require
from kiungo.doctor.visit import FORMATS, HTML, NT, TURTLE, Visit, linked, members, statements

_RFC = "https://www.rfc-editor.org/rfc/rfc9110#section-"
_FETCH = "https://fetch.spec.whatwg.org/#http-cors-protocol"
_OF_THE_MOMENT = {"date", "age", "server-timing", "connection", "keep-alive", "transfer-encoding", "content-length", "set-cookie"}
_KEPT = ("etag", "vary", "cache-control", "content-location", "expires")
_ORIGIN = "https://doctor.example"
_REFERENCE = re.compile(r"[^\s\"'<>(),\[\]{}]*[./][^\s\"'<>(),\[\]{}]*")
_KINDS = ("text", "application", "image")  # of media types
_PLACES = 12  # of a list that are tried


def _places(visit: Visit) -> list[str]:
    return list(dict.fromkeys((visit.thing, visit.document)))


def _head(visit: Visit) -> str:
    for place in _places(visit):
        pair = visit.ask(place, TURTLE).status, visit.ask(place, TURTLE, "HEAD").status
        require(pair[0] == pair[1] and pair[0] < 500, f"{place}: GET {pair[0]}, HEAD {pair[1]}")
    return "HEAD has the status of GET"


def _head_headers(visit: Visit) -> str:
    for place in _places(visit):
        got, head = (visit.ask(place, TURTLE, method).headers for method in ("GET", "HEAD"))
        differing = sorted(name for name in {*got, *head} - _OF_THE_MOMENT if got.get(name) != head.get(name))
        require(not differing, f"{place}: {', '.join(differing)} differ")
    return "the same headers"


def _allow(visit: Visit) -> str:
    """TRACE, which changes nothing anywhere (§9.3.8): another's server is not sent a DELETE."""
    answer = visit.ask(visit.document, method="TRACE")
    if answer.status != 405:
        raise Skipped(f"TRACE answers {answer.status}; no other method is safe to try")
    require("allow" in answer.headers, "405 without Allow")
    return f"405, Allow: {answer.header('allow')}"


def _types(visit: Visit, rows: tuple[tuple[str, set[str]], ...]) -> str:
    for accept, wanted in rows:
        answer = visit.follow(visit.document, accept)
        require(answer.status == 200 and answer.media_type in wanted, f"{accept}: {answer.status} {answer.media_type}")
    return f"{len(rows)} headers, each as it should"


def _quality(visit: Visit) -> str:
    rdf = set(FORMATS)
    return _types(visit, (
        ("text/html;q=0, */*", rdf), ("text/html;q=0.001, text/turtle", {TURTLE}), ("text/html;Q=0.9, text/turtle;Q=0.1", {HTML}),
        ("text/turtle;q=0.899, text/html;q=0.9", {HTML}),
    ))


def _specificity(visit: Visit) -> str:
    return _types(visit, (
        ("TEXT/TURTLE", {TURTLE}), ("text/*;q=0.1, text/turtle;q=0.5", {TURTLE}),
        ("application/*;q=0.5, text/turtle;q=0.4", {each for each in FORMATS if each.startswith("application/")}),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', {"application/ld+json"}),
        ("text/turtle;charset=utf-8", {TURTLE}), ("text/html, text/turtle;q=0.9, */*;q=0.1", {HTML}),
    ))


def _not_acceptable(visit: Visit) -> str:
    answer = visit.follow(visit.document, "image/png")
    require(answer.status == 406, f"{answer.status} {answer.media_type} for image/png")
    require(TURTLE in answer.text, "the 406 does not list what there is")
    places = dict.fromkeys(each for each in _REFERENCE.findall(answer.text) if each.split("/")[0] not in _KINDS)
    found = next((each for each in list(places)[:_PLACES] if _is_rdf(visit, urljoin(answer.url, each))), None)
    require(found, "the 406 lists no URL at which there is RDF")
    return f"406 with a list: {found}"


def _is_rdf(visit: Visit, place: str) -> bool:
    answer = visit.follow(place, "*/*")
    return answer.status == 200 and answer.media_type in FORMATS


def _vary(visit: Visit) -> str:
    place = visit.document
    page, data = visit.ask(place, HTML), visit.ask(place, TURTLE)
    answers = [page, data, visit.ask(place, "image/png")]
    if data.header("etag"):
        answers.append(visit.ask(place, TURTLE, If_None_Match=data.header("etag")))
    if page.media_type == data.media_type and page.status == 200:
        raise Skipped("nothing depends on Accept")
    for answer in answers:
        require(members(answer.header("vary")) & {"accept", "*"}, f"{answer.status} {answer.media_type}: Vary without Accept")
    tongues = {visit.ask(place, HTML, Accept_Language=each).header("content-language") for each in ("en", "fr", "sw", "de")}
    silent = len(tongues) > 1 and "accept-language" not in members(page.header("vary"))
    require(not silent, "the language depends on Accept-Language, and Vary is silent")
    _redirect_varies(visit)
    missing = [visit.ask(unknown(visit.thing), each) for each in (HTML, "application/ld+json")]
    said = all("accept" in members(each.header("vary")) for each in missing)
    require(missing[0].media_type == missing[1].media_type or said, "404: Vary without Accept")
    return f"Vary: {page.header('vary')}"


def _redirect_varies(visit: Visit) -> None:
    """Where a redirect depends on a header of the request, it says so."""
    for name, values in (("Accept", (HTML, TURTLE)), ("Accept-Language", ("en", "fr", "sw"))):
        answers = [
            visit.ask(visit.thing, value) if name == "Accept" else visit.ask(visit.thing, HTML, Accept_Language=value)
            for value in values
        ]
        depends = len({each.header("location") for each in answers}) > 1
        silent = any(name.lower() not in members(each.header("vary")) for each in answers)
        require(not (depends and silent), f"the redirect depends on {name}, and its Vary is silent")


def _revalidated(visit: Visit) -> tuple[Exchange, Exchange]:
    first = visit.follow(visit.document, TURTLE)
    if not first.header("etag"):
        raise NotApplicable("no ETag, so there is nothing to compare")
    return first, visit.ask(first.url, TURTLE, If_None_Match=first.header("etag"))


def _conditional(visit: Visit) -> str:
    _, second = _revalidated(visit)
    require(second.status == 304, f"{second.status} though the client holds the entity tag")
    return "304"


def _repeated(visit: Visit) -> str:
    first, second = _revalidated(visit)
    require(second.status == 304, f"{second.status}, no 304")
    differing = [name for name in _KEPT if first.header(name) != second.header(name)]
    require(not differing, f"304 has other {', '.join(differing)}")
    return "the same headers"


def _tags(visit: Visit) -> str:
    found: dict[str, tuple[str, str, str]] = {}
    for accept in (HTML, *FORMATS):
        for coding in ("identity", "gzip"):
            for tongue in ("en", "sw", "fr") if accept == HTML else ("en",):
                answer = visit.follow(visit.document, accept, Accept_Encoding=coding, Accept_Language=tongue)
                variant = (answer.media_type, answer.header("content-encoding"), answer.header("content-language"))
                tag = answer.header("etag")
                require(tag or answer.status != 200, f"no ETag for {accept}")
                require(found.setdefault(tag, variant) == variant, f"{tag} for {found.get(tag)} and {variant}")
    return f"{len(found)} variants, each with a tag of its own"


def _location(visit: Visit) -> str:
    answer = visit.ask(visit.document, TURTLE)
    place = answer.header("content-location")
    require(place, "no Content-Location")
    again = visit.ask(urljoin(answer.url, place), TURTLE)
    require(again.status == 200 and again.media_type == answer.media_type, f"{place} answers {again.status} {again.media_type}")
    return place


def _suffix(visit: Visit) -> str:
    page = visit.follow(visit.document, HTML)
    named = [each.target for each in linked(page, "alternate") if each.attributes.get("type", "").startswith(TURTLE)]
    answer = visit.ask(named[0] if named else f"{urldefrag(visit.document).url}.ttl", HTML)
    require(answer.status == 200 and answer.media_type == TURTLE, f"{answer.url}: {answer.status} {answer.media_type}")
    require("accept" not in members(answer.header("vary")), "Vary: Accept where Accept decides nothing")
    return answer.url


def _media_types(visit: Visit) -> str:
    seen: list[str] = []
    for accept in FORMATS:
        answer = visit.follow(visit.document, accept)
        if answer.status == 406 or answer.media_type in (HTML, *seen):  # it is free to send what it has
            continue
        require(answer.media_type in FORMATS, f"{accept}: {answer.media_type}")
        require(statements(answer), f"{accept}: no statement inside")
        seen.append(answer.media_type)
    require(TURTLE in seen, "no Turtle")
    return f"{len(seen)} formats, each parses"


def _cors(visit: Visit) -> str:
    places = [*_places(visit), unknown(visit.thing)]
    for answer in [visit.ask(each, TURTLE, Origin=_ORIGIN) for each in places]:
        allowed = answer.header("access-control-allow-origin") == "*"
        require(allowed, f"{answer.status} at {answer.url}: no Access-Control-Allow-Origin: *")
        exposed = members(answer.header("access-control-expose-headers"))
        lacking = {"link", "location", "content-location", "etag"} - exposed
        require("*" in exposed or not lacking, f"not exposed: {', '.join(sorted(lacking))}")
    preflight = visit.ask(visit.thing, method="OPTIONS", Origin=_ORIGIN, Access_Control_Request_Method="GET",
                          Access_Control_Request_Headers="accept-profile")
    require(preflight.status in (200, 204), f"the preflight answers {preflight.status}")
    require("accept-profile" in members(preflight.header("access-control-allow-headers")), "the preflight refuses accept-profile")
    return "on each hop, on errors, and in the preflight"


def _languages(visit: Visit) -> str:
    page = visit.follow(visit.document, HTML, Accept_Language="fr;q=0.1, *;q=0.05")
    require(page.status == 200 and page.media_type == HTML, f"no HTML: {page.status} {page.media_type}")
    said = page.header("content-language")
    require(said, "no Content-Language")
    marked = {each.get("lang", "").lower() for each in read(page.text).tags("html")}
    require(marked & members(said), "html[lang] is not the Content-Language")
    counts = {len(statements(visit.follow(visit.document, NT, Accept_Language=each))) for each in ("en", "fr", "sw")}
    require(len(counts) == 1, "RDF is filtered by language")
    return f"Content-Language: {said}"


RULES = (
    Rule(12, MUST, f"{_RFC}9.1", "GET and HEAD are answered alike", "Route HEAD to what GET answers.", _head),
    Rule(13, SHOULD, f"{_RFC}9.3.2", "HEAD has the headers of GET",
         "Make the answer for GET, then leave the body out.", _head_headers),
    Rule(14, MUST, f"{_RFC}15.5.6", "A 405 has Allow", "List the methods in Allow.", _allow),
    Rule(15, HOUSE, f"{_RFC}12.4.2", "Quality values: 0 excludes, 1 by default, three decimals",
         "Use a parser made for Accept.", _quality),
    Rule(16, HOUSE, f"{_RFC}12.5.1", "The most specific range decides; case and parameters do no harm",
         "Use a parser made for Accept.", _specificity),
    Rule(17, HOUSE, f"{_RFC}15.5.7", "Nothing acceptable: 406 with the list of what there is",
         "Answer 406 and list the variants.", _not_acceptable),
    Rule(18, SHOULD, f"{_RFC}12.5.5", "Vary names what selected the answer, on 200, 304, 404 and 406",
         "Set Vary in the one place where all answers leave.", _vary),
    Rule(19, MUST, f"{_RFC}13.1.2", "If-None-Match with the entity tag gives 304", "Send an ETag and compare it.", _conditional),
    Rule(20, MUST, f"{_RFC}15.4.5", "A 304 repeats ETag, Vary, Cache-Control, Content-Location, Expires",
         "Set headers before it is decided whether there is a body.", _repeated),
    Rule(21, SHOULD, f"{_RFC}8.8.3.3", "Each variant has an entity tag of its own",
         "Make type, language and coding part of the tag.", _tags),
    Rule(22, HOUSE, f"{_RFC}8.7", "A negotiated answer names the URL of what it sent", "Send Content-Location.", _location),
    Rule(23, HOUSE, "https://www.w3.org/TR/cooluris/", "URLs of representations ignore Accept and do not vary by it",
         "Give each format a URL and link to it with rel=alternate and type.", _suffix),
    Rule(24, SHOULD, f"{_RFC}8.3", "Media types are registered, and bodies parse as theirs",
         "Serialize what was asked for, or answer 406.", _media_types),
    Rule(25, HOUSE, _FETCH, "CORS on each hop and error; a preflight is answered, not redirected",
         "Set the headers before routing; answer OPTIONS yourself.", _cors),
    Rule(26, SHOULD, f"{_RFC}12.5.4", "HTML says its language; RDF is not filtered by it",
         "Send Content-Language and html[lang].", _languages),
)
