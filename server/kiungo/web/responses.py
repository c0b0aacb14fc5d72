"""The one place that sets the headers which every response has, and builds conditional responses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask, Response, redirect, request
from flask.globals import request_ctx
from werkzeug.wrappers import Response as AnyResponse

from kiungo.protocol import conditional, link
from kiungo.protocol.link import Link
from kiungo.publication import Publication
from kiungo.web import paths

# A release may be replaced at any time; five minutes keeps crawlers off and readers current.
LIFETIME = "public, max-age=300, must-revalidate"
FOREVER = "public, max-age=31536000, immutable"
DAILY = "public, max-age=86400"
BRIEFLY = "public, max-age=60"
NEVER = "no-store"

_EXPOSED = (
    "Accept-Query, Allow, Content-Disposition, Content-Language, Content-Location, Content-Range, ETag, Link, Location, "
    "Retry-After, Server-Timing, X-Robots-Tag"
)

# No script, frame or foreign resource has a place on these pages: https://www.w3.org/TR/CSP3/
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

# The query page alone runs scripts, its own; the editor is built from a lock file and served from here.
_WITH_SCRIPTS = f"{_POLICY}; script-src 'self'; connect-src 'self'"

_EVERYWHERE = {
    "Access-Control-Allow-Origin": "*",  # https://fetch.spec.whatwg.org/#http-responses
    "Access-Control-Expose-Headers": _EXPOSED,
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


def common(*, is_copy: bool) -> dict[str, str]:
    """The headers that every response has, through whichever door it leaves."""
    return {**_EVERYWHERE, "X-Robots-Tag": "noindex"} if is_copy else dict(_EVERYWHERE)


def register(app: Flask, *, is_copy: bool) -> None:
    """Answer OPTIONS everywhere, and give every response what all have in common."""
    app.before_request(_answer_options)
    app.before_request(_without_slash)
    everywhere = common(is_copy=is_copy)

    def finish(response: Response) -> Response:
        for name, value in everywhere.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", LIFETIME if response.status_code < 400 else BRIEFLY)
        return response

    app.after_request(finish)


def with_scripts(response: Response) -> None:
    """Let a page run our own scripts, which may ask this server and no other."""
    response.headers["Content-Security-Policy"] = _WITH_SCRIPTS


def vary(response: Response, *names: str) -> None:
    """Add to the request headers that selected the response (RFC 9110 §12.5.5)."""
    response.vary.update(names)


def conditional_response(tag: str, make: Callable[[], Response]) -> Response:
    """A 304 where the client holds that entity tag, else what `make` gives, with the tag.

    The body is not made for a 304. https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5
    """
    header = ", ".join(request.headers.getlist("If-None-Match")) or None
    if conditional.not_modified(header, tag):
        response = Response(status=304)
        response.headers.remove("Content-Type")
    else:
        response = make()
    response.headers["ETag"] = tag
    return response


def moved(path: str) -> AnyResponse:
    """To the canonical spelling of a path that is known (RFC 3986 §6.2.2), with the query of the request.

    301, and 308 for a request whose method and body have to be kept: https://www.rfc-editor.org/rfc/rfc9110#section-15.4.9
    """
    query = request.query_string.decode("latin-1")
    target = paths.relative(path, paths.requested(request).sent) + (f"?{query}" if query else "")
    return redirect(target, 301 if request.method in ("GET", "HEAD") else 308)


def links(response: Response, found: Sequence[Link]) -> None:
    """Set the Link header (RFC 8288)."""
    if found:
        response.headers["Link"] = link.header(found)


def rights(publication: Publication, graph: str | None = None) -> list[Link]:
    """The licence of a graph, or of the whole: none where it is not ours to give."""
    licence = publication.terms(graph).licence
    return [Link(licence, "license")] if licence else []


def _answer_options() -> Response | None:
    """What may be done with a resource, and a browser's preflight, on every path and never redirected.

    https://fetch.spec.whatwg.org/#cors-preflight-fetch
    """
    if request.method != "OPTIONS":
        return None
    methods = ", ".join(sorted(allowed_methods()))
    response = Response(status=204)
    response.headers["Allow"] = methods
    response.headers["Access-Control-Allow-Methods"] = methods
    wanted = request.headers.get("Access-Control-Request-Headers")
    if wanted and wanted.isascii() and wanted.isprintable():
        response.headers["Access-Control-Allow-Headers"] = wanted
        vary(response, "Access-Control-Request-Headers")
    response.headers["Access-Control-Max-Age"] = "86400"
    response.headers.remove("Content-Type")
    return response


def _without_slash() -> AnyResponse | None:
    """301 to the address of a page from the same with a slash at its end, from which its references would lead astray.

    What has a name of its own in its path looks at that by itself.
    """
    rule = request.url_rule
    if rule is None or rule.arguments or rule.rule.endswith("/") or not request.path.endswith("/"):
        return None
    return moved(rule.rule.removeprefix("/"))


def allowed_methods() -> set[str]:
    """The methods of the requested path."""
    adapter = request_ctx.url_adapter
    methods = set(adapter.allowed_methods()) if adapter is not None else set()
    return (methods or {"GET", "HEAD"}) | {"OPTIONS"}
