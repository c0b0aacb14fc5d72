"""Where a query stops being the beginning of one, found out by asking the engine's parser about its beginnings.

The parser tries alternatives and reports the furthest character that any of them read, often far behind the mistake.
Of a beginning that can go on it reports the end, so the first token that cannot stand where it stands is found by halving.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from pyoxigraph import Store

from kiungo.rdf.queries import Token, tokens

_PLACE = re.compile(r"error at (\d+):(\d+)")
_ROOM = " " * 20  # more than the longest keyword, which is read whole before it is refused
_END = "\x00"  # what no query can hold, so that no beginning is a whole query, which would be evaluated
_OPERATORS = frozenset({"&&", "||", "<=", ">=", "!=", "^^", "{|", "|}"})
_LISTED = ("COALESCE", "CONCAT")  # functions that the parser reads together with the bracket of their list
_TRIPLE = "<<"  # a bracket of triples, which is read as one token, with or without what stands behind it
_LONGEST = 2**18  # characters; a dozen beginnings of a longer query would take seconds, and nobody wrote it by hand
_AHEAD = 60  # characters; where it reads no string or IRI, the parser seldom gives up farther behind a mistake
_NUMBER = re.compile(r"\.?\d+|\d+\.(?:\d+)?|\d*\.?\d+[eE](?:[+-]?\d*)")
_NAME = re.compile(r"[^\s:]*:\S*\.|[^\s:]*:\S*\.[\w:%-]+")


class Failure(NamedTuple):
    """The offset of the token that cannot stand where it stands, and the parser's words at that place.

    The offset is the query's length where something is missing at the end, or wrong with the whole; -1 where it is not known.
    """

    place: int
    expected: str


def failure(query: str, message: str, base: str | None = None) -> Failure:
    """Why a query is not read, of which the parser said `message`. Nothing is evaluated over any data."""
    if len(query) > _LONGEST or _TRIPLE in query:
        return Failure(-1, message)
    store, found = Store(), lexemes(query)

    def fails(token: Token) -> bool:
        beginning = query[: token.start + len(token.text)] + ("(" if token.keyword in _LISTED else "")
        return not _can_go_on(store, beginning, base)

    reached = given_up(query, message)
    near, high = (bisect_right(found, place, key=lambda each: each.start) for place in (reached - _AHEAD, reached))
    first = bisect_left(found, True, near, high, key=fails)
    if first == near:
        first = bisect_left(found, True, 0, near, key=fails)
    if first == len(found):
        return Failure(len(query), message)
    place = found[first].start
    return Failure(place, _said(store, query[:place], base))


def given_up(query: str, message: str) -> int:
    """The offset at which the parser gave up, as its message tells: the mistake is there or before. Else the query's length."""
    place = _PLACE.match(message)
    if place is None:
        return len(query)
    before = query.split("\n")[: int(place[1]) - 1]
    return min(len(query), sum(len(each) + 1 for each in before) + int(place[2]) - 1)


def lexemes(query: str) -> list[Token]:
    """The tokens of a query, those joined that the grammar reads as one: `&&`, `1.5e3`, `ex:a.b`."""
    found: list[Token] = []
    for token in tokens(query):
        last = found[-1] if found else None
        if last and last.start + len(last.text) == token.start and _is_one(last, last.text + token.text):
            found[-1] = last._replace(text=last.text + token.text)
        else:
            found.append(token)
    return found


def _is_one(last: Token, text: str) -> bool:
    if last.kind == "name":
        return _NAME.fullmatch(text) is not None
    return text in _OPERATORS or _NUMBER.fullmatch(text) is not None


def _can_go_on(store: Store, beginning: str, base: str | None) -> bool:
    """Whether a text is the beginning of some query: the parser then gives up at its end, not before."""
    text = beginning + _ROOM + _END
    place = _PLACE.match(_said(store, text, base))
    if place is None:
        return True
    last = (text.count("\n") + 1, len(text) - 1 - text.rfind("\n"))
    return (int(place[1]), int(place[2])) >= last


def _said(store: Store, text: str, base: str | None) -> str:
    """What the parser says of a text; nothing where it is a query."""
    try:
        store.query(text, base_iri=base)
    except SyntaxError as error:
        return str(error)
    except RuntimeError:  # a function that is known by its IRI alone is missed only when the query is evaluated
        pass
    return ""
