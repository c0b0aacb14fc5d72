"""Things and documents over HTTP: every line of the contract, on the tiny body."""

from __future__ import annotations

import csv
import re
import warnings
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import DCTERMS, FOAF, VOID

from kiungo.rdf import serialization
from kiungo.rdf.formats import FORMATS, by_suffix
from kiungo.release import Release
from kiungo.web.negotiation import HTML_TYPE

BASE = "https://harbour.example/lod/"
THING = "/id/duty/lights"
DOCUMENT = "/doc/duty/lights"
SUFFIXES = [*(each.suffix for each in FORMATS), "html"]
TYPES = {each.suffix: each.media_type for each in FORMATS} | {"html": HTML_TYPE}
PATHS = ["/", THING, DOCUMENT, f"{DOCUMENT}.ttl", "/ns", "/shapes", "/graph/editorial", "/dataset", "/dataset/latest/dataset.nq",
         "/robots.txt", "/sparql", "/id/none", "/no/such/thing"]


def target(path: str, reference: str) -> str:
    """Where a reference in the answer to `path` leads, as a client resolves it."""
    return urljoin(f"http://localhost{path}", reference).removeprefix("http://localhost")


@pytest.mark.parametrize("accept", [None, "text/turtle", "text/html", "image/png", "*/*"])
def test_a_thing_sees_to_its_document_whatever_is_accepted(client: FlaskClient, accept: str | None) -> None:
    answer = client.get(THING, headers={"Accept": accept} if accept else {})
    assert answer.status_code == 303
    assert target(THING, answer.headers["Location"]) == DOCUMENT
    assert answer.headers["Location"] in answer.text
    assert "max-age" in answer.headers["Cache-Control"]
    assert 'rel="describedby"' in answer.headers["Link"]
    assert f'<{BASE}ns#Duty>; rel="type"' in answer.headers["Link"]
    assert answer.headers["Vary"] == "Accept"


def test_the_303_keeps_the_language_that_the_url_names(client: FlaskClient) -> None:
    assert client.get(f"{THING}?lang=en").headers["Location"].endswith("/doc/duty/lights?lang=en")
    assert client.get(f"{THING}?lang=xx&a=b").headers["Location"].endswith("/doc/duty/lights")


def test_the_303_keeps_the_part_and_the_profile_that_the_url_names(client: FlaskClient) -> None:
    answer = client.get(f"{THING}?_profile=plain%26&page=2&lang=en")
    assert target(THING, answer.headers["Location"]) == f"{DOCUMENT}?_profile=plain%26&page=2&lang=en"


def test_the_301_keeps_what_the_url_asks_for(client: FlaskClient) -> None:
    answer = client.get(f"{DOCUMENT}/?_profile=plain&lang=en")
    assert answer.status_code == 301
    assert target(f"{DOCUMENT}/", answer.headers["Location"]) == f"{DOCUMENT}?_profile=plain&lang=en"


ACCEPT = [
    (None, "html"),
    ("*/*", "html"),
    ("text/*", "html"),
    ("text/turtle", "ttl"),
    ("TEXT/TURTLE", "ttl"),
    ("text/turtle;charset=utf-8", "ttl"),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
    ("application/n-triples", "nt"),
    ("application/rdf+xml", "rdf"),
    ("application/trig", "trig"),
    ("application/n-quads", "nq"),
    ("text/html;q=0.5, text/turtle", "ttl"),
    ("text/html;q=0, */*", "ttl"),
    ("text/html;q=0.2, application/*;q=0.9", "jsonld"),
    ("application/xhtml+xml", "html"),
    ("nonsense, ;;q=, text/turtle;q=0.3", "ttl"),
    ("%%%", "html"),
    (", ".join(f"a/b{number};q=0.{number % 10}" for number in range(2000))[:8000] + ", */*", "html"),
]


@pytest.mark.parametrize(("accept", "suffix"), ACCEPT, ids=[str(accept)[:40] for accept, _ in ACCEPT])
def test_a_document_negotiates(client: FlaskClient, accept: str | None, suffix: str) -> None:
    answer = client.get(DOCUMENT, headers={"Accept": accept} if accept else {})
    if accept and len(accept) > 4000:  # what lies beyond the two hundredth member is not read
        assert answer.status_code == 406
        return
    assert answer.status_code == 200
    assert answer.mimetype == TYPES[suffix]
    assert target(DOCUMENT, answer.headers["Content-Location"]).partition("?")[0] == f"{DOCUMENT}.{suffix}"
    assert {"Accept", "Accept-Language"} <= set(answer.vary)


@pytest.mark.parametrize("path", ["/ns", "/ns/1.2.0", "/shapes", "/graph/editorial", "/dataset", "/catalog"])
def test_vocabularies_and_graphs_prefer_turtle_and_give_browsers_a_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).mimetype == "text/turtle"
    assert client.get(path, headers={"Accept": "*/*"}).mimetype == "text/turtle"
    page = client.get(path, headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
    assert page.mimetype == HTML_TYPE
    assert "<h1>" in page.text


def test_fourteen_clients_get_what_they_can_read(client: FlaskClient, conformance: Path) -> None:
    readable = {"chrome": HTML_TYPE, "firefox": HTML_TYPE}
    with (conformance / "clients.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == 14
    for row in rows:
        answer = client.get(DOCUMENT, headers={"Accept": row["accept"]})
        name = row["client"]
        if name == "activitystreams-style" or name == "json-ld-profile":
            assert answer.mimetype == "application/ld+json", name
        elif name in ("java-urlconnection", "curl-default"):
            assert answer.status_code == 200, name
        elif name == "atomgraph-jena":
            assert answer.mimetype in {each.media_type for each in FORMATS}, name
        else:
            wanted = {readable.get(name, "")} if name in readable else {each.media_type for each in FORMATS}
            assert answer.mimetype in wanted, name


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_suffix_decides_against_accept(client: FlaskClient, suffix: str) -> None:
    other = "text/turtle" if suffix == "html" else "text/html"
    answer = client.get(f"{DOCUMENT}.{suffix}", headers={"Accept": other})
    assert answer.mimetype == TYPES[suffix]
    assert "Accept" not in set(answer.vary)
    assert ("Accept-Language" in set(answer.vary)) == (suffix == "html")


@pytest.mark.parametrize("suffix", [each.suffix for each in FORMATS])
def test_every_variant_parses_and_describes_itself(client: FlaskClient, suffix: str) -> None:
    form = by_suffix(suffix)
    assert form is not None
    graph = Dataset(default_union=True) if form.datasets else Graph()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)  # rdflib's own parsers
        graph.parse(data=client.get(f"{DOCUMENT}.{suffix}").data, format=form.media_type)
    page, thing, dataset = URIRef(BASE + "doc/duty/lights"), URIRef(BASE + "id/duty/lights"), URIRef(BASE + "dataset")
    assert (page, FOAF.primaryTopic, thing) in graph
    assert (page, VOID.inDataset, dataset) in graph
    assert (page, DCTERMS.isPartOf, dataset) in graph
    assert (page, DCTERMS.license, URIRef("https://creativecommons.org/publicdomain/zero/1.0/")) in graph
    assert len({str(label) for label in graph.objects(thing, URIRef("http://www.w3.org/2000/01/rdf-schema#label"))}) == 2


@pytest.mark.parametrize("suffix", [each.suffix for each in FORMATS])
@pytest.mark.parametrize("path", ["/ns", "/shapes", "/graph/editorial", "/dataset"])
def test_graph_documents_are_the_files_of_the_release(
    client: FlaskClient, tiny_release: Release, path: str, suffix: str
) -> None:
    names = {"/ns": "vocabulary", "/shapes": "shapes", "/graph/editorial": "editorial", "/dataset": "catalog"}
    answer = client.get(f"{path}.{suffix}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].count("charset") <= 1
    assert answer.mimetype == TYPES[suffix]
    assert answer.data == tiny_release.dump(names[path], suffix).read_bytes()


def test_lexical_forms_survive_in_the_document_of_a_graph(client: FlaskClient) -> None:
    text = client.get("/graph/editorial.nt").text
    assert '"012"' in text
    assert '"2.20"' in text


def test_trig_tells_the_graphs_and_turtle_merges_them(client: FlaskClient) -> None:
    assert f"<{BASE}graph/statement>" in client.get(f"{DOCUMENT}.nq").text
    assert f"<{BASE}graph/statement>" not in client.get(f"{DOCUMENT}.nt").text


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_variant_has_its_own_strong_tag_and_is_answered_304_without_being_made(
    client: FlaskClient, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = client.get(DOCUMENT, headers={"Accept": TYPES[suffix]})
    tag = full.headers["ETag"]
    assert tag.startswith('"')
    monkeypatch.setattr("kiungo.web.resources._response", lambda *_: pytest.fail("the body was made"))
    for held in (tag, f'"other", W/{tag}', "*"):
        answer = client.get(DOCUMENT, headers={"Accept": TYPES[suffix], "If-None-Match": held})
        assert answer.status_code == 304
        assert answer.data == b""
        for name in ("ETag", "Vary", "Cache-Control", "Content-Location", "Link"):
            assert answer.headers[name] == full.headers[name]


def test_tags_differ_by_variant_and_document_and_release(client: FlaskClient, copy: FlaskClient) -> None:
    tags = [client.get(f"{DOCUMENT}.{suffix}").headers["ETag"] for suffix in SUFFIXES]
    tags += [client.get("/doc/office/harbour.ttl").headers["ETag"], copy.get(f"{DOCUMENT}.ttl").headers["ETag"]]
    tags += [client.get(f"{DOCUMENT}.html?lang=en").headers["ETag"]]
    assert len(set(tags)) == len(tags)


def test_a_tag_that_is_not_held_gives_the_body(client: FlaskClient) -> None:
    assert client.get(DOCUMENT, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", [*PATHS, f"{DOCUMENT}.html"])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_head_has_the_headers_of_get(client: FlaskClient, path: str, accept: str) -> None:
    get, head = client.get(path, headers={"Accept": accept}), client.head(path, headers={"Accept": accept})
    assert head.data == b""
    assert head.status_code == get.status_code
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("path", PATHS)
def test_options_answers_a_preflight_and_never_redirects(client: FlaskClient, path: str) -> None:
    answer = client.options(path, headers={
        "Origin": "https://x.example", "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "accept, if-none-match",
    })
    assert answer.status_code == 204
    assert answer.data == b""
    assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["Allow"].split(", "))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Headers"] == "accept, if-none-match"
    assert answer.headers["Access-Control-Allow-Methods"] == answer.headers["Allow"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "OPTIONS", "DELETE"])
def test_every_response_may_be_read_by_any_origin_and_is_guarded(client: FlaskClient, path: str, method: str) -> None:
    answer = client.open(path, method=method)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {"Link", "Location", "Content-Location", "ETag"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"]
    assert answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", [THING, DOCUMENT, "/ns", "/", "/robots.txt"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_can_only_be_read_says_so(client: FlaskClient, path: str, method: str) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_document_that_no_xml_can_hold_is_refused_as_xml_alone(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """No release has one, since none is built; so another character plays its part."""
    monkeypatch.setattr(serialization, "_NO_XML", re.compile(b"w"))
    refused = client.get(f"{DOCUMENT}.rdf", headers={"Accept": "application/json"})
    assert (refused.status_code, refused.mimetype) == (406, "application/problem+json")
    assert "U+0077" in refused.get_json()["detail"]
    assert client.get(f"{DOCUMENT}.ttl").status_code == 200


def test_nothing_acceptable_gives_406_with_the_variants(client: FlaskClient) -> None:
    answer = client.get(DOCUMENT, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.mimetype == "application/problem+json"
    assert {"Accept"} <= set(answer.vary)
    variants = answer.get_json()["variants"]
    assert {each["type"] for each in variants} == set(TYPES.values())
    for each in variants:
        assert client.get(target(DOCUMENT, each["url"])).mimetype == each["type"]


@pytest.mark.parametrize("accept", ["text/turtle", "text/html", "*/*", "image/png"])
@pytest.mark.parametrize("path", ["id/duty/none", "doc/duty/none", "doc/duty/none.ttl", "none", "graph/none", "id/", "doc/"])
def test_what_is_not_there_is_not_found_in_any_format(client: FlaskClient, path: str, accept: str) -> None:
    assert client.get(f"/{path}", headers={"Accept": accept}).status_code == 404


ODD = [
    ("/id/%64uty/lights", 301, THING),
    ("/id/duty%2Flights", 301, THING),
    ("/id/duty/lights/", 301, THING),
    ("/doc/%64uty/lights", 301, DOCUMENT),
    ("/doc/duty/lights/", 301, DOCUMENT),
    ("/doc/duty/lights%2ettl", 301, f"{DOCUMENT}.ttl"),
    ("/n%73", 301, "/ns"),
    ("/ns/", 301, "/ns"),
    ("/graph/editorial/", 301, "/graph/editorial"),
    ("/id/duty/../duty/lights", 404, ""),
    ("/id//duty/lights", 301, THING),
    ("/doc/duty//%6Cights.ttl", 301, f"{DOCUMENT}.ttl"),
    ("///graph//editorial//", 301, "/graph/editorial"),
    ("/id//duty/none", 404, ""),
    ("/id/duty/./lights", 404, ""),
    ("/id/du%00ty", 400, ""),
    ("/id/du%0Aty", 404, ""),
    ("/id/du%09ty", 400, ""),
    ("/id/caf%C3%A9", 404, ""),
    ("/id/café", 404, ""),
    ("/id/a b<c>\"d", 404, ""),
    ("/id/{x}|^`", 404, ""),
    ("/doc/../../etc/passwd", 404, ""),
    ("/doc/..%2f..%2fetc%2fpasswd", 404, ""),
    ("/dataset/1.2.0/../../manifest.json", 404, ""),
    ("/id/" + "x" * 7000, 404, ""),
    ("/static/0/../../__init__.py", 404, ""),
    ("/static/0000/kiungo.css", 404, ""),
]


@pytest.mark.parametrize(("path", "status", "place"), ODD, ids=[path[:30] for path, _, _ in ODD])
def test_odd_paths_have_one_clear_answer(client: FlaskClient, path: str, status: int, place: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    if place:
        assert target(path, answer.headers["Location"]) == place
        assert client.get(place).status_code in (200, 303)


@pytest.mark.parametrize(("sent", "status"), [("//id/duty/lights", 301), ("//id/duty/none", 404), ("//duty.example/id", 404)])
def test_a_base_and_a_path_that_both_bring_a_slash_lead_to_the_thing(client: FlaskClient, sent: str, status: int) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": sent, "RAW_URI": sent})
    assert answer.status_code == status
    assert answer.headers.get("Location") == ("../../../id/duty/lights" if status == 301 else None)


def test_a_path_that_is_not_utf8_is_a_bad_request(client: FlaskClient) -> None:
    for accept in ("text/html", "text/turtle", "*/*"):
        answer = client.get("/", environ_overrides={"PATH_INFO": "/id/\xff\xfe"}, headers={"Accept": accept})
        assert answer.status_code == 400


def test_without_the_request_line_a_path_counts_as_canonical(client: FlaskClient) -> None:
    unknown = {"RAW_URI": "", "REQUEST_URI": ""}
    assert client.get(THING, environ_overrides=unknown).status_code == 303
    assert client.get(f"{DOCUMENT}.ttl", environ_overrides=unknown).status_code == 200


def test_the_link_header_is_short_and_leads_to_the_variants(client: FlaskClient) -> None:
    answer = client.get(DOCUMENT)
    value = answer.headers["Link"]
    assert len(value) < 4096
    for relation in ("alternate", "describedby", "canonical", "license", "type", "cite-as", "describes"):
        assert f'rel="{relation}"' in value
    for suffix, media_type in TYPES.items():
        assert f'{suffix}>; rel="alternate"; type="{media_type}"' in value
    assert f'<{BASE}doc/duty/lights>; rel="canonical"' in value


def test_a_copy_says_so_and_points_to_the_original(copy: FlaskClient, client: FlaskClient) -> None:
    answer = copy.get(DOCUMENT)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert f'<{BASE}doc/duty/lights>; rel="canonical"' in answer.headers["Link"]
    assert f'<link rel="canonical" href="{BASE}doc/duty/lights">' in answer.text
    assert '<p class="banner"' in answer.text
    assert copy.get("/robots.txt").text.endswith("Disallow: /\n")
    assert "http://localhost:8000/id/duty/lights" in copy.get(f"{DOCUMENT}.nt").text
    assert BASE not in copy.get(f"{DOCUMENT}.nt").text
    ours = client.get(DOCUMENT)
    assert "X-Robots-Tag" not in ours.headers
    assert "banner" not in ours.text


@pytest.mark.parametrize("path", [THING, DOCUMENT, "/ns", "/", "/dataset", "/none/such", "/doc/duty/lights/"])
def test_a_site_mounted_below_a_path_stays_there(client: FlaskClient, path: str) -> None:
    answer = client.get(path, base_url="https://host.example/some/where/", headers={"Accept": "text/html"})
    here = f"https://host.example/some/where{path}"
    references = [answer.headers[name] for name in ("Location", "Content-Location") if name in answer.headers]
    references += [each.split('"')[0] for each in answer.text.split('href="')[1:]]
    assert references
    for each in references:
        place = urljoin(here, each)
        assert not place.startswith("https://host.example/") or place.startswith("https://host.example/some/where/"), each


def test_a_label_cannot_run_a_script(client: FlaskClient) -> None:
    page = client.get(f"{DOCUMENT}.html").text
    assert re.findall("<script[^>]*>", page) == ['<script type="application/ld+json">'], "data, which no browser runs"
    assert "&lt;script&gt;alert(&#39;lights&#39;)&lt;/script&gt; &amp; lamps" in page
    shown = client.get("/no/%3Cscript%3Ealert(1)%3C/script%3E", headers={"Accept": "text/html"}).text
    assert "<script" not in shown
    assert "/no/&lt;script&gt;" in shown
