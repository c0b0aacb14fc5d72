"""A place in a query where something is wrong, what stands around it, and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kiungo.evaluation.grammar import FUNCTIONS
from kiungo.evaluation.viability import Failure, lexemes
from kiungo.messages import Message
from kiungo.rdf.queries import Token

CLOSING = {"(": ")", "{": "}", "[": "]"}
"""The bracket that closes each."""

_LITERAL = re.compile(r'"((?:[^"\\]|\\.){1,3})"')
_TERMS = ("variable", "iri", "name", "blank", "string", "number")
_LONGEST = 60  # characters of a query that are repeated


class Finding(NamedTuple):
    """Where the mistake is, what it is, and what to do."""

    place: int
    detail: Message
    remedy: Message


@dataclass(frozen=True)
class Place:
    """The token that cannot stand where it stands, and its surroundings. At the end of a query it is an empty one."""

    query: str
    failure: Failure
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """Those that the publication or the world knows, to name the IRI of one that is not declared."""

    @cached_property
    def tokens(self) -> list[Token]:
        """Those before the token."""
        return [each for each in self._all if each.start < self.failure.place]

    @property
    def token(self) -> Token:
        """The token itself."""
        return self._all[len(self.tokens)]

    @property
    def next(self) -> Token:
        """The token behind it."""
        return self._all[len(self.tokens) + 1]

    @cached_property
    def _all(self) -> list[Token]:
        end = Token("end", "", len(self.query))
        return [*lexemes(self.query), end, end]

    @property
    def begins_term(self) -> bool:
        """Whether a subject, a property or a value begins here."""
        return self.token.kind in _TERMS or self.token.text in ("[", "(")

    @cached_property
    def call(self) -> str:
        """The function whose brackets are open here, in capitals; empty where the innermost are of no function."""
        found = self.tokens[self.open[-1] - 1].keyword if self.open and self.open[-1] else ""
        return found if found in FUNCTIONS and self.tokens[self.open[-1]].text == "(" else ""

    @cached_property
    def expected(self) -> frozenset[str]:
        """The marks that could stand here."""
        return frozenset(each.replace("\\", "") for each in _LITERAL.findall(self.failure.expected))

    @cached_property
    def open(self) -> list[int]:
        """The brackets open at this place, the outermost first, by their number among the tokens."""
        found: list[int] = []
        for number, each in enumerate(self.tokens):
            if each.text in CLOSING:
                found.append(number)
            elif each.text in CLOSING.values() and found:
                found.pop()
        return found

    def before(self, distance: int = 1) -> Token:
        """A token before it."""
        return self.tokens[-distance] if distance <= len(self.tokens) else Token("start", "", 0)

    def finding(self, detail: str, remedy: str, place: int | None = None, **values: object) -> Finding:
        """A finding at this place or another, whose detail and remedy are messages of these keys."""
        shown = {"found": self.token.text[:_LONGEST], **values}
        at = self.failure.place if place is None else place
        return Finding(at, Message(detail, **shown), Message(remedy, **shown))

    def position(self, token: Token) -> str:
        """Line and column of a token, for people."""
        line = self.query.count("\n", 0, token.start) + 1
        return f"{line}:{token.start - self.query.rfind(chr(10), 0, token.start)}"
