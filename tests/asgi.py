"""A gateway, driven as an ASGI server drives it, but without a network."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from kiungo.gateway import Gateway


class Answer(NamedTuple):
    """What was sent, whole."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


async def exchange(
    gateway: Gateway, method: str, target: bytes, headers: Mapping[str, str], body: bytes = b"", version: str = "1.1"
) -> Answer:
    """The answer to a request of a client that stays until it has it. Raises what breaks an answer off."""
    bodies, sent = [body], list[dict[str, Any]]()

    async def receive() -> dict[str, Any]:
        if not bodies:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": bodies.pop(), "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await gateway(_scope(method, target, headers, version), receive, send)
    return Answer(sent[0]["status"], dict(sent[0]["headers"]), b"".join(each["body"] for each in sent[1:]))


async def leave(gateway: Gateway, target: bytes, seconds: float) -> None:
    """Ask, and be gone after so many seconds. Raises what breaks an answer off."""
    async def receive() -> dict[str, Any]:
        await asyncio.sleep(seconds)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        raise AssertionError(message)

    await gateway(_scope("GET", target, {}), receive, send)


def _scope(method: str, target: bytes, headers: Mapping[str, str], version: str = "1.1") -> dict[str, Any]:
    path, _, query = target.partition(b"?")
    fields = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    return {"type": "http", "method": method, "path": path.decode(), "raw_path": path, "query_string": query,
            "headers": fields, "client": ("192.0.2.1", 1), "http_version": version}


@contextmanager
def running(gateway: Gateway) -> Iterator[Callable[[dict[str, Any], Any], Iterable[bytes]]]:
    """The gateway as a WSGI application, for clients of tests, over an event loop in a thread of its own."""
    ready, ends = threading.Event(), list[Callable[[], object]]()
    loops: list[asyncio.AbstractEventLoop] = []

    async def live() -> None:
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        loops.append(loop)
        ends.append(lambda: loop.call_soon_threadsafe(over.set))

        async def receive() -> dict[str, Any]:
            return {"type": "lifespan.shutdown" if ready.is_set() and await over.wait() else "lifespan.startup"}

        async def send(_message: dict[str, Any]) -> None:
            ready.set()

        await gateway({"type": "lifespan"}, receive, send)

    def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        named = {"CONTENT_TYPE": "Content-Type", "CONTENT_LENGTH": "Content-Length"}
        headers = {named.get(name) or name.removeprefix("HTTP_").replace("_", "-"): value for name, value in environ.items()
                   if value and (name in named or name.startswith("HTTP_"))}
        version = environ["SERVER_PROTOCOL"].removeprefix("HTTP/")
        body = environ["wsgi.input"].read()
        target = f"{environ['RAW_URI'].partition('?')[0]}?{environ['QUERY_STRING']}".encode("latin-1")
        asked = exchange(gateway, environ["REQUEST_METHOD"], target, headers, body, version)
        answer = asyncio.run_coroutine_threadsafe(asked, loops[0]).result()
        start_response(f"{answer.status} ", [(name.decode(), value.decode("latin-1")) for name, value in answer.headers.items()])
        return [answer.body]

    thread = threading.Thread(target=lambda: asyncio.run(live()))
    thread.start()
    ready.wait()
    try:
        yield call
    finally:
        ends[0]()
        thread.join()
