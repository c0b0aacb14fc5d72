"""Queries on the event loop: the SPARQL Protocol from a request to a response, without a thread.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import asyncio
import time

from kiungo.engine import Dataset
from kiungo.errors import HttpError, UnsupportedMediaType
from kiungo.evaluation import operation
from kiungo.evaluation.clients import Client
from kiungo.evaluation.operation import Operation
from kiungo.evaluation.pool import Limits, Pool
from kiungo.evaluation.processes import CAN_FORK
from kiungo.evaluation.reading import EXCERPT, READABLE, Outcome, excerpt
from kiungo.evaluation.tokens import LONG
from kiungo.gateway.messages import Headers, Request, Response
from kiungo.gateway.transmission import WhilePresent
from kiungo.messages import Message
from kiungo.protocol import sparql
from kiungo.protocol.sparql import Parameters
from kiungo.release import Release
from kiungo.settings import Settings
from kiungo.web import attachments
from kiungo.web.responses import LIFETIME, NEVER

PATH = b"/sparql"
_STORED = b"/query/"
METHODS = ("GET", "HEAD", "POST", "QUERY")
_NOTICED = 0.05  # seconds after which a query's client is watched: most are answered before
_SENDING = ("POST", "QUERY")
_MIB = 1024 * 1024


def pool(release: Release, settings: Settings, dataset: Dataset) -> Pool:
    """The processes that evaluate the queries asked of a release; `dataset` holds the same data in this process."""
    limits = Limits(
        size=settings.query_workers,
        queue=settings.query_queue,
        deadline=settings.query_seconds,
        memory=settings.query_memory_mb * _MIB,
        max_bytes=settings.query_result_mb * _MIB,
        spooled=settings.query_spool_mb * _MIB,
    )
    in_memory = CAN_FORK and release.manifest.quads <= settings.memory_quads
    data = release.dump("dataset", "nq") if in_memory else release.store
    publication = release.publication
    return Pool(data, limits, publication.prefixes, f"{publication.base}sparql", dataset)


def parameters(request: Request) -> Parameters | None:
    """The parameters of a request for the answer to a query; None for any other request. Raises BadRequest."""
    if request.path != PATH or request.method not in METHODS:
        return None
    sent = sparql.parameters(request.query)
    return sent if request.method in _SENDING or sparql.is_operation(sent) else None


def is_stored(request: Request) -> bool:
    """Whether a stored query is asked, for which a client pays as for any other."""
    return request.method in ("GET", "HEAD") and request.path.startswith(_STORED) and request.path != _STORED


async def read(request: Request, sent: Parameters) -> Operation:
    """The operation. Raises HttpError."""
    body = await request.body() if request.method in _SENDING else b""
    headers = request.headers
    coding = headers.get("content-encoding", "identity").lower()
    if body and coding != "identity":
        said, remedy = Message("query_coded", coding=coding[:40]), Message("query_coded_write")
        raise UnsupportedMediaType(said, "content-coding", {"remedy": remedy}, {"Accept-Encoding": "identity"})
    asked = operation.read(request.method, sent, headers.get("content-type"), body, headers.get("accept"))
    if len(asked.request.query) > LONG:
        await asyncio.to_thread(lambda: asked.is_volatile)  # found out once, while others are served
    return asked


def headers_of(asked: Operation, tag: bytes, common: Headers) -> Headers:
    """The header fields of an answer that are known before it is; `tag` is its entity tag."""
    lifetime = NEVER if asked.is_volatile else LIFETIME
    found = [*common, (b"cache-control", lifetime.encode()), (b"vary", b"Accept, Accept-Encoding")]
    return found if asked.is_volatile else [*found, (b"etag", tag)]


async def outcome(request: Request, pool: Pool, asked: Operation, client: Client) -> Outcome:
    """What becomes of an operation whose answer is to be a page. Raises ClientGoneError when nobody waits for it any more."""
    began = time.monotonic()
    answer, error = None, None
    try:
        async with WhilePresent(request, _NOTICED):
            result = pool.look_up(asked.request, READABLE)
            result = result or await pool.ask(asked.request, READABLE, asked.seconds, client)
            answer = await excerpt(result, EXCERPT)
    except HttpError as raised:
        error = raised
    return Outcome(asked.request, time.monotonic() - began, answer, error)


async def respond(
    request: Request, pool: Pool, asked: Operation, headers: Headers, client: Client
) -> Response:
    """The response to an operation. Raises HttpError, and ClientGoneError when nobody waits for it any more.

    By HTTP/1.0 a long answer is sent only when it is complete.
    """
    result = pool.look_up(asked.request, asked.accept)
    if result is not None:
        client.charge(result.seconds)
    else:
        async with WhilePresent(request, _NOTICED):
            result = await pool.ask(asked.request, asked.accept, asked.seconds, client)
            if request.is_old:
                await result.whole()
    headers = [
        *headers,
        (b"content-type", result.content_type.encode()),
        (b"server-timing", b"evaluation;dur=%.1f" % (result.seconds * 1000)),
    ]
    disposition = attachments.disposition(asked, result.media_type)
    if disposition:
        headers.append((b"content-disposition", disposition.encode()))
    if attachments.is_excel(asked.request, result.media_type):
        return Response(200, headers, attachments.for_excel(result.stream()), result.close)
    if isinstance(result.body, bytes):
        return Response(200, headers, result.body)
    if request.is_old:
        headers.append((b"content-length", b"%d" % result.body.size))
    return Response(200, headers, result.stream(), result.close)
