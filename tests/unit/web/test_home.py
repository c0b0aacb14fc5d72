"""The home page: what is counted stands there, and each kind of user has a way in."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient


def _facts(client: FlaskClient, language: str) -> list[str]:
    page = client.get(f"/?lang={language}").text
    return [re.sub("<[^>]+>", "", unescape(each)) for each in re.findall(r"<dd>(.*?)</dd>", page.partition("</dl>")[0])]


def test_home_tells_what_it_covers_how_fresh_and_how_far_to_trust_it(agency: FlaskClient) -> None:
    release = agency.application.extensions["kiungo"].release
    held, quads = release.manifest.assurance, release.manifest.quads
    facts = _facts(agency, "en")
    assert facts[:4] == [
        "28 of 28 passages of the source lead to statements", f"{quads:,} statements in 12 graphs",
        "Version 0.1.0, published on 2026-11-23", f"release {release.name}",
    ]
    assert f"{held.shapes + held.rules} rules checked, none broken" in facts
    assert "28 questions answered as their authors expect" in facts
    assert f"{held.evidence} records of where a statement was drawn from" in facts
    assert "Vifungu 28 kati ya 28 vya chanzo vimetoa kauli" in _facts(agency, "sw")


def test_home_says_of_another_body_what_is_so_of_it(client: FlaskClient) -> None:
    assert "2 of 3 passages of the source lead to statements" in _facts(client, "en")


def test_home_proves_what_it_counts(agency: FlaskClient) -> None:
    """Each figure leads to what was counted, the findings of the checks among them."""
    page = agency.get("/?lang=en").text.partition("<main")[2].partition("</dl>")[0]
    proofs = {text: unescape(href) for href, text in re.findall(r'<dd><a href="([^"]*)">(.*?)</a></dd>', page)}
    assert len(proofs) == 7
    for text, href in proofs.items():
        answer = agency.get(f"/{href}", headers={"Accept": "text/html, application/json"})
        assert answer.status_code == 200, text
    release = agency.application.extensions["kiungo"].release
    found = agency.get(f"/{proofs['11 remarks left by the checks (JSON)']}").get_json()
    assert len(found["results"]) == release.manifest.assurance.remarks == 11
    assert "18" in agency.get(f"/{proofs['18 doubtful readings marked']}").text.partition("<h1>")[2].partition("</h1>")[0]


def test_home_leads_readers_of_the_law_to_instruments_where_the_publication_names_their_classes(
    agency: FlaskClient, client: FlaskClient
) -> None:
    card = agency.get("/?lang=en").text.partition("For readers of the law")[2].partition("</ul>")[0]
    counts = re.findall(r'href="(browse[^"]*)"[^>]*>([^<]*)</a> <span class="count">(\d+)', card)
    assert [(name, size) for _, name, size in counts] == [
        ("mandate", "1"), ("legal document", "3"), ("part of a legal document", "1"), ("instrument", "13"),
    ]
    assert "Public Service Act No. 2 of 2011" in agency.get(f"/{unescape(counts[1][0])}").text
    assert "For readers of the law" not in client.get("/?lang=en").text


@pytest.mark.parametrize("target", [
    "query/", "sparql", "dataset", "catalog.ttl", "doc/agency/e-government-agency", "ns", "browse",
])
def test_home_leads_every_kind_of_user_on(agency: FlaskClient, target: str) -> None:
    main = agency.get("/").text.partition("<main")[2]
    assert f'href="{target}"' in main


def test_home_asks_the_search_and_keeps_the_language(agency: FlaskClient) -> None:
    plain, named = agency.get("/").text, agency.get("/?lang=en").text
    for page in (plain, named):
        assert 'role="search" method="get" action="search"' in page
        assert re.search(r'<label for="find">.*</label>\s*<input id="find" name="q"', page)
    assert 'name="lang"' not in plain
    assert '<input type="hidden" name="lang" value="en">' in named
