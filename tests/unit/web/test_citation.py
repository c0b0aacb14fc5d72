"""Citing: one record, in words and as programs for bibliographies read it, on every thing and every query."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from pybtex.database import Entry, parse_string
from pybtex.richtext import Text

from kiungo.web.citation import Record
from kiungo.web.contexts import Words

CANONICAL = "https://harbour.example/lod/"
FIELDS = {"id", "type", "title", "author", "publisher", "container-title", "issued", "version", "note", "URL", "language"}
"""Of https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json, those that we use."""


def _entry(text: str) -> Entry:
    (found,) = parse_string(text, "bibtex").entries.values()
    return found


def _plain(latex: str) -> str:
    latex = latex.replace(r"\$", "$")  # which pybtex does not know
    for name, character in (("asciicircum", "^"), ("braceleft", "("), ("braceright", ")"), ("backslash", "/")):
        latex = latex.replace(f"\\text{name}{{}}", character)
    return str(Text.from_latex(latex).render_as("text")).replace("\xa0", "~")


def _item(text: str) -> dict[str, Any]:
    """The item, held to what the schema demands of its fields."""
    (item,) = json.loads(text)
    assert item.keys() <= FIELDS
    assert item["type"] == "dataset"
    assert all(isinstance(value, str) and value for name, value in item.items() if name not in ("author", "issued"))
    assert all(set(each) == {"literal"} and each["literal"] for each in item.get("author", []))
    ((year, month, day),) = item["issued"]["date-parts"]
    date(year, month, day)
    return dict(item)


@pytest.mark.parametrize("title", ["Lights & Buoys", r"50 % of {x} \ $1 #2 _a_ ~b ^c", "Ng’ombe – “é”", "}{", "@misc{x,"])
def test_the_forms_say_the_same_whatever_the_title_holds(title: str) -> None:
    issued, iri = date(2025, 2, 28), f"{CANONICAL}id/a%20b"
    record = Record(Words(title, "en"), "A & B", "The {Data}", "1.0", "abcdef0123456789", issued, iri)
    entry, item = _entry(record.bibtex()), _item(record.csl())
    assert entry.type == "misc"
    assert _plain(entry.fields["title"]) == title.translate(str.maketrans("{}\\", "()/"))
    assert item["title"] == title
    assert entry.fields["url"] == item["URL"] == record.iri
    assert entry.fields["version"] == item["version"] == "1.0"
    assert entry.fields["note"] == item["note"] == "Release abcdef0123456789"
    assert (entry.fields["year"], entry.fields["date"]) == ("2025", "2025-02-28")
    assert item["author"] == [{"literal": "A & B"}]
    assert _plain(str(entry.persons["author"][0])) == "A & B"
    assert re.fullmatch(r"[A-Za-z0-9-]+", item["id"])


def test_where_no_publisher_is_named_there_is_no_author() -> None:
    record = Record(Words("T"), "", "C", "1", "abcdef0123456789", date(2025, 2, 28), CANONICAL)
    assert "author" not in _item(record.csl())
    assert not _entry(record.bibtex()).persons


@pytest.mark.parametrize("path", [
    "doc/office/harbour", "doc/duty/lights", "ns", "graph/statement", "dataset", "sparql?query=ASK%7B%7D&format=html",
])
def test_every_page_about_something_says_how_it_is_cited(client: FlaskClient, path: str) -> None:
    page = client.get(f"/{path}", headers={"Accept": "text/html"}).text
    (cite,) = re.findall(r'<details class="cite">(.*?)</details>', page, re.DOTALL)
    bibtex, csl = (unescape(each) for each in re.findall(r"<code>(.*?)</code>", cite, re.DOTALL))
    release = client.application.extensions["kiungo"].release
    entry, item = _entry(bibtex), _item(csl)
    assert item["URL"].startswith(CANONICAL)
    assert entry.fields["url"] == item["URL"]
    assert entry.fields["note"] == f"Release {release.name}"
    assert item["issued"] == {"date-parts": [[2025, 2, 28]]}
    for piece in (item["title"], item["URL"], "version 1.2.0", release.name, "2025-02-28", "The Harbour Office"):
        assert piece in unescape(cite.partition("</p>")[0])
    kinds = ("application/x-bibtex", "application/vnd.citationstyles.csl+json")
    for href, kind, body in zip(re.findall(r'href="([^"]*)"', cite), kinds, (bibtex, csl), strict=True):
        answer = client.get(urljoin(f"/{path}", unescape(href)))
        assert (answer.status_code, answer.mimetype, answer.text) == (200, kind, body)
        assert "Accept" not in answer.headers["Vary"].split(", ")


def test_a_stored_query_is_cited_by_its_question(agency: FlaskClient) -> None:
    page = agency.get("/query/name?lang=en", headers={"Accept": "text/html"}).text
    (csl,) = re.findall(r"<code>(\[.*?)</code>", page.partition('<details class="cite">')[2], re.DOTALL)
    item = _item(unescape(csl))
    assert item["URL"] == "https://w3id.org/znz-egov/id/question/name"
    assert item["title"].endswith("?")


def test_a_free_query_is_cited_by_an_address_that_asks_it(client: FlaskClient) -> None:
    query = 'SELECT * WHERE { ?s ?p "a & b" } LIMIT 1'
    item = _item(client.get(f"/cite?query={quote(query)}&format=csl").text)
    told = urlsplit(item["URL"])
    assert f"{told.scheme}://{told.netloc}{told.path}" == f"{CANONICAL}sparql"
    assert parse_qs(told.query) == {"query": [query]}


def test_a_copy_cites_the_original(copy: FlaskClient) -> None:
    for iri in ("http://localhost:8000/id/office/harbour", f"{CANONICAL}id/office/harbour", "hid:office/harbour"):
        assert _item(copy.get(f"/cite?of={quote(iri, safe='')}&format=csl").text)["URL"] == f"{CANONICAL}id/office/harbour"


@pytest.mark.parametrize(("accept", "kind"), [
    (None, "text/plain"), ("application/x-bibtex", "application/x-bibtex"), ("*/*", "text/plain"),
    ("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json"),
])
def test_a_citation_is_negotiated_as_those_of_dois_are(client: FlaskClient, accept: str | None, kind: str) -> None:
    answer = client.get("/cite?of=hid:office/harbour", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert {"Accept", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    again = client.get("/cite?of=hid:office/harbour", headers={"Accept": accept or "", "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("query", "status"), [
    ("", 400), ("of=", 400), ("of=urn:nobody", 404), ("of=hid:none", 404), ("of=hid:office/harbour&format=xml", 400),
    ("query=" + "a" * 7001, 400), ("of=harbour", 404), ("query=objectives", 400), ("query=PREFIX+a:", 400),
])
def test_what_cannot_be_cited_is_refused(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"/cite?{query}").status_code == status


def test_a_form_that_there_is_not_is_a_406(client: FlaskClient) -> None:
    assert client.get("/cite?of=hid:office/harbour", headers={"Accept": "text/turtle"}).status_code == 406
