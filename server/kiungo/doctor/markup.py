"""What of a page the rules look at, read in one pass and in linear time: the standard library's parser takes quadratic time
over pages that are made for it, and a server that is examined is not trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_CHARACTERS = 1_000_000
_START = re.compile(r"<(?:(!--)|([A-Za-z][A-Za-z0-9]*)([^<>]{0,1000})>)")  # stops at the next tag, so each character is read once
_ATTRIBUTE = re.compile(r"""([A-Za-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_TAG = re.compile(r"<[^<>]*>")
_WITH_TEXT = ("script", "style", "h1")


@dataclass
class Page:
    """The start tags of a page with their attributes, the text of its h1 and of its JSON-LD."""

    found: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    islands: list[str] = field(default_factory=list)

    def tags(self, name: str) -> Iterator[dict[str, str]]:
        """The attributes of each tag of that name."""
        return (attributes for tag, attributes in self.found if tag == name)


def read(text: str) -> Page:
    """The first million characters of a page; comments and the text of scripts hold no tags."""
    page, text, position = Page(), text[:_CHARACTERS], 0
    while match := _START.search(text, position):
        position = match.end()
        if match[1]:
            position = _after(text, "-->", position)
            continue
        name = match[2].lower()
        attributes = {key.lower(): unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(match[3])}
        page.found.append((name, attributes))
        if name in _WITH_TEXT:
            end = _after(text, f"</{name}", position)
            inside = text[position:end].rpartition("</")[0]
            position = end
            if name == "h1":
                page.headings.append(unescape(_TAG.sub("", inside)))
            elif name == "script" and attributes.get("type", "").lower() == "application/ld+json":
                page.islands.append(inside)
    return page


def _after(text: str, mark: str, position: int) -> int:
    """Where a mark ends; the end of the text where it does not come."""
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)
