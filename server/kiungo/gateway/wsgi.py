"""The way into the Flask application: its WSGI callable, run in a thread, one hand-over for a short answer.

PEP 3333: https://peps.python.org/pep-3333/
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes

from kiungo.gateway.messages import Headers, Request, Response

HELD = 2**20  # octets of an answer that are handed over at once; the rest follows in pieces

WsgiApplication = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Threads:
    """Runs a WSGI application in a number of threads."""

    def __init__(self, application: WsgiApplication, threads: int) -> None:
        self._application = application
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def respond(
        self,
        request: Request,
        passed: Mapping[str, object] | None = None,
        replaced: dict[str, str | None] | None = None,
    ) -> Response:
        """What the application answers. HEAD is asked as GET; whoever sends the answer leaves the body out.

        `passed` stands in the WSGI environ beside the request; `replaced` are header fields that the application
        is to see in place of the client's, None for fields it is not to see.
        """
        environ = {**environment(request, {**request.headers, **(replaced or {})}), **(passed or {})}
        loop = asyncio.get_running_loop()
        status, headers, held, rest = await loop.run_in_executor(self._executor, self._run, environ)
        if rest is None:
            return Response(status, headers, held)
        return Response(status, headers, self._pieces(held, rest), rest.close)

    def close(self) -> None:
        """End the threads."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _run(self, environ: dict[str, Any]) -> tuple[int, Headers, bytes, _Rest | None]:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], None]:
            started.append((status, headers))
            return held.extend

        held = bytearray()
        rest = _Rest(self._application(environ, start_response))
        for piece in rest:
            held += piece
            if len(held) > HELD:
                break
        else:
            rest.close()
        status, headers = started[-1]
        fields = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return int(status.split(" ", 1)[0]), fields, bytes(held), None if len(held) <= HELD else rest

    async def _pieces(self, held: bytes, rest: _Rest) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        try:
            yield held
            while (piece := await loop.run_in_executor(self._executor, next, rest, None)) is not None:
                yield piece
        finally:
            rest.close()


class _Rest(Iterator[bytes]):
    """The pieces of a WSGI answer, and its `close`."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._iterator = iter(pieces)
        self._close: Callable[[], object] = getattr(pieces, "close", lambda: None)

    def __next__(self) -> bytes:
        return next(self._iterator)

    def close(self) -> None:
        """What PEP 3333 asks for when all pieces were read, or nobody wants them."""
        self._close()


def environment(request: Request, headers: dict[str, str | None]) -> dict[str, Any]:
    """The request as WSGI knows it. `RAW_URI` is the target as it was sent."""
    scope = request.scope
    path = unquote_to_bytes(request.path)
    server = scope.get("server") or ("localhost", 80)
    query = request.query.decode("latin-1")
    environ = {
        "REQUEST_METHOD": "GET" if request.method == "HEAD" else request.method,
        "SCRIPT_NAME": request.mount.decode("latin-1"),
        "PATH_INFO": path.decode("latin-1"),
        "RAW_URI": (request.mount + request.path).decode("latin-1") + (f"?{query}" if query else ""),
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": "HTTP/1.0" if request.is_old else "HTTP/1.1",
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": request.peer,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": str(scope.get("scheme", "http")),
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    named = {"content-type": "CONTENT_TYPE"}
    for name, value in headers.items():
        if value is not None and name != "content-length" and "_" not in name:
            environ[named.get(name) or f"HTTP_{name.upper().replace('-', '_')}"] = value
    return {**environ, "CONTENT_LENGTH": "0"}
