"""The doctor: examines any Linked Data server from outside, as its clients meet it. Imports nothing that serves."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from kiungo.doctor import claims, clients, discovery, identity, links, profiles, semantics
from kiungo.doctor.exchange import Exchange, Transport, Unreachable, network
from kiungo.doctor.report import Examination, examination
from kiungo.doctor.rules import FAIL, LOST, NONE, PASS, SKIP, Broken, Finding, NotApplicable, Rule, Skipped
from kiungo.doctor.visit import Visit

RULES: tuple[Rule, ...] = (
    *identity.RULES, *semantics.RULES, *clients.RULES, *links.RULES, *profiles.RULES, *claims.RULES, *discovery.RULES,
)
"""All rules."""


def examine(thing: str, given: Mapping[str, str] | None = None, send: Transport | None = None) -> Examination:
    """Examine the server of a thing, by its IRI. `given` may name document, ontology, sparql, withdrawn (URLs).

    Raises Unreachable where the thing's IRI gets no answer at all, or is no http IRI.
    """
    if urlsplit(thing).scheme not in ("http", "https"):
        raise Unreachable(f"{thing[:200]} is no http IRI.")
    visit = Visit(thing, send or network(), dict(given or {}))
    visit.ask(thing)
    return examination(thing, [_finding(each, visit) for each in RULES])


def _finding(rule: Rule, visit: Visit) -> Finding:
    try:
        return Finding(rule, PASS, rule.check(visit))
    except Broken as error:
        return Finding(rule, FAIL, str(error))
    except NotApplicable as error:
        return Finding(rule, NONE, str(error))
    except Skipped as error:
        return Finding(rule, SKIP, str(error))
    except Unreachable as error:
        return Finding(rule, LOST, str(error))
    except ValueError as error:  # what urllib.parse says of an address that is none
        return Finding(rule, FAIL, f"an address that cannot be read: {error}")


__all__ = ["RULES", "Examination", "Exchange", "Transport", "Unreachable", "examine", "network"]
