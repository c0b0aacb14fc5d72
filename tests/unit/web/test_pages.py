"""Home, the query form, the stylesheet and robots.txt."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_a_slash_at_the_end_of_a_page_s_address_leads_to_the_page(app: Flask, client: FlaskClient) -> None:
    paths = [rule.rule for rule in app.url_map.iter_rules() if not rule.arguments and not rule.rule.endswith("/")]
    assert {"/browse", "/search", "/privacy", "/limits", "/sparql"} <= set(paths)
    for path in paths:
        answer = client.get(f"{path}/?a=b")
        assert answer.status_code == 301, path
        assert urljoin(f"{path}/", answer.headers["Location"]) == f"{path}?a=b"


@pytest.mark.parametrize(("header", "tag", "words"), [
    ("", "sw", "Wakala wa Serikali Mtandao: data zilizounganishwa"),
    ("sw-TZ, en;q=0.5", "sw", "Wakala wa Serikali Mtandao: data zilizounganishwa"),
    ("en-GB,en;q=0.9", "en", "The e-Government Agency of Zanzibar: linked data from one page"),
    ("fr", "sw", "Wakala wa Serikali Mtandao: data zilizounganishwa"),
])
def test_home_is_in_the_reader_s_language(agency: FlaskClient, header: str, tag: str, words: str) -> None:
    answer = agency.get("/", headers={"Accept-Language": header} if header else {})
    assert answer.headers["Content-Language"] == tag
    assert f'<html lang="{tag}">' in answer.text
    assert f"<h1>{words}</h1>" in answer.text
    assert "Accept-Language" in set(answer.vary)


def test_the_url_can_name_the_language_and_then_links_keep_it(agency: FlaskClient) -> None:
    answer = agency.get("/?lang=en", headers={"Accept-Language": "sw"})
    assert answer.headers["Content-Language"] == "en"
    assert "Accept-Language" not in set(answer.vary)
    assert 'href="doc/agency/e-government-agency?lang=en"' in answer.text
    assert 'href="doc/agency/e-government-agency"' in agency.get("/").text


def test_home_tells_the_start_s_own_words_and_opens_the_doors(agency: FlaskClient) -> None:
    page = agency.get("/?lang=en").text
    assert 'lang="sw">Kuwa na serikali mtandao yenye ufanisi kwa ajili ya utawala bora.' in page
    assert 'lang="en-t-sw-t0-und">To have an efficient e-government for the sake of good governance.' in page
    assert "unofficial translation" in page
    for target in ("sparql", "dataset", "ns", "doc/agency/e-government-agency.ttl"):
        assert re.search(rf'href="{target}[?"]', page), target
    assert "https://w3id.org/znz-egov/id/agency/e-government-agency" in page
    assert "the source page is undated" in page.lower()


def test_home_works_for_a_body_with_one_language_and_no_notice(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "<h1>The Harbour Office</h1>" in page
    assert "Harbour Office" in page
    assert 'class="notice"' not in page


def test_home_is_answered_304(agency: FlaskClient) -> None:
    tag = agency.get("/").headers["ETag"]
    assert agency.get("/", headers={"If-None-Match": tag}).status_code == 304
    assert agency.get("/?lang=en", headers={"If-None-Match": tag}).status_code == 200


def test_the_stylesheet_is_kept_for_ever_under_its_digest(client: FlaskClient) -> None:
    href = re.search(r'<link rel="stylesheet" href="([^"]+)">', client.get("/doc/duty/lights.html").text)
    assert href is not None
    path = urljoin("/doc/duty/lights.html", href[1])
    answer = client.get(path)
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]


def test_pages_need_no_script_and_no_inline_style(agency: FlaskClient) -> None:
    for path in ("", "doc/agency/e-government-agency.html", "ns.html", "shapes.html", "dataset.html", "graph/statement.html"):
        page = agency.get(f"/{path}").text
        scripts = set(re.findall("<script[^>]*>", page)) - {'<script type="application/ld+json">'}  # data, which no browser runs
        assert all(each.endswith('/search.js">') for each in scripts) if path == "" else not scripts  # suggestions alone
        assert " style=" not in page
        assert " onclick=" not in page


def test_the_form_asks_by_get_and_its_examples_run(client: FlaskClient) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html"}).text
    assert re.search(r'<form class="query" method="get" action="sparql#answer"', page)
    assert '<option value="csv">' in page
    assert "What does the office have to do?" in page
    hrefs = [unescape(each) for each in re.findall(r'class="run" href="([^"]+)"', page)]
    assert len(hrefs) == 2
    answer = client.get(urljoin("/sparql", hrefs[0]))
    assert answer.status_code == 200
    rows = json.loads(answer.text)["results"]["bindings"]
    assert [row["duty"]["value"] for row in rows] == ["https://harbour.example/lod/id/duty/lights"]


def test_the_service_describes_itself_to_programs(client: FlaskClient) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.mimetype == "text/turtle"
    assert "https://harbour.example/lod/graph/statement" in answer.text or "/graph/statement" in answer.text
    assert "UnionDefaultGraph" in answer.text


def test_an_error_in_a_query_is_told_in_the_form_that_was_asked_for(client: FlaskClient) -> None:
    problem = client.get("/sparql?query=SELEC", headers={"Accept": "application/sparql-results+json, application/problem+json"})
    assert problem.status_code == 400
    assert problem.get_json()["line"] == 1
    page = client.get("/sparql?query=SELEC", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (400, "text/html")


def test_the_icon_is_where_browsers_look_for_it(client: FlaskClient) -> None:
    answer = client.get("/favicon.ico")
    assert answer.mimetype == "image/svg+xml"
    assert answer.data.startswith(b"<svg")
    assert 'href="../../favicon.ico"' in client.get("/doc/duty/lights.html").text


@pytest.mark.parametrize(("bound", "most", "path", "words"), [
    ("engine.evidence.RECORDS", 20, "doc/agency/e-government-agency", r"20 of \d+ records of evidence .*The query for all"),
    ("engine.evidence.RECORDS", 20, "doc/agency/e-government-agency.ttl", r"Only 20 of \d+ records of evidence"),
    ("web.warrants.sources._PASSAGES", 5, "doc/source/about-page/snapshot/09eda7de2b00", r"5 of 28 passages .*The query for all"),
    ("web.warrants.sources._STATEMENTS", 1, "doc/source/about-page/snapshot/09eda7de2b00", r"<a href=.*>1 of [2-9] are listed;"),
    ("web.warrants.sources._COUNTED", 1, "doc/source/about-page/snapshot/09eda7de2b00", r"<a href=.*>1 of [2-9] are listed;"),
    ("web.graphs._SUBJECTS", 5, "graph/statement", r"5 of \d\d are listed"),
    ("web.graphs._QUADS", 30, "graph/statement", r"\d of more than \d+ are listed"),
    ("web.graphs._CLASSES", 3, "dataset", r"The 3 largest of \d+ are listed"),
    ("web.browse._CLASSES", 3, "browse", r"The 3 largest of \d+ are listed"),
    ("web.queries.ROWS", 4, "query/objectives", r"4 of \d+ rows are shown"),
])
def test_what_is_cut_tells_of_how_many(
    agency: FlaskClient, monkeypatch: pytest.MonkeyPatch, bound: str, most: int, path: str, words: str
) -> None:
    monkeypatch.setattr(f"kiungo.{bound}", most)
    assert re.search(words, agency.get(f"/{path}?lang=en", headers={"Accept": "text/html"}).text)
