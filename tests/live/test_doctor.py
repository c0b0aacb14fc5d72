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
from typing import Any

import pytest
from werkzeug.test import Client

from kiungo import settings, web
from kiungo.doctor import Exchange, Unreachable, examine, network
from kiungo.doctor import exchange as exchange_module
from kiungo.release import Release

AGENCY = "id/agency/e-government-agency"

NOT_CLAIMED = {11, 41, 42, 43, 44, 45, 46, 47, 48, 49}
"""Advice; Memento, LDP, TPF and Hydra's API documentation, which we do not claim; pages, which no thing here needs."""


def _outcomes(report: dict[str, Any], outcome: str) -> dict[int, str]:
    return {each["number"]: each["seen"] for each in report["rules"] if each["outcome"] == outcome}


def test_the_agency_keeps_all_rules(agency_url: str) -> None:
    command = [sys.executable, "-m", "kiungo", "doctor", "--json", agency_url + AGENCY]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    report = json.loads(done.stdout)
    assert _outcomes(report, "FAIL") == _outcomes(report, "lost") == {}
    assert _outcomes(report, "skip").keys() == {8}, "the agency has withdrawn nothing"
    assert _outcomes(report, "n/a").keys() == NOT_CLAIMED | {52}, "a copy wants no crawlers"
    assert done.returncode == 0


def test_the_tiny_body_keeps_all_rules(tiny_release: Release) -> None:
    app = web.create_app(tiny_release, settings.load({}, {"query_workers": 1}))
    client, base = Client(app), tiny_release.publication.base

    def send(method: str, url: str, headers: Mapping[str, str]) -> Exchange:
        """What stands at the root of the host, such as robots.txt, is ours, too, as a proxy would have it."""
        if not url.startswith("https://"):
            raise Unreachable(url)
        path = url.removeprefix(base.rstrip("/")).removeprefix("https://harbour.example")
        with client.open(path, method=method, headers=dict(headers), base_url=base,
                         buffered=True) as answer:
            kept = {name.lower(): ", ".join(answer.headers.getlist(name)) for name in answer.headers.keys()}  # noqa: SIM118
            return Exchange(url, answer.status_code, kept, answer.data)

    found = json.loads(examine(f"{base}id/duty/lights", {"withdrawn": f"{base}id/duty/fog-horn"}, send).json())
    assert _outcomes(found, "FAIL") == _outcomes(found, "skip") == _outcomes(found, "lost") == {}
    assert _outcomes(found, "n/a").keys() == NOT_CLAIMED


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
