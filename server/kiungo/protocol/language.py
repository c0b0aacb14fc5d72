"""RFC 9110 §12.5.4 and RFC 4647 §3.4: which of the languages there are an `Accept-Language` asks for.

https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4
https://www.rfc-editor.org/rfc/rfc4647#section-3.4
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiungo.protocol.lists import members, quality

_RANGE = re.compile(r"\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Choice:
    """The language chosen, the member of Accept-Language that decided ("" where none did), and all that were read."""

    language: str
    range: str
    ranges: tuple[tuple[str, float], ...]


def choose(header: str | None, available: Sequence[str], default: str) -> str:
    """The available language that serves the client best; `default` where the header decides nothing.

    Lookup, not filtering: `sw-TZ` is served by `sw`, `sw` is not served by `sw-TZ`. Members that
    cannot be read are ignored. `q=0` excludes a language unless nothing else is left.
    """
    return explain(header, available, default).language


def lookup(wanted: str, available: Sequence[str]) -> str | None:
    """The available language that a range is served by: its own, else that of the range with subtags cut from its end."""
    by_name = {tag.lower(): tag for tag in available}
    candidates = _shortened(wanted.lower()) if _RANGE.fullmatch(wanted) else iter(())
    return next((by_name[each] for each in candidates if each in by_name), None)


def explain(header: str | None, available: Sequence[str], default: str) -> Choice:
    """What `choose` chooses, and by which member of the header."""
    ranges = tuple(_ranges(header or ""))
    refused = tuple(name for name, weight in ranges if weight == 0)
    allowed = [tag for tag in available if not any(_covers(name, tag) for name in refused)]
    fallback = default if default in allowed or not allowed else allowed[0]
    for name, _ in sorted(((name, weight) for name, weight in ranges if weight > 0), key=lambda each: -each[1]):
        if name == "*":
            return Choice(fallback, name, ranges)
        found = lookup(name, allowed)
        if found is not None:
            return Choice(found, name, ranges)
    return Choice(fallback, "", ranges)


def _ranges(header: str) -> list[tuple[str, float]]:
    found = []
    for member in members(header):
        name, _, parameter = (piece.strip(" \t") for piece in member.partition(";"))
        key, _, value = parameter.partition("=")
        weight = quality(value) if key.lower() == "q" else None if parameter else 1.0
        if weight is not None and _RANGE.fullmatch(name):
            found.append((name.lower(), weight))
    return found


def _covers(name: str, tag: str) -> bool:
    """Basic filtering (RFC 4647 §3.3.1), without the wildcard: `*;q=0` refuses only what nobody named."""
    return tag.lower() == name or tag.lower().startswith(f"{name}-")


def _shortened(name: str) -> Iterator[str]:
    """The range, then with subtags cut from its end; a single letter goes with what it introduces."""
    subtags = name.split("-")
    while subtags:
        yield "-".join(subtags)
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:
            subtags.pop()
