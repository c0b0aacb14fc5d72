"""What stands before Flask, seen from outside: shares, the cache, compression, the policy."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest

from bench.stopping import served
from kiungo.gateway.messages import LONGEST
from kiungo.release import Release

ASK = "/sparql?query=ASK%20%7B%7D"
DEAR = "/sparql?timeout=1&query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


def get(url: str, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    return ask(url, "GET", path, None, **headers)


def ask(
    url: str, method: str, path: str, sent: bytes | None, **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.request(method, path, sent, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def url(agency_release: Release) -> Iterator[str]:
    """A server on which a client may use a second of queries, and make three errors."""
    flags = ("--workers", "1", "--query-workers", "1", "--client-seconds", "0.5", "--client-errors", "1.5")
    with served(agency_release.path, *flags) as (found, _):
        yield found


def test_a_client_that_has_used_its_share_waits_and_the_others_do_not(url: str) -> None:
    get(url, ASK, X_Forwarded_For="192.0.2.7")  # a worker has started, so that the wait for one takes nothing of the time
    assert get(url, DEAR, X_Forwarded_For="192.0.2.1")[0] == 503
    status, headers, body = get(url, ASK, X_Forwarded_For="192.0.2.1", Accept="application/json")
    problem = json.loads(body)
    assert (status, problem["type"]) == (429, "urn:kiungo:problem:rate")
    assert int(headers["Retry-After"]) > 30
    assert headers["Link"] == '<limits>; rel="help"'
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert get(url, ASK, X_Forwarded_For="192.0.2.2")[0] == 200


def test_a_client_that_asks_in_vain_too_often_waits(url: str) -> None:
    statuses = [get(url, "/sparql?query=SELEC", X_Forwarded_For="192.0.2.3")[0] for _ in range(4)]
    assert statuses == [400, 400, 400, 429]


def test_asking_in_vain_costs_the_same_where_the_answer_is_a_page(url: str) -> None:
    get(url, "/sparql?query=SELEC", X_Forwarded_For="192.0.2.6", Accept="text/html")  # the first page takes its time
    asked = {"X_Forwarded_For": "192.0.2.5", "Accept": "text/html"}
    statuses = [get(url, "/sparql?timeout=1&query=SELEC", **asked)[0] for _ in range(4)]
    assert statuses == [400, 400, 400, 429]


@pytest.mark.parametrize(("path", "length", "status"), [
    ("/sparql?query=ASK%20%7B%7D%23", LONGEST, 200), ("/sparql?query=ASK%20%7B%7D%23", LONGEST + 1, 414), ("/doc/", 60_000, 414),
])
def test_an_address_that_is_too_long_is_refused_in_words(agency_url: str, path: str, length: int, status: int) -> None:
    found, headers, body = get(agency_url, path.ljust(length + ("?" in path), "x"), Accept="application/json")
    assert (found, headers["Access-Control-Allow-Origin"]) == (status, "*")
    assert status == 200 or "POST" in json.loads(body)["detail"]


def test_pages_cost_no_share(url: str) -> None:
    for _ in range(3):
        assert get(url, DEAR, X_Forwarded_For="192.0.2.4")[0] in (503, 429)
    assert get(url, "/", X_Forwarded_For="192.0.2.4")[0] == 200
    assert get(url, "/limits", X_Forwarded_For="192.0.2.4")[0] == 200


@pytest.mark.parametrize("path", ["/ns", "/doc/agency/e-government-agency", "/limits"])
def test_the_second_answer_is_the_first_in_each_language_and_coding(agency_url: str, path: str) -> None:
    for headers in ({"Accept": "text/html"}, {"Accept": "text/html", "Accept-Language": "sw"}, {"Accept": "*/*"},
                    {"Accept": "text/html", "Accept-Encoding": "gzip"}):
        first, second = ([status, body, headers["ETag"], headers["Vary"]]
                         for status, headers, body in (get(agency_url, path, **headers) for _ in range(2)))
        assert first == second


def test_a_cached_answer_is_validated_by_either_tag(agency_url: str) -> None:
    _, plain, _ = get(agency_url, "/ns.ttl")
    _, coded, _ = get(agency_url, "/ns.ttl", Accept_Encoding="gzip")
    assert coded["Content-Encoding"] == "gzip"
    assert plain["ETag"] != coded["ETag"]
    for tag in (plain["ETag"], coded["ETag"]):
        status, headers, body = get(agency_url, "/ns.ttl", If_None_Match=tag)
        assert (status, body, headers["Content-Type"]) == (304, b"", None)


def test_an_answer_from_the_cache_says_so_by_telling_no_time(agency_url: str) -> None:
    path = "/sparql?query=" + quote("SELECT * { ?gateway ?p ?o } LIMIT 3")
    assert "evaluation;dur=" in get(agency_url, path)[1]["Server-Timing"]
    assert get(agency_url, path)[1]["Server-Timing"] is None


def test_a_query_by_post_is_evaluated_once_and_has_no_tag(agency_url: str) -> None:
    query = b"SELECT * { ?posted ?p ?o } LIMIT 3"
    answers = [ask(agency_url, "POST", "/sparql", query, Content_Type="application/sparql-query") for _ in range(2)]
    assert answers[0][2] == answers[1][2]
    assert [each[1]["Server-Timing"] is None for each in answers] == [False, True]
    assert [each[1]["ETag"] for each in answers] == [None, None]


def test_what_changes_with_each_asking_is_asked_anew(agency_url: str) -> None:
    path = "/sparql?format=csv&query=" + quote("SELECT (RAND() AS ?r) {}")
    answers = [get(agency_url, path) for _ in range(2)]
    assert answers[0][2] != answers[1][2]
    assert answers[0][1]["Cache-Control"] == "no-store"
    assert answers[0][1]["ETag"] is None
