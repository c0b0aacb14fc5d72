"""`?_explain=1`: the same choice as without it, told; where it is a 406, too; never cached, never raw."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from kiungo.protocol.lists import MEMBERS

BROWSER = {"Accept": "text/html", "Accept-Language": "en"}
BOTH = ["text/html", "text/turtle", "*/*", "image/png", "application/xml;q=0.9, text/html;q=0", "text/*;q=.3,application/rdf+xml"]

BASE = "https://harbour.example/lod/"
PATHS = [
    "/dataset", "/ns", "/doc/duty/lights", "/doc/duty/lights.html", "/doc/duty/lights?_profile=plain",
    "/doc/duty/fog-horn", "/id/duty/fog-horn", "/id/duty/lights", "/", "/sparql", "/.well-known/void", "/query/duties",
    "/query/duties?format=csv", "/query/", "/linkset/ns", "/catalog", "/sparql?query=ASK%7B%7D",
    "/sparql?query=CONSTRUCT+WHERE+%7B%3Fs+a+%3Fo%7D", "/sparql?query=ASK%7B%7D&format=csv",
    "/doc/duty/lights?lang=en", "/limits", "/search?q=lights", "/search?q=lights&format=json", "/cite?query=ASK%7B%7D",
    f"/cite?of={BASE}id/duty/lights", f"/cite?of={BASE}id/duty/lights&format=bibtex",
]


@pytest.mark.parametrize("header", BOTH)
@pytest.mark.parametrize("path", PATHS)
def test_what_is_told_is_what_is_sent(client: FlaskClient, path: str, header: str) -> None:
    """Every fact of the explanation, against the headers of the answer itself."""
    plain = client.get(path, headers={"Accept": header, "Accept-Language": "fr"})
    asked = {"Accept": f"{header}, application/json;q=0.001", "Accept-Language": "fr"}
    explained = client.get(f"{path}{'&' if '?' in path else '?'}_explain=1", headers={"Accept": header, "Accept-Language": "fr"})
    assert explained.status_code == 200
    assert explained.headers["Cache-Control"] == "no-store"
    assert "ETag" not in explained.headers
    told = explained.get_json() if explained.mimetype == "application/json" else None
    if told is None:
        facts = [str(plain.status_code), plain.headers.get("ETag", "").strip('"'), plain.headers.get("Location", "")]
        assert all(each in explained.text for each in facts), asked
        return
    assert told["status"] == plain.status_code
    refused = plain.status_code == 406
    assert told["entity_tag"] == plain.headers.get("ETag", "")
    assert told["location"] == plain.headers.get("Location", plain.headers.get("Content-Location", ""))
    assert told["chosen"] == ("" if refused or plain.status_code == 303 else plain.mimetype)
    assert told["language"] == ("" if refused or plain.status_code == 303 else plain.headers.get("Content-Language", ""))
    assert set(told["cache_key"]) - {"URL", "Accept-Encoding"} == set(plain.vary) - {"Accept-Encoding"}
    assert told["reasons"]


@pytest.mark.parametrize(("language", "words"), [("en", "has the highest score"), ("sw", "ina alama ya juu kabisa")])
def test_reasons_are_told_in_the_reader_s_language(agency: FlaskClient, language: str, words: str) -> None:
    for kind in ("text/html", "*/*", "application/json"):
        answer = agency.get("/ns?_explain=1", headers={"Accept": kind, "Accept-Language": language})
        assert answer.headers["Content-Language"] == language
        assert words in answer.text


def test_text_names_what_it_explains_in_the_reader_s_words_alone(agency: FlaskClient) -> None:
    text = agency.get("/doc/purpose/vision?page=1&lang=sw&_explain=1", headers={"Accept": "*/*"}).text
    assert text.startswith("/doc/purpose/vision?page=1&lang=sw\n")
    assert "Muundo" in text
    assert not re.search(r"\b(variant|server|score|by|specificity|none|more|Language:|key)\b", text)


@pytest.mark.parametrize("path", [
    "/doc/purpose/vision", "/ns", "/", "/search?q=serikali", "/browse?in=pbm%3AObjective",
    "/query/objective-by-number?position=6",
    "/query/", "/sparql", "/sparql?example=objectives", "/sparql?query=ASK+%7B%7D", "/limits", "/doc/purpose/vision?_profile=alt",
])
def test_each_page_leads_to_its_explanation_which_leads_back_in_each_language(agency: FlaskClient, path: str) -> None:
    told = agency.get(_linked(agency.get(path, headers=BROWSER), "Why did I get this?"), headers=BROWSER)
    assert _linked(told, path) == f"http://localhost{path}"
    other = agency.get(_linked(told, "Kiswahili"), headers=BROWSER)
    assert "<h1>Kwa nini nimepata hii?</h1>" in other.text
    lang = f"{'&' if '?' in path else '?'}lang=sw"
    assert _linked(other, path + lang) == f"http://localhost{path}{lang}"


def _linked(answer: TestResponse, words: str) -> str:
    """Where the link with these words leads."""
    found = re.search(rf'<a href="([^"]+)"[^>]*>{re.escape(escape(words))}</a>', answer.text)
    assert found, words
    return urljoin(answer.request.url, unescape(found[1]))


@pytest.mark.parametrize(
    ("path", "words"), [("/id/purpose/vision", "Tazama waraka"), ("/id/purpose/vision/", "tahajia nyingine")]
)
def test_the_note_of_a_redirect_is_in_the_language_of_its_url(agency: FlaskClient, path: str, words: str) -> None:
    for query in ("", "?lang=sw"):
        answer = agency.get(path + query, headers={"Accept-Language": "en"})
        assert answer.headers["Content-Language"] == "sw"
        assert words in answer.text
    assert words not in agency.get(f"{path}?lang=en").text


def test_each_kind_of_client_can_read_it(client: FlaskClient) -> None:
    kinds = {"text/html": "text/html", "*/*": "text/plain", "text/turtle": "application/json", "image/png": "text/plain",
             "application/json": "application/json"}
    for header, kind in kinds.items():
        assert client.get("/dataset?_explain=1", headers={"Accept": header}).mimetype == kind


def test_programs_get_the_scores(client: FlaskClient) -> None:
    told = client.get("/dataset?_explain=1", headers={"Accept": "application/json;q=0.5, text/*;q=0.2"}).get_json()
    scores = {each["media_type"]: (each["score"], each["specificity"], each["alias"]) for each in told["variants"]}
    assert scores["application/ld+json"] == (0.4, 3, True)
    assert scores["text/turtle"] == (0.2, 2, False)
    assert told["chosen"] == "application/ld+json"
    assert told["cache_key"] == ["URL", "Accept", "Accept-Language", "Accept-Encoding"]


def test_the_language_is_explained(client: FlaskClient) -> None:
    ask = {"Accept": "text/html;q=0.9, application/json", "Accept-Language": "xx, en-GB;q=0.5"}
    told = client.get("/ns?_explain=1", headers={**ask, "Accept": "text/html"})
    assert "en-gb" in told.text
    assert client.get("/ns.html?_explain=1", headers=ask).get_json()["reasons"][0].startswith("The path ends in .html")


def test_a_thing_explains_its_303(client: FlaskClient) -> None:
    thing = next(each for each in client.get("/dataset.nt").text.split() if "/id/" in each).strip("<>").split("/id/")[1]
    told = client.get(f"/id/{thing}?_explain=1", headers={"Accept": "application/json"})
    assert told.get_json()["status"] == 303
    assert told.get_json()["location"] == client.get(f"/id/{thing}").headers["Location"]
    assert client.get("/id/nothing?_explain=1").status_code == 404


@pytest.mark.parametrize("header", ["<script>alert(1)</script>, text/html", 'text/html, a/b;x="<img src=x onerror=1>"'])
def test_a_header_is_escaped(client: FlaskClient, header: str) -> None:
    page = client.get("/dataset?_explain=1", headers={"Accept": header, "Accept-Language": "<b>"}).text
    assert "<script>" not in page
    assert "<img" not in page
    assert "<b>" not in page


def test_a_long_header_makes_no_long_answer(client: FlaskClient) -> None:
    for header in (",".join(["a/b;c=" + "d" * 400] * MEMBERS), "text/html," * 5_000, 'a/b;c="' + "x" * 60_000):
        answer = client.get("/dataset?_explain=1", headers={"Accept": header, "Accept-Language": "en," * 20_000})
        assert answer.status_code == 200
        assert len(answer.data) < 60_000
