"""The query behind each list gives what the list shows, no less and no more."""

from __future__ import annotations

import csv
import re
from html import unescape
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

from kiungo.web import site_of

LINK = r'<a [^>]*title="([^"]+)"'
ANCHOR = r' id="(?!_)([^"]+)"'
COUNTED = rf'<th scope="row">{LINK}.*?<td class="figure">([\d,]+)'


def _behind(client: FlaskClient, path: str, after: str) -> tuple[str, list[dict[str, str]]]:
    """The page from these words to the link to its query, and what the query answers."""
    page = client.get(path, headers={"Accept": "text/html"}).text.partition("<main")[2].partition(after)[2]
    shown, _, rest = page.partition('<p class="behind"><a href="')
    href = urljoin(path, unescape(rest.partition('"')[0]))
    assert "format=html" in href
    answer = client.get(href.replace("format=html", "format=csv"))
    assert answer.status_code == 200, answer.text
    return shown, list(csv.DictReader(answer.text.splitlines()))


def _check(client: FlaskClient, path: str, columns: str, after: str, pattern: str) -> None:
    """Compare the addresses, and figures if any, that a pattern finds on a page with columns of the answer."""
    shown, rows = _behind(client, path, after)
    place = urljoin(site_of(client.application).base, path.lstrip("/").partition("?")[0])

    def iri(found: str) -> str:
        is_address = any(mark in found for mark in "/?:")
        return urljoin(place, unescape(found) if is_address else f"#{found}").partition("?")[0]

    listed = [each.groups() for each in re.finditer(pattern, shown, re.DOTALL)]
    found = {(iri(each), *(figure.replace(",", "") for figure in figures)) for each, *figures in listed}
    assert found
    assert found == {tuple(row[name] for name in columns.split()) for row in rows}


@pytest.mark.parametrize(("path", "columns", "after", "pattern"), [
    ("/?lang=en", "property", 'class="essentials"', f"<dt>{LINK}"),
    ("/ns?lang=en", "term", '<section class="terms">', ANCHOR),
    ("/dataset?lang=en", "graph statements", "<table>", COUNTED),
    ("/dataset?lang=en", "class things", '<caption class="hidden">Classes', COUNTED),
    ("/catalog?lang=en", "dataset", "<h1", '<h2><a href="([^"]+)"'),
    ("/query/?lang=en", "answers", "<h1", '<li><a href="([^"]+)"'),
    ("/graph/statement?lang=en", "thing", 'class="plain columns"', f"<li>{LINK}"),
])
@pytest.mark.parametrize("body", ["agency", "client"])
def test_the_query_behind_a_list_of_both_bodies_gives_what_it_shows(
    request: pytest.FixtureRequest, body: str, path: str, columns: str, after: str, pattern: str
) -> None:
    _check(request.getfixturevalue(body), path, columns, after, pattern)


@pytest.mark.parametrize(("body", "path", "columns", "after", "pattern"), [
    ("agency", "/shapes?lang=sw", "term", '<section class="terms">', ANCHOR),
    ("agency", "/doc/scheme/theme", "concept", '<ul class="concepts">', f'class="concept-name">(?:<code>[^<]*</code> )?{LINK}'),
    ("agency", "/browse?in=pbm:Objective", "thing", '<ol class="shelf"', f"<li>{LINK}"),
    ("agency", "/browse?in=id:theme/research", "thing", '<ol class="shelf"', f"<li>{LINK}"),
    ("client", "/browse?in=h:Duty", "thing", '<ol class="shelf"', f"<li>{LINK}"),
    ("agency", "/doc/agency/e-government-agency", "thing", 'id="incoming"', f"<li>{LINK}"),
    ("agency", "/graph/catalog", "thing", 'class="plain columns"', f"<li>{LINK}"),
])
def test_the_query_behind_a_list_of_one_body_gives_what_it_shows(
    request: pytest.FixtureRequest, body: str, path: str, columns: str, after: str, pattern: str
) -> None:
    _check(request.getfixturevalue(body), path, columns, after, pattern)


def test_the_query_behind_the_home_page_gives_each_value_that_stands_there(agency: FlaskClient) -> None:
    shown, rows = _behind(agency, "/?lang=en", 'class="essentials"')
    assert set(re.findall(f"<li>{LINK}", shown)) < {row["value"] for row in rows}
    assert len(rows) == len(re.findall(r"<li>|<dd>\s*<p", shown)) > 10


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_query_behind_the_questions_gives_them_in_order_in_the_reader_s_language(agency: FlaskClient, language: str) -> None:
    shown, rows = _behind(agency, f"/query/?lang={language}", "<ol")
    assert [unescape(each) for each in re.findall(r"<li><a [^>]*>([^<]+)</a>", shown)] == [row["question"] for row in rows]


@pytest.mark.parametrize("body", ["agency", "client"])
def test_the_query_behind_the_shelves_counts_what_stands_on_each(request: pytest.FixtureRequest, body: str) -> None:
    client: FlaskClient = request.getfixturevalue(body)
    classes = {each.iri: each.size for each in site_of(client.application).shelves.all.values() if not each.is_concept}
    assert {row["class"]: int(row["things"]) for row in _behind(client, "/browse", "<h1")[1]} == classes
