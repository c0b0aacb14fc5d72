"""Content negotiation by profile: https://www.w3.org/TR/dx-prof-conneg/"""

from __future__ import annotations

import re

from kiungo.doctor.exchange import Exchange
from kiungo.doctor.rules import MUST, SHOULD, NotApplicable, Rule, Skipped, require
from kiungo.doctor.visit import TURTLE, Visit, linked

_CLAUSE = "https://www.w3.org/TR/dx-prof-conneg/"
_PROFILE = "http://www.w3.org/ns/dx/prof/Profile"


def _named(visit: Visit) -> list[str]:
    """The profiles that the document's links tell of."""
    answers = [visit.follow(visit.document, TURTLE), visit.ask(f"{visit.document}?_profile=alt", TURTLE)]
    named = [each.target for answer in answers for each in linked(answer, "profile")]
    tokens = [each.attributes.get("anchor", "") for each in linked(answers[0], "type") if each.target == _PROFILE]
    formats = [each.attributes.get("profile", "") for answer in answers for each in linked(answer, "alternate")]
    return list(dict.fromkeys(each for each in (*named, *tokens, *formats) if each))


def _claimed(visit: Visit) -> list[str]:
    """The same; what a MUST says of an answer by profile binds nobody who gives none, as the rules from 38 on tell."""
    found = _named(visit)
    if not found:
        raise NotApplicable("no profile is named")
    return found


def _asked(visit: Visit, header: str, method: str = "GET") -> Exchange:
    return visit.ask(visit.document, TURTLE, method, Accept_Profile=header)


def _conforming(visit: Visit) -> str:
    found = _claimed(visit)
    answer = _asked(visit, f"<{found[0]}>")
    require(found[0] in [each.target for each in linked(answer, "profile")], f"{answer.status} without rel=profile")
    return found[0]


def _preferred(visit: Visit) -> str:
    found = _claimed(visit)
    if len(found) < 2:
        raise Skipped("one profile only")
    for first, second in ((found[0], found[1]), (found[1], found[0])):
        answer = _asked(visit, f"<{second}>;q=0.5, <{first}>;q=0.9")
        require(first in [each.target for each in linked(answer, "profile")], f"{first} has the highest q and was not chosen")
    return f"{found[0]} and {found[1]}"


def _tokens(visit: Visit) -> str:
    answer = visit.follow(visit.document, TURTLE)
    tokens = [each for each in linked(answer, "type") if each.target == _PROFILE]
    if not tokens:
        raise NotApplicable("no tokens are used")
    require(all(each.attributes.get("token") and each.attributes.get("anchor") for each in tokens), "a token without its anchor")
    require(not re.search(r"anchor=[^\"]", answer.header("link")), "anchor without quotes")
    return f"{len(tokens)} tokens"


def _roles(visit: Visit) -> str:
    answer = visit.follow(visit.document, TURTLE)
    require(linked(answer, "canonical"), "no canonical")
    named = [each for each in linked(answer, "alternate") if {"profile", "type"} <= set(each.attributes)]
    require(named, "no alternate has a type and a profile")
    return f"{len(named)} alternates with type and profile"


def _listed(visit: Visit) -> str:
    answer = visit.ask(f"{visit.document}?_profile=alt", TURTLE)
    require(answer.status == 200, f"_profile=alt: {answer.status}")
    found = _named(visit)
    told = answer.text + answer.header("link")
    require(found and all(each in told for each in found), "_profile=alt does not list the profiles")
    return f"{len(found)} profiles"


def _unknown(visit: Visit) -> str:
    answer, head = (_asked(visit, "<https://doctor.example/no-such-profile>", each) for each in ("GET", "HEAD"))
    require(answer.status == 406, f"{answer.status} for an unknown profile")
    require(head.status == answer.status and not head.body, "HEAD is answered otherwise, or with a body")
    return "406"


RULES = (
    Rule(35, MUST, _CLAUSE, "What was chosen by profile says so: Link rel=profile",
         "Send Link: <profile>; rel=profile.", _conforming),
    Rule(36, MUST, _CLAUSE, "Accept-Profile: URIs in angle brackets, the highest q wins", "Read it like Accept.", _preferred),
    Rule(37, MUST, _CLAUSE, "Each token is told by a Link with token and anchor",
         "Send the Link, its anchor in quotes.", _tokens),
    Rule(38, SHOULD, _CLAUSE, "Links: canonical, and alternates with type and profile", "Add the links.", _roles),
    Rule(39, SHOULD, _CLAUSE, "?_profile=alt lists the profiles", "Answer it with all of them.", _listed),
    Rule(40, SHOULD, _CLAUSE, "An unknown profile is 406; HEAD has no body",
         "Count what does not conform as not there.", _unknown),
)
