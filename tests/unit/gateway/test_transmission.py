"""Sending: what becomes of a client that does not take what it asked for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from kiungo.gateway import transmission
from kiungo.gateway.messages import Request, Response
from kiungo.gateway.transmission import BrokenOffError, send_response


async def _pieces() -> AsyncIterator[bytes]:
    while True:
        yield b"x"


async def _receive() -> dict[str, Any]:
    await asyncio.Event().wait()
    raise AssertionError


def test_the_answer_to_a_client_that_takes_nothing_ends_with_one_line_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(transmission, "PATIENCE", 0.05)
    sent: list[dict[str, Any]] = []
    closed: list[bool] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if len(sent) == 3:
            await asyncio.Event().wait()

    scope = {"method": "GET", "path": "/sparql", "query_string": b"", "headers": []}
    response = Response(200, [], _pieces(), lambda: closed.append(True))
    with caplog.at_level(logging.DEBUG), pytest.raises(BrokenOffError):
        asyncio.run(send_response(Request(scope, _receive), response, send))
    assert [(each.levelname, each.exc_info) for each in caplog.records if each.name.startswith("kiungo")] == [("WARNING", None)]
    assert sent[-1]["more_body"], "the end was never told"
    assert closed
