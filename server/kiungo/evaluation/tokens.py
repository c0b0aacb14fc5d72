"""What the policies of the service ask of a query before it is evaluated, in terms of its tokens.

https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re

from kiungo.rdf.queries import Token, tokens

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
GRAPH_FORMS = ("CONSTRUCT", "DESCRIBE")  # their answers are graphs
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
VOLATILE = ("RAND", "NOW", "UUID", "STRUUID")

LONG = 8192
"""Characters of a query over which reading it is left to a thread: two of them take up to a microsecond."""

DEEPEST = 250  # brackets within brackets; nobody writes fifty

_OPENING, _CLOSING = ("(", "{", "["), (")", "}", "]")
_SEAM = re.compile(r"(?:^|\.|TRUE|FALSE|[0-9])SERVICE")
_CALL = re.compile(rf"{_SEAM.pattern}(?:SILENT)?\Z")
_OPEN = re.compile(r"//[^/?#]*>|\\")  # an IRI that may end in a port, which no name can go on from
_NAMING = ("GRAPH", "FROM", "NAMED")  # what stands before the name of a graph, and before its braces
_VALUED = ("A", ",")  # behind these a name begins, and no keyword
_HIDING = re.compile(r"'|\)(?i:.*service)")


def first(query: str) -> Token | None:
    """The first token after the prologue, which names the form; None where nothing follows."""
    prologue = {"BASE": 1, "PREFIX": 2, "VERSION": 1}
    skip = 0
    for token in tokens(query):
        if skip:
            skip -= 1
        elif token.keyword in prologue:
            skip = prologue[token.keyword]
        else:
            return token
    return None


def form(query: str) -> str:
    """The keyword that names the form, or an update, in capitals; "" where none stands there."""
    start = first(query)
    return start.keyword if start else ""


def service_call(query: str) -> Token | None:
    """Where the query asks for federation, or may. A query that cannot be told from one that does counts as one.

    Some parsers need no blank before a keyword or after it, and end a name where it suits them: in `true.SERVICE:x {}`,
    `a1SERVICE:x {}`, `:a.b.SERVICE ?x {}` and, where `:` is `http://x:`, `:SERVICE ?x {}` they find the keyword. Behind it
    stands the name of the service, in the same token or the next one, and then a brace.
    What looks like an IRI after a less-than sign may hide the end of a filter, or the beginning of a string.
    """
    if "service" not in query.lower():  # nearly always, and much cheaper
        return None
    before, is_open, is_called, is_calling = "", False, False, False
    for token in tokens(query):
        text = token.text.upper()
        if _CALL.search(token.keyword) or (is_called and text == "{") or (token.kind == "iri" and _HIDING.search(token.text)):
            return token
        if token.kind in ("name", "iri", "variable"):
            is_called, is_calling = is_calling, False
            begins = 1 if before in _VALUED else 0
            has_seam = token.kind == "name" and ("SERVICE" in text[begins:] if is_open else _SEAM.search(text, begins))
            if has_seam and before not in _NAMING:
                is_called = is_called or ":" in text.partition("SERVICE")[2]
                is_calling = text.endswith(("SERVICE", "SERVICESILENT"))
        elif token.keyword != "SILENT":
            is_called = is_calling = False
        is_open = is_open or (token.kind == "iri" and _OPEN.search(text) is not None)
        before = text
    return None


def names_dataset(query: str) -> bool:
    """Whether the query says with FROM which graphs it is asked of."""
    return "from" in query.lower() and any(token.keyword == "FROM" for token in tokens(query))


def is_volatile(query: str) -> bool:
    """Whether the query may answer otherwise when asked again of the same data."""
    text = query.upper()
    if not any(name in text for name in VOLATILE):  # nearly always, and much cheaper
        return False
    return any(token.keyword in VOLATILE for token in tokens(query))


def star(query: str) -> int | None:
    """The place of the `*` of `SELECT *` in the outermost query, or None where there is none."""
    start = first(query) if "*" in query else None
    if start is None or start.keyword != "SELECT":
        return None
    for token in tokens(query):
        if token.start > start.start and token.keyword not in ("DISTINCT", "REDUCED"):
            return token.start if token.text == "*" else None
    return None


def too_deep(query: str) -> Token | None:
    """The first bracket within more than `DEEPEST` others, or None: a parser that calls itself would end on it."""
    if sum(query.count(each) for each in _OPENING) <= DEEPEST:  # nearly always, and much cheaper
        return None
    depth = 0
    for token in tokens(query):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth > DEEPEST:
            return token
    return None


def variables(query: str) -> list[str]:
    """The names of all variables, in the order in which they first appear."""
    return list(dict.fromkeys(token.text[1:] for token in tokens(query) if token.kind == "variable"))
