"""What a first visit costs a reader, and to whom it is known: light pages, no request to anyone else, a strict policy."""

from __future__ import annotations

import re
from html import unescape
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser

from outside.pages import PATHS, address

MOST = 60_000
"""Octets of page, stylesheet and icon on the wire; the query editor comes on top where it is used."""

STATUS = re.compile(r"Failed to load resource: the server responded with a status of (400|404|410)")
"""What Chromium says of a page whose own status is an error; anything else in the console is a fault."""


def _octets(url: str, **headers: str) -> bytes:
    """A body as it comes, that of an error, too, which a reader has to load like any other."""
    asked = Request(url, headers={"Accept": "text/html,*/*;q=0.8", **headers})
    try:
        with urlopen(asked, timeout=30) as answer:
            return bytes(answer.read())
    except HTTPError as error:
        with error:
            return error.read()


def _weight(url: str) -> int:
    return len(_octets(url, **{"Accept-Encoding": "gzip"}))


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_a_first_visit_is_light(base: str, path: str, language: str) -> None:
    url = address(base, path, language)
    links = re.findall(r'<link rel="(?:icon|stylesheet)"[^>]* href="([^"]+)">', _octets(url).decode())
    assert len(links) == 2
    sizes = [_weight(each) for each in (url, *(urljoin(url, unescape(link)) for link in links))]
    assert sum(sizes) < MOST, sizes


@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_nobody_else_and_breaks_no_policy(browser: Browser, base: str, path: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(address(base, path, "en"), wait_until="networkidle")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    context.close()
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert [each for each in said if not STATUS.match(each)] == []
    assert [each for each in asked if not each.startswith((base, "data:", "blob:"))] == []
