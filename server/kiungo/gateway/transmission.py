"""Sending a response: what is left out for HEAD and for a client that holds it, and what happens when sending fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kiungo.errors import KiungoError
from kiungo.gateway.encoding import plain_tags
from kiungo.gateway.messages import Request, Response, Send
from kiungo.protocol.conditional import not_modified

logger = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds in which a client must take the next piece of an answer
_OF_BODY = (b"content-length", b"content-type", b"content-encoding")


class ClientGoneError(Exception):
    """The client has gone away: there is nobody to answer, and nothing went wrong on our side."""


@asynccontextmanager
async def while_present(request: Request, seconds: float = 0.0) -> AsyncIterator[None]:
    """Give up the work inside when the client goes away, which is watched for after so many seconds.

    Raises ClientGoneError then.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    watch: list[asyncio.Task[None]] = []
    gone = False

    async def wait() -> None:
        nonlocal gone
        while (await request.receive())["type"] != "http.disconnect":
            pass
        if task is not None:
            gone = task.cancel()

    timer = loop.call_later(seconds, lambda: watch.append(loop.create_task(wait())))
    try:
        yield
    except asyncio.CancelledError:
        if gone and task is not None and task.uncancel() == 0:
            raise ClientGoneError from None
        raise
    finally:
        timer.cancel()
        for each in watch:
            each.cancel()


async def send_response(request: Request, response: Response, send: Send) -> None:
    """Send a response. A body that fails half-way is raised, so that the server breaks the connection."""
    if _is_held(request, response):
        response.close()
        response = Response(304, [each for each in response.headers if each[0] not in _OF_BODY])
    headers, body = response.headers, response.body
    if isinstance(body, bytes) and response.status not in (204, 304) and response.header(b"content-length") is None:
        headers = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if isinstance(body, bytes):
        await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})
        return
    try:
        if request.method != "HEAD":
            async with while_present(request):
                await _pieces(request, body, send)
        await send({"type": "http.response.body", "body": b""})
    finally:
        response.close()


async def _pieces(request: Request, body: AsyncIterator[bytes], send: Send) -> None:
    try:
        async for piece in body:
            async with asyncio.timeout(PATIENCE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
    except (KiungoError, OSError) as error:
        logger.warning("%s: broken off: %s", request.path.decode("latin-1"), error)
        raise


def _is_held(request: Request, response: Response) -> bool:
    """Whether the client holds this very response: https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2"""
    tags = request.headers.get("if-none-match")
    tag = response.header(b"etag")
    if tags is None or tag is None or response.status != 200 or request.method not in ("GET", "HEAD", "QUERY"):
        return False
    return not_modified(plain_tags(tags), plain_tags(tag.decode()))
