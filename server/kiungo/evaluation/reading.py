"""Reads an answer back into terms, as much of it as a page can show; the rest is counted, within a bound.

https://www.w3.org/TR/sparql11-results-json/ · https://www.w3.org/TR/n-triples/
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, cast

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

from kiungo.evaluation.pool import Result
from kiungo.rdf.formats import N_TRIPLES
from kiungo.rdf.results import JSON

READABLE = f"{JSON.media_type}, {N_TRIPLES.media_type}"
"""The `Accept` header that brings an answer which can be read here."""

Cell = NamedNode | BlankNode | Literal | Triple | None


@dataclass(frozen=True)
class Answer:
    """An answer, or its beginning.

    `truth` is that of ASK, else None. `columns` are the variables of SELECT, empty for a graph, whose rows are
    subject, predicate and object. `count` is the number of rows counted, of which `rows` are the first;
    `is_whole` is false where the bound was met before the last row.
    """

    kind: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    count: int = 0
    is_whole: bool = True
    truth: bool | None = None


def read(result: Result, rows: int, octets: int) -> Answer:
    """The first `rows` rows of an answer that was asked for as READABLE, and how many it has.

    No more than `octets` of it are read; then the evaluation is stopped. Raises ServiceUnavailable where the
    answer breaks off.
    """
    source = _Source(result.chunks, octets)
    with closing(result):
        file = cast(IO[bytes], io.BufferedReader(source, 64 * 1024))
        if result.kind == "graph":
            found = parse(file, RdfFormat.N_TRIPLES)
            triples = ((each.subject, each.predicate, each.object) for each in found)
            return _counted("graph", (), triples, rows, source)
        table = parse_query_results(file, QueryResultsFormat.JSON)
        if isinstance(table, QueryBoolean):
            return Answer("boolean", truth=bool(table))
        if not isinstance(table, QuerySolutions):
            raise TypeError(f"results of the kind {type(table).__name__}")
        solutions = (tuple(each) for each in table)
        return _counted("solutions", tuple(each.value for each in table.variables), solutions, rows, source)


def _counted(
    kind: str, columns: tuple[str, ...], found: Iterator[tuple[Cell, ...]], rows: int, source: _Source
) -> Answer:
    kept: list[tuple[Cell, ...]] = []
    count = 0
    try:
        for each in islice(found, rows):
            kept.append(each)  # noqa: PERF402 - what was read before the bound is kept
        count = len(kept)
        for _ in found:
            count += 1
    except EnoughError:
        count = max(count, len(kept))
    return Answer(kind, columns, tuple(kept), count, is_whole=not source.is_exhausted)


class EnoughError(Exception):
    """The bound was met; raised through the parser, which stops."""


class _Source(io.RawIOBase):
    """The octets of an answer as a file that ends in `EnoughError` after `octets` of them."""

    def __init__(self, chunks: Iterable[bytes], octets: int) -> None:
        super().__init__()
        self._chunks = iter(chunks)
        self._left = octets
        self._held = b""
        self.is_exhausted = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:  # any buffer, for which Python 3.11 has no name
        """Some of the octets that are left."""
        while not self._held:
            piece = next(self._chunks, None)
            if piece is None:
                return 0
            self._held = piece
        if self._left <= 0:
            self.is_exhausted = True
            raise EnoughError
        size = min(len(buffer), len(self._held), self._left)
        buffer[:size], self._held = self._held[:size], self._held[size:]
        self._left -= size
        return size
