"""Public queries, kind and hostile, evaluated in real confined processes over a real store."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import QueryBoolean, QueryResultsFormat, parse, parse_query_results

from asking import Asker
from kiungo.errors import BadRequest, Forbidden, HttpError, NotAcceptable, ServiceUnavailable
from kiungo.evaluation import pool as pool_module
from kiungo.evaluation import tokens
from kiungo.evaluation.clients import Client
from kiungo.evaluation.exchange import Exchange, Refusal
from kiungo.evaluation.frames import CHUNK
from kiungo.evaluation.keeper import SHORT
from kiungo.evaluation.pool import HELD, Limits, Pool, Result
from kiungo.protocol.sparql import SparqlRequest
from kiungo.rdf.formats import FORMATS, Format
from kiungo.rdf.results import CSV, RESULTS_FORMATS, TSV, ResultsFormat

LIMITS = Limits(size=2, queue=0, deadline=20, memory=150 * 2**20, max_bytes=8_000_000)
PREFIXES = {"ex": "http://x.example/", "un": "http://un.example/"}

FIVE = "SELECT * { ?z <http://x.example/number> ?a . FILTER(?a < 5) } ORDER BY ?a"
ALL = "SELECT * { ?s ?p ?o }"
LONG = "SELECT * { ?s ?p ?o VALUES ?n { 0 1 2 3 4 5 6 7 8 9 } }"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER(?o < 5) }"
COUNT_FOR_EVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ROWS_FOR_EVER = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORT_TOO_MUCH = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a ?f"


@pytest.fixture(scope="module")
def pool(data: Path) -> Iterator[Asker]:
    found = Asker(Pool(data, LIMITS, PREFIXES))
    yield found
    found.close()


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What workers are asked, as it comes."""
    found: list[bytes] = []
    ask = Exchange.ask

    async def noted(exchange: Exchange, question: bytes) -> str | Refusal:
        found.append(question)
        return await ask(exchange, question)

    monkeypatch.setattr(Exchange, "ask", noted)
    return found


def body(pool: Asker, result: Result) -> bytes:
    return b"".join(pool.chunks(result))


def works(pool: Asker) -> bool:
    """Whether the pool answers the next query."""
    return json.loads(body(pool, pool.evaluate(SparqlRequest("ASK {}"))))["boolean"] is True


@pytest.mark.parametrize("form", RESULTS_FORMATS, ids=lambda each: each.suffix)
def test_solutions_come_in_every_format_with_columns_in_the_order_of_the_query(
    pool: Asker, form: ResultsFormat
) -> None:
    result = pool.evaluate(SparqlRequest(FIVE), form.media_type)
    octets = body(pool, result)
    assert (result.kind, result.media_type, result.content_type) == (
        "solutions",
        form.media_type,
        form.content_type,
    )
    assert result.body == octets
    if form is CSV:
        assert octets.decode().splitlines()[:2] == ["z,a", "http://x.example/0,0"]
        return
    solutions = parse_query_results(octets, form.writer)
    assert not isinstance(solutions, QueryBoolean)
    assert [each.value for each in solutions.variables] == ["z", "a"]
    assert [int(each["a"].value) for each in solutions] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("form", RESULTS_FORMATS, ids=lambda each: each.suffix)
@pytest.mark.parametrize(("query", "expected"), [("ASK { ?s ?p 7 }", True), ("ASK { ?s ?p 'no' }", False)])
def test_truth_comes_in_every_format(pool: Asker, form: ResultsFormat, query: str, expected: bool) -> None:
    result = pool.evaluate(SparqlRequest(query), form.media_type)
    octets = body(pool, result)
    assert result.kind == "boolean"
    if form in (CSV, TSV):
        assert octets == (b"true" if expected else b"false")
    else:
        assert bool(parse_query_results(octets, form.writer)) is expected


@pytest.mark.parametrize("form", FORMATS, ids=lambda each: each.suffix)
@pytest.mark.parametrize(("query", "size"), [(GRAPH, 5), ("DESCRIBE <http://x.example/7>", 1)])
def test_graphs_come_in_every_format(pool: Asker, form: Format, query: str, size: int) -> None:
    result = pool.evaluate(SparqlRequest(query), form.media_type)
    assert (result.kind, result.media_type, result.content_type) == (
        "graph",
        form.media_type,
        form.content_type,
    )
    assert len({each.triple for each in parse(body(pool, result), form.writer)}) == size


def test_without_a_wish_tables_are_json_and_graphs_turtle_with_the_prefixes(pool: Asker) -> None:
    assert pool.evaluate(SparqlRequest(FIVE)).media_type == "application/sparql-results+json"
    result = pool.evaluate(SparqlRequest(GRAPH))
    assert result.media_type == "text/turtle"
    assert body(pool, result).decode().startswith("@prefix ex: <http://x.example/> .\nex:")
    assert "ex:3 ex:number 3 ." in body(pool, result).decode()


@pytest.mark.parametrize(("prologue", "query", "expected"), [
    ("PREFIX : <http://x.example/> PREFIX un: <urn:n:>", "CONSTRUCT { :s ?p :o } { :1 ?p 1 }",
     "@prefix : <http://x.example/> .\n:s :number :o .\n"),
    ("PREFIX a.b: <http://x.example/n> BASE <urn:b:> PREFIX r: <#>", "DESCRIBE <http://x.example/1>",
     "@prefix a.b: <http://x.example/n> .\n@prefix ex: <http://x.example/> .\nex:1 a.b:umber 1 .\n"),
    ("PREFIX ex: <urn:n:>", "CONSTRUCT { ex:a ?p 'un:x' } { ?s ?p 1 }",
     '@prefix un: <http://un.example/> .\n@prefix ex: <urn:n:> .\nex:a <http://x.example/number> "un:x" .\n'),
    ("", "CONSTRUCT { ?s ?p ?o } { ?s ?p -1 , ?o }", ""),
])
def test_the_prefixes_of_the_query_win_and_only_those_of_use_are_declared(
    pool: Asker, prologue: str, query: str, expected: str
) -> None:
    assert body(pool, pool.evaluate(SparqlRequest(f"{prologue} {query}"))).decode() == expected


def test_a_long_graph_declares_all_prefixes_since_none_knows_yet_which_are_of_use(pool: Asker) -> None:
    text = body(pool, pool.evaluate(SparqlRequest(
        "CONSTRUCT { ?s ?q ?o } { ?s ?p ?o VALUES ?q { <urn:a> <urn:b> <urn:c> <urn:d> <urn:e> <urn:f> <urn:g> } }"))).decode()
    assert len(text) > CHUNK
    assert "@prefix un:" in text


def test_the_graphs_of_the_request_are_asked(pool: Asker) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert b"1000" in body(pool, pool.evaluate(SparqlRequest(query, ("http://x.example/b",)), "text/csv"))
    assert b"3000" in body(pool, pool.evaluate(SparqlRequest(query), "text/csv"))


def test_a_long_answer_comes_in_pieces_and_whole(pool: Asker) -> None:
    result = pool.evaluate(SparqlRequest(LONG), "text/tab-separated-values")
    pieces = list(pool.chunks(result))
    assert pieces[0] != result.body
    assert max(len(each) for each in pieces) == CHUNK
    assert len(list(parse_query_results(b"".join(pieces), QueryResultsFormat.TSV))) == 30_000  # type: ignore[arg-type]


def test_an_answer_that_fits_is_known_whole(pool: Asker) -> None:
    result = pool.evaluate(SparqlRequest(ALL), "text/csv")
    assert result.body == body(pool, result)
    assert len(result.body) < HELD


@pytest.mark.parametrize(
    ("query", "accept", "error", "problem"),
    [
        ("SELEC * {}", None, BadRequest, "syntax"),
        ("SELECT * { ?s ex:p ?o }", None, BadRequest, "syntax"),
        ("SELECT (<http://x.example/f>(1) AS ?a) {}", None, BadRequest, "unsupported"),
        ("INSERT DATA { <a:b> <a:b> 1 }", None, Forbidden, "update"),
        ("PREFIX a: <b:c> CLEAR ALL", None, Forbidden, "update"),
        ("SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }", None, Forbidden, "service"),
        ("SELECT * { ?s a ", "image/png", BadRequest, "syntax"),
        (COUNT_FOR_EVER, "text/turtle", NotAcceptable, "not-acceptable"),
        ("CONSTRUCT WHERE { ?a ?b ?c . ?d ?e ?f }", "text/csv", NotAcceptable, "not-acceptable"),
        ("DESCRIBE <http://x.example/1>", "image/png", NotAcceptable, "not-acceptable"),
    ],
)
def test_what_is_refused_is_refused_at_once(
    pool: Asker, query: str, accept: str | None, error: type[HttpError], problem: str
) -> None:
    started = time.monotonic()
    with pytest.raises(error) as caught:
        pool.evaluate(SparqlRequest(query), accept)
    assert caught.value.problem == problem
    assert time.monotonic() - started < 5
    assert works(pool)


@pytest.mark.parametrize(("query", "column"), [
    ("PREFIX a: <b:c> CLEAR ALL", 17), ("ASK { GRAPH ?g { SERVICE <http://x.example/> {} } }", 18),
])
def test_what_is_refused_for_what_it_wants_is_shown_with_what_to_do(pool: Asker, query: str, column: int) -> None:
    with pytest.raises(Forbidden, match=f"column {column}") as caught:
        pool.evaluate(SparqlRequest(query))
    assert caught.value.members["excerpt"] == f"{query}\n{' ' * (column - 1)}^"
    assert caught.value.members["remedy"]


@pytest.mark.parametrize(("query", "accept"), [
    ('SELECT ("a\\u0001" AS ?x) {}', "application/sparql-results+xml"),
    ('SELECT ("\\uFFFE" AS ?x) {}', "application/sparql-results+xml"),
    ('CONSTRUCT { <a:b> <a:c> "\\u0001" } WHERE {}', "application/rdf+xml"),
])
def test_what_no_xml_can_hold_is_told_and_not_sent(pool: Asker, query: str, accept: str) -> None:
    with pytest.raises(NotAcceptable, match=r"U\+(0001|FFFE)"):
        pool.evaluate(SparqlRequest(query), accept)
    assert pool.evaluate(SparqlRequest(query)).body
    assert works(pool)


def test_a_graph_whose_name_only_looks_like_one_is_refused(pool: Asker) -> None:
    with pytest.raises(BadRequest, match="no IRI") as caught:
        pool.evaluate(SparqlRequest("ASK {}", ("http://[/",)))
    assert (caught.value.problem, "absolute IRI" in str(caught.value.members["remedy"])) == ("graph", True)


def test_a_query_is_stopped_at_its_deadline_and_the_next_works(pool: Asker) -> None:
    started = time.monotonic()
    with pytest.raises(ServiceUnavailable, match="longer than 1 seconds") as caught:
        pool.evaluate(SparqlRequest(COUNT_FOR_EVER), deadline=1)
    assert 0.9 < time.monotonic() - started < 3
    assert (caught.value.problem, caught.value.headers["Retry-After"]) == ("timeout", "60")
    assert works(pool)


def test_an_answer_that_cannot_be_completed_in_time_raises_in_the_middle(data: Path) -> None:
    with contextlib.closing(Asker(Pool(data, Limits(size=1, deadline=2)))) as pool:
        assert works(pool)  # the deadline counts the wait for a worker, which takes its time to start
        result = pool.evaluate(SparqlRequest(ROWS_FOR_EVER), "text/csv")
        with pytest.raises(ServiceUnavailable) as caught:
            list(pool.chunks(result))
        assert caught.value.problem == "timeout"
        assert works(pool)


def test_a_worker_that_dies_in_the_middle_raises(pool: Asker) -> None:
    result = pool.evaluate(SparqlRequest(ROWS_FOR_EVER), "text/csv")
    chunks = pool.chunks(result)
    assert next(chunks)
    (worker,) = pool.pool._keeper._staff.busy
    worker.process.kill()
    with pytest.raises(ServiceUnavailable):
        list(chunks)
    assert works(pool)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
def test_a_query_that_takes_too_much_memory_is_stopped_and_the_next_works(pool: Asker) -> None:
    with pytest.raises(ServiceUnavailable, match="more than 150 MiB") as caught:
        pool.evaluate(SparqlRequest(SORT_TOO_MUCH))
    assert caught.value.problem == "memory"
    assert works(pool)


@pytest.mark.skipif(sys.platform != "linux", reason="how a process ends is told on Linux")
@pytest.mark.parametrize(("query", "joint"), [
    ("ASK { FILTER(" + "!" * 30_000 + "true) }", "!"),
    ("ASK { FILTER(1" + "+1" * 20_000 + " > 0) }", "+"),
    ("ASK {" + " UNION ".join(["{ ?s ?p ?o }"] * 12_000) + "}", "UNION"),
    ("ASK { ?s " + "/".join(["<a:b>"] * 20_000) + " ?o }", "/"),
], ids=["!", "+", "UNION", "/"])
def test_a_query_that_fills_the_stack_is_a_bad_one_and_needs_no_memory(pool: Asker, query: str, joint: str) -> None:
    with pytest.raises(BadRequest, match=f"“{re.escape(joint)}” stands here for the first of") as caught:
        pool.evaluate(SparqlRequest(query))
    assert (caught.value.problem, caught.value.members["column"]) == ("syntax", query.index(joint) + 1)
    assert works(pool)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are killed by signals")
def test_who_kills_a_worker_is_not_taken_for_a_want_of_memory(pool: Asker) -> None:
    threading.Timer(0.5, lambda: [each.process.kill() for each in pool.pool._keeper._staff.busy]).start()
    with pytest.raises(ServiceUnavailable) as caught:
        pool.evaluate(SparqlRequest(COUNT_FOR_EVER))
    assert caught.value.problem == "failure"


def test_a_query_nested_too_deeply_harms_nobody(pool: Asker) -> None:
    with pytest.raises(HttpError):
        pool.evaluate(SparqlRequest("ASK " + "{" * 200_000 + "}" * 200_000))
    assert works(pool)


def test_an_answer_over_the_limit_raises_and_is_never_cut_in_silence(pool: Asker) -> None:
    result = pool.evaluate(SparqlRequest(ROWS_FOR_EVER), "text/csv")
    sizes: list[int] = []
    with pytest.raises(ServiceUnavailable) as caught:
        sizes.extend(len(chunk) for chunk in pool.chunks(result))
    assert caught.value.problem == "size"
    assert LIMITS.max_bytes - CHUNK <= sum(sizes) <= LIMITS.max_bytes


def test_closing_early_frees_the_place_at_once(pool: Asker) -> None:
    for _ in range(2 * LIMITS.size):
        result = pool.evaluate(SparqlRequest(ROWS_FOR_EVER), "text/csv")
        chunks = pool.chunks(result)
        next(chunks)
        pool.leave(result)
        pool.leave(result)
        assert list(chunks) == []
    assert works(pool)


def test_an_answer_never_read_is_closed_too(pool: Asker) -> None:
    for _ in range(LIMITS.size + 1):
        pool.leave(pool.evaluate(SparqlRequest(ROWS_FOR_EVER), "text/csv"))
    assert works(pool)


def test_a_short_answer_frees_the_place_before_it_is_read(pool: Asker) -> None:
    results = [pool.evaluate(SparqlRequest(FIVE)) for _ in range(3 * LIMITS.size)]
    assert len({body(pool, each) for each in results}) == 1


def test_a_long_query_is_charged_for_whole_as_soon_as_it_is_long_and_the_rest_is_given_back(pool: Asker) -> None:
    charged: list[float] = []
    result = pool.evaluate(SparqlRequest("ASK {}"), client=Client("a", charged.append))
    assert body(pool, result)
    assert 0 < sum(charged) == charged[0] < SHORT
    charged.clear()
    with pytest.raises(ServiceUnavailable):
        pool.evaluate(SparqlRequest(COUNT_FOR_EVER), deadline=1.5, client=Client("a", charged.append))
    assert charged[0] == 1.5
    assert 1.4 < sum(charged) < 3


@pytest.mark.parametrize(("query", "read_by"), [("ASK {}", "refuse"), ("ASK {", "syntax_error")])
def test_a_query_of_many_characters_is_read_off_the_loop_at_its_clients_cost(
    pool: Asker, monkeypatch: pytest.MonkeyPatch, query: str, read_by: str
) -> None:
    threads: list[str] = []
    charged: list[float] = []
    does = getattr(pool_module, read_by)

    def noted(*given: object) -> object:
        threads.append(threading.current_thread().name)
        return does(*given)

    monkeypatch.setattr(pool_module, read_by, noted)
    for text in (query, "#" * tokens.LONG + f"\n{query}"):
        with contextlib.suppress(BadRequest):
            pool.evaluate(SparqlRequest(text), client=Client("a", charged.append))
    assert len(set(threads)) == 2
    assert len([each for each in charged if each > 0]) > 2


def test_one_client_may_leave_half_of_the_long_answers_unread(store_path: Path) -> None:
    pool = Asker(Pool(store_path, replace(LIMITS, size=4, large=4)))
    unread = [pool.evaluate(SparqlRequest(LONG), "text/csv", client=Client("slow")) for _ in range(2)]
    with pytest.raises(ServiceUnavailable) as caught:
        pool.evaluate(SparqlRequest(LONG), "text/csv", client=Client("slow"))
    assert caught.value.problem == "busy"
    assert len(body(pool, pool.evaluate(SparqlRequest(LONG), "text/csv", client=Client("quick")))) > HELD
    for each in unread:
        pool.leave(each)
    pool.close()


def test_long_answers_together_take_no_more_of_the_disk_than_they_may(store_path: Path) -> None:
    pool = Asker(Pool(store_path, replace(LIMITS, size=4, large=4, spooled=2 * HELD)))
    unread = pool.evaluate(SparqlRequest(LONG), "text/csv", client=Client("slow"))
    with pytest.raises(ServiceUnavailable, match="room there is for them, 2 MiB") as refused:
        pool.evaluate(SparqlRequest(LONG), "text/csv", client=Client("late"))
    pool.leave(unread)
    endless = pool.evaluate(SparqlRequest(ROWS_FOR_EVER), "text/csv", client=Client("greedy"))
    taken: list[bytes] = []
    with pytest.raises(ServiceUnavailable) as broken:
        taken.extend(pool.chunks(endless))
    pool.leave(endless)
    assert HELD < len(b"".join(taken)) <= 2 * HELD
    assert refused.value.problem == broken.value.problem == "busy"
    assert works(pool)
    pool.close()


def test_whoever_comes_when_all_are_busy_is_sent_away(pool: Asker, questions: list[bytes]) -> None:
    async def late() -> None:
        asked = [pool.pool.ask(SparqlRequest(f"{COUNT_FOR_EVER} #{name}"), client=Client(name)) for name in "ab"]
        busy = [asyncio.create_task(each) for each in asked]
        while len(questions) < len(busy):
            await asyncio.sleep(0.01)
        try:
            await pool.pool.ask(SparqlRequest("ASK {}"))
        finally:
            for each in busy:
                each.cancel()
            await asyncio.wait(busy)

    with pytest.raises(ServiceUnavailable) as caught:
        pool.wait(late())
    assert caught.value.problem == "busy"
    assert works(pool)


def test_many_threads_share_the_pool(data: Path) -> None:
    answers: list[bytes] = []

    def ask(pool: Asker, number: int) -> None:
        query = f"SELECT ?o {{ <http://x.example/{number}> ?p ?o }}"
        answers.extend(body(pool, pool.evaluate(SparqlRequest(query), "text/csv")) for _ in range(5))

    with contextlib.closing(Asker(Pool(data, Limits(size=2, queue=16)))) as pool:
        threads = [threading.Thread(target=ask, args=(pool, number)) for number in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert sorted(answers) == sorted(f"o\r\n{number}\r\n".encode() for number in range(8) for _ in range(5))


@pytest.mark.skipif(sys.platform != "linux", reason="the network is closed on Linux only")
@pytest.mark.parametrize(
    "pattern", ["SERVICE <{url}> {{ ?x ?y ?z }}", "?a ?b ?c.SERVICE SILENT <{url}> {{ ?x ?y ?z }}"]
)
def test_no_query_reaches_the_network_even_past_the_scanner(
    pool: Asker, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    monkeypatch.setattr(tokens, "service_call", lambda _: None)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with contextlib.suppress(HttpError):
            pool.evaluate(SparqlRequest(f"SELECT * {{ {pattern.format(url=url)} }} LIMIT 1")).close()
        with pytest.raises(TimeoutError):
            listener.accept()
    assert works(pool)


def test_a_pool_that_is_closed_refuses(data: Path) -> None:
    async def ask() -> Result:
        pool = Pool(data, LIMITS)
        await pool.open()
        await pool.close()
        return await pool.ask(SparqlRequest("ASK {}"))

    with pytest.raises(ServiceUnavailable):
        asyncio.run(ask())


@pytest.mark.parametrize("nested", [lambda deep: "{" * deep + "}" * deep, lambda deep: f"FILTER({'(' * deep}1{')' * deep})"])
def test_brackets_within_brackets_end_no_worker(pool: Asker, nested: Callable[[int], str]) -> None:
    assert pool.evaluate(SparqlRequest(f"ASK {{ {nested(240)} }}")).kind == "boolean"
    with pytest.raises(BadRequest, match="250 brackets"):
        pool.evaluate(SparqlRequest(f"ASK {{ {nested(250)} }}"))


def test_who_waits_for_others_to_be_read_is_told_so_when_its_time_is_over(pool: Asker) -> None:
    pool.wait(pool.pool._reading.acquire())
    try:
        with pytest.raises(ServiceUnavailable) as told:
            pool.evaluate(SparqlRequest("#" * tokens.LONG + f"\n{FIVE}"), deadline=0.1)
    finally:
        pool.pool._reading.release()
    assert told.value.problem == "busy"
    assert works(pool)


def test_a_long_query_whose_client_leaves_is_read_to_its_end_at_that_clients_cost(
    pool: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end, charged = threading.Event(), list[float]()
    monkeypatch.setattr(pool_module, "refuse", lambda _query: may_end.wait(10))
    long = SparqlRequest("#" * tokens.LONG + f"\n{FIVE}")

    async def leave() -> None:
        asked = asyncio.create_task(pool.pool.ask(long, client=Client("hasty", charged.append)))
        await asyncio.sleep(0.05)
        asked.cancel()
        await asyncio.wait([asked])
        assert (pool.pool._reading.locked(), charged) == (True, [])
        may_end.set()
        async with pool.pool._reading:
            assert charged[0] > 0.04

    pool.wait(leave())


def at_once(pool: Asker, *asked: tuple[str, str, float | None]) -> list[Result | BaseException]:
    """What comes of queries with their formats and deadlines that are asked at the same time."""
    async def asking() -> list[Result | BaseException]:
        return await asyncio.gather(
            *(pool.pool.ask(SparqlRequest(query), accept, deadline) for query, accept, deadline in asked), return_exceptions=True
        )

    found: list[Result | BaseException] = pool.wait(asking())
    return found


def test_what_many_ask_at_once_is_evaluated_once(pool: Asker, questions: list[bytes]) -> None:
    answers = at_once(pool, *[(FIVE, "text/csv", None)] * 5, (FIVE, "text/tab-separated-values", None))
    assert len(questions) == 2
    bodies = [body(pool, each) for each in answers if isinstance(each, Result)]
    assert bodies[:5] == [bodies[0]] * 5 != bodies[1:]


def test_what_answers_otherwise_each_time_is_evaluated_for_each(pool: Asker, questions: list[bytes]) -> None:
    query = "SELECT (STRUUID() AS ?id) {}"
    answers = at_once(pool, *[(query, "text/csv", None)] * 2)
    assert len(questions) == 2
    assert len({body(pool, each) for each in answers if isinstance(each, Result)}) == 2


def test_a_long_answer_is_evaluated_for_each_who_asks(pool: Asker) -> None:
    answers = at_once(pool, *[(LONG, "text/csv", None)] * 2)
    assert [len(body(pool, each)) > HELD for each in answers if isinstance(each, Result)] == [True, True]


def test_who_asks_the_same_waits_no_longer_than_it_said(pool: Asker, questions: list[bytes]) -> None:
    first, second = at_once(pool, (COUNT_FOR_EVER, "text/csv", 1), (COUNT_FOR_EVER, "text/csv", 0.2))
    told = [str(each.said).partition(" and ")[0] for each in (first, second) if isinstance(each, HttpError)]
    assert told == ["The query took longer than 1 seconds", "The query took longer than 0.2 seconds"]
    assert len(questions) == 1


def test_who_asks_the_same_and_has_less_time_left_than_was_not_enough_is_told_so(pool: Asker, questions: list[bytes]) -> None:
    told = at_once(pool, *[(COUNT_FOR_EVER, "text/csv", 0.5)] * 3)
    assert [each.problem for each in told if isinstance(each, HttpError)] == ["timeout"] * 3
    assert len(questions) == 1


def test_what_takes_too_much_memory_does_so_for_all_who_ask_it(pool: Asker, questions: list[bytes]) -> None:
    told = at_once(pool, *[(SORT_TOO_MUCH, "text/csv", None)] * 3)
    assert {each.problem for each in told if isinstance(each, ServiceUnavailable)} == {"memory"}
    assert len(questions) == 1


def test_who_waits_for_one_that_leaves_is_answered_all_the_same(pool: Asker, questions: list[bytes]) -> None:
    async def second() -> Result:
        asked = [asyncio.create_task(pool.pool.ask(SparqlRequest(FIVE), "text/csv")) for _ in range(2)]
        while not questions:
            await asyncio.sleep(0)
        asked[0].cancel()
        return await asked[1]

    assert body(pool, pool.wait(second())).count(b"\n") == 6
