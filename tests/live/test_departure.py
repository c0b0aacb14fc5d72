"""A client that goes away frees its worker at once: the next one need not wait for a deadline that serves nobody."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest

from bench.stopping import ask, served
from kiungo.release import Release

PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNTED, STREAMED = f"SELECT (COUNT(*) AS ?n) {PRODUCT}", f"SELECT * {PRODUCT}"


@pytest.fixture(scope="module")
def url(agency_release: Release) -> Iterator[str]:
    """A server that can evaluate one query at a time, for up to twenty seconds."""
    with served(agency_release.path, "--workers", "1", "--query-workers", "1", "--query-seconds", "20") as (url, _):
        assert ask(url, "ASK {}").ending == "answer"
        yield url


def _request(method: str, query: str, form: str) -> bytes:
    if method == "GET":
        return f"GET /sparql?format={form}&query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    head = f"Host: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(query)}\r\n"
    return f"POST /sparql?format={form} HTTP/1.1\r\n{head}\r\n{query}".encode()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("query", "form"), [  # in this order, since a place that is not given back is missing later
    pytest.param(STREAMED, "csv", id="in the middle of the answer"),
    pytest.param(STREAMED, "csv-excel", id="in the middle of a table for Excel"),
    pytest.param(COUNTED, "csv", id="before the answer has begun"),
    pytest.param(COUNTED, "html", id="before there is a page"),
])
def test_whoever_comes_next_is_answered_at_once(url: str, method: str, query: str, form: str) -> None:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=5) as leaving:
        leaving.sendall(_request(method, query, form))
        if query is STREAMED:
            assert leaving.recv(1000).startswith(b"HTTP/1.1 200")
        else:
            time.sleep(0.5)
    outcome = ask(url, "ASK {}", timeout=2)
    assert outcome.ending == "answer", outcome
