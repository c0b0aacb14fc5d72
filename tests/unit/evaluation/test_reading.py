"""Answers are read back as far as a page needs them, and never further than the bound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kiungo.errors import ServiceUnavailable
from kiungo.evaluation.pool import Limits, Pool, Result
from kiungo.evaluation.reading import READABLE, Answer, read
from kiungo.protocol.sparql import SparqlRequest

EX = "http://x.example/"
MANY = "SELECT ?s ?n { ?s ?p ?n }"
PLENTY = 2**24


@pytest.fixture(scope="module")
def pool(store_path: Path) -> Iterator[Pool]:
    found = Pool(store_path, Limits(size=1, queue=4, deadline=5))
    yield found
    found.close()


def _read(pool: Pool, query: str, rows: int = 10, octets: int = PLENTY) -> Answer:
    return read(pool.evaluate(SparqlRequest(query), READABLE), rows, octets)


def test_a_table_keeps_its_columns_and_its_first_rows_and_counts_them_all(pool: Pool) -> None:
    answer = _read(pool, MANY, rows=7)
    assert (answer.kind, answer.columns, len(answer.rows), answer.count) == ("solutions", ("s", "n"), 7, 3000)
    assert answer.is_whole
    assert answer.truth is None


def test_terms_come_back_as_they_were_and_unbound_ones_as_none(pool: Pool) -> None:
    answer = _read(pool, f'SELECT ?a ?b ?c {{ BIND(<{EX}1> AS ?a) BIND("haba"@sw AS ?b) }}')
    assert answer.rows == ((NamedNode(f"{EX}1"), Literal("haba", language="sw"), None),)


def test_a_graph_comes_in_triples(pool: Pool) -> None:
    answer = _read(pool, f"CONSTRUCT {{ ?s <{EX}is> ?n }} WHERE {{ ?s ?p ?n }}", rows=3)
    assert (answer.kind, answer.columns, len(answer.rows), answer.count) == ("graph", (), 3, 3000)
    assert answer.rows[0][1] == NamedNode(f"{EX}is")


@pytest.mark.parametrize(("query", "truth"), [("ASK {}", True), ("ASK { ?s <http://x.example/none> ?o }", False)])
def test_a_truth_is_read(pool: Pool, query: str, truth: bool) -> None:
    assert _read(pool, query).truth is truth


@pytest.mark.parametrize("query", [MANY, "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_no_more_is_read_than_the_bound_and_that_is_told(pool: Pool, query: str) -> None:
    answer = _read(pool, query, rows=10, octets=100_000)
    assert not answer.is_whole
    assert len(answer.rows) == 10
    assert 10 < answer.count < 3000
    assert _read(pool, "ASK {}").truth is True  # the worker is free again


def test_rows_that_were_read_before_the_bound_are_kept(pool: Pool) -> None:
    answer = _read(pool, MANY, rows=5000, octets=100_000)
    assert not answer.is_whole
    assert 0 < len(answer.rows) == answer.count < 3000


def test_an_answer_of_exactly_the_bound_is_whole(pool: Pool) -> None:
    size = sum(map(len, pool.evaluate(SparqlRequest(MANY), READABLE).chunks))
    assert _read(pool, MANY, octets=size).is_whole
    assert not _read(pool, MANY, octets=size - 1).is_whole


def test_an_answer_that_breaks_off_is_none() -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}},'
        raise ServiceUnavailable("Too slow.", "timeout")

    result = Result(("application/sparql-results+json", "application/sparql-results+json", "solutions"), chunks=iter(chunks()))
    with pytest.raises(ServiceUnavailable, match="Too slow"):
        read(result, 10, PLENTY)
