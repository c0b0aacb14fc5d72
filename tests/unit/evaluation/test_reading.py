"""Answers are read back as far as a page needs them, and never further than the bound."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kiungo.errors import ServiceUnavailable
from kiungo.evaluation.pool import Limits, Pool, Result
from kiungo.evaluation.reading import READABLE, Answer, Excerpt, excerpt, read
from kiungo.evaluation.spool import Spool
from kiungo.protocol.sparql import SparqlRequest

EX = "http://x.example/"
MANY = "SELECT ?s ?n { ?s ?p ?n }"
PLENTY = 2**24


class _Reader:
    """A pool on an event loop of its own."""

    def __init__(self, runner: asyncio.Runner, store: Path) -> None:
        self._runner = runner
        self.pool = Pool(store, Limits(size=1, queue=4, deadline=5))

    def excerpt(self, query: str, octets: int = PLENTY) -> Excerpt:
        async def bring() -> Excerpt:
            return await excerpt(await self.pool.ask(SparqlRequest(query), READABLE), octets)

        return self._runner.run(bring())

    def read(self, query: str, rows: int = 10, octets: int = PLENTY) -> Answer:
        return read(self.excerpt(query, octets), rows)


@pytest.fixture(scope="module")
def reader(store_path: Path) -> Iterator[_Reader]:
    with asyncio.Runner() as runner:
        found = _Reader(runner, store_path)
        runner.run(found.pool.open())
        yield found
        runner.run(found.pool.close())


def test_a_table_keeps_its_columns_and_its_first_rows_and_counts_them_all(reader: _Reader) -> None:
    answer = reader.read(MANY, rows=7)
    assert (answer.kind, answer.columns, len(answer.rows), answer.count) == ("solutions", ("s", "n"), 7, 3000)
    assert answer.is_whole
    assert answer.truth is None


def test_terms_come_back_as_they_were_and_unbound_ones_as_none(reader: _Reader) -> None:
    answer = reader.read(f'SELECT ?a ?b ?c {{ BIND(<{EX}1> AS ?a) BIND("haba"@sw AS ?b) }}')
    assert answer.rows == ((NamedNode(f"{EX}1"), Literal("haba", language="sw"), None),)


def test_a_graph_comes_in_triples(reader: _Reader) -> None:
    answer = reader.read(f"CONSTRUCT {{ ?s <{EX}is> ?n }} WHERE {{ ?s ?p ?n }}", rows=3)
    assert (answer.kind, answer.columns, len(answer.rows), answer.count) == ("graph", (), 3, 3000)
    assert answer.rows[0][1] == NamedNode(f"{EX}is")


@pytest.mark.parametrize(("query", "truth"), [("ASK {}", True), ("ASK { ?s <http://x.example/none> ?o }", False)])
def test_a_truth_is_read(reader: _Reader, query: str, truth: bool) -> None:
    assert reader.read(query).truth is truth


@pytest.mark.parametrize("query", [MANY, "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_no_more_is_read_than_the_bound_and_that_is_told(reader: _Reader, query: str) -> None:
    answer = reader.read(query, rows=10, octets=100_000)
    assert not answer.is_whole
    assert len(answer.rows) == 10
    assert 10 < answer.count < 3000
    assert reader.read("ASK {}").truth is True  # the worker is free again


def test_rows_that_were_read_before_the_bound_are_kept(reader: _Reader) -> None:
    answer = reader.read(MANY, rows=5000, octets=100_000)
    assert not answer.is_whole
    assert 0 < len(answer.rows) == answer.count < 3000


def test_an_answer_of_exactly_the_bound_is_whole(reader: _Reader) -> None:
    size = len(reader.excerpt(MANY).octets)
    assert reader.read(MANY, octets=size).is_whole
    assert not reader.read(MANY, octets=size - 1).is_whole


def test_an_answer_that_breaks_off_is_none() -> None:
    async def bring() -> Excerpt:
        spool = Spool()
        spool.write(b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}},')
        spool.end(ServiceUnavailable("Too slow.", "timeout"))
        try:
            return await excerpt(Result(("application/sparql-results+json",) * 2 + ("solutions",), spool), PLENTY)
        finally:
            spool.close()

    with pytest.raises(ServiceUnavailable, match="Too slow"):
        asyncio.run(bring())
