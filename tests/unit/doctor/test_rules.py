"""Each rule holds of a server that does everything right, and is seen to fail of one that does that one thing wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from kiungo.doctor import RULES, Exchange, Unreachable, examine
from kiungo.doctor.identity import unknown
from kiungo.doctor.rules import FAIL, LEVELS, NONE, PASS, SKIP

from .exemplar import BASE, DOCUMENT, THING, Fault, both, exemplar, faulty, header, only, status, text

GONE = {"withdrawn": f"{BASE}id/gone"}

FAULTS: dict[int, Fault | tuple[Fault, ...]] = {
    1: status(200, "/id/a", 303),
    2: text(THING, f"{BASE}id/b", "/doc/a"),
    3: only(lambda _m, s: "html" not in s["Accept"], header("location", "http://exemplar.example/doc/a", "/id/a", 303)),
    4: text("/doc/a", "", "/id/a"),
    5: (header("cache-control", None, "/id/a"), header("vary", None, "/id/a")),
    6: text("void#inDataset", "void#elsewhere"),
    7: (status(302, "/id/a", 301), lambda _m, _s, each: replace(each, status=200) if each.url.startswith("http:") else each),
    8: (status(200, "no-such-thing"), status(404, "/id/gone"), text("owl#deprecated", " broken ", "/id/gone"),
        only(lambda _m, s: s["Accept"] == "text/html", header("content-type", "text/turtle", "/id/gone"))),
    9: text("ns#Thing", "ns#Other", "/ns"),
    10: status(404, "/ns/1"),
    12: only(lambda m, _s: m == "HEAD", status(405)),
    13: only(lambda m, _s: m == "HEAD", header("etag", None)),
    14: header("allow", None, "", 405),
    15: only(lambda _m, s: "q=0," in s["Accept"], header("content-type", "text/html")),
    16: only(lambda _m, s: "TURTLE" in s["Accept"], header("content-type", "text/html")),
    17: (status(200, "", 406), text("a.ttl", "", "/doc/a")),
    18: (header("vary", "Accept-Language", "/doc/a"),
         only(lambda _m, s: s.get("Accept-Language") == "sw", header("location", "/doc/b", "/id/a", 303))),
    19: status(200, "", 304),
    20: header("etag", None, "", 304),
    21: header("etag", '"same"'),
    22: header("content-location", None),
    23: header("vary", "Accept", ".ttl"),
    24: only(lambda _m, s: s["Accept"] == "application/n-triples", header("content-type", "text/anot+turtle")),
    25: header("access-control-allow-origin", None, "", 404),
    26: header("content-language", None),
    27: (only(lambda _m, s: "signed-exchange" in s["Accept"], status(500)),
         only(lambda _m, s: "activitystreams" in s["Accept"], header("content-type", "text/turtle", "/doc/a"))),
    28: text('rel="canonical"', "rel=canonical; anchor=http://a"),
    29: (text("describedby", "describedBy"), text("describedby", "describedbyy")),
    30: text('rel="license"', 'rel="rights"'),
    31: (*(text(f'rel="{rel}"', 'rel="bookmark"') for rel in ("cite-as", "author", "item", "collection", "describes")),
         text("https://schema.org/AboutPage", "https://schema.org/WebPage"),
         text("http://www.w3.org/ns/ldp#Resource", "https://schema.org/AboutPage")),
    32: text('"anchor"', '"context"', "/linkset"),
    33: header("link", f"<{'a' * 5000}>; rel=\"type\""),
    34: (text("application/ld+json", "text/plain"), text('<link rel="cite-as"', "<link"),
         text(json.dumps(THING), '"other"', "/doc/a")),
    35: text('rel="profile"', 'rel="about"'),
    36: only(lambda _m, s: "q=0.5" in s.get("Accept-Profile", ""), text("profile/1>", "profile/2>")),
    37: text("; token=", "; was="),
    38: text('; profile="', '; was="'),
    39: status(404, "_profile=alt"),
    40: only(lambda _m, s: "no-such-profile" in s.get("Accept-Profile", ""), status(200)),
    41: status(200, "/gate", 302),
    42: header("memento-datetime", None),
    43: header("content-type", "text/plain", "/timemap"),
    44: status(302, "/gate", 400),
    45: header("vary", "Accept-Datetime", "/gate"),
    46: only(lambda m, _s: m == "OPTIONS", header("allow", None)),
    47: (status(500, "page=2"), text(f"{BASE}id/c", f"{BASE}id/b", "page=2"), text("totalItems> 2", "totalItems> 3"),
         text("totalItems> 2", "totalItems> 3", "page=2")),
    48: both(text("void#triples", "void#elsewhere"), text("core#totalItems", "core#elsewhere")),
    49: status(404, "/api"),
    50: (status(404, "/.well-known/void"), status(404, "/sparql"), status(404, "/dump"), text(f'"{BASE}"', '"https://other.example/"')),
    51: text("sparql-service-description#", "elsewhere#"),
    52: text("Sitemap:", "Map:"),
    53: (text("<h1", "<h2"), text('<h1 id="main">A</h1>', '<h1 id="main"></h1>'), text('id="main"', ""),
         text('href="#main"', 'href="/"')),
}


EACH = [
    pytest.param(number, fault, id=f"{number}-{place}")
    for number, faults in sorted(FAULTS.items())
    for place, fault in enumerate(faults if isinstance(faults, tuple) else (faults,))
]


def _outcomes(fault: Fault) -> dict[int, str]:
    return {each.rule.number: each.outcome for each in examine(THING, GONE, faulty(fault)).findings}


def test_there_are_fifty_three_rules_and_each_says_what_to_do() -> None:
    assert sorted(each.number for each in RULES) == list(range(1, 54))
    assert all(each.level in LEVELS and each.clause.startswith("https://") for each in RULES)
    assert [each.number for each in RULES if not each.remedy] == [11]


def test_the_exemplar_keeps_every_rule() -> None:
    found = examine(THING, GONE, exemplar)
    assert [(each.rule.number, each.seen) for each in found.findings if each.outcome not in (PASS, NONE)] == []
    assert [each.rule.number for each in found.findings if each.outcome == NONE] == [11]
    assert found.code == 0


@pytest.mark.parametrize(("number", "fault"), EACH)
def test_each_rule_can_fail(number: int, fault: Fault) -> None:
    assert _outcomes(fault)[number] == FAIL


def test_no_rule_lacks_its_fault() -> None:
    assert set(FAULTS) == {each.number for each in RULES} - {11}


def test_what_is_withdrawn_has_to_be_gone() -> None:
    found = examine(THING, {"withdrawn": f"{BASE}id/nothing"}, exemplar)
    assert {each.rule.number: each.outcome for each in found.findings}[8] == FAIL


def test_the_410_is_not_decided_where_nothing_withdrawn_is_named() -> None:
    found = {each.rule.number: each for each in examine(THING, send=exemplar).findings}[8]
    assert found.outcome == SKIP
    assert "--withdrawn" in found.seen


@pytest.mark.parametrize(("thing", "other"), [
    ("http://x.example:81/", "http://x.example:81/no-such-thing"), ("http://x.example", "http://x.example/no-such-thing"),
    ("https://x.example/id/a", "https://x.example/id/a-no-such-thing"),
    ("https://x.example/id/a/#b", "https://x.example/id/a-no-such-thing"),
])
def test_what_is_unknown_is_asked_of_the_same_server(thing: str, other: str) -> None:
    assert unknown(thing) == other


def test_only_spellings_that_were_tried_are_told() -> None:
    seen = {each.rule.number: each.seen for each in examine(THING, send=exemplar).findings}[7]
    assert "the other scheme" in seen
    assert "escapes in lower case" not in seen, "there is nothing to escape"


def test_a_server_that_speaks_nonsense_gets_a_table() -> None:
    nonsense = "\x1b[31m<>;;rel=\"\x07"

    def babble(_method: str, url: str, _sent: Mapping[str, str]) -> Exchange:
        headers = dict.fromkeys(("link", "etag", "vary", "content-language", "x-robots-tag"), nonsense)
        return Exchange(url, 303, {**headers, "location": "http://[", "content-type": "text/turtle"}, b"\xff\x1b[2J<")

    found = examine(THING, send=babble)
    assert len(found.findings) == len(RULES)
    assert found.code == 1
    for form in (found.text(), found.json(), found.markdown()):
        assert "\x1b" not in form
        assert "\x07" not in form


def test_requests_are_counted_even_where_none_is_answered() -> None:
    asked = []

    def silent(method: str, url: str, sent: Mapping[str, str]) -> Exchange:
        asked.append(url)
        if len(asked) == 1:
            return exemplar(method, url, sent)
        raise Unreachable("gone")

    assert examine(THING, send=silent).code == 2
    assert len(asked) <= 400


def test_nothing_is_asked_with_a_method_that_changes_something() -> None:
    methods = set()

    def watched(method: str, url: str, sent: Mapping[str, str]) -> Exchange:
        methods.add(method)
        return exemplar(method, url, sent)

    examine(THING, send=watched)
    assert methods == {"GET", "HEAD", "OPTIONS", "TRACE"}


def test_the_document_can_be_named() -> None:
    found = examine(f"{DOCUMENT}#it", {"document": DOCUMENT}, exemplar)
    assert {each.rule.number: each.outcome for each in found.findings}[1] == PASS
