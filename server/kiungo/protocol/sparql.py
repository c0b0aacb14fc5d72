"""SPARQL 1.1 Protocol, the query operation: a request's parts become a `SparqlRequest` or an error.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import math
import re
from binascii import a2b_qp
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from kiungo.errors import BadRequest, ContentTooLarge, Forbidden, MethodNotAllowed, UnsupportedMediaType
from kiungo.messages import Message
from kiungo.protocol.lists import split

MAXIMUM = 2**20  # octets of a request's body; the longest query anyone wrote by hand is a hundredth of it
SHORTEST = 0.1  # seconds that a client may ask to be given; less would be a wish to be refused
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "QUERY")

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_PARAMETERS = 200
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_NAMES = ("query", "default-graph-uri", "named-graph-uri", *_UPDATES)
_ESCAPED = re.compile(rb"[^%=\r\n]*+(?:%[0-9A-Fa-f]{2}[^%=\r\n]*+)*+")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")

Parameters = list[tuple[str, str]]


@dataclass(frozen=True)
class SparqlRequest:
    """A query and the graphs it is asked of; with no graph named, the service's own dataset.

    `format` and `timeout` are parameters beyond the protocol, as they were sent. `bindings` are pairs of a
    variable's name and a term in N-Triples; the engine binds them, they are never written into the query.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    timeout: str | None = None
    bindings: tuple[tuple[str, str], ...] = ()


def parameters(octets: bytes) -> Parameters:
    """The names and values of a query string or a form, strictly in UTF-8. Raises BadRequest.

    https://url.spec.whatwg.org/#urlencoded-parsing
    """
    _text(octets)
    if octets.count(b"&") >= _PARAMETERS:
        raise BadRequest(Message("parameters_many", n=_PARAMETERS), "parameter", {"remedy": Message("parameters_fewer")})
    pairs = (each.partition(b"=") for each in octets.split(b"&") if each)
    try:
        return [(_unquoted(name), _unquoted(value)) for name, _, value in pairs]
    except UnicodeDecodeError as error:
        raise BadRequest(Message("parameters_utf8"), "encoding", {"remedy": Message("encoding_write")}) from error


def is_operation(sent: Parameters) -> bool:
    """Whether the parameters of a URL ask something of the service; without them it is a visit to the service itself."""
    return any(name in _NAMES for name, _ in sent)


def read(method: str, sent: Parameters, content_type: str | None, body: bytes) -> SparqlRequest:
    """The request that a method, the parameters of its URL, a Content-Type and a body stand for.

    HEAD reads as GET does, QUERY as POST does (https://www.rfc-editor.org/rfc/rfc10008).
    Raises BadRequest, Forbidden (for updates), MethodNotAllowed,
    ContentTooLarge and UnsupportedMediaType.
    """
    if method not in ("GET", "HEAD", "POST", "QUERY"):
        raise MethodNotAllowed(Message("method", methods="GET, POST, QUERY"), "method", headers={"Allow": ", ".join(METHODS)})
    return _request([*sent, *_posted(content_type, body)] if method in ("POST", "QUERY") else sent)


def too_large() -> ContentTooLarge:
    """The error for a body over the limit, for those who can tell before they have read it."""
    return ContentTooLarge(Message("body_large", n=MAXIMUM), "too-large")


def _posted(content_type: str | None, body: bytes) -> Parameters:
    if len(body) > MAXIMUM:
        raise too_large()
    media_type, *rest = (piece.strip(" \t") for piece in split(content_type or "", ";"))
    for key, _, value in (piece.partition("=") for piece in rest):
        if key.lower() == "charset" and value.strip('"').lower() not in ("utf-8", "utf8"):
            said = Message("query_charset", charset=value.strip('"')[:40])
            raise UnsupportedMediaType(said, "charset", {"remedy": Message("query_charset_write")})
    media_type = media_type.lower()
    if media_type == FORM:
        return parameters(body)
    if media_type == QUERY:
        return [("query", _text(body))]
    if media_type == UPDATE:
        return [("update", "")]
    said = Message("query_type", type=media_type[:80]) if media_type else Message("query_type_none")
    raise UnsupportedMediaType(said, "media-type", {"remedy": Message("query_type_write", types=f"{QUERY}, {FORM}")})


def _unquoted(octets: bytes) -> str:
    """Percent-decoding: https://url.spec.whatwg.org/#percent-decode

    Quoted-printable differs in its sign alone (RFC 2045 §6.7, rule 1), and the standard library decodes it in C.
    """
    octets = octets.replace(b"+", b" ")
    if _ESCAPED.fullmatch(octets):
        return a2b_qp(octets.replace(b"%", b"=")).decode()
    return unquote_to_bytes(octets).decode()


def _text(octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(Message("request_utf8", n=error.start), "encoding", {"remedy": Message("encoding_write")}) from error


def _request(sent: Parameters) -> SparqlRequest:
    values: dict[str, list[str]] = {}
    for name, value in sent:
        values.setdefault(name, []).append(value)
    if not values.keys().isdisjoint(_UPDATES):
        raise forbidden_update()
    queries = values.get("query", [])
    if len(queries) > 1:
        raise BadRequest(Message("query_twice"), "parameter", {"parameter": "query"})
    if not queries or not queries[0].strip():
        raise BadRequest(Message("query_none"), "parameter", {"parameter": "query"})
    # An empty field of a form says nothing.
    form, timeout = (next(filter(None, reversed(values.get(name, []))), None) for name in ("format", "timeout"))
    return SparqlRequest(queries[0], _graphs(values, "default"), _graphs(values, "named"), form, timeout)


def deadline(text: str | None) -> float | None:
    """The parameter `timeout` in seconds, by which a client may ask for less time than it could have."""
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not SHORTEST <= seconds < math.inf:
        raise BadRequest(Message("query_timeout", n=SHORTEST), "timeout-parameter")
    return seconds


def forbidden_update() -> Forbidden:
    """The error for a request to change the data, whichever way it is made."""
    return Forbidden(Message("query_update"), "update", {"remedy": Message("query_update_instead")})


def _graphs(values: Mapping[str, Sequence[str]], kind: str) -> tuple[str, ...]:
    graphs = tuple(dict.fromkeys(values.get(f"{kind}-graph-uri", ())))
    for graph in graphs:
        if not _ABSOLUTE.fullmatch(graph):
            parameter = f"{kind}-graph-uri"
            said = Message("graph_relative", parameter=parameter, graph=graph[:200])
            raise BadRequest(said, "graph", {"parameter": parameter, "remedy": Message("write_iri")})
    return graphs
