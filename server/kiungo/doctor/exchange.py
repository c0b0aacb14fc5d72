"""One request and what came back, bounded in time, size and number. The server is not trusted: nothing is followed by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

from kiungo import __version__
from kiungo.errors import KiungoError

BODY = 8 * 1024 * 1024
"""Octets of a body that are read."""

REQUESTS = 400
"""Requests that one examination may make."""

_SECONDS = 20.0
_AGENT = f"kiungo-doctor/{__version__} (examines Linked Data servers at the wish of a person)"


class Unreachable(KiungoError):
    """The server gave no answer, or the bounds of the examination are spent."""


@dataclass(frozen=True)
class Exchange:
    """An answer: the URL asked, the status, the headers by lower-case name (repeated ones joined), the body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool = True

    def header(self, name: str) -> str:
        """The value of a header, "" where it is absent."""
        return self.headers.get(name.lower(), "")

    @property
    def media_type(self) -> str:
        """The media type without parameters, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode("utf-8", "replace")


Transport = Callable[[str, str, Mapping[str, str]], Exchange]
"""Sends a method to a URL with headers; raises Unreachable."""


def network() -> Transport:
    """A transport over the network: one request after the other, redirects are not followed."""
    pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=10, read=10))

    def send(method: str, url: str, headers: Mapping[str, str]) -> Exchange:
        if urlsplit(url).scheme not in ("http", "https"):
            raise Unreachable(f"{url[:200]} is no http address.")
        try:
            sent = {"User-Agent": _AGENT, "Accept-Encoding": "identity", **headers}
            response = pool.request(method, url, headers=sent, redirect=False, preload_content=False)
            try:
                body = _body(response)
            finally:
                response.close()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise Unreachable(f"{method} {url[:200]}: {error}") from error
        kept = {name.lower(): ", ".join(response.headers.getlist(name)) for name in response.headers}
        return Exchange(url, response.status, kept, body[:BODY], len(body) <= BODY)

    return send


def _body(response: urllib3.BaseHTTPResponse) -> bytes:
    """The octets, up to one more than the bound; a server that drips is left."""
    end = time.monotonic() + _SECONDS
    body = bytearray()
    while piece := response.read1(65_536, decode_content=False):
        body += piece
        if len(body) > BODY or time.monotonic() > end:
            break
    return bytes(body)
