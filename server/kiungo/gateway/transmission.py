"""Sending a response: what is left out for HEAD and for a client that holds it, and what happens when sending fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterable

from kiungo.errors import KiungoError
from kiungo.gateway.encoding import plain_tags
from kiungo.gateway.messages import Request, Response, Send
from kiungo.protocol.conditional import not_modified

logger = logging.getLogger(__name__)

PATIENCE = 30.0  # seconds in which a client must take the next piece of an answer, 256 KiB of it
_OF_BODY = (b"content-length", b"content-type", b"content-encoding")


class ClientGoneError(Exception):
    """The client has gone away: there is nobody to answer, and nothing went wrong on our side."""


class BrokenOffError(Exception):
    """An answer ended before it was whole, and the log says why: without its last piece the server breaks the connection."""


class WhilePresent:
    """Gives up the work inside when the client goes away, which is watched for after so many seconds.

    Raises ClientGoneError then.
    """

    def __init__(self, request: Request, seconds: float = 0.0) -> None:
        self._receive, self._seconds = request.receive, seconds
        self._watch: asyncio.Task[None] | None = None
        self._gone = False

    async def __aenter__(self) -> None:
        loop = asyncio.get_running_loop()
        self._loop, self._task = loop, asyncio.current_task()
        self._timer = loop.call_later(self._seconds, self._begin)

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._timer.cancel()
        if self._watch is not None:
            self._watch.cancel()
        if kind is asyncio.CancelledError and self._gone and self._task is not None and self._task.uncancel() == 0:
            raise ClientGoneError from None

    def _begin(self) -> None:
        self._watch = self._loop.create_task(self._wait())

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        if self._task is not None:
            self._gone = self._task.cancel()


async def send_response(request: Request, response: Response, send: Send) -> None:
    """Send a response. Raises BrokenOffError for a body that fails half-way, ClientGoneError when nobody waits for it."""
    if _is_held(request, response):
        response.close()
        response = Response(304, [each for each in response.headers if each[0] not in _OF_BODY])
    body = response.body
    await send(response.start)
    if isinstance(body, bytes):
        await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})
        return
    try:
        if request.method != "HEAD":
            async with WhilePresent(request):
                await _pieces(request, body, send)
        await send({"type": "http.response.body", "body": b""})
    finally:
        response.close()


async def _pieces(request: Request, body: AsyncIterable[bytes], send: Send) -> None:
    try:
        async for piece in body:
            await _piece(piece, send)
    except (KiungoError, OSError) as error:
        logger.warning("%s: broken off: %s", request.path.decode("latin-1"), error)
        raise BrokenOffError from error


async def _piece(piece: bytes, send: Send) -> None:
    """Send a piece. Raises TimeoutError, which is an OSError, where it is not taken."""
    try:
        async with asyncio.timeout(PATIENCE):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    except TimeoutError:
        raise TimeoutError(f"nothing was taken for {PATIENCE:g} seconds") from None


def _is_held(request: Request, response: Response) -> bool:
    """Whether the client holds this very response: https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2"""
    if response.status != 200 or not any(name == b"if-none-match" for name, _ in request.scope["headers"]):
        return False
    tag = response.header(b"etag")
    if tag is None or request.method not in ("GET", "HEAD", "QUERY"):
        return False
    return not_modified(plain_tags(request.headers["if-none-match"]), plain_tags(tag.decode()))
