"""Search and the lookup of an IRI: pages for people, JSON for programs."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QuerySolutions, Store

from kiungo.web import lookup, search
from kiungo.web.site import Site


def _json(client: FlaskClient, text: str, more: str = "") -> dict[str, Any]:
    answer = client.get(f"/search?q={quote(text)}&format=json{more}")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return dict(answer.get_json())


def _main(client: FlaskClient, text: str, more: str = "") -> str:
    return client.get(f"/search?q={quote(text)}{more}", headers={"Accept": "text/html"}).text.partition("<main")[2]


@pytest.mark.parametrize("text", ["Wakala wa Serikali", "WAKALA wa serik", "wákàla", "E-GOVERNMENT agency"])
def test_a_thing_is_found_by_its_names_in_either_language(agency: FlaskClient, text: str) -> None:
    found = [each["href"] for each in _json(agency, text)["results"]]
    assert "doc/agency/e-government-agency" in found


def test_names_come_before_texts_and_say_what_the_thing_is(agency: FlaskClient) -> None:
    results = [each for each in _json(agency, "serikali mtandao", "&lang=en")["results"] if "/shapes#" not in each["iri"]]
    names = [any(one["name"] for one in each["matches"]) for each in results]
    assert names == sorted(names, reverse=True)
    first = next(each for each in results if each["iri"].endswith("/agency/e-government-agency"))
    assert first["label"] == "e-Government Agency"
    assert first["types"] == ["http://data.europa.eu/m8g/PublicOrganisation"]
    assert {"text": "Wakala wa Serikali Mtandao", "language": "sw", "name": True} in first["matches"]


@pytest.mark.parametrize(("language", "title"), [
    ("en", "What does the page call the agency, and where?"),
    ("sw", "Ukurasa unaiita taasisi hii jina gani, na katika kifungu kipi?"),
])
def test_a_question_is_found_by_its_title(agency: FlaskClient, language: str, title: str) -> None:
    found, = _json(agency, title, f"&lang={language}")["results"]
    assert (found["label"], found["language"], found["iri"].rpartition("/")[2]) == (title, language, "name")
    assert found["matches"] == [{"text": title, "language": language, "name": True}]


def test_things_come_before_terms_and_rules_and_records_last(agency: FlaskClient) -> None:
    found = [each["iri"].removeprefix("https://w3id.org/znz-egov/") for each in _json(agency, "mission", "&lang=en")["results"]]
    assert found[:2] == ["id/purpose/mission", "ns#Mission"]
    records = [each for each in found if each.startswith(("shapes#", "id/translation/", "id/question/"))]
    assert records == found[-len(records) :] != found


@pytest.mark.parametrize(("typed", "meant"), [("dhamria ya wakala", "dhamira ya wakala"), ("xyzzyq", None)])
def test_a_typing_error_is_forgiven(agency: FlaskClient, typed: str, meant: str | None) -> None:
    assert _json(agency, typed)["suggestion"] == meant
    main = _main(agency, typed, "&lang=en")
    assert (f'Did you mean: <a href="search?q=dhamira+ya+wakala&amp;lang=en">{meant}</a>' in main) == bool(meant)


@pytest.mark.parametrize(("language", "named"), [("en", True), ("sw", False)])
def test_the_words_are_marked_and_a_language_that_is_not_the_reader_s_is_named(
    agency: FlaskClient, language: str, named: bool
) -> None:
    main = _main(agency, "utawala bora", f"&lang={language}")
    assert '<span lang="sw">' in main
    assert "<mark>utawala</mark> <mark>bora</mark>" in main
    told = set(re.findall(r'<span class="tongue">([^<]*)</span>', main))
    assert ("Swahili" in told, "Kiswahili" in told) == (named, False)


def test_a_thing_of_two_classes_of_one_name_tells_the_name_once(agency: FlaskClient) -> None:
    """The data set is one to DCAT and to VoID."""
    main = _main(agency, "Wakala wa Serikali Mtandao: data", "&lang=en")
    (kinds,) = re.findall(r'href="dataset[^>]*>[^<]*</a>.*?<span class="kinds">(.*?)</span>', main, re.DOTALL)
    assert len(re.findall(r"<a [^>]*>dataset</a>", kinds)) == 1


def test_of_a_long_text_the_words_looked_for_are_shown(agency: FlaskClient, agency_site: Site) -> None:
    texts = [each for each in agency_site.search.entries(list(range(1, 5_000))) if each.is_text]
    longest = max(texts, key=lambda each: each.length)
    words = " ".join(longest.words.split()[-2:])
    (shown,) = {one["text"] for each in _json(agency, words)["results"] if each["iri"] == longest.iri for one in each["matches"]}
    assert len(longest.words) > len(shown) > 20
    assert shown.startswith("… ")
    assert words in shown


def test_pages_are_bounded_and_lead_to_each_other(agency: FlaskClient) -> None:
    whole = _json(agency, "wa")
    assert whole["count"] > 2 * search.HITS
    seen: list[str] = []
    place: str | None = "search?q=wa&format=json"
    while place:
        answer = agency.get(f"/{place}")
        seen += [each["iri"] for each in answer.get_json()["results"]]
        following = re.search(r'<([^>]*)>; rel="next"', answer.headers["Link"])
        place = f"{following[1]}&format=json" if following else None
    assert len(seen) == len(set(seen)) == whole["count"]
    assert 'rel="prev' not in _main(agency, "wa")
    assert 'rel="next" href="search?q=wa&amp;page=3&amp;lang=en"' in _main(agency, "wa", "&page=2&lang=en")
    assert agency.get("/search?q=wa&page=999").status_code == 404


@pytest.mark.parametrize("query", [
    "page=0", "page=x", "page=-1", "page=1000000000", "page=%C2%B2", "format=xml", "q=" + "a" * 1001,
])
def test_a_search_that_cannot_be_read_is_a_400(client: FlaskClient, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 400


def test_nothing_found_is_said_and_what_to_do(client: FlaskClient) -> None:
    main = _main(client, "nowhere")
    assert "No results found" in main
    assert "Fewer words find more." in main
    assert "No results found" not in client.get("/search").text


def test_a_search_is_a_page_for_browsers_and_data_for_programs(client: FlaskClient) -> None:
    for accept, kind in (("text/html", "text/html"), ("application/json", "application/json"), ("*/*", "text/html")):
        answer = client.get("/search?q=harbour", headers={"Accept": accept})
        assert answer.mimetype == kind
        assert "Accept" in answer.headers["Vary"]
        assert answer.headers["X-Robots-Tag"] == "noindex"
        again = client.get("/search?q=harbour", headers={"Accept": accept, "If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    refused = client.get("/search?q=harbour", headers={"Accept": "text/turtle"})
    assert refused.status_code == 406
    queries = ("q=a", "q=b", "q=a&format=json", "q=a&lang=en")
    assert len({client.get(f"/search?{each}").headers["ETag"] for each in queries}) == len(queries)


def test_what_is_typed_stays_text(client: FlaskClient) -> None:
    main = _main(client, '"><script>alert(1)</script>')
    assert "<script>alert" not in main
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in main


def test_the_script_suggests_and_the_form_works_without_it(client: FlaskClient) -> None:
    for path in ("/", "/search?q=x"):
        answer = client.get(path)
        (script,) = re.findall(r'<script type="module" src="([^"]*)"', answer.text)
        assert client.get(f"/{script}").mimetype == "text/javascript"
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'; connect-src 'self'" in policy
        assert "unsafe" not in policy
        assert re.search(r'<form class="find" role="search" method="get" action="search">', answer.text)


def test_the_query_behind_a_search_finds_what_was_found(agency: FlaskClient, agency_site: Site) -> None:
    (href,) = re.findall(r'<p class="behind"><a href="([^"]*)"', _main(agency, "utawala bora"))
    (query,) = parse_qs(urlsplit(unescape(href)).query)["query"]
    store = Store()
    store.bulk_extend(agency_site.dataset.quads())
    rows = store.query(query, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    asked = {str(row["thing"])[1:-1] for row in rows}
    assert {each["iri"] for each in _json(agency, "utawala bora")["results"]} <= asked


BASE = "https://harbour.example/lod/"


@pytest.mark.parametrize(("iri", "place"), [
    (f"{BASE}id/office/harbour", "id/office/harbour"),
    (f"<{BASE}id/office/harbour>", "id/office/harbour"),
    ("hid:office/harbour", "id/office/harbour"),
    ("http://harbour.example/lod/id/office/harbour", "id/office/harbour"),
    (f"{BASE}doc/office/harbour", "doc/office/harbour"),
    (f"{BASE}doc/office/harbour.ttl?lang=en", "doc/office/harbour.ttl"),
    (f"{BASE}ns#Duty", "ns#Duty"),
    ("h:Duty", "ns#Duty"),
    (f"{BASE}ns", "ns"),
    (f"{BASE}graph/statement", "graph/statement"),
    ("harbour.example/lod/id/office/harbour", "id/office/harbour"),
    ("id/office/harbour", "id/office/harbour"),
    ("/doc/office/harbour.ttl", "doc/office/harbour.ttl"),
    ("ns#Duty", "ns#Duty"),
    (BASE, "./"),
    (BASE.rstrip("/"), "./"),
])
def test_an_iri_of_ours_leads_there(client: FlaskClient, copy: FlaskClient, iri: str, place: str) -> None:
    for each in (client, copy):
        answer = each.get(f"/search?q={quote(iri, safe='')}")
        assert (answer.status_code, answer.headers["Location"]) == (303, place)
        assert "max-age" in answer.headers["Cache-Control"]
    assert client.get(f"/search?q={quote(iri, safe='')}&lang=en").headers["Location"].partition("#")[0].endswith("?lang=en")


def test_an_iri_of_this_copy_leads_there(copy: FlaskClient) -> None:
    assert copy.get("/search?q=http://localhost:8000/id/office/harbour").headers["Location"] == "id/office/harbour"


def test_an_iri_is_found_percent_encoded_or_not(client: FlaskClient) -> None:
    for spelled in (f"{BASE}id/office/%68arbour", quote(f"{BASE}id/office/harbour", safe=""), f"{BASE}%69d/office/harbour/"):
        answer = client.get(f"/search?q={quote(spelled, safe='')}")
        assert (answer.status_code, answer.headers.get("Location")) == (303, "id/office/harbour"), spelled


@pytest.mark.parametrize("iri", [
    f"{BASE}id/none", f"{BASE}ns#Nothing", "urn:nobody", "https://example.org/<>", "https://example.org/a b",
])
def test_an_iri_that_nothing_mentions_leads_nowhere_and_is_said_to_be_unknown(client: FlaskClient, iri: str) -> None:
    answer = client.get(f"/search?q={quote(iri, safe='')}")
    assert answer.status_code == 200
    assert re.search("Nothing in this release mentions this IRI.|No results found", answer.text)


def test_an_iri_of_others_leads_to_those_who_mention_it(agency: FlaskClient) -> None:
    iri = "http://www.wikidata.org/entity/Q1774"
    main = _main(agency, iri, "&lang=en")
    assert f'<code>{iri}</code>' in main
    assert 'href="doc/place/zanzibar?lang=en"' in main
    data = _json(agency, iri)
    assert data["known"]
    assert data["mentions"] == _json(agency, iri.partition("://")[2])["mentions"]
    assert "mentions" not in _json(agency, "and/or")
    assert {"iri": "https://w3id.org/znz-egov/id/place/zanzibar", "property": "http://www.w3.org/2004/02/skos/core#exactMatch"} \
        in data["mentions"]


def test_many_who_mention_an_iri_are_told_page_by_page_and_counted(
    agency: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = (_json(agency, "rdf:Statement", f"&page={number}") for number in (1, 2))
    assert first["count"] == len({(each["iri"], each["property"]) for each in first["mentions"] + last["mentions"]}) > 200
    assert f'201–{first["count"]} of {first["count"]}' in _main(agency, "rdf:Statement", "&page=2&lang=en")
    assert agency.get("/search?q=rdf:Statement&page=3").status_code == 404
    monkeypatch.setattr(lookup, "_COUNTED", 50)
    assert not _json(agency, "rdf:Statement")["whole"]
    assert '<span class="count">more than 50</span>' in _main(agency, "rdf:Statement", "&lang=en")


def test_a_property_of_others_is_counted(agency: FlaskClient) -> None:
    assert re.search(r"It is the property of [1-9]\d* statements\.", _main(agency, "skos:prefLabel", "&lang=en"))
    assert "dataset#" not in _main(agency, "skos:prefLabel")
