"""The query service: SPARQL 1.1 Protocol over the pool, its description, and the form for people.

https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO

from flask import Blueprint, Response, request
from pyoxigraph import Triple, serialize
from werkzeug.wrappers import Response as AnyResponse

from kiungo.evaluation import operation
from kiungo.evaluation.frames import CHUNK
from kiungo.evaluation.pool import Pool, Result
from kiungo.protocol import sparql as protocol
from kiungo.protocol.conditional import etag
from kiungo.protocol.sparql import SparqlRequest
from kiungo.web import attachments, negotiation, paths
from kiungo.web.forms import PATH
from kiungo.web.responses import NEVER, conditional_response, moved, vary


def blueprint(
    pool: Pool,
    digest: str,
    description: Sequence[Triple],
    prefixes: Mapping[str, str],
    form: Callable[[], Response],
    page: Callable[[SparqlRequest], Response] | None = None,
) -> Blueprint:
    """The one route, `/sparql`. `digest` names the data that the answers are a function of.

    `form` and `page` make what people see: the form, and the page of an answer.
    """
    routes = Blueprint("sparql", __name__)

    @routes.route("/sparql", methods=["GET", "POST", "QUERY"])
    def sparql() -> AnyResponse:
        if paths.requested(request).sent != PATH:
            return moved(PATH)
        sent = protocol.parameters(request.query_string)
        if request.method in ("GET", "HEAD") and not protocol.is_operation(sent):
            response = _visit(digest, description, prefixes, form)
        else:
            response = _answer(pool, digest, sent, page)
        vary(response, "Accept")
        response.headers["Accept-Query"] = ", ".join((protocol.QUERY, protocol.FORM))
        return response

    return routes


def _visit(
    digest: str, description: Sequence[Triple], prefixes: Mapping[str, str], form: Callable[[], Response]
) -> Response:
    """The service described, to programs in RDF and to people as the form.

    https://www.w3.org/TR/sparql11-service-description/#accessing
    """
    here = {each.suffix: "" for each in negotiation.DATA_FIRST}
    chosen = negotiation.choose(negotiation.DATA_FIRST, here)
    written = chosen.form
    if written is None:
        return form()
    return conditional_response(
        etag(digest, "sparql", chosen.media_type),
        lambda: Response(
            serialize(description, format=written.writer, prefixes=dict(prefixes)),
            content_type=chosen.content_type,
        ),
    )


def _answer(
    pool: Pool, digest: str, sent: protocol.Parameters, page: Callable[[SparqlRequest], Response] | None
) -> Response:
    """The answer to a query; it is not evaluated where the client holds it."""
    kind = request.headers.get("Content-Type")
    asked = operation.read(request.method, sent, kind, _body(), negotiation.accept_header())
    if page is not None and asked.wants_page:
        return page(asked.request)

    def evaluate() -> Response:
        result = pool.evaluate(asked.request, asked.accept, asked.seconds)
        response = _sent(attachments.for_excel(result) if attachments.is_excel(asked.request) else result)
        disposition = attachments.disposition(asked.request, result.media_type)
        if disposition:
            response.headers["Content-Disposition"] = disposition
        return response

    if not asked.is_safe:
        return evaluate()
    if asked.is_volatile:
        response = evaluate()
        response.headers["Cache-Control"] = NEVER
        return response
    return conditional_response(asked.tag(digest), evaluate)


def _body() -> bytes:
    if request.method not in ("POST", "QUERY"):
        return b""
    if (request.content_length or 0) > protocol.MAXIMUM:
        raise protocol.too_large()
    body = bytearray()
    while len(body) <= protocol.MAXIMUM and (piece := request.stream.read(CHUNK)):
        body += piece
    return bytes(body)


def _sent(result: Result) -> Response:
    if result.size is None and request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return _spooled(result)
    response = Response(result.chunks, content_type=result.content_type)
    if result.size is not None:
        response.content_length = result.size
    return response


def _spooled(result: Result) -> Response:
    """The whole answer, held until it is complete: HTTP/1.0 cannot tell a broken body from a short one."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=2**20)  # noqa: SIM115 - closed with the response
    try:
        for chunk in result.chunks:
            file.write(chunk)
    except BaseException:
        file.close()
        result.close()
        raise
    size = file.tell()
    file.seek(0)
    response = Response(_pieces(file), content_type=result.content_type)
    response.content_length = size
    response.call_on_close(file.close)
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece
