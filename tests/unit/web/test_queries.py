"""Stored queries as resources: their formats, their parameters, their pages, and the document that describes them."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import quote, urlencode, urljoin

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from kiungo.release import Release
from kiungo.settings import load
from kiungo.web import create_app

RANK = "/query/duty-by-rank"
LIGHTS = "https://harbour.example/lod/id/duty/lights"
PROBLEM = {"Accept": "application/problem+json"}


def rows(answer: TestResponse) -> list[dict[str, str]]:
    """The rows of an answer in JSON, as values."""
    assert answer.status_code == 200, answer.text
    found = json.loads(answer.text)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


@pytest.mark.parametrize(("accept", "content_type"), [
    (None, "application/sparql-results+json"),
    ("*/*", "application/sparql-results+json"),
    ("application/json", "application/sparql-results+json"),
    ("text/csv", "text/csv; charset=utf-8"),
    ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
])
def test_the_accept_header_chooses_the_format(client: FlaskClient, accept: str | None, content_type: str) -> None:
    answer = client.get(RANK, headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)
    assert {"Accept", "Accept-Language"} <= set(answer.vary)


@pytest.mark.parametrize(("form", "mimetype"), [
    ("json", "application/sparql-results+json"), ("csv", "text/csv"), ("tsv", "text/tab-separated-values"),
    ("xml", "application/sparql-results+xml"), ("html", "text/html"), ("csv-excel", "text/csv"), ("CSV", "text/csv"),
    ("text/csv", "text/csv"), ("text/html", "text/html"), ("", "application/sparql-results+json"),
])
def test_the_parameter_format_wins_over_accept(client: FlaskClient, form: str, mimetype: str) -> None:
    answer = client.get(f"{RANK}?format={form}", headers={"Accept": "image/png"} if form else {})
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert ("Accept" in answer.vary) is (form == "")
    assert (mimetype == "text/html") is ("Content-Disposition" not in answer.headers)


def test_a_table_for_excel_is_another_file_than_csv(client: FlaskClient) -> None:
    plain, excel = (client.get(f"{RANK}?format={form}") for form in ("csv", "csv-excel"))
    assert excel.data == b"\xef\xbb\xbf" + plain.data
    assert excel.headers["Content-Disposition"] == 'attachment; filename="duty-by-rank.csv"'
    assert plain.headers["Content-Disposition"] == 'inline; filename="duty-by-rank.csv"'
    assert excel.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize("path", [RANK, "/sparql?query=ASK%7B%7D"])
@pytest.mark.parametrize(("form", "status", "problem", "holds"), [
    ("ttl", 406, "not-acceptable", "text/csv"), ("rdf", 406, "not-acceptable", "text/csv"), ("pdf", 400, "format", "csv-excel"),
])
def test_a_format_that_does_not_fit_is_refused_alike_wherever_a_query_is_asked(
    client: FlaskClient, path: str, form: str, status: int, problem: str, holds: str
) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}format={form}", headers=PROBLEM)
    told = json.loads(answer.text)
    assert (answer.status_code, told["type"]) == (status, f"urn:kiungo:problem:{problem}")
    assert holds in told["remedy" if status == 400 else "detail"]
    assert ("remedy" in told, told.get("parameter")) == ((True, "format") if status == 400 else (False, None))


def test_what_nobody_offers_is_406_with_what_there_is(client: FlaskClient) -> None:
    answer = client.get(RANK, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert {each["type"] for each in json.loads(answer.text)["variants"]} >= {"text/csv", "text/html"}


@pytest.mark.parametrize(("sent", "found"), [
    ({}, 1), ({"rank": "1"}, 1), ({"rank": "2"}, 0), ({"rank": ""}, 1), ({"rank": "01"}, 1),
    ({"language": "fr", "note": "phare"}, 1), ({"language": "en", "note": "phare"}, 0), ({"language": ""}, 1),
    ({"note": "<script>"}, 1), ({"note": '") } #'}, 0), ({"note": "?name"}, 0), ({"note": "é\\u0022"}, 0),
    ({"relation": LIGHTS}, 1), ({"relation": "https://example.org/"}, 0),
])
def test_values_are_bound_and_nothing_else(client: FlaskClient, sent: dict[str, str], found: int) -> None:
    answer = rows(client.get(f"{RANK}?{urlencode({**sent, 'format': 'json'})}"))
    assert [row["duty"] for row in answer] == [LIGHTS] * found
    for row in answer:
        assert {**row, **{name: value for name, value in sent.items() if value and name != "rank"}} == row


@pytest.mark.parametrize(("query", "name", "remedy"), [
    ("rank=x", "rank", "whole number"),
    ("rank=0", "rank", "at least 1"),
    ("rank=1&rank=1", "rank", "once"),
    ("language=de", "language", "en, fr"),
    (f"note={'x' * 21}", "note", "at most 20"),
    ("note=%00", "note", "control"),
    ("relation=lights", "relation", "absolute IRI"),
    (f"relation={quote('https://x.example/> ?s ?p ?o')}", "relation", "absolute IRI"),
    ("ranks=1", "ranks", "language, note, rank, relation"),
    ("query=ASK%7B%7D", "query", "language, note, rank, relation"),
])
def test_a_value_that_does_not_fit_is_400_with_the_parameter_and_the_remedy(
    client: FlaskClient, query: str, name: str, remedy: str
) -> None:
    answer = client.get(f"{RANK}?{query}", headers=PROBLEM)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    problem = json.loads(answer.text)
    assert problem["parameter"] == name
    assert remedy in problem["remedy"]
    assert problem["type"].endswith(":parameter")


@pytest.mark.parametrize("query", ["note=%E9", "&".join(f"a{n}=1" for n in range(60))])
def test_parameters_that_cannot_be_read_are_400(client: FlaskClient, query: str) -> None:
    assert client.get(f"{RANK}?{query}", headers=PROBLEM).status_code == 400


def test_a_query_without_parameters_says_so(client: FlaskClient) -> None:
    answer = client.get("/query/duties?x=1", headers=PROBLEM)
    assert "It has no parameters." in json.loads(answer.text)["remedy"]


def test_a_value_that_does_not_fit_is_told_in_swahili_too(agency: FlaskClient) -> None:
    answer = agency.get("/query/?x=1", headers={"Accept": "application/json", "Accept-Language": "sw"})
    problem = json.loads(answer.text)
    assert (problem["detail"], problem["remedy"]) == ("Hakuna kigezo x hapa.", "Vilivyopo ni: lang.")


def test_the_page_tells_question_answer_query_and_citation(client: FlaskClient) -> None:
    page = client.get(f"{RANK}?language=fr&lang=en", headers={"Accept": "text/html"}).text
    assert "<h1><span lang=\"en\">Which duty has a given rank?</span></h1>" in page
    assert "Keeping &lt;script&gt;alert(&#39;lights&#39;)&lt;/script&gt; &amp; lamps</a>" in page
    assert "<script>" not in page
    assert '<option value="fr" lang="" selected>fr</option>' in page
    assert 'name="rank" type="number" value="1"' in page
    assert '<input type="hidden" name="lang" value="en">' in page
    assert 'VALUES (?rank ?language) { (&#34;1&#34;^^' in page
    assert "“Which duty has a given rank?”, in: The Harbour Office, version 1.2.0 (release " in page
    assert "https://harbour.example/lod/id/question/duty-by-rank" in page
    assert 'href="../openapi.json" rel="service-desc"' in page


def test_the_language_switch_keeps_the_values(agency: FlaskClient) -> None:
    page = agency.get("/query/objective-by-number?position=6&lang=en", headers={"Accept": "text/html"}).text
    assert 'href="../query/objective-by-number?position=6&amp;lang=sw"' in page
    other = agency.get("/query/objective-by-number?lang=sw&position=6", headers={"Accept": "text/html"}).text
    assert "Lengo lenye nambari fulani linasema nini" in other
    assert "Kupanua wigo wa upatikanaji taarifa" in other


def test_the_query_shown_gives_the_answer_shown(agency: FlaskClient) -> None:
    page = agency.get("/query/passages-with-words?keywords=Imani&lang=en", headers={"Accept": "text/html"}).text
    query, *_ = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)  # what follows is how it is cited
    shown = agency.get(f"/sparql?{urlencode({'query': unescape(query), 'format': 'csv'})}").text
    assert shown == agency.get("/query/passages-with-words?keywords=Imani&format=csv").text
    assert "imani ya wananchi" in shown


def test_downloads_of_the_page_are_the_answer_for_the_same_values(client: FlaskClient) -> None:
    page = client.get(f"{RANK}?rank=7", headers={"Accept": "text/html"}).text
    hrefs = [unescape(each) for each in re.findall(r'<a href="([^"]+)" type="[^"]+" rel="nofollow">', page)]
    assert len(hrefs) == 4
    for href in hrefs:
        answer = client.get(urljoin(RANK, href))
        assert answer.status_code == 200
        assert LIGHTS not in answer.text
    assert "Nothing in the data answers this." in page


def test_a_truth_value_is_told_in_words(agency: FlaskClient) -> None:
    page = agency.get("/query/merged?lang=en", headers={"Accept": "text/html"}).text
    assert '<p class="verdict">No</p>' in page
    assert json.loads(agency.get("/query/merged").text)["boolean"] is False


def test_every_question_of_both_bodies_is_listed_and_answers(client: FlaskClient, agency: FlaskClient) -> None:
    for asked, count in ((client, 2), (agency, 28)):
        listed = asked.get("/query/").text.partition("<main")[2].partition("</main>")[0]
        hrefs = re.findall(r'<li><a href="([^"]+)"', listed)
        assert len(hrefs) == count
        for href in hrefs:
            assert asked.get(urljoin("/query/", href), headers={"Accept": "text/csv"}).status_code == 200


@pytest.mark.parametrize(("body", "slug", "language", "title"), [
    ("agency", "name", "sw", "Ukurasa unaiita taasisi hii jina gani, na katika kifungu kipi?"),
    ("agency", "merged", "en", "Has anything been merged as identical?"),
    ("client", "duties", "en", "What does the office have to do?"),
])
def test_the_permanent_link_of_a_question_tells_it_and_leads_to_its_answers(
    request: pytest.FixtureRequest, body: str, slug: str, language: str, title: str
) -> None:
    asked: FlaskClient = request.getfixturevalue(body)
    page = asked.get(f"/doc/question/{slug}.html?lang={language}").text
    assert f'<span lang="{language}">{title}</span></h1>' in page
    assert title not in page.partition('<section class="group"')[2].partition("</section>")[0], "it stands in the heading"
    assert f'<p class="answers"><a href="../../query/{slug}?lang={language}">' in page.partition('<p class="iri">')[0]
    triples = asked.get(f"/doc/question/{slug}.nt").text
    assert re.search(rf"<(.+)id/question/{slug}> <http://xmlns.com/foaf/0.1/page> <\1query/{slug}> \.", triples)


def test_the_index_is_in_each_language(agency: FlaskClient) -> None:
    assert "Maswali na majibu" in agency.get("/query/?lang=sw").text
    assert "What are the objectives, in page order?" in agency.get("/query/", headers={"Accept-Language": "en"}).text


@pytest.mark.parametrize("accept", ["text/csv", "text/html"])
def test_an_answer_is_validated_by_its_tag(client: FlaskClient, accept: str) -> None:
    first = client.get(f"{RANK}?rank=1", headers={"Accept": accept})
    assert first.headers["Cache-Control"] == "public, max-age=300, must-revalidate"
    again = client.get(f"{RANK}?rank=1", headers={"Accept": accept, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(f"{RANK}?rank=2", headers={"Accept": accept, "If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_head_has_the_headers_of_get(client: FlaskClient) -> None:
    for path in (RANK, "/query/", "/openapi.json"):
        get, head = client.get(path), client.head(path)
        assert head.data == b""
        assert dict(head.headers) == dict(get.headers)


def test_options_and_other_methods_are_as_everywhere(client: FlaskClient) -> None:
    for path in (RANK, "/query/", "/openapi.json"):
        options = client.options(path)
        assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
        refused = client.post(path)
        assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert refused.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("sent", "location"), [
    ("/query", "query/"), ("/query?lang=en", "query/?lang=en"), ("/query/%64uties?format=csv", "../query/duties?format=csv"),
    ("/query/duties/", "../../query/duties"),
])
def test_another_spelling_is_301(client: FlaskClient, sent: str, location: str) -> None:
    answer = client.get(sent, environ_overrides={"RAW_URI": sent})
    assert (answer.status_code, answer.headers["Location"]) == (301, location)


@pytest.mark.parametrize("path", ["/query/nothing", "/query/duties/x", "/query/duties.csv", "/query/prefixes"])
def test_what_is_no_stored_query_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_links_lead_to_the_description_and_to_the_other_formats(client: FlaskClient) -> None:
    link = client.get(f"{RANK}?rank=1").headers["Link"]
    assert '<../openapi.json>; rel="service-desc"; type="application/vnd.oai.openapi+json; version=3.1"' in link
    assert '<./>; rel="service-doc"' in link
    assert '<duty-by-rank?rank=1&format=csv>; rel="alternate"; type="text/csv"' in link
    assert 'id/question/duty-by-rank>; rel="cite-as"' in link


def test_a_copy_points_to_the_original(copy: FlaskClient) -> None:
    answer = copy.get(RANK)
    assert '<https://harbour.example/lod/query/duty-by-rank>; rel="canonical"' in answer.headers["Link"]
    assert rows(copy.get(f"{RANK}?relation=http%3A%2F%2Flocalhost%3A8000%2Fid%2Fduty%2Flights"))
    described = json.loads(copy.get("/openapi.json").text)
    assert described["servers"] == [{"url": "http://localhost:8000"}]


def test_the_descriptions_name_the_server_as_others_see_it_and_the_data_by_their_base(
    client: FlaskClient, tiny_release: Release
) -> None:
    reached = create_app(tiny_release, load({}, {"public_url": "https://reached.example/here/"})).test_client()
    assert json.loads(reached.get("/openapi.json").text)["servers"] == [{"url": "https://reached.example/here"}]
    ours, theirs = (each.get("/sparql", headers={"Accept": "application/n-triples"}) for each in (client, reached))
    assert "service-description#endpoint> <https://reached.example/here/sparql> ." in theirs.text
    assert "service-description#endpoint> <https://harbour.example/lod/sparql> ." in ours.text
    assert "service-description#name> <https://harbour.example/lod/graph/editorial> ." in theirs.text
    assert theirs.headers["ETag"] != ours.headers["ETag"]


def test_the_description_is_valid_openapi(client: FlaskClient, agency: FlaskClient) -> None:
    for asked in (client, agency):
        answer = asked.get("/openapi.json")
        assert answer.headers["Content-Type"] == "application/vnd.oai.openapi+json; version=3.1"
        described = json.loads(answer.text)
        assert described["openapi"].startswith("3.1")
        validate(described)


def test_the_description_has_each_query_with_its_typed_parameters(client: FlaskClient) -> None:
    described = json.loads(client.get("/openapi.json").text)
    assert {
        "/query/duties", RANK, "/query/", "/sparql", "/id/{name}", "/doc/{name}", "/search", "/cite",
    } == set(described["paths"])
    found = {each["name"]: each["schema"] for each in described["paths"][RANK]["get"]["parameters"]}
    assert found["rank"] == {"type": "integer", "minimum": 1, "maximum": 10**18 - 1, "default": 1}
    assert found["language"] == {"enum": ["en", "fr"]}
    assert (found["note"]["type"], found["note"]["maxLength"]) == ("string", 20)
    assert found["relation"]["format"] == "iri"
    assert found["lang"] == {"type": "string"}


def test_the_data_set_s_page_counts_its_classes_and_leaves_the_parts_to_programs(client: FlaskClient) -> None:
    page = client.get("/dataset.html").text
    assert re.search(r'title="https://harbour.example/lod/ns#Excerpt"[^<]*</a></th><td class="figure">3</td>',
                     page)
    for path in ("/dataset.html", "/graph/catalog.html"):
        text = client.get(path).text
        assert "dataset#class-" not in text
        assert "dataset#property-" not in text
    assert "dataset#class-" in client.get("/dataset.ttl").text


def test_home_leads_to_the_stored_queries(agency: FlaskClient) -> None:
    assert '<a href="query/?lang=en">Questions and answers</a>' in agency.get("/?lang=en").text
