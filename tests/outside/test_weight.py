"""What a first visit costs a reader, and to whom it is known: light pages, no request to anyone else, a strict policy."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser

from outside.pages import KINDS, PATHS, address

MOST = 60_000
"""Octets of page, stylesheet and icon on the wire; the query editor comes on top where it is used."""

STATUS = re.compile(r"Failed to load resource: the server responded with a status of (400|404)")
"""What Chromium says of a page whose own status is an error; anything else in the console is a fault."""


def _octets(url: str) -> bytes:
    asked = Request(url, headers={"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip"})
    with urlopen(asked, timeout=30) as answer:
        return bytes(answer.read())


def _page(url: str) -> str:
    with urlopen(Request(url, headers={"Accept": "text/html"}), timeout=30) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize("path", [each for each in PATHS if each not in KINDS["error.html"] and "SELEC&" not in each])
def test_a_first_visit_is_light(agency_url: str, path: str, language: str) -> None:
    url = address(agency_url, path, language)
    links = re.findall(r'<link rel="(?:icon|stylesheet)"[^>]* href="([^"]+)">', _page(url))
    assert len(links) == 2
    sizes = [len(_octets(each)) for each in (url, *(urljoin(url, unescape(link)) for link in links))]
    assert sum(sizes) < MOST, sizes


@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_nobody_else_and_breaks_no_policy(browser: Browser, agency_url: str, path: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(address(agency_url, path, "en"), wait_until="networkidle")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    context.close()
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert [each for each in said if not STATUS.match(each)] == []
    assert [each for each in asked if not each.startswith((agency_url, "data:", "blob:"))] == []
