"""The ASGI application: who may ask, whether the answer is known already, and which door it comes from."""

from __future__ import annotations

import logging
import math
import secrets
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus

from kiungo import web
from kiungo.errors import HttpError, TooManyRequests
from kiungo.gateway import queries
from kiungo.gateway.buckets import Buckets
from kiungo.gateway.cache import Cache
from kiungo.gateway.clients import client, networks
from kiungo.gateway.encoding import accepts_gzip, coded, gzip_tag, may_be_coded, plain_tags
from kiungo.gateway.messages import Receive, Request, Response, Scope, Send
from kiungo.gateway.transmission import ClientGoneError, send_response, while_present
from kiungo.gateway.wsgi import Threads
from kiungo.release import Release
from kiungo.settings import Settings
from kiungo.web import downloads
from kiungo.web.responses import common

logger = logging.getLogger(__name__)

_MIB = 1024 * 1024
_NOTICED = 0.05  # seconds after which a query's client is watched: most are answered before
_LONGEST = 8192  # octets of what is asked, over which an answer is not kept by its name
_SELECTING = {"accept", "accept-language", "accept-encoding"}
"""Request headers that are part of an answer's name; one that varies by others is not kept."""

_RESULTS = b"sparql"  # the target under which results are kept: the entity tag tells all of them apart
_FREE = ("busy", "failure", "internal", "rate")  # problems that are not the client's doing

_Name = tuple[bytes, bytes, str, str, bool]


class Gateway:
    """One release, served. Made before the event loop runs; opened by the lifespan protocol or the first request."""

    def __init__(self, release: Release, settings: Settings) -> None:
        self._digest = release.name
        self._application = web.create_app(release, settings)
        self._pool = web.site_of(self._application).pool
        self._threads = Threads(self._application.wsgi_app, settings.threads)
        self._cache = Cache(settings.cache_mb * _MIB)
        everywhere = common(is_copy=release.publication.is_copy)
        self._common = [(name.lower().encode(), value.encode()) for name, value in everywhere.items()]
        self._seconds, self._errors = Buckets(settings.client_seconds), Buckets(settings.client_errors)
        self._trusted = networks(settings.trusted_proxies)
        self._is_open = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: https://asgi.readthedocs.io/en/stable/specs/www.html"""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._open()
            request = Request(scope, receive)
            name = _name(request)
            response = self._cache.find(name) if name else None
            with suppress(ClientGoneError):
                await send_response(request, response or await self._respond(request, name), send)

    async def close(self) -> None:
        """End the processes and threads that belong to the application."""
        await self._pool.aclose()
        self._threads.close()

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            ends = message["type"] == "lifespan.shutdown"
            await (self.close() if ends else self._open())
            await send({"type": f"{message['type']}.complete"})
            if ends:
                return

    async def _open(self) -> None:
        if not self._is_open:
            self._is_open = True
            await self._pool.open()

    async def _respond(self, request: Request, name: _Name | None) -> Response:
        """The answer that is not known yet. The one place that catches what nobody expected."""
        try:
            if queries.is_operation(request):
                return await self._metered(request, lambda account: self._result(request, name, account))
            if request.path.startswith(b"/query/"):
                return await self._metered(request, lambda account: self._timed(request, name, account))
            return await self._page(request, name)
        except HttpError as error:
            return await self._threads.respond(request, failure=error)
        except ClientGoneError:
            raise
        except Exception:
            number = secrets.token_hex(4)
            logger.exception("error %s at %s %s", number, request.method, request.path)
            failure = HttpError(f"Something went wrong on our side. It is on record as {number}.", "internal")
            return await self._threads.respond(request, failure=failure)

    async def _metered(
        self, request: Request, work: Callable[[Callable[[float], None]], Awaitable[Response]]
    ) -> Response:
        """Do work for which a client pays with its time and its errors, unless it has used its share."""
        who = client(request.peer, request.headers.get("x-forwarded-for"), self._trusted)
        now = time.monotonic()
        wait = max(self._seconds.wait(who, now), self._errors.wait(who, now))
        if wait:
            raise _too_many(wait)
        try:
            response = await work(lambda seconds: self._seconds.charge(who, seconds, time.monotonic()))
        except HttpError as error:
            if error.problem not in _FREE:
                self._errors.charge(who, 1, time.monotonic())
            raise
        if response.status == HTTPStatus.BAD_REQUEST:  # told as a page, so nothing was raised
            self._errors.charge(who, 1, time.monotonic())
        return response

    async def _result(
        self, request: Request, name: _Name | None, account: Callable[[float], None]
    ) -> Response:
        """The answer to a query, kept by its entity tag, which stands for all that decides about it."""
        asked, body = await queries.read(request)
        if asked.wants_page or downloads.is_excel(asked.request):
            return await self._timed(request, name, account, body)
        tag = asked.tag(self._digest).encode()
        response = self._cache.alias(None, _RESULTS, tag) if not asked.is_volatile else None
        if response is None:
            async with while_present(request, _NOTICED):
                response = await queries.respond(self._pool, asked, tag, self._common, request.is_old, account)
        return await self._fitted(request, name, _RESULTS, response)

    async def _timed(
        self, request: Request, name: _Name | None, account: Callable[[float], None], body: bytes = b""
    ) -> Response:
        began = time.monotonic()
        try:
            return await self._page(request, name, body)
        finally:
            account(time.monotonic() - began)

    async def _page(self, request: Request, name: _Name | None, body: bytes = b"") -> Response:
        """What the Flask application answers. It is told which of its answers are kept, and need not make them again.

        https://www.rfc-editor.org/rfc/rfc9111#section-4.3.1
        """
        target = request.path + b"?" + request.query
        held = plain_tags(request.headers.get("if-none-match", ""))
        kept = self._cache.tags(target) if name else []
        asked = ", ".join([*([held] if held else []), *(each.decode() for each in kept)])
        response = await self._threads.respond(request, body, replaced={"if-none-match": asked or None})
        if response.status == 304:
            response = self._cache.alias(name, target, response.header(b"etag") or b"") or response
        return await self._fitted(request, name, target, response)

    async def _fitted(self, request: Request, name: _Name | None, target: bytes, response: Response) -> Response:
        """The response in the coding that the client takes, kept for whoever asks the same."""
        keeps = _may_be_kept(response)
        if not may_be_coded(response):
            if keeps:
                self._cache.keep(name, target, response)
            return response
        response = response.varying(b"Accept-Encoding")
        if keeps:
            self._cache.keep(name and (*name[:-1], False), target, response)
        if not accepts_gzip(request.headers.get("accept-encoding", "")):
            return response
        known = self._cache.alias(name, target, gzip_tag(response.header(b"etag") or b'""'))
        if known is None:
            known = await coded(response)
            if keeps:
                self._cache.keep(name, target, known)
        return known


def _name(request: Request) -> _Name | None:
    """All that could select the answer to a request; None for one whose answer is not kept."""
    headers = request.headers
    if request.method not in ("GET", "HEAD") or "range" in headers:
        return None
    wanted, language = headers.get("accept", ""), headers.get("accept-language", "")
    if len(request.path) + len(request.query) + len(wanted) + len(language) > _LONGEST:
        return None
    return request.path, request.query, wanted, language, accepts_gzip(headers.get("accept-encoding", ""))


def _may_be_kept(response: Response) -> bool:
    selecting = (response.header(b"vary") or b"").decode().lower().replace(" ", "").split(",")
    lifetime = response.header(b"cache-control") or b""
    return response.status == 200 and b"public" in lifetime and set(selecting) - {""} <= _SELECTING


def _too_many(wait: float) -> TooManyRequests:
    seconds = math.ceil(wait)
    return TooManyRequests(
        f"This client has used its share of the service. Ask again in {seconds} seconds, and less at a time.",
        "rate", {}, {"Retry-After": str(seconds)},
    )
