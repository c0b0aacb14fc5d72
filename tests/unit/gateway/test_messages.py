"""The body of a request: how much of it is read, and when it is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from kiungo import server
from kiungo.errors import ContentTooLarge
from kiungo.gateway import messages
from kiungo.gateway.messages import DROPPED, Request
from kiungo.protocol.sparql import MAXIMUM

PIECE = b"x" * 2**18


def read(pieces: Sequence[bytes], **fields: str) -> tuple[bytes | None, int]:
    """The body, None where it is refused, and how many of its pieces were read by then."""
    waiting = list(pieces)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()  # as a server waits for a client that sends no more
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def body() -> bytes | None:
        try:
            return await Request(scope, receive).body()
        except ContentTooLarge:
            return None

    headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in fields.items()]
    scope = {"method": "POST", "path": "/sparql", "query_string": b"", "headers": headers}
    return asyncio.run(asyncio.wait_for(body(), 2)), len(pieces) - len(waiting)


def test_a_body_comes_whole() -> None:
    assert read([b"AS", b"K", b" {}"], content_length="6") == (b"ASK {}", 3)


@pytest.mark.parametrize("fields", [{}, {"content_length": str(MAXIMUM + 1)}])
def test_one_that_is_too_long_is_read_to_its_end_before_it_is_refused(fields: dict[str, str]) -> None:
    pieces = [PIECE] * (MAXIMUM // len(PIECE)) + [b"x"]
    assert read(pieces, **fields) == (None, len(pieces))


def test_no_more_of_it_than_a_bound_is_read() -> None:
    pieces = [PIECE] * 1000
    assert read(pieces, content_length=str(1000 * len(PIECE))) == (None, DROPPED // len(PIECE))


def test_whoever_waits_to_be_told_whether_to_send_is_told_at_once() -> None:
    assert read([PIECE], content_length=str(MAXIMUM + 1), expect="100-continue") == (None, 0)


def test_whoever_sends_slowly_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "DROPPED_SECONDS", 0.05)
    assert read([], content_length=str(MAXIMUM + 1)) == (None, 0)


def test_the_server_takes_twice_the_target_that_is_refused_in_words() -> None:
    assert server._HEAD_BYTES == 2 * messages.LONGEST
