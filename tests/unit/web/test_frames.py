"""What stands around a page: its languages, its card for link previews, the ways on."""

from __future__ import annotations

import re
import struct
from html import unescape
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

PAGES = ["", "doc/agency/e-government-agency.html", "ns.html", "dataset.html", "graph/statement.html", "sparql", "limits",
         "query/"]


def _page(client: FlaskClient, path: str, language: str = "en") -> str:
    return client.get(f"/{path}?lang={language}", headers={"Accept": "text/html"}).text


def _property(page: str, name: str) -> list[str]:
    return [unescape(each) for each in re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', page)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_a_card_with_its_canonical_address(agency: FlaskClient, path: str) -> None:
    page = _page(agency, path)
    (address,) = _property(page, "og:url")
    assert f'<link rel="canonical" href="{address}">' in page
    assert _property(page, "og:site_name") == ["The e-Government Agency of Zanzibar: linked data from one page"]
    assert _property(page, "og:description") == _property(page, "description")
    assert len(_property(page, "og:description")[0]) > 20
    assert _property(page, "og:locale") == ["en_GB"]
    assert _property(page, "og:locale:alternate") == ["sw_TZ"]
    (image,) = _property(page, "og:image")
    picture = agency.get(f"/{image.removeprefix('https://w3id.org/znz-egov/')}")
    assert (picture.mimetype, picture.data[:4], picture.data[16:24]) == ("image/png", b"\x89PNG", struct.pack(">II", 1200, 630))
    assert len(picture.data) < 5_000


def test_a_card_has_the_thing_s_own_words_in_the_reader_s_language(agency: FlaskClient) -> None:
    english, swahili = (_page(agency, "doc/purpose/vision.html", each) for each in ("en", "sw"))
    assert _property(english, "og:description") == ["To have an efficient e-government for the sake of good governance."]
    assert _property(swahili, "og:description") == ["Kuwa na serikali mtandao yenye ufanisi kwa ajili ya utawala bora."]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_tells_its_address_in_each_language_and_in_any(agency: FlaskClient, path: str) -> None:
    page = _page(agency, path)
    found = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', page))
    assert set(found) == {"en", "sw", "x-default"}
    assert urljoin(f"/{path}", found["x-default"]) == f"/{path}"
    for language in ("en", "sw"):
        answer = agency.get(urljoin(f"/{path}", unescape(found[language])), headers={"Accept": "text/html"})
        assert answer.headers["Content-Language"] == language


def test_an_error_has_neither_card_nor_canonical_address(agency: FlaskClient) -> None:
    page = _page(agency, "nonsense")
    assert "og:" not in page
    assert 'rel="canonical"' not in page


def test_the_navigation_leads_everywhere_and_marks_where_one_is(agency: FlaskClient) -> None:
    page = _page(agency, "sparql")
    (navigation,) = re.findall(r'<nav class="sections".*?</nav>', page, re.DOTALL)
    hrefs = re.findall(r'href="([^"?]*)', navigation)
    assert hrefs == ["./", "search", "browse", "dataset", "ns", "sparql"]
    assert re.findall(r'aria-current="page">(\w+)<', navigation) == ["Query"]




EVERYWHERE = ["", "doc/purpose/vision", "ns", "sparql", "query/", "query/objective-by-number", "limits", "nonsense"]


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize(("asked", "language"), [("en-GB", "en"), ("EN", "en"), ("en", "en"), ("sw-TZ", "sw"), ("fr", "sw")])
def test_the_language_that_a_url_names_is_looked_up_everywhere(agency: FlaskClient, path: str, asked: str, language: str) -> None:
    answer = agency.get(f"/{path}?lang={asked}", headers={"Accept": "text/html"})
    assert answer.headers["Content-Language"] == language
    assert (SUBSTITUTE in answer.text) == (asked == "fr")


SUBSTITUTE = "Ukurasa huu haupo katika lugha uliyoomba. Hii ni Kiswahili."


@pytest.mark.parametrize(("header", "noted"), [("fr", True), ("fr, sw;q=0.1", False), ("*", False), ("", False), ("en", False)])
def test_a_page_says_that_it_is_in_another_language_than_asked_for(agency: FlaskClient, header: str, noted: bool) -> None:
    answer = agency.get("/doc/purpose/vision", headers={"Accept": "text/html", "Accept-Language": header})
    assert (SUBSTITUTE in answer.text) is noted
    without = agency.get("/doc/purpose/vision", headers={"Accept": "text/html", "Accept-Language": "sw"})
    assert (answer.headers["ETag"] == without.headers["ETag"]) is (answer.data == without.data)
