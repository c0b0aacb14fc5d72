"""What a worker makes of a query, without a process around it."""

from __future__ import annotations

import socket
from pathlib import Path
from time import process_time
from typing import cast

import pytest
from pyoxigraph import QuerySolutions, Store

from kiungo.evaluation.frames import CHUNK, DATA, END, FORMAT, receive
from kiungo.evaluation.worker import Sink, evaluate, in_order, term

A, B = "http://x.example/a", "http://x.example/b"
NUMBERS = "?s <http://x.example/number> ?o"


def counted(store: Store, text: str, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> int:
    results = evaluate(store, {"query": text, "bindings": [], "default_graphs": default, "named_graphs": named})
    assert isinstance(results, QuerySolutions)
    return int(next(iter(results))[0].value)


@pytest.fixture(scope="module")
def store(store_path: Path) -> Store:
    return Store.read_only(str(store_path))


@pytest.mark.parametrize(
    ("dataset", "pattern", "default", "named", "expected"),
    [
        ("", NUMBERS, (), (), 3000),
        ("", f"GRAPH ?g {{ {NUMBERS} }}", (), (), 3000),
        ("", f"GRAPH <{A}> {{ {NUMBERS} }}", (), (), 1000),
        (f"FROM <{A}>", NUMBERS, (), (), 1000),
        (f"FROM <{A}> FROM <{B}>", NUMBERS, (), (), 2000),
        (f"FROM NAMED <{A}>", NUMBERS, (), (), 0),
        (f"FROM NAMED <{A}>", f"GRAPH ?g {{ {NUMBERS} }}", (), (), 1000),
        ("", NUMBERS, (A,), (), 1000),
        ("", NUMBERS, (A, B), (), 2000),
        ("", NUMBERS, (), (A,), 0),
        ("", f"GRAPH ?g {{ {NUMBERS} }}", (A,), (), 0),
        ("", f"GRAPH ?g {{ {NUMBERS} }}", (), (A,), 1000),
        (f"FROM <{A}>", NUMBERS, (A, B), (), 2000),
        ("", NUMBERS, ("http://x.example/unknown",), (), 0),
    ],
)
def test_the_dataset_is_the_protocols_then_the_querys_then_the_union(
    store: Store, dataset: str, pattern: str, default: tuple[str, ...], named: tuple[str, ...], expected: int
) -> None:
    assert counted(store, f"SELECT (COUNT(*) AS ?n) {dataset} {{ {pattern} }}", default, named) == expected


@pytest.mark.parametrize("dataset", ["default_graphs", ""])
def test_relative_iris_are_resolved_against_the_service_where_the_query_has_no_base(store: Store, dataset: str) -> None:
    graphs: dict[str, tuple[str, ...]] = {"bindings": (), "default_graphs": (), "named_graphs": ()}
    graphs |= {dataset: (A,)} if dataset else {}
    asked = {"query": "SELECT * { VALUES ?s { <3> } ?s <number> ?o }", "base": "http://x.example/sparql", **graphs}
    assert [each["o"].value for each in evaluate(store, asked)] == ["3"]
    assert [each["o"].value for each in evaluate(store, {**asked, "query": f"BASE <http://y.example/> {asked['query']}"})] == []
    with pytest.raises(SyntaxError):
        evaluate(store, {**asked, "base": None})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?z ?a ?m }", ["z", "a", "m"]),
        ("select distinct * where { ?z ?a ?m } order by ?m", ["z", "a", "m"]),
        ("SELECT * { ?z ?a ?m . FILTER NOT EXISTS { ?hidden ?a 1 } }", ["z", "a", "m"]),
        ("SELECT * { { SELECT ?y ?b { ?y ?b ?inner } } ?a ?y ?z }", ["y", "b", "a", "z"]),
        ("SELECT * {}", []),
        ("PREFIX x: <x:> SELECT * FROM <x:g> { ?z x:p ?a } LIMIT 1", ["z", "a"]),
        ("PREFIX x: <x:> SELECT * { ?z x:p ?a } ORDER BY ?a LIMIT 1 VALUES ?z { x:y } # }", ["z", "a"]),
        ("SELECT * { VALUES (?z ?a) { (1 2) } }", ["z", "a"]),
        ("# ?a *\nSELECT * { ?z ?y '?a *' }", ["z", "y"]),
    ],
)
def test_star_gives_the_variables_in_the_order_of_the_query(query: str, expected: list[str]) -> None:
    results = Store().query(in_order(query))
    assert isinstance(results, QuerySolutions)
    assert [each.value for each in results.variables] == expected


def test_to_learn_the_variables_costs_no_evaluation() -> None:
    values = " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(40)))} }}" for name in "zyx")
    query = f"SELECT * {{ {values} }} ORDER BY ?x # at last"
    began = process_time()
    written = in_order(query)
    known = process_time()
    assert len(list(cast(QuerySolutions, Store().query(written)))) == 40**3
    assert known - began < (process_time() - known) / 4
    assert written.startswith("SELECT ?z ?y ?x ")


@pytest.mark.parametrize(
    "query", ["SELECT ?b ?a { ?a ?b ?c }", "ASK { ?a <x:y>* ?b }", "SELECT (COUNT(*) AS ?n) {}"]
)
def test_a_query_without_star_stays_as_it_is(query: str) -> None:
    assert in_order(query) == query


def sent(pieces: list[bytes]) -> list[tuple[bytes, int]]:
    """What a sink sends for these pieces."""
    here, there = socket.socketpair()
    with here, there, there.makefile("rb") as stream:
        here.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**22)
        sink = Sink(here, "graph")
        for piece in pieces:
            assert sink.write(piece) == len(piece)
        sink.finish()
        found: list[tuple[bytes, int]] = []
        while not found or found[-1][0] != END:
            kind, payload = receive(stream)
            found.append((kind, len(payload)))
        return found


@pytest.mark.parametrize(
    ("sizes", "chunks"),
    [
        ([], [0]),
        ([10, 20], [30]),
        ([CHUNK - 1], [CHUNK - 1]),
        ([CHUNK], [CHUNK, 0]),
        ([CHUNK - 1, 2], [CHUNK, 1]),
        ([CHUNK // 8] * 20, [CHUNK, CHUNK, CHUNK // 2]),
    ],
)
def test_an_answer_is_sent_in_chunks_after_its_kind(sizes: list[int], chunks: list[int]) -> None:
    assert sent([bytes(size) for size in sizes]) == [(FORMAT, len("graph")), *((DATA, size) for size in chunks), (END, 0)]


def test_nothing_is_sent_before_a_chunk_is_full() -> None:
    here, there = socket.socketpair()
    with here, there:
        sink = Sink(here, "solutions")
        sink.write(bytes(CHUNK - 1))
        there.setblocking(False)
        with pytest.raises(BlockingIOError):
            there.recv(1)


@pytest.mark.parametrize(("term", "expected"), [
    ('"5"^^<http://www.w3.org/2001/XMLSchema#integer>', 1),
    ('"5"', 0),
    ("<http://x.example/5>", 0),
])
def test_variables_are_bound_to_terms_before_the_query_is_evaluated(store: Store, term: str, expected: int) -> None:
    query = {"query": f"SELECT ?s ?o {{ {NUMBERS} }}", "default_graphs": (), "named_graphs": (), "bindings": [["o", term]]}
    results = evaluate(store, query)
    assert isinstance(results, QuerySolutions)
    assert len(list(results)) == expected


@pytest.mark.parametrize("written", ["", "?x", "_:b", "1 . <urn:a> <urn:b> 2", '"a" . <urn:a> <urn:b> "b"', "<a>"])
def test_what_is_no_single_term_is_never_bound(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        term(written)
