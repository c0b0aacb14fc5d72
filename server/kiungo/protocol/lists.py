"""Lists and quality values, as the negotiation headers share them.

Lists: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1
Quality values: https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MEMBERS = 200  # no known client sends more than 40; what lies beyond is not read

_QUALITY = re.compile(r"(?:0?\.\d{1,3}|0\.?|1(?:\.0{0,3})?)", re.ASCII)


def members(header: str) -> list[str]:
    """The members of a comma-separated list, stripped, the empty ones left out, at most `MEMBERS`."""
    found = []
    for piece in split(header, ","):
        member = piece.strip(" \t")
        if member:
            found.append(member)
        if len(found) == MEMBERS:
            break
    return found


def split(text: str, separator: str) -> Iterator[str]:
    """The pieces of `text` between separators that stand outside quoted strings. Takes linear time.

    A quoted string that is never closed reaches to the end of the text.
    https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4
    """
    if '"' not in text:
        yield from text.split(separator)
        return
    start, quoted, escaped = 0, False, False
    for index, character in enumerate(text):
        if escaped:
            escaped = False
        elif quoted and character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == separator and not quoted:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def quality(text: str) -> float | None:
    """A quality value between 0 and 1 with at most three decimals, or None where it is malformed.

    `.2` is read as `0.2`: Java's URLConnection has sent it for decades.
    """
    return float(text) if _QUALITY.fullmatch(text) else None
