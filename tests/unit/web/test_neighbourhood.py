"""The picture around a thing: drawn from the same statements as its lists, in links, and bounded."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from kiungo.web import neighbourhood

SVG = "{http://www.w3.org/2000/svg}"


def _picture(
    client: FlaskClient, path: str, number: int = 0, begin: str = '<details class="near">'
) -> tuple[ElementTree.Element, str]:
    """The picture, by its number the wide or the narrow one, and the page around it."""
    page = client.get(path, headers={"Accept": "text/html"}).text
    before, start, rest = page.partition(begin)
    assert start, "no picture"
    svg = re.findall(r"<svg.*?</svg>", rest, re.DOTALL)[number]
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    return ElementTree.fromstring(named), before + rest.rpartition("</svg>")[2]  # noqa: S314 - our own page


@pytest.mark.parametrize("path", ["/doc/agency/e-government-agency?lang=en", "/doc/objective/ict-research?lang=sw"])
def test_each_thing_of_the_picture_is_a_link_that_the_page_has_in_words_too(agency: FlaskClient, path: str) -> None:
    svg, page = _picture(agency, path)
    boxes = svg.findall(f"{SVG}a")
    assert len(boxes) > 3
    assert len(svg.findall(f"{SVG}path")) >= len(boxes) - 1
    for each in boxes:
        href = each.attrib["href"]
        own = urljoin(path, href).partition("?")[0] == path.partition("?")[0]
        assert own or f'href="{escape(href)}"' in page
        assert "".join(each.itertext()).strip()


@pytest.mark.parametrize(("path", "begin"), [
    ("/doc/agency/e-government-agency?lang=en", '<details class="near">'), ("/ns?lang=en", ""), ("/shapes?lang=en", ""),
    ("/doc/scheme/theme?lang=sw", ""),
])
def test_on_a_phone_the_same_is_drawn_from_top_to_bottom(agency: FlaskClient, path: str, begin: str) -> None:
    (wide, _), (narrow, page) = (_picture(agency, path, each, begin or '<section class="drawing">') for each in (0, 1))
    links = [[each.attrib["href"] for each in one.findall(f"{SVG}a")] for one in (wide, narrow)]
    assert sorted(links[0]) == sorted(links[1])
    assert len(wide.findall(f"{SVG}path")) == len(narrow.findall(f"{SVG}path"))
    boxes = [each.attrib for each in narrow.iter(f"{SVG}rect")]
    tops, feet = ([float(each["y"]) + more * float(each["height"]) for each in boxes] for more in (0, 1))
    assert all(foot < top for foot, top in zip(feet, tops[1:], strict=False))
    assert float(narrow.attrib["width"]) <= 340
    assert feet[-1] < float(narrow.attrib["height"])
    assert {each.attrib["id"] for each in narrow.iter() if "id" in each.attrib}.isdisjoint(re.findall(r' id="([^"]+)"', page))


def test_the_picture_has_a_title_and_a_description(agency: FlaskClient) -> None:
    svg, _ = _picture(agency, "/doc/agency/e-government-agency?lang=en")
    for name, key in (("title", "aria-labelledby"), ("desc", "aria-describedby")):
        found = svg.find(f"{SVG}{name}")
        assert found is not None
        assert found.text
        assert svg.attrib[key] == found.attrib["id"]


def test_a_hub_is_drawn_in_part_and_says_so(agency: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbourhood, "_NEIGHBOURS", 2)
    svg, page = _picture(agency, "/doc/agency/e-government-agency?lang=en")
    assert len(svg.findall(f"{SVG}a")) <= 5
    assert "links are drawn." in agency.get("/doc/agency/e-government-agency?lang=en", headers={"Accept": "text/html"}).text
    assert page


def test_evidence_and_classes_are_left_out(agency: FlaskClient) -> None:
    svg, _ = _picture(agency, "/doc/agency/e-government-agency?lang=en")
    targets = [each.attrib["href"] for each in svg.findall(f"{SVG}a")]
    assert not any("evidence" in each or each.startswith("../../ns") for each in targets)
