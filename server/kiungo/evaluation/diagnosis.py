"""What is wrong with a query, in words for its author. The parser says only where it gave up."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kiungo.errors import BadRequest
from kiungo.evaluation.tokens import DEEPEST, FORMS, first, too_deep, undeclared

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?:^|, |one of |expected )([A-Z][a-z][^,\[\]\"]* [^,\[\]\"]*)")
_CHARACTERS = re.compile(r"\[[^\]]*\]")
_EXPECTED = re.compile(r"\b[A-Z]{2,}\b|\"[^\"\w\s]{1,2}\"")
_WIDTH = 120  # characters of the excerpt


def syntax_error(query: str, message: str, prefixes: Mapping[str, str]) -> BadRequest:
    """The error for a query that the parser refused with `message`.

    Its members: `line` and `column` (from 1, in characters), `excerpt` (the line, and a caret below),
    `remedy`.
    """
    place = _PLACE.fullmatch(message)
    line, column, reason = (int(place[1]), int(place[2]), place[3]) if place else (1, 1, message)
    start, name = first(query), undeclared(query)
    if start is None or start.keyword not in FORMS:
        line, column = _position(query, len(query) if start is None else start.start)
        detail, remedy = _no_form(start.text if start else "")
    elif name is not None:
        line, column = _position(query, name.start)
        detail, remedy = _no_prefix(name.text.partition(":")[0], prefixes)
    else:
        detail, remedy = _explained(reason)
    return _error(query, line, column, detail, remedy)


def nesting_error(query: str) -> BadRequest:
    """The error for a query whose brackets are nested too deeply; its members are those of a syntax error."""
    place = too_deep(query)
    line, column = _position(query, place.start if place else 0)
    return _error(query, line, column, f"more than {DEEPEST} brackets within brackets.", "Ask in several steps.")


def _error(query: str, line: int, column: int, detail: str, remedy: str) -> BadRequest:
    members: dict[str, object] = {"line": line, "column": column, "excerpt": _excerpt(_line(query, line), column)}
    return BadRequest(f"Line {line}, column {column}: {detail}", "syntax", {**members, "remedy": remedy})


def _position(query: str, offset: int) -> tuple[int, int]:
    """The line and column, from 1, of a place in the query."""
    return query.count("\n", 0, offset) + 1, offset - query.rfind("\n", 0, offset)


def _no_form(found: str) -> tuple[str, str]:
    what = f"this one has “{found[:40]}”" if found else "this one has nothing"
    return f"a query says what it wants after its prefixes; {what}.", f"Begin with one of {', '.join(FORMS)}."


def _no_prefix(prefix: str, prefixes: Mapping[str, str]) -> tuple[str, str]:
    iri = prefixes.get(prefix, "…")
    return f"the prefix “{prefix}:” is not declared.", f"Begin with “PREFIX {prefix}: <{iri}>”."


def _explained(reason: str) -> tuple[str, str]:
    if "IRI parsing failed" in reason:
        return "this is no IRI.", "Write it without blanks, quotes and brackets, or escape them by percent signs."
    sentence = _SENTENCE.search(reason)
    if sentence:
        return f"{sentence[1].strip()}.", "Check the variables named in SELECT, GROUP BY and BIND."
    expected = sorted(set(_EXPECTED.findall(_CHARACTERS.sub("", reason))))
    remedy = (
        f"Among what may stand here: {' '.join(expected)}" if expected else "Check what stands before it."
    )
    return "the query cannot be read beyond this place.", remedy


def _line(query: str, number: int) -> str:
    lines = query.split("\n")
    return lines[number - 1] if number <= len(lines) else ""


def _excerpt(line: str, column: int) -> str:
    start = max(0, column - 1 - _WIDTH // 2)
    shown = line[start : start + _WIDTH].replace("\t", " ").rstrip("\r")
    return f"{shown}\n{' ' * (column - 1 - start)}^"
