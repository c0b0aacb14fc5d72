"""The doctor examines our own server: over the network with the agency, and in this process with the tiny body."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

import pytest
from werkzeug.test import Client

from kiungo import settings, web
from kiungo.doctor import Exchange, Unreachable, examine, network
from kiungo.doctor import exchange as exchange_module
from kiungo.release import Release

AGENCY = "id/agency/e-government-agency"

# Rows that wait. Whoever builds one takes it out here.
KNOWN: set[int] = set()


def test_the_agency_keeps_all_rules_but_the_known_ones(agency_url: str) -> None:
    command = [sys.executable, "-m", "kiungo", "doctor", "--json", agency_url + AGENCY]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    report = json.loads(done.stdout)
    failing = {each["number"]: each["seen"] for each in report["rules"] if each["outcome"] == "FAIL"}
    assert set(failing) == KNOWN, failing
    assert [each["number"] for each in report["rules"] if each["outcome"] in ("skip", "lost")] == []
    assert done.returncode == (1 if KNOWN else 0)


def test_the_tiny_body_keeps_all_rules_but_the_known_ones(tiny_release: Release) -> None:
    app = web.create_app(tiny_release, settings.load({}, {"query_workers": 1}))
    client = Client(app)

    def send(method: str, url: str, headers: Mapping[str, str]) -> Exchange:
        with client.open(url.removeprefix(tiny_release.publication.base.rstrip("/")), method=method, headers=dict(headers),
                         base_url=tiny_release.publication.base, buffered=True) as answer:
            kept = {name.lower(): ", ".join(answer.headers.getlist(name)) for name in answer.headers.keys()}  # noqa: SIM118
            return Exchange(url, answer.status_code, kept, answer.data)

    told = client.get("/dataset.nt", buffered=True).text.split()
    thing = next(each for each in told if f"{tiny_release.publication.base}id/" in each)
    found = examine(thing.strip("<>"), send=send)
    web.close(app)
    assert {each.rule.number: each.seen for each in found.findings if each.outcome == "FAIL"}.keys() == KNOWN


def test_what_does_not_answer_ends_in_two() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/id/a", "ftp://example.org/a"):
        command = [sys.executable, "-m", "kiungo", "doctor", url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 2
        assert done.stderr.startswith("kiungo: ")
        assert done.stderr.count("\n") == 1


@contextmanager
def _server(answer: bytes, drip: bytes = b"") -> Iterator[str]:
    """A server that answers one request, then drips."""
    ended = threading.Event()

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with closing(connection):
            connection.recv(65_536)
            try:
                connection.sendall(answer)
                while drip and not ended.wait(0.05):
                    connection.sendall(drip)
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            ended.set()
            thread.join(10)


def test_no_redirect_is_followed_by_itself() -> None:
    with _server(b"HTTP/1.1 303 See\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n") as url:
        answer = network()("GET", url, {})
        assert (answer.status, answer.header("LOCATION")) == (303, "http://127.0.0.1:1/")


def test_a_body_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "_SECONDS", 0.5)
    before = time.monotonic()
    with _server(b"HTTP/1.1 200 OK\r\n\r\n", b"x") as url:
        answer = network()("GET", url, {})
    assert answer.body.strip(b"x") == b""
    assert time.monotonic() - before < 5


def test_a_body_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_module, "BODY", 1_000)
    with _server(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000) as url:
        answer = network()("GET", url, {})
    assert len(answer.body) == 1_000
    assert not answer.whole


def test_what_is_no_http_is_said() -> None:
    with _server(b"SSH-2.0\r\n\r\n") as url, pytest.raises(Unreachable):
        network()("GET", url, {})
