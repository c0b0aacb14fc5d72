"""Queries on the event loop: the SPARQL Protocol from a request to a response, without a thread.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

from collections.abc import Callable

from kiungo.evaluation import operation
from kiungo.evaluation.operation import Operation
from kiungo.evaluation.pool import Pool
from kiungo.evaluation.spool import Spool
from kiungo.gateway.messages import Headers, Request, Response
from kiungo.protocol import sparql
from kiungo.web import downloads
from kiungo.web.responses import LIFETIME, NEVER

PATH = b"/sparql"
METHODS = ("GET", "HEAD", "POST", "QUERY")


def is_operation(request: Request) -> bool:
    """Whether a request asks for the answer to a query, and not for the service itself."""
    if request.path != PATH or request.method not in METHODS:
        return False
    return request.method in ("POST", "QUERY") or sparql.is_operation(request.query)


async def read(request: Request) -> tuple[Operation, bytes]:
    """The operation and the body that held it. Raises HttpError."""
    sends = request.method in ("POST", "QUERY")
    body = await request.body(sparql.MAXIMUM) if sends else b""
    headers = request.headers
    kind = headers.get("content-type")
    return operation.read(request.method, request.query, kind, body, headers.get("accept")), body


async def respond(
    pool: Pool, asked: Operation, tag: bytes, common: Headers, is_old: bool, account: Callable[[float], None]
) -> Response:
    """The response to an operation. Raises HttpError.

    `tag` is its entity tag, `is_old` tells a client by HTTP/1.0, who gets a long answer only when it is
    complete, and `account` is told the seconds that a worker was busy.
    """
    result = await pool.ask(asked.request, asked.accept, asked.seconds, account)
    lifetime = NEVER if asked.is_volatile else LIFETIME
    headers = [
        *common,
        (b"content-type", result.content_type.encode()),
        (b"cache-control", lifetime.encode()),
        (b"vary", b"Accept"),
        (b"server-timing", b"evaluation;dur=%.1f" % (result.seconds * 1000)),
    ]
    disposition = downloads.disposition(asked.request, result.media_type)
    if disposition:
        headers.append((b"content-disposition", disposition.encode()))
    if asked.is_safe and not asked.is_volatile:
        headers.append((b"etag", tag))
    if not isinstance(result.body, Spool):
        return Response(200, headers, result.body)
    if is_old:
        try:
            headers.append((b"content-length", b"%d" % await result.body.whole()))
        except BaseException:
            result.close()
            raise
    return Response(200, headers, result.stream(), result.close)
