"""The arguments of an OAI-PMH request, checked: https://www.openarchives.org/OAI/openarchivesprotocol.html#ProtocolMessages"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), {"resumptionToken"}),
    "ListIdentifiers": ({"metadataPrefix"}, {"from", "until", "set", "resumptionToken"}),
    "ListRecords": ({"metadataPrefix"}, {"from", "until", "set", "resumptionToken"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
}
"""The verbs, with the arguments that each needs and those it may have."""


class OaiError(Exception):
    """An error that the protocol knows by a code; it is told inside an answer of status 200."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Arguments:
    """What was asked. `given` repeats the arguments as they came, for the answer to repeat."""

    verb: str
    given: dict[str, str]
    prefix: str = ""
    identifier: str = ""
    since: date | None = None
    until: date | None = None


def read(pairs: Sequence[tuple[str, str]]) -> Arguments:
    """The arguments of a request. Raises OaiError with the code that the protocol has for what is wrong."""
    given = dict(pairs)
    verb = given.get("verb", "")
    if verb not in _ALLOWED or [name for name, _ in pairs].count("verb") != 1:
        raise OaiError("badVerb", f"Name one verb: {', '.join(_ALLOWED)}.")
    if len(given) != len(pairs):
        raise OaiError("badArgument", "An argument is given twice.")
    if "resumptionToken" in given:
        raise OaiError("badResumptionToken", "Every list here is complete; no token was ever given.")
    needed, possible = _ALLOWED[verb]
    names = given.keys() - {"verb"}
    if names - needed - possible:
        raise OaiError("badArgument", f"{verb} has no argument {min(names - needed - possible)}.")
    if needed - names:
        raise OaiError("badArgument", f"{verb} needs the argument {min(needed - names)}.")
    if "set" in given or verb == "ListSets":
        raise OaiError("noSetHierarchy", "There are no sets here.")
    since, until = _day(given.get("from")), _day(given.get("until"))
    if since and until and since > until:
        raise OaiError("badArgument", "`from` is later than `until`.")
    return Arguments(verb, given, given.get("metadataPrefix", ""), given.get("identifier", ""), since, until)


def _day(text: str | None) -> date | None:
    """A day: the granularity of this repository, as Identify says."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    raise OaiError("badArgument", f"{text[:40]} is no day such as 2026-11-23, the granularity here.")
