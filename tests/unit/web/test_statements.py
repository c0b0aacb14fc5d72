"""What every reader is owed: the statements, and a way to tell of an error on every page."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask.testing import FlaskClient


def _footer(client: FlaskClient, path: str) -> str:
    return client.get(path, headers={"Accept": "text/html"}).text.partition('<footer class="site">')[2]


@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize(("path", "title"), [
    ("privacy", {"en": "Privacy", "sw": "Faragha"}), ("accessibility", {"en": "Accessibility", "sw": "Ufikikaji"}),
])
def test_the_foot_of_a_page_leads_to_each_statement(agency: FlaskClient, path: str, title: dict[str, str], language: str) -> None:
    assert f'<a href="{path}?lang={language}">{title[language]}</a>' in _footer(agency, f"/?lang={language}")
    answer = agency.get(f"/{path}?lang={language}")
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)
    assert f"<h1>{title[language]}</h1>" in answer.text
    assert answer.text.partition("<main")[2].count("<h2>") >= 4


@pytest.mark.parametrize(("path", "address"), [
    ("/id/office/harbour", "https://harbour.example/lod/id/office/harbour"),
    ("/sparql", "https://harbour.example/lod/sparql"),
    ("/nothing/here", "https://harbour.example/lod/nothing/here"),
])
def test_an_error_is_reported_to_the_contact_with_the_iri_and_the_release(
    client: FlaskClient, path: str, address: str
) -> None:
    foot = _footer(client, path.replace("/id/", "/doc/"))
    (mail,) = re.findall(r'href="(mailto:[^"]*)"', foot)
    told = urlsplit(unescape(mail))
    fields = parse_qs(told.query, strict_parsing=True)
    release = client.application.extensions["kiungo"].release.name
    assert unquote(told.path) == "clerk@harbour.example"
    assert fields["subject"] == [f"An error at {address}"]
    assert fields["body"][0].split("\r\n")[:2] == [address, f"release {release}, version 1.2.0"]
    assert 'href="https://harbour.example/write"' in foot
    assert "The clerk of the harbour" in foot


def test_a_report_from_a_copy_names_the_original(copy: FlaskClient) -> None:
    assert "<code>https://harbour.example/lod/id/office/harbour</code>" in _footer(copy, "/doc/office/harbour")


def test_nothing_of_an_address_gets_out_of_the_report(client: FlaskClient) -> None:
    foot = _footer(client, "/%22%3E%3Cscript%3E&bcc=a@b.example")
    (mail,) = re.findall(r'href="(mailto:[^"]*)"', foot)
    assert "<script" not in foot
    assert set(parse_qs(urlsplit(unescape(mail)).query)) == {"subject", "body"}


def test_where_no_contact_is_named_the_page_says_so_and_what_to_quote(agency: FlaskClient) -> None:
    foot, nobody = _footer(agency, "/doc/agency/e-government-agency?lang=en"), "No contact is published yet"
    assert nobody in foot
    assert "This names the page exactly" in foot
    assert "Please quote" not in foot
    assert "mailto:" not in foot
    assert "<code>https://w3id.org/znz-egov/id/agency/e-government-agency</code>" in foot
    assert nobody in agency.get("/privacy?lang=en").text.partition("<footer")[0]
