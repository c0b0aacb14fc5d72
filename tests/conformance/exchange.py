"""Requests sent as they are written, and what came back."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlencode

from conformance.suite import OtherAnswer, Refused
from kiungo.protocol.sparql import FORM, QUERY

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Response:
    """What the service sent."""

    status: int
    headers: HTTPMessage = field(repr=False)
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get_content_type()

    def require(self, *classes: int) -> None:
        """Raise OtherAnswer where the status is in none of the classes (2 for 2xx); Refused where it is 403 instead."""
        if self.status // 100 not in classes:
            kind = Refused if self.status == 403 else OtherAnswer
            raise kind(f"{self.status}: {self.body.decode(errors='replace')}")


@dataclass(frozen=True)
class Service:
    """The query service of a server on this machine."""

    port: int

    @property
    def host(self) -> str:
        """The server's authority."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The endpoint."""
        return f"http://{self.host}/sparql"

    def send(self, method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes | None = None) -> Response:
        """Send a request with these headers and no other but the length of its body.

        Over a connection of its own, so that nothing that one test leaves behind can reach the next.
        """
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            return Response(response.status, response.headers, response.read())

    def get(self, query: str, graphs: Pairs, accept: str) -> Response:
        """Query via GET: https://www.w3.org/TR/sparql11-protocol/#query-via-get"""
        return self.send("GET", f"/sparql?{urlencode([('query', query), *graphs])}", self._headers(accept))

    def form(self, query: str, graphs: Pairs, accept: str) -> Response:
        """Query via URL-encoded POST: https://www.w3.org/TR/sparql11-protocol/#query-via-post-urlencoded"""
        body = urlencode([("query", query), *graphs]).encode()
        return self.send("POST", "/sparql", self._headers(accept, FORM), body)

    def direct(self, query: str, graphs: Pairs, accept: str) -> Response:
        """Query via POST directly: https://www.w3.org/TR/sparql11-protocol/#query-via-post-direct"""
        return self.send("POST", f"/sparql?{urlencode(graphs)}", self._headers(accept, QUERY), query.encode())

    def _headers(self, accept: str, content_type: str | None = None) -> Pairs:
        typed = [("Content-Type", content_type)] if content_type else []
        return [("Host", self.host), ("Accept", accept), *typed]


WAYS: dict[str, Callable[[Service, str, Pairs, str], Response]] = {
    "get": Service.get, "form": Service.form, "direct": Service.direct,
}
"""The ways in which the protocol lets a query be sent."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
