"""What is wrong with a query, in words for its author: line, column, the place itself, and what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import pairwise

from kiungo.errors import BadRequest, Forbidden
from kiungo.evaluation.grammar import CASTS, DERIVED, ELSEWHERE, FUNCTIONS
from kiungo.evaluation.mistakes import explained
from kiungo.evaluation.place import Finding, Place
from kiungo.evaluation.tokens import DEEPEST, LONG, too_deep
from kiungo.evaluation.viability import Failure, given_up, lexemes
from kiungo.messages import Message
from kiungo.rdf.prefixes import WELL_KNOWN
from kiungo.rdf.queries import Token, declared, tokens, written

_FUNCTION = re.compile(r"The custom function <(.*)> is not supported")
_WIDTH = 120  # characters of the excerpt


def syntax_error(query: str, failure: Failure, prefixes: Mapping[str, str]) -> BadRequest:
    """The error for a query that cannot be read. `prefixes` are those of the publication.

    Its members: `line` and `column` (from 1, in characters), `excerpt` (the line, and a caret below),
    `remedy`.
    """
    if failure.place < 0:
        return _error(query, Finding(given_up(query, failure.expected), Message("unread"), Message("check_before")))
    return _error(query, explained(Place(query, failure, {**WELL_KNOWN, **prefixes})))


def nesting_error(query: str) -> BadRequest:
    """The error for a query whose brackets are nested too deeply; its members are those of a syntax error."""
    place = too_deep(query)
    detail, remedy = Message("nested_deeply", n=DEEPEST), Message("nested_steps")
    return _error(query, Finding(place.start if place else 0, detail, remedy))


def overflow_error(query: str) -> BadRequest:
    """The error for a query that fills the parser's stack without too many brackets; its members are those of a syntax error.

    It shows what joins the parts that are too many: whatever stands most often in the beginning, which alone is read.
    """
    found = [each for each in lexemes(query[:LONG]) if each.kind in ("word", "mark") and each.text not in "(){}[].,;"]
    joint, n = Counter(each.text for each in found).most_common(1)[0] if found else ("", 0)
    start = next((each.start for each in found if each.text == joint), 0)
    return _error(query, Finding(start, Message("query_nested", found=joint[:_WIDTH], n=n), Message("nested_steps")))


def function_error(query: str, reason: str) -> BadRequest:
    """The error for a function that the engine misses, in whose words the reason is; its members are those of a syntax error."""
    named = _FUNCTION.fullmatch(reason)
    call = _call(query, named[1]) if named else None
    if named is None or call is None:
        detail = Message("query_unsupported", reason=reason[:_WIDTH])
        return BadRequest(detail, "unsupported", {"remedy": Message("function_known")})
    meant = _meant(named[1])
    casts = ", ".join(f"xsd:{each}" for each in CASTS)
    remedy = Message("word_meant", meant=meant) if meant else Message("function_casts", casts=casts)
    return BadRequest(*_told(query, Finding(call.start, Message("function_none", iri=named[1][:_WIDTH]), remedy), "unsupported"))


def _call(query: str, iri: str) -> Token | None:
    """Where the function of an IRI is called first. What is written relative to a base is known by its end."""
    spaces = declared(query)
    for token, after in pairwise(tokens(query)):
        if after.text == "(" and token.kind in ("iri", "name") and iri.endswith(written(token, spaces)):
            return token
    return None


def _meant(iri: str) -> str:
    """The function of SPARQL whose name is like that of an IRI; empty where none is."""
    name = re.split(r"[/#]", iri)[-1]
    if iri == WELL_KNOWN["xsd"] + name:
        near = [DERIVED[name]] if name in DERIVED else get_close_matches(name, CASTS, 1)
        return "".join(f"xsd:{each}" for each in near)
    word = re.sub(r"[\W_]", "", name).upper()
    return ELSEWHERE.get(word, "") or "".join(get_close_matches(word, sorted(FUNCTIONS), 1, 0.8))


def forbidden(query: str, found: Finding, problem: str) -> Forbidden:
    """The error for a query that is refused for what it wants; its members are those of a syntax error."""
    return Forbidden(*_told(query, found, problem))


def _error(query: str, found: Finding) -> BadRequest:
    return BadRequest(*_told(query, found, "syntax"))


def _told(query: str, found: Finding, problem: str) -> tuple[Message, str, dict[str, object]]:
    line, column = query.count("\n", 0, found.place) + 1, found.place - query.rfind("\n", 0, found.place)
    excerpt = _excerpt(query.split("\n")[line - 1], column)
    members: dict[str, object] = {"line": line, "column": column, "excerpt": excerpt, "remedy": found.remedy}
    return Message("at_place", line=line, column=column, detail=found.detail), problem, members


def _excerpt(line: str, column: int) -> str:
    start = max(0, column - 1 - _WIDTH // 2)
    shown = "".join(each if each.isprintable() else " " for each in line[start : start + _WIDTH].rstrip("\r"))
    return f"{shown}\n{' ' * (column - 1 - start)}^"
