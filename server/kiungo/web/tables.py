"""The answer to a SELECT or ASK query as a table that a page shows: names and links instead of bare terms."""

from __future__ import annotations

from itertools import islice

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    parse_query_results,
)

from kiungo.evaluation.pool import Result
from kiungo.web.contexts import Cell, Table
from kiungo.web.values import Terms

ROWS = 500  # shown; the files have them all
_OCTETS = 4 * 1024 * 1024  # of an answer that are read for the page


def table(terms: Terms, result: Result) -> Table:
    """The first rows of an answer in the JSON format. Stops the evaluation where it has seen enough."""
    octets, is_whole = _beginning(result)
    found = parse_query_results(octets, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return Table(verdict=bool(found))
    rows = _rows(found, is_whole)
    variables = tuple(each.value for each in found.variables)
    shown = tuple(tuple(_cell(terms, row[name]) for name in variables) for row in rows[:ROWS])
    return Table(variables, shown, is_cut=len(rows) > ROWS or not is_whole)


def _beginning(result: Result) -> tuple[bytes, bool]:
    """The first octets of an answer, and whether they are all."""
    read = bytearray()
    for chunk in result.chunks:
        read += chunk
        if len(read) > _OCTETS:
            result.close()
            return bytes(read), False
    return bytes(read), True


def _rows(found: QuerySolutions, is_whole: bool) -> list[QuerySolution]:
    rows: list[QuerySolution] = []
    try:
        rows += islice(found, ROWS + 1)
    except SyntaxError:  # of the half that was read, the last row may be half a row
        if is_whole:
            raise
    return rows


def _cell(terms: Terms, term: object) -> Cell:
    if isinstance(term, Literal):
        return Cell(words=terms.words(term))
    if isinstance(term, NamedNode | BlankNode):
        return Cell(reference=terms.reference(term, with_text=False))
    return Cell()
