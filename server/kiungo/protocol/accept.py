"""RFC 9110 §12.5.1: which of the representations on offer a client's `Accept` asks for.

https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1

The rules, in the order in which they decide:

1. The most specific range that matches an offer's media type gives the client's quality; `q=0`
   excludes the offer. A range with parameters counts as a little less specific than the same
   range without, since no offer has parameters.
2. An alias of an offer matches only by its full name and counts `ALIAS_QUALITY` times its quality.
   The better of name and alias holds, but an alias never revives what the name excludes.
3. The product of the client's and the server's quality decides; among equals, the server's order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiungo.protocol.lists import members, quality, split

# Below 8/9, so that a browser's `application/xml;q=0.9` does not outweigh its `*/*;q=0.8`, and below 1,
# so that a client that takes XHTML and Turtle alike and reads only the latter (rdflib.js) gets Turtle.
ALIAS_QUALITY = 0.8

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"({_NAME})/({_NAME})")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)

T = TypeVar("T")


@dataclass(frozen=True)
class MediaRange:
    """A member of `Accept`: names in lower case, `*` for any, `quality` between 0 and 1."""

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...] = ()
    quality: float = 1.0

    @property
    def name(self) -> str:
        """`type/subtype`, where either may be `*`."""
        return f"{self.type}/{self.subtype}"


ANYTHING = (MediaRange("*", "*"),)


@dataclass(frozen=True)
class Offer(Generic[T]):
    """A representation there is: its media type, the caller's `value`, and how good it is (0 to 1).

    Media types stand in lower case and without parameters.
    """

    media_type: str
    value: T
    aliases: tuple[str, ...] = ()
    quality: float = 1.0


def parse(header: str | None) -> tuple[MediaRange, ...]:
    """The ranges of an `Accept` header; several header lines are joined with a comma by the caller.

    Members that cannot be read are ignored. A header that is absent, or of which nothing remains,
    accepts anything: a client that says nothing sensible is better served than turned away.
    """
    ranges = (_range(member) for member in members(header or ""))
    return tuple(each for each in ranges if each is not None) or ANYTHING


@dataclass(frozen=True)
class Score(Generic[T]):
    """How well an offer serves a client. `range` is the member of Accept that decided, "" where none fits.

    `specificity` is 3 for a full media type, 2 for `type/*`, 1 for `*/*`, 0 where none fits; `alias` tells that the range
    names the offer by another name. `client` is the client's quality, 0 to 1.
    """

    offer: Offer[T]
    range: str
    specificity: int
    alias: bool
    client: float

    @property
    def total(self) -> float:
        """What decides: the client's quality times the server's."""
        return self.client * self.offer.quality


def scores(header: str | None, offers: Sequence[Offer[T]]) -> tuple[Score[T], ...]:
    """The score of each offer, in the server's order. `choose` takes the first of the highest."""
    qualities = _qualities(parse(header))
    return tuple(_score(qualities, each) for each in offers)


def choose(header: str | None, offers: Sequence[Offer[T]]) -> Offer[T] | None:
    """The offer that serves the client best, or None where it accepts none of them."""
    found = best(scores(header, offers))
    return None if found is None else found.offer


def best(found: Sequence[Score[T]]) -> Score[T] | None:
    """The first of the highest scores, or None where all are 0."""
    highest = max(found, key=lambda each: each.total, default=None)
    return highest if highest is not None and highest.total > 0 else None


def _range(member: str) -> MediaRange | None:
    name, *rest = (piece.strip(" \t") for piece in split(member, ";"))
    match = _RANGE.fullmatch("*/*" if name == "*" else name)  # `*` alone: Java's URLConnection
    if match is None or (match[1] == "*" and match[2] != "*"):
        return None
    weight = 1.0
    parameters = []
    for key, _, value in (piece.partition("=") for piece in rest if piece):
        text = _unquoted(value)
        weighed = quality(value) if key.lower() == "q" else weight
        if text is None or weighed is None:
            return None
        weight = weighed
        if key.lower() != "q":
            parameters.append((key.lower(), text))
    return MediaRange(match[1].lower(), match[2].lower(), tuple(parameters), weight)


def _unquoted(value: str) -> str | None:
    """The text of a parameter's value, or None where a quoted string is opened and not closed."""
    if not value.startswith('"'):
        return value
    return re.sub(r"(?s)\\(.)", r"\1", value[1:-1]) if _QUOTED.fullmatch(value) else None


def _qualities(ranges: tuple[MediaRange, ...]) -> dict[str, float]:
    """The quality of each name in a header. Of those with the same name the one without parameters
    decides, and of those the kindest: rapper sends text/html twice.
    """
    best: dict[str, tuple[bool, float]] = {}
    for each in ranges:
        found = (not each.parameters, each.quality)
        best[each.name] = max(found, best.get(each.name, found))
    return {name: quality for name, (_, quality) in best.items()}


def _score(qualities: dict[str, float], offer: Offer[T]) -> Score[T]:
    """The client's quality for an offer, 0 where it is excluded or not named."""
    kind = offer.media_type.partition("/")[0]
    names = ((offer.media_type, 3), (f"{kind}/*", 2), ("*/*", 1))
    name, specificity = next((each for each in names if each[0] in qualities), ("", 0))
    named = Score(offer, name, specificity, False, qualities.get(name, 0.0))
    if name and named.client == 0:
        return named
    aliases = [Score(offer, each, 3, True, qualities[each] * ALIAS_QUALITY) for each in offer.aliases if each in qualities]
    return max((named, *aliases), key=lambda each: each.client)
