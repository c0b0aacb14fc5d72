"""A walk through a site by its own links, as a reader and as a polite crawler would: what leads nowhere is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit


class Answer(NamedTuple):
    """As much of an answer as the walk needs; redirects have been followed."""

    status: int
    media_type: str
    text: str


Get = Callable[[str], Answer]
"""Asks for an absolute URL, as a browser does."""


def dead_links(get: Get, base: str, most: int) -> list[str]:
    """The links that lead nowhere, each with the page on which it stands, of the first pages below a base, breadth first.

    Followed is what stands in the body, save what is `nofollow` or asks a query; a fragment has to be there, too.
    """
    known: dict[str, Answer] = {}
    waiting, seen, found = [base], {base}, []
    pages = 0
    for url in waiting:
        if pages == most:
            break
        page = known.setdefault(url, get(url))
        if page.status != 200 or page.media_type != "text/html":
            continue
        pages += 1
        for link in _links(page.text):
            target, fragment = urldefrag(urljoin(url, link))
            if not target.startswith(base) or "/sparql?" in target:
                continue
            answer = known.get(target) or known.setdefault(target, get(target))
            if answer.status not in (200, 410):  # what was withdrawn has a page that says so
                found.append(f"{url} → {link}: {answer.status}")
            elif fragment and answer.media_type == "text/html" and f'id="{fragment}"' not in answer.text:
                found.append(f"{url} → {link}: no such anchor")
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return found


def _links(page: str) -> Iterator[str]:
    for tag in re.findall(r"<a [^>]*>", page.partition("<body>")[2]):
        href = re.search(r' href="([^"]*)"', tag)
        if href and "nofollow" not in tag and urlsplit(unescape(href[1])).scheme in ("", "http", "https"):
            yield unescape(href[1])
