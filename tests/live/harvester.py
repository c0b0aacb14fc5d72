"""A harvester's client: it sends nothing but what it is told, and follows no redirect."""

from __future__ import annotations

from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers in lower case, body."""


class _NoRedirect(HTTPRedirectHandler):
    """Some harvesters refuse every redirect."""

    def redirect_request(self, *_: object) -> None:
        return None


def ask(url: str, method: str = "GET", **headers: str) -> Answer:
    """The answer of a server. urllib has no Accept of its own, so that none is sent that is not given."""
    request = Request(url, method=method, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with build_opener(_NoRedirect).open(request, timeout=20) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except HTTPError as error:
        with error:
            return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()
