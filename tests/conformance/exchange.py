"""Requests sent as they are written, over one connection, and what came back."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlencode

from conformance.suite import OtherAnswer, Refused


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


class Service:
    """The query service of a server on this machine."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.url = f"http://{self.host}/sparql"
        self._connection = HTTPConnection("127.0.0.1", port, timeout=20)

    def send(self, method: str, target: str, headers: Iterable[tuple[str, str]] = (), body: bytes | None = None) -> Response:
        """Send a request with these headers and no other but the length of its body."""
        self._connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            self._connection.putheader(name, value)
        if body is not None:
            self._connection.putheader("Content-Length", str(len(body)))
        self._connection.endheaders(body)
        response = self._connection.getresponse()
        return Response(response.status, response.headers, response.read())

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def ask(self, query: str, default: Iterable[str], named: Iterable[str], accept: str) -> Response:
        """Send a query by POST, with the graphs it is asked of in the URL."""
        graphs = [*(("default-graph-uri", each) for each in default), *(("named-graph-uri", each) for each in named)]
        headers = [("Host", self.host), ("Content-Type", "application/sparql-query"), ("Accept", accept)]
        return self.send("POST", f"/sparql?{urlencode(graphs)}", headers, query.encode())


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
