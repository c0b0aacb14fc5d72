"""What the gateway answers by itself, driven as an ASGI server drives it."""

from __future__ import annotations

import asyncio
from gzip import decompress
from typing import Any
from urllib.parse import quote

import pytest
from pyoxigraph import NamedNode

from asgi import Answer, exchange, leave
from kiungo import settings
from kiungo.evaluation.pool import HELD, Pool, Result
from kiungo.gateway import Gateway
from kiungo.gateway.messages import Response
from kiungo.gateway.wsgi import Threads
from kiungo.protocol.sparql import SparqlRequest
from kiungo.release import Release
from kiungo.web.stored import StoredQuery


def ask(release: Release, *requests: tuple[str, dict[str, str]], method: str = "GET") -> tuple[list[Answer], int]:
    """The answers to requests, one after another, and how many of them the Flask application was asked for."""

    async def run() -> list[Answer]:
        gateway = Gateway(release, settings.load({}, {"query_workers": 1}))
        try:
            return [await exchange(gateway, method, target.encode(), fields) for target, fields in requests]
        finally:
            await gateway.close()

    count = 0
    respond = Threads.respond

    async def counted(*args: Any, **named: Any) -> Response:
        nonlocal count
        count += 1
        return await respond(*args, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Threads, "respond", counted)
        return asyncio.run(run()), count


def paths(release: Release) -> tuple[str, str]:
    """The address of the thing that the publication begins with, and that of its document."""
    thing = "/" + release.publication.about.start.removeprefix(release.publication.base)
    return thing, thing.replace("/id/", "/doc/", 1)


@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_a_page_is_made_once(tiny_release: Release, accept: str) -> None:
    request = (paths(tiny_release)[1], {"Accept": accept})
    (first, second), made = ask(tiny_release, request, request)
    assert made == 1
    assert first == second
    assert first[0] == 200
    assert int(first[1][b"content-length"]) == len(first[2])


def test_a_redirect_is_made_once(tiny_release: Release) -> None:
    request = (paths(tiny_release)[0], {"Accept": "text/turtle"})
    (first, second), made = ask(tiny_release, request, request)
    assert made == 1
    assert first == second
    assert (first[0], b"location" in first[1]) == (303, True)


def test_what_selects_an_answer_is_part_of_its_name(agency_release: Release) -> None:
    path = paths(agency_release)[1]
    page = {"Accept": "text/html"}
    other = agency_release.publication.about.languages[-1]
    wanted: list[dict[str, str]] = [
        {"Accept": "text/turtle"}, page, {**page, "Accept-Language": other}, {**page, "Accept-Encoding": "gzip"}, {},
    ]
    answers, _ = ask(agency_release, *((path, each) for each in [*wanted, *wanted]))
    assert answers[:5] == answers[5:]
    kinds = {(answer[1][b"content-type"], answer[1].get(b"content-language"), answer[1].get(b"content-encoding"))
             for answer in answers}
    assert len(kinds) == 4


def test_a_client_that_holds_a_known_answer_gets_no_body(tiny_release: Release) -> None:
    path = paths(tiny_release)[1]
    (first,), _ = ask(tiny_release, (path, {"Accept": "text/turtle"}))
    tag = first[1][b"etag"].decode()
    turtle = {"Accept": "text/turtle"}
    (_, held, other), made = ask(tiny_release, (path, turtle), (path, {**turtle, "If-None-Match": tag}),
                                 (path, {**turtle, "If-None-Match": '"another"'}))
    assert made == 1
    assert (held[0], held[2]) == (304, b"")
    assert other == first


def test_head_has_the_headers_of_get_and_no_body(tiny_release: Release) -> None:
    path = paths(tiny_release)[1]
    (page,), _ = ask(tiny_release, (path, {}))
    (head,), _ = ask(tiny_release, (path, {}), method="HEAD")
    assert (head[0], head[1], head[2]) == (page[0], page[1], b"")


def test_a_request_for_a_part_is_not_answered_with_the_whole_that_is_kept(tiny_release: Release) -> None:
    path = paths(tiny_release)[1]
    _, made = ask(tiny_release, (path, {}), (path, {"Range": "bytes=0-9"}), (path, {}))
    assert made == 2


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> list[SparqlRequest]:
    """The queries for which a worker was asked, as they come."""
    found: list[SparqlRequest] = []
    evaluate = Pool.ask

    async def noted(pool: Pool, asked: SparqlRequest, *others: Any) -> Result:
        found.append(asked)
        return await evaluate(pool, asked, *others)

    monkeypatch.setattr(Pool, "ask", noted)
    return found


@pytest.mark.parametrize(("tag", "status"), [("{}", 304), ('"another", {}', 304), ("W/{}", 304), ('"another"', 200)])
def test_an_answer_that_the_client_holds_is_not_evaluated_again(
    tiny_release: Release, evaluated: list[SparqlRequest], tag: str, status: int
) -> None:
    request = ("/sparql?query=" + quote("SELECT * { ?s ?p ?o } LIMIT 3"), {"Accept": "text/csv"})
    (first,), _ = ask(tiny_release, request)
    evaluated.clear()
    held = tag.format(first[1][b"etag"].decode())
    (second,), _ = ask(tiny_release, (request[0], {**request[1], "If-None-Match": held}))
    assert (second[0], len(evaluated)) == (status, int(status == 200))
    assert (second[1][b"etag"], second[1][b"vary"]) == (first[1][b"etag"], first[1][b"vary"])


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_long_answer_is_evaluated_once(tiny_release: Release, evaluated: list[SparqlRequest], coding: str) -> None:
    target = "/sparql?query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 9000")
    accepts = [{"Accept": each, "Accept-Encoding": coding} for each in ("text/csv", "text/csv", "text/csv;q=0.9")]
    answers, _ = ask(tiny_release, *((target, each) for each in accepts))
    assert len(evaluated) == 1
    assert len(decompress(answers[0].body) if coding == "gzip" else answers[0].body) > HELD
    assert {each.body for each in answers} == {answers[0].body}
    assert {each.headers[b"etag"] for each in answers} == {answers[0].headers[b"etag"]}


@pytest.mark.parametrize("vain", ["/sparql?query=SELEC", "/query/duties?no=1", "/query/duties?format=ttl"])
def test_a_client_that_asks_in_vain_is_told_to_wait_wherever_it_asks(tiny_release: Release, vain: str) -> None:
    async def statuses() -> list[int]:
        gateway = Gateway(tiny_release, settings.load({}, {"query_workers": 1, "client_errors": 2}))
        try:
            return [(await exchange(gateway, "GET", each.encode(), {})).status
                    for each in (*[vain] * 5, "/query/duties", "/sparql?query=ASK%7B%7D", "/query/", "/")]
        finally:
            await gateway.close()

    first = 406 if "ttl" in vain else 400
    assert asyncio.run(statuses()) == [first] * 4 + [429] * 3 + [200] * 2


def test_a_query_that_cannot_be_read_is_held_by_nobody(tiny_release: Release) -> None:
    (answer,), _ = ask(tiny_release, ("/sparql?query=SELEC", {"If-None-Match": "*"}))
    assert answer[0] == 400


@pytest.mark.parametrize("waiting", ["/sparql?format=html&query=ASK%7B%7D", "/query/duties?format=html"])
def test_pages_do_not_wait_for_those_who_wait_for_a_worker(tiny_release: Release, waiting: str) -> None:
    product = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    dear = "/sparql?format=html&query=" + quote(f"SELECT (COUNT(*) AS ?n) {product}")

    async def page() -> Answer:
        gateway = Gateway(tiny_release, settings.load({}, {"query_workers": 1, "threads": 1}))
        others = [asyncio.create_task(exchange(gateway, "GET", each.encode(), {})) for each in (dear, waiting, waiting)]
        try:
            await asyncio.sleep(0.5)
            return await asyncio.wait_for(exchange(gateway, "GET", paths(tiny_release)[1].encode(), {}), 3)
        finally:
            for each in others:
                each.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await gateway.close()

    assert asyncio.run(page()).status == 200


@pytest.mark.parametrize("form", ["html", "csv"])
def test_whoever_leaves_a_stored_query_frees_its_worker(
    tiny_release: Release, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    slow = StoredQuery(NamedNode("x:/slow"), (), "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", False, ())
    monkeypatch.setattr("kiungo.web.queries.stored_queries", lambda *_: {"slow": slow})

    async def next_answer() -> Answer:
        gateway = Gateway(tiny_release, settings.load({}, {"query_workers": 1}))
        try:
            await leave(gateway, f"/query/slow?format={form}".encode(), 0.5)
            return await asyncio.wait_for(exchange(gateway, "GET", b"/sparql?query=ASK%7B%7D", {}), 3)
        finally:
            await gateway.close()

    assert asyncio.run(next_answer()).status == 200


def test_a_lookup_is_answered_here_and_known_again(tiny_release: Release) -> None:
    query = f"SELECT ?p ?o {{ <{tiny_release.publication.about.start}> ?p ?o }}"
    request = (f"/sparql?query={quote(query, safe='')}", {"Accept": "application/sparql-results+json"})
    (first, second), made = ask(tiny_release, request, request)
    assert made == 0
    assert (first[0], b"server-timing" in first[1], b"server-timing" in second[1]) == (200, True, False)
    assert first[2] == second[2]
    assert first[1][b"etag"] == second[1][b"etag"]
