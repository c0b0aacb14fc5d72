"""Content negotiation by profile: which of the profiles there are an `Accept-Profile`, or a `_profile` in the URL, asks for.

https://www.w3.org/TR/dx-prof-conneg/
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiungo.protocol.lists import MEMBERS, quality

PROFILE = "http://www.w3.org/ns/dx/prof/Profile"
"""The class of profiles, by which a `Link` tells a token."""

_MEMBER = re.compile(r"(?:^|,)[ \t]*(?:<([^<>\s]+)>|([A-Za-z0-9][A-Za-z0-9._-]*))[ \t]*(?:;[ \t]*[qQ]=([^,; \t]*)[ \t]*)?(?=,|$)")


@dataclass(frozen=True)
class Profile:
    """A profile: its IRI, and the short name by which URLs ask for it."""

    iri: str
    token: str


def parse(text: str | None, tokens: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    """The profiles of a list, by IRI and quality: IRIs stand in angle brackets, `tokens` gives those of short names.

    Members that cannot be read are ignored; a token that nothing is known of stands for itself, and so for no profile.
    """
    found: list[tuple[str, float]] = []
    for iri, token, weight in _MEMBER.findall(text or "")[:MEMBERS]:
        read = quality(weight) if weight else 1.0
        if read is not None:
            found.append((iri or tokens.get(token, token), read))
    return tuple(found)


def choose(wanted: Sequence[tuple[str, float]], offered: Sequence[Profile]) -> Profile | None:
    """The profile on offer that is wanted most; the first where nothing is wanted, None where all that is wanted is not there."""
    if not wanted:
        return offered[0]
    weights = dict(reversed(wanted))
    best = max(offered, key=lambda each: weights.get(each.iri, 0.0))
    return best if weights.get(best.iri, 0.0) > 0 else None
