"""The page of an answer: what it shows of tables, graphs and truths, and why there is none."""

from __future__ import annotations

import gzip
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiungo.errors import ServiceUnavailable
from kiungo.evaluation.pool import Pool, Result
from kiungo.gateway import queries
from kiungo.release import Release
from kiungo.settings import load
from kiungo.web import answers, create_app
from kiungo.web.tables import ROWS

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
BASE = "https://harbour.example/lod/"
DUTIES = f"SELECT ?office ?duty {{ ?office <{BASE}ns#hasDuty> ?duty }}"
ROW = ["Harbour Office", "Keeping <script>alert('lights')</script> & lamps"]
TOO_MUCH = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r }"


def ask(client: FlaskClient, query: str, **parameters: str) -> TestResponse:
    return client.get("/sparql?" + urlencode({"query": query, **parameters}), headers={"Accept": BROWSER})


def cells(page: str) -> list[list[str]]:
    """The words of the table, row by row, without the numbers."""
    body = re.search(r"<tbody[^>]*>(.*?)</tbody>", page, re.DOTALL)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body[1], re.DOTALL) if body else []
    parts = (re.findall(r"<td[^>]* data-name[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows)
    return [[unescape(re.sub(r"<[^>]+>", "", each)).strip() for each in row] for row in parts]


def test_a_table_has_labels_and_links_to_our_pages(client: FlaskClient) -> None:
    answer = ask(client, DUTIES)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert cells(answer.text) == [ROW]
    assert '<a class="word" href="doc/office/harbour" lang="en"' in answer.text
    assert "Rows: 1" in answer.text
    assert re.search(r"answered in \d+\.\d+ seconds", answer.text)


def test_the_page_is_an_answer_like_others(client: FlaskClient) -> None:
    answer = ask(client, DUTIES)
    assert {"Accept", "Accept-Language"} <= set(answer.vary)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Content-Language"] == "en"
    assert "ETag" not in answer.headers
    assert "max-age" in answer.headers["Cache-Control"]
    assert ask(client, "SELECT (RAND() AS ?r) {}").headers["Cache-Control"] == "no-store"
    head = client.head("/sparql?" + urlencode({"query": DUTIES}), headers={"Accept": BROWSER})
    assert (head.status_code, head.data) == (200, b"")


@pytest.mark.parametrize("send", [
    lambda client: client.get("/sparql?" + urlencode({"query": DUTIES, "format": "html"})),
    lambda client: client.post("/sparql", data={"query": DUTIES}, headers={"Accept": BROWSER}),
    lambda client: client.post("/sparql", data={"query": DUTIES, "format": "html"}),
    lambda client: client.post("/sparql", data=DUTIES, content_type="application/sparql-query", headers={"Accept": BROWSER}),
])
def test_however_the_page_is_asked_for(client: FlaskClient, send: object) -> None:
    assert cells(send(client).text) == [ROW]  # type: ignore[operator]


def test_the_query_is_in_the_form_again(client: FlaskClient) -> None:
    query = f"{DUTIES}\n# </textarea><script>alert(1)</script> & \"'"
    page = ask(client, query.replace("\n", "\r\n"), timeout="7", lang="en").text
    field = re.search(r'<textarea id="query"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert field is not None
    assert unescape(field[1]) == query
    assert 'name="timeout" inputmode="decimal" size="4" value="7"' in page
    assert '<input type="hidden" name="lang" value="en">' in page
    assert "<script>alert" not in page


def test_the_graphs_that_were_asked_are_asked_again(client: FlaskClient) -> None:
    page = ask(client, DUTIES, **{"default-graph-uri": f"{BASE}graph/none"}).text
    assert cells(page) == []
    assert f'<input type="hidden" name="default-graph-uri" value="{BASE}graph/none">' in page
    for href in re.findall(r'<a href="(sparql\?query=[^"]+)"', page):
        assert parse_qs(urlsplit(unescape(href)).query)["default-graph-uri"] == [f"{BASE}graph/none"]
    assert "default-graph-uri=https%3A" in page[page.index('id="code"') :]


@pytest.mark.parametrize(("term", "shown"), [
    ('"<b>x</b>"', "<b>x</b>"),
    ("<javascript:alert(1)>", "javascript:alert(1)"),
    ("<http://elsewhere.example/x>", "http://elsewhere.example/x"),
    ("BNODE()", "_:"),
    ("1/0", ""),
    ("<<( <http://a.example/s> <http://a.example/p> 1 )>>", "<<( <http://a.example/s>"),
])
def test_any_term_is_shown_and_none_does_harm(client: FlaskClient, term: str, shown: str) -> None:
    page = ask(client, f"SELECT ?x {{ BIND({term} AS ?x) }}").text
    found = cells(page)
    assert len(found) == 1
    assert found[0][0].startswith(shown)
    assert 'href="javascript' not in page
    assert "<b>x" not in page


def test_a_link_to_elsewhere_is_plain(client: FlaskClient) -> None:
    page = ask(client, "SELECT (<http://elsewhere.example/x> AS ?x) {}").text
    assert re.search(r'<a class="code" href="http://elsewhere.example/x"[^>]* rel="external"', page)


def test_more_rows_than_a_page_shows_are_counted_and_told(agency: FlaskClient) -> None:
    page = ask(agency, "SELECT * { ?s ?p ?o }", lang="en").text
    assert len(cells(page)) == ROWS
    count = re.search(r"Rows: ([\d,]+)<", page)
    assert count is not None
    assert int(count[1].replace(",", "")) > 3000
    assert f"The first {ROWS} rows are shown." in page
    assert '<a href="#download">' in page


def test_an_answer_longer_than_the_page_reads_is_told_as_such(
    agency: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "EXCERPT", 20_000)
    page = ask(agency, "SELECT * { ?s ?p ?o }", lang="en").text
    assert re.search(r"Rows: more than [\d,]+<", page)
    assert "rows are shown." in page


def test_no_row_is_told_as_such(client: FlaskClient) -> None:
    page = ask(client, "SELECT ?x { ?x a <http://x.example/None> }").text
    assert "Rows: 0" in page
    assert "nothing fits this query" in page
    assert "<tbody" not in page


@pytest.mark.parametrize(("query", "word"), [("ASK {}", "Yes"), ("ASK { <http://x.example/n> ?p ?o }", "No")])
def test_a_truth_is_a_word(client: FlaskClient, query: str, word: str) -> None:
    assert f"<strong>{word}</strong>" in ask(client, query).text


@pytest.mark.parametrize("query", [f"CONSTRUCT WHERE {{ ?o <{BASE}ns#hasDuty> ?d }}", f"DESCRIBE <{BASE}office/none>"])
def test_a_graph_is_a_table_of_its_triples_with_files_of_its_kind(client: FlaskClient, query: str) -> None:
    page = ask(client, query).text
    assert ">subject</th>" in page or "Rows: 0" in page
    if query.startswith("CONSTRUCT"):
        assert [row[0] for row in cells(page)] == ["Harbour Office"]
    files = re.findall(r"format=(\w+)\"", page[page.index('id="download"') : page.index('id="share"')])
    assert files == ["ttl", "jsonld", "nt", "rdf", "trig", "nq"]


def test_each_file_that_is_offered_is_there(client: FlaskClient) -> None:
    page = ask(client, DUTIES).text
    part = page[page.index('id="download"') : page.index('id="share"')]
    hrefs = [unescape(each) for each in re.findall(r'href="([^"]+)"', part)]
    assert len(hrefs) == 5
    for href in hrefs:
        answer = client.get(f"/{href}")
        assert answer.status_code == 200
        assert "filename=" in answer.headers["Content-Disposition"]


def test_a_query_too_long_for_a_url_offers_its_files_by_post(client: FlaskClient) -> None:
    query = f"{DUTIES} #{'x' * answers.URL}"
    page = client.post("/sparql", data={"query": query}, headers={"Accept": BROWSER}).text
    assert cells(page) == [ROW]
    assert "too long for an ordinary address" in page
    assert '<button class="quiet" name="format" value="csv-excel">' in page
    assert max(len(each) for each in re.findall(r'href="([^"]+)"', page)) < 300


@pytest.mark.parametrize(("query", "status", "words", "more"), [
    ("SELECT ?x { ?x a h:Duty }", 400, "The query cannot be read", f"Begin with “PREFIX h: <{BASE}ns#>”."),
    ("SELECT ?x {\n ?x ?x\n}", 400, "The query cannot be read", "^"),
    ("INSERT DATA { <a:b> <a:b> 1 }", 403, "The data cannot be changed here", "SPARQL Update"),
    ("SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }", 403, "Queries to other services are refused", "SERVICE"),
    (TOO_MUCH, 503, "Stopped: the query took too long", "Ask for less"),
])
def test_why_there_is_no_answer_is_told_with_the_query_still_there(
    client: FlaskClient, query: str, status: int, words: str, more: str
) -> None:
    answer = ask(client, query, timeout="0.5")
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    page = unescape(answer.text)
    assert f"<h2>{words}</h2>" in page
    assert more in page
    assert query in page
    assert re.search(r"the query ended after \d+\.\d+ seconds", page)
    assert 'href="limits"' in page
    assert "Retry-After" in answer.headers or status < 500
    assert answer.headers["Cache-Control"] == ("public, max-age=60" if status < 500 else "no-store")
    assert "before you ask again" not in page


def test_who_only_has_to_wait_is_told_how_long(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*_: object) -> Result:
        raise ServiceUnavailable("All are at work.", "busy", {}, {"Retry-After": "7"})

    monkeypatch.setattr(Pool, "ask", busy)
    answer = ask(client, DUTIES)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    assert "Too many queries at the same time" in answer.text
    assert "Wait 7 seconds before you ask again." in answer.text


def test_a_timeout_that_is_no_number_is_told_on_the_page(client: FlaskClient) -> None:
    answer = ask(client, DUTIES, timeout="soon")
    assert answer.status_code == 400
    assert "“timeout” is a number of seconds" in answer.text


@pytest.mark.parametrize("problem", ["syntax", "unsupported", "timeout", "memory", "size", "busy", "failure", "service",
                                     "update"])
def test_each_problem_of_the_pool_has_its_words(agency: FlaskClient, problem: str) -> None:
    site = agency.application.extensions["kiungo"]
    for language in ("en", "sw"):
        assert site.catalogues[language](f"stop_{problem}")


def test_the_language_switch_keeps_the_query(agency: FlaskClient) -> None:
    page = ask(agency, "ASK {}", lang="sw").text
    assert "<strong>Ndiyo</strong>" in page
    switch = re.search(r'<a href="([^"]+)" lang="en"', page)
    assert switch is not None
    assert parse_qs(urlsplit(unescape(switch[1])).query) == {"query": ["ASK {}"], "lang": ["en"]}


def test_an_example_is_known_by_its_question_and_its_short_address(client: FlaskClient) -> None:
    form = client.get("/sparql", headers={"Accept": BROWSER}).text
    run = re.search(r'class="run" href="([^"]+)"', form)
    assert run is not None
    page = client.get(f"/{unescape(run[1])}", headers={"Accept": BROWSER}).text
    assert "What does the office have to do?" in page
    assert 'href="sparql?example=duties#query"' in page
    assert "data-short" not in page


def test_an_example_can_be_put_into_the_form(client: FlaskClient) -> None:
    answer = client.get("/sparql?example=duties", headers={"Accept": BROWSER})
    assert "h:hasDuty ?duty" in answer.text
    assert "PREFIX h: " in unescape(answer.text)
    plain = client.get("/sparql", headers={"Accept": BROWSER})
    assert answer.headers["ETag"] != plain.headers["ETag"]
    missing = client.get("/sparql?example=none", headers={"Accept": BROWSER})
    assert missing.status_code == 404


def test_the_query_page_may_run_scripts_and_only_ours(client: FlaskClient) -> None:
    pages = [client.get("/sparql", headers={"Accept": BROWSER}), ask(client, DUTIES), ask(client, "SELEC")]
    for answer in pages:
        policy = dict(each.strip().split(" ", 1) for each in answer.headers["Content-Security-Policy"].split(";"))
        assert (policy["script-src"], policy["connect-src"], policy["style-src"]) == ("'self'", "'self'", "'self'")
        assert policy["default-src"] == "'none'"
        assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", answer.text)
    assert "script-src" not in client.get("/limits").headers["Content-Security-Policy"]


def test_the_script_is_kept_for_ever_under_its_digest(client: FlaskClient) -> None:
    page = client.get("/sparql", headers={"Accept": BROWSER}).text
    path = re.search(r'src="(static/[0-9a-f]{16}/query\.js)"', page)
    assert path is not None
    answer = client.get(f"/{path[1]}")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/static/0000000000000000/query.js").status_code == 404


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o } LIMIT 1", "ASK {}", "SELEC", "SELECT * { SERVICE <x:y> {} }"])
def test_the_query_on_screen_is_shown_as_a_program_whatever_came_of_it(client: FlaskClient, query: str) -> None:
    page = ask(client, query).text
    assert page.count('class="snippet"') == 3
    assert f"client = SPARQLWrapper(&#39;{BASE}sparql&#39;)" in page


def test_the_query_in_the_form_is_shown_as_a_program_for_the_address_that_is_reached(tiny_release: Release) -> None:
    settings = load({}, {"query_workers": 1, "public_url": "https://reached.example/here/"})
    app = create_app(tiny_release, settings)
    page = app.test_client().get("/sparql", headers={"Accept": "text/html"}).text
    assert page.count('class="snippet"') == 3
    assert "curl --fail --silent --show-error https://reached.example/here/sparql" in page


def test_a_query_in_a_content_coding_is_refused_as_such(client: FlaskClient) -> None:
    fields = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip", "Accept": "application/json"}
    answer = client.post("/sparql", data=gzip.compress(b"ASK {}"), headers=fields)
    assert (answer.status_code, answer.headers["Accept-Encoding"]) == (415, "identity")
    assert client.post("/sparql", data=b"ASK {}", headers={**fields, "Content-Encoding": "identity"}).status_code == 200


def test_what_is_in_no_format_asked_for_names_those_there_are(client: FlaskClient) -> None:
    answer = client.get("/sparql?" + urlencode({"query": DUTIES}), headers={"Accept": "image/png"})
    problem = answer.get_json()
    assert (answer.status_code, problem["type"]) == (406, "urn:kiungo:problem:not-acceptable")
    assert {"type": "text/csv"} in problem["variants"]
