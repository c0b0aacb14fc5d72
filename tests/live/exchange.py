"""One HTTP exchange as it goes over the wire: nothing added to the request, nothing hidden of the answer."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Request:
    """What is sent. `target` follows the host and is sent octet by octet; `headers` may repeat a name."""

    method: str
    target: str
    headers: Headers = ()
    body: bytes | None = None


@dataclass(frozen=True)
class Answer:
    """What came back, whole: an answer that breaks off raises `http.client.IncompleteRead` instead."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without its parameters; nothing where there is no Content-Type."""
        return self.headers.get_content_type() if "Content-Type" in self.headers else ""

    @property
    def text(self) -> str:
        """The body as UTF-8, strictly."""
        return self.body.decode()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def members(self, name: str) -> set[str]:
        """The members of a list header, in all its lines."""
        lines = self.headers.get_all(name) or []
        return {each.strip() for line in lines for each in line.split(",") if each.strip()}


def ask(url: str, request: Request, timeout: float = 30) -> Answer:
    """The answer of the server at the base `url` to a request, over a connection of its own."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    try:
        connection.putrequest(request.method, request.target, skip_accept_encoding=True)
        for name, value in request.headers:
            connection.putheader(name, value)
        if request.body is not None:
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body)
        with connection.getresponse() as response:
            return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def encoded(*pairs: tuple[str, str]) -> str:
    """Parameters as a form writes them; a name may be repeated."""
    return "&".join(f"{name}={quote_plus(value)}" for name, value in pairs)


def get(query: str, *parameters: tuple[str, str], headers: Iterable[tuple[str, str]] = ()) -> Request:
    """A query by GET."""
    return Request("GET", "/sparql?" + encoded(("query", query), *parameters), tuple(headers))


def form(*pairs: tuple[str, str], headers: Iterable[tuple[str, str]] = (), content_type: str = FORM) -> Request:
    """A POST of a form."""
    return Request("POST", "/sparql", (("Content-Type", content_type), *headers), encoded(*pairs).encode())


def direct(
    body: str | bytes, *parameters: tuple[str, str], headers: Iterable[tuple[str, str]] = (), content_type: str = QUERY
) -> Request:
    """A POST of a query, or of whatever `content_type` says it is, with parameters in the URL."""
    octets = body.encode() if isinstance(body, str) else body
    target = "/sparql" + ("?" + encoded(*parameters) if parameters else "")
    return Request("POST", target, (("Content-Type", content_type), *headers), octets)


def accept(*lines: str) -> list[tuple[str, str]]:
    """Accept headers, one a line."""
    return [("Accept", line) for line in lines]
