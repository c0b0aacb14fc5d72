"""Requests and responses as they pass through the gateway."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from kiungo.errors import BadRequest
from kiungo.messages import Message
from kiungo.protocol import sparql

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

LONGEST = 32 * 1024  # octets of a request's target: a long query, and no more than proxies pass on
BODY_SECONDS = 30.0  # for a request's whole body; a query is a few kilobytes
DROPPED, DROPPED_SECONDS = 8 * 2**20, 5.0  # octets, and seconds, of a body over the limit that are still read


class Request:
    """A request as the ASGI server gave it; what is not asked for is not read.

    `method` is in capitals; `path` is as it was sent, below the `mount`, without the `query`, which follows `?`. A path that
    does not lie below it is taken as it is: a proxy may pass on what stands at the root of a host, such as robots.txt.
    """

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope, self.receive = scope, receive
        self._headers: dict[str, str] | None = None
        self.method: str = scope["method"]
        self.mount = str(scope.get("root_path", "")).encode()
        whole: bytes = scope.get("raw_path") or scope["path"].encode()
        self.path = whole.removeprefix(self.mount) if whole.startswith(self.mount + b"/") else whole
        self.query: bytes = scope["query_string"]

    @property
    def headers(self) -> dict[str, str]:
        """The header fields, names in lower case, repeated lines joined: https://www.rfc-editor.org/rfc/rfc9110#section-5.3"""
        if self._headers is None:
            self._headers = {}
            for name, value in self.scope["headers"]:
                key, text = name.decode("latin-1"), value.decode("latin-1")
                self._headers[key] = f"{self._headers[key]}, {text}" if key in self._headers else text
        return self._headers

    @property
    def peer(self) -> str:
        """The address of the other end of the connection."""
        return str((self.scope.get("client") or ("", 0))[0])

    @property
    def is_old(self) -> bool:
        """Whether it came by HTTP/1.0, in which a broken body cannot be told from a short one."""
        return str(self.scope.get("http_version", "1.1")) in ("1", "1.0")

    async def body(self) -> bytes:
        """The body. Raises ContentTooLarge over `sparql.MAXIMUM` octets, BadRequest when it does not come."""
        pieces, body = self._pieces(), bytearray()
        if int(self.headers.get("content-length") or 0) > sparql.MAXIMUM:
            await self._drop(pieces)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for piece in pieces:
                    body += piece
                    if len(body) > sparql.MAXIMUM:
                        break
        except TimeoutError:
            raise BadRequest(Message("body_slow"), "slow-body") from None
        if len(body) > sparql.MAXIMUM:
            await self._drop(pieces)
        return bytes(body)

    async def _pieces(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            message = await self.receive()
            more = message.get("more_body", False)
            yield message.get("body", b"")

    async def _drop(self, pieces: AsyncIterator[bytes]) -> NoReturn:
        """Read the rest of a body that is too long before it is refused, since most clients listen when they have sent it.

        One that waits for 100 (RFC 9110 §10.1.1) has sent nothing yet.
        """
        left = DROPPED if "expect" not in self.headers else 0
        with suppress(TimeoutError):
            async with asyncio.timeout(DROPPED_SECONDS):
                while left > 0 and (piece := await anext(pieces, None)) is not None:
                    left -= len(piece)
        raise sparql.too_large()


class Pieces:
    """A long body that is whole in memory. It may be sent more than once, in pieces, so that nobody waits for a slow client."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces
        self._size = sum(map(len, pieces))

    def __len__(self) -> int:
        return self._size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for each in self._pieces:
            yield each


@dataclass(slots=True)
class Response:
    """A response. `body` is whole, or comes in pieces; whoever does not send these calls `close`.

    It is not changed once it is made, for the cache may send it more than once.
    """

    status: int
    headers: Headers = field(default_factory=list)
    body: bytes | Pieces | AsyncIterator[bytes] = b""
    close: Callable[[], object] = lambda: None
    _start: dict[str, Any] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def start(self) -> dict[str, Any]:
        """The message that begins it, made once however often it is sent. A whole body's length is told."""
        if self._start is None:
            headers = self.headers
            if isinstance(self.body, bytes | Pieces) and self.status not in (204, 304) and self.header(b"content-length") is None:
                headers = [*headers, (b"content-length", b"%d" % len(self.body))]
            self._start = {"type": "http.response.start", "status": self.status, "headers": headers}
        return self._start

    def header(self, name: bytes) -> bytes | None:
        """The value of a header field, its name in lower case, or None."""
        for key, value in self.headers:
            if key == name:
                return value
        return None

    def with_headers(self, *fields: tuple[bytes, bytes]) -> Response:
        """The response with these fields in place of those of the same name."""
        names = {name for name, _ in fields}
        return replace(self, headers=[*(each for each in self.headers if each[0] not in names), *fields])

    def without(self, name: bytes) -> Response:
        """The response without a header field."""
        return replace(self, headers=[each for each in self.headers if each[0] != name])

    def varying(self, name: bytes) -> Response:
        """The response, said to be selected by one more request header (RFC 9110 §12.5.5)."""
        vary = self.header(b"vary")
        if vary is not None and name.lower() in vary.lower().replace(b" ", b"").split(b","):
            return self
        return self.with_headers((b"vary", vary + b", " + name if vary else name))
