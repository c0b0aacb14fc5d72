"""The page of a captured text: the whole of it in order, what was drawn from it, what is read otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

SNAPSHOT = "/doc/source/about-page/snapshot/09eda7de2b00.html"
TEXT = Path(__file__).parents[4] / "data" / "source" / "about-page.sw.txt"


def passages(client: FlaskClient, path: str, language: str = "en") -> list[str]:
    page = client.get(f"{path}?lang={language}").text
    whole = page[page.index('<ol class="passages">'):page.index("</section>", page.index('<ol class="passages">'))]
    return re.split(r'(?=<li id="passage-)', whole)[1:]


def plain(html: str) -> str:
    return re.sub(r'<span class="reading">.*?</span>|<[^>]+>', "", html)


def test_the_whole_text_stands_there_in_order(agency: FlaskClient) -> None:
    found = passages(agency, SNAPSHOT)
    said = [plain(re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", each, re.DOTALL)[0]).replace("&amp;", "&") for each in found]
    lines = [line.strip(" \u00a0•\n") for line in TEXT.read_text(encoding="utf-8").splitlines()]
    assert said == [line for line in lines if line]
    assert [re.findall(r'id="(passage-[^"]+)"', each)[0] for each in found][:4] == [
        "passage-office-name", "passage-who-we-are", "passage-founding", "passage-mandate",
    ]


@pytest.mark.parametrize(("language", "coverage"), [
    ("en", "Statements were drawn from 28 of 28 passages."), ("sw", "Kauli zimetolewa katika vifungu 28 kati ya 28."),
])
def test_the_page_says_how_much_of_the_source_is_covered(agency: FlaskClient, language: str, coverage: str) -> None:
    assert coverage in agency.get(f"{SNAPSHOT}?lang={language}").text


def test_each_passage_leads_to_the_statements_drawn_from_it(agency: FlaskClient) -> None:
    heading = passages(agency, SNAPSHOT)[0]
    assert "<summary>3 statements drawn from it</summary>" in heading
    assert heading.count("/evidence/") == 3
    assert re.search(r'<a href="[./]*/doc/evidence/005\?lang=en" lang="en">part of</a>', heading)
    assert "<summary>1 statement drawn from it</summary>" in passages(agency, SNAPSHOT)[1]
    drawn = sum(int(each) for passage in passages(agency, SNAPSHOT) for each in re.findall(r"<summary>(\d+) st", passage))
    assert drawn == sum(passage.count("/evidence/") for passage in passages(agency, SNAPSHOT)), "all are listed"


def test_emendations_stand_in_their_place_with_reading_and_reason(agency: FlaskClient) -> None:
    found = passages(agency, SNAPSHOT)
    assert sum(each.count('class="doubt"') for each in found) == 18
    founding = found[2]
    assert re.search(r'<span class="doubt" tabindex="0">Kondosha<span class="reading">.*?Kuondosha', founding)
    reasons = founding[founding.index('<ul class="readings">'):]
    assert "infinitive prefix ku- missing" in plain(reasons[:reasons.index("</ul>")])


def test_a_quote_leads_to_its_place_in_the_whole_text(agency: FlaskClient) -> None:
    for path in ("/doc/agency/e-government-agency.html", "/doc/source/about-page/passage/founding.html"):
        page = agency.get(f"{path}?lang=en").text
        assert re.search(r'href="[./a-z-]*snapshot/09eda7de2b00\?lang=en#passage-founding">in the whole text</a>', page)


def test_a_body_with_other_terms_has_its_source_page_too(client: FlaskClient) -> None:
    name, duty, phare = passages(client, "/doc/notice/snapshot.html")
    assert "Harbour Office" in name
    assert 'class="kind-title"' in name
    assert "<summary>3 statements drawn from it</summary>" in duty
    assert "Nothing is drawn from this passage." in phare
    assert "Statements were drawn from 2 of 3 passages." in client.get("/doc/notice/snapshot.html").text
    assert '<section class="source-text">' not in client.get("/doc/duty/lights.html").text
