"""What was withdrawn answers 410 for ever, in RDF and for people, and says why, since when, and what to see instead."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, Literal, URIRef

from kiungo.rdf.formats import FORMATS, Format

BASE = "https://harbour.example/lod/"
THING, DOCUMENT = "/id/duty/fog-horn", "/doc/duty/fog-horn"


@pytest.mark.parametrize("accept", ["text/turtle", "text/html", "application/ld+json", "*/*", "image/png"])
@pytest.mark.parametrize("path", [THING, DOCUMENT, f"{DOCUMENT}.ttl", f"{DOCUMENT}.html"])
def test_what_is_withdrawn_is_gone_whatever_is_accepted(client: FlaskClient, path: str, accept: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == 410
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in answer.headers["Cache-Control"]
    assert client.head(path, headers={"Accept": accept}).status_code == 410


@pytest.mark.parametrize("path", [THING, DOCUMENT])
@pytest.mark.parametrize("form", FORMATS, ids=[each.suffix for each in FORMATS])
def test_data_say_why_since_when_and_what_to_see_instead(client: FlaskClient, path: str, form: Format) -> None:
    answer = client.get(path, headers={"Accept": form.media_type})
    assert (answer.status_code, answer.mimetype) == (410, form.media_type)
    assert answer.headers["Content-Location"].endswith(f"doc/duty/fog-horn.{form.suffix}")
    assert "fog-horn" in answer.text


def test_the_statements_are_those_of_the_editors(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get(THING, headers={"Accept": "text/turtle"}).data, format="turtle")
    thing = URIRef(BASE + THING[1:])
    assert graph.value(thing, URIRef(f"{BASE}ns#seeInstead")) == URIRef(f"{BASE}id/duty/lights")
    assert graph.value(thing, URIRef(f"{BASE}ns#isWithdrawn")) == Literal(True)
    assert str(graph.value(thing, URIRef(f"{BASE}ns#withdrawnOn"))) == "2025-02-01"


@pytest.mark.parametrize("path", [THING, DOCUMENT])
def test_the_page_leads_on(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.headers["Content-Language"] == "en"
    assert "&lt;b&gt;horn&lt;/b&gt;" in answer.text
    assert '<time datetime="2025-02-01">' in answer.text
    assert "we had misread it." in answer.text
    start = "../" * path.count("/", 1)
    assert f'href="{start}doc/duty/lights"' in answer.text
    assert answer.text.count("<h1>") == 1


def test_another_spelling_of_what_is_withdrawn_leads_there(client: FlaskClient) -> None:
    answer = client.get(f"{THING}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "../../../id/duty/fog-horn")


def test_no_precondition_makes_it_anything_else(client: FlaskClient) -> None:
    answer = client.get(DOCUMENT, headers={"If-None-Match": "*"})
    assert answer.status_code == 410
    assert "ETag" not in answer.headers


def test_crawlers_are_not_led_there_and_the_feed_says_that_it_is_gone(client: FlaskClient) -> None:
    urls = client.get("/sitemap/1.xml").text
    assert "doc/duty/lights<" in urls
    assert "fog-horn" not in urls


def test_neither_search_nor_browsing_leads_there(client: FlaskClient) -> None:
    for path, other in (("/search?q=horn", "notice"), ("/search?q=keeping", "doc/duty/lights"), ("/browse", "duty")):
        page = client.get(path, headers={"Accept": "text/html"}).text
        assert other in page.casefold()
        assert "duty/fog-horn" not in page


def test_who_looks_its_iri_up_gets_to_it(client: FlaskClient) -> None:
    page = client.get(f"/search?q={BASE}id/duty/fog-horn", headers={"Accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 410


def test_a_copy_tells_its_permanent_address(copy: FlaskClient) -> None:
    page = copy.get("/doc/duty/fog-horn", headers={"Accept": "text/html"}).text
    assert f"<code>{BASE}id/duty/fog-horn</code>" in page
