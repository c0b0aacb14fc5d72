"""The query service: SPARQL 1.1 Protocol over the pool, its description, and the form for people.

https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO

from flask import Blueprint, Response, request
from pyoxigraph import Triple, serialize

from kiungo.evaluation import tokens
from kiungo.evaluation.frames import CHUNK
from kiungo.evaluation.negotiation import choose, named, wants_page
from kiungo.evaluation.pool import Pool, Result
from kiungo.protocol import sparql as protocol
from kiungo.protocol.conditional import etag
from kiungo.protocol.sparql import SparqlRequest
from kiungo.web import downloads, negotiation
from kiungo.web.responses import NEVER, conditional_response, vary


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

    @routes.route("/sparql", methods=["GET", "POST"])
    def sparql() -> Response:
        if request.method != "POST" and not protocol.is_operation(request.query_string):
            response = _visit(digest, description, prefixes, form)
        else:
            response = _answer(pool, digest, page)
        vary(response, "Accept")
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


def _answer(pool: Pool, digest: str, page: Callable[[SparqlRequest], Response] | None) -> Response:
    """The answer to a query; it is not evaluated where the client holds it."""
    asked = protocol.read(request.method, request.query_string, request.headers.get("Content-Type"), _body())
    if page is not None and wants_page(negotiation.accept_header(), asked.format):
        return page(asked)
    accept = negotiation.accept_header() if asked.format is None else named(asked.format)
    deadline = protocol.deadline(asked.timeout)

    def evaluate() -> Response:
        result = pool.evaluate(asked, accept, deadline)
        response = _sent(downloads.for_excel(result) if downloads.is_excel(asked) else result)
        downloads.named(response, asked, result.media_type)
        return response

    if request.method == "POST":
        return evaluate()
    if tokens.is_volatile(asked.query):
        response = evaluate()
        response.headers["Cache-Control"] = NEVER
        return response
    return conditional_response(_tag(digest, asked, choose(accept).media_types()), evaluate)


def _tag(digest: str, asked: SparqlRequest, media_types: tuple[str, str]) -> str:
    """The entity tag of an answer. Both media types count, since the form of the query is not yet known."""
    graphs = ("default", *asked.default_graphs, "named", *asked.named_graphs)
    return etag(digest, asked.query, *graphs, "as", *media_types, asked.format or "")


def _body() -> bytes:
    if request.method != "POST":
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
