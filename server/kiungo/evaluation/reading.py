"""Reads an answer back into terms, as much of it as a page can show; the rest is counted, within a bound.

https://www.w3.org/TR/sparql11-results-json/ · https://www.w3.org/TR/n-triples/
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kiungo.errors import HttpError
from kiungo.evaluation.pool import Result
from kiungo.protocol.sparql import SparqlRequest
from kiungo.rdf.formats import N_TRIPLES
from kiungo.rdf.results import JSON

READABLE = f"{JSON.media_type}, {N_TRIPLES.media_type}"
"""The `Accept` header that brings an answer which can be read here."""

EXCERPT = 4 * 2**20
"""Octets of an answer that are read to show and to count it on a page."""

Term = NamedNode | BlankNode | Literal | Triple | None


@dataclass(frozen=True)
class Excerpt:
    """An answer in one of the READABLE formats, or its beginning, as it came from a worker."""

    kind: str
    octets: bytes
    is_whole: bool


@dataclass(frozen=True)
class Outcome:
    """What became of a query whose answer is told to people: `answer` or `error`, after so many seconds."""

    asked: SparqlRequest
    seconds: float
    answer: Excerpt | None = None
    error: HttpError | None = None


@dataclass(frozen=True)
class Answer:
    """An answer, or its beginning.

    `truth` is that of ASK, else None. `columns` are the variables of SELECT, empty for a graph, whose rows are
    subject, predicate and object. `count` is the number of rows counted, of which `rows` are the first;
    `is_whole` is false where the bound was met before the last row.
    """

    kind: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term, ...], ...] = ()
    count: int = 0
    is_whole: bool = True
    truth: bool | None = None


async def excerpt(result: Result, octets: int) -> Excerpt:
    """An answer, or a beginning of so many octets; then the evaluation is stopped. Raises what `Result.stream` raises."""
    held = bytearray()
    with closing(result):
        async for piece in result.stream():
            held += piece
            if len(held) > octets:
                break
    return Excerpt(result.kind, bytes(held[:octets]), is_whole=len(held) <= octets)


def read(found: Excerpt, rows: int) -> Answer:
    """The first `rows` rows of an answer that was asked for as READABLE, and how many it has."""
    if found.kind == "graph":
        triples = ((each.subject, each.predicate, each.object) for each in parse(found.octets, RdfFormat.N_TRIPLES))
        return _counted("graph", (), triples, rows, is_whole=found.is_whole)
    table = parse_query_results(found.octets, QueryResultsFormat.JSON)
    if isinstance(table, QueryBoolean):
        return Answer("boolean", truth=bool(table))
    if not isinstance(table, QuerySolutions):
        raise TypeError(f"results of the kind {type(table).__name__}")
    solutions = (tuple(each) for each in table)
    return _counted("solutions", tuple(each.value for each in table.variables), solutions, rows, is_whole=found.is_whole)


def _counted(
    kind: str, columns: tuple[str, ...], found: Iterator[tuple[Term, ...]], rows: int, *, is_whole: bool
) -> Answer:
    kept: list[tuple[Term, ...]] = []
    count = 0
    try:
        for count, each in enumerate(found, 1):
            if count <= rows:
                kept.append(each)
    except SyntaxError:  # of a beginning, the last row may be half a row
        if is_whole:
            raise
    return Answer(kind, columns, tuple(kept), count, is_whole)
