"""What a rule is, and what an examination finds of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from kiungo.doctor.visit import Visit

MUST, SHOULD, HOUSE = "MUST", "SHOULD", "HOUSE"
LEVELS = (MUST, SHOULD, HOUSE)
PASS, FAIL, SKIP, NONE, LOST = "pass", "FAIL", "skip", "n/a", "lost"


class Broken(Exception):
    """The rule does not hold; the message is what was seen."""


class Skipped(Exception):
    """It could not be told whether the rule holds."""


class NotApplicable(Exception):
    """The server does not claim what the rule is about."""


@dataclass(frozen=True)
class Rule:
    """A rule: its number, level, clause (a URL), text, what to do where it fails, and the check.

    The check returns what was seen where the rule holds, else raises Broken, Skipped or NotApplicable.
    """

    number: int
    level: str
    clause: str
    text: str
    remedy: str
    check: Callable[[Visit], str]


@dataclass(frozen=True)
class Finding:
    """What an examination found of one rule; `outcome` is PASS, FAIL, SKIP, NONE, or LOST where no answer came."""

    rule: Rule
    outcome: str
    seen: str


def require(holds: object, seen: str) -> None:
    """Raise Broken with what was seen unless it holds."""
    if not holds:
        broken(seen)


def broken(seen: str) -> NoReturn:
    """Say that the rule does not hold."""
    raise Broken(seen)
