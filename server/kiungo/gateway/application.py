"""The ASGI application: who may ask, whether the answer is known already, and which door it comes from."""

from __future__ import annotations

import logging
import math
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from http import HTTPStatus

from kiungo import web
from kiungo.errors import HttpError, TooManyRequests, UriTooLong
from kiungo.evaluation.clients import NOBODY, Client
from kiungo.evaluation.operation import Operation
from kiungo.gateway import queries
from kiungo.gateway.buckets import Buckets
from kiungo.gateway.cache import REDIRECTS, Cache
from kiungo.gateway.clients import client
from kiungo.gateway.encoding import accepts_gzip, coded, gzip_tag, is_plain, may_be_coded, plain_tags
from kiungo.gateway.messages import LONGEST, Receive, Request, Response, Scope, Send
from kiungo.gateway.transmission import BrokenOffError, ClientGoneError, send_response
from kiungo.gateway.wsgi import Threads
from kiungo.messages import Message
from kiungo.protocol.sparql import Parameters
from kiungo.release import Release
from kiungo.settings import Settings
from kiungo.web.answers import OUTCOME
from kiungo.web.errors import FAILURE
from kiungo.web.queries import OPERATIONS
from kiungo.web.responses import common
from kiungo.web.sparql import ASKED

logger = logging.getLogger(__name__)

_MIB = 1024 * 1024
_LONGEST = 8192  # octets of what is asked, over which an answer is not kept by its name
_SELECTING = {b"accept", b"accept-language", b"accept-encoding", b"accept-profile"}
"""Request headers that are part of an answer's name; one that varies by others is not kept."""

_RESULTS = b"sparql"  # the target under which results are kept: the entity tag tells all of them apart
_FREE = ("busy", "failure", "internal", "rate")  # problems that are not the client's doing
_VAIN = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_ACCEPTABLE)  # what is answered to who asked in vain

_Name = tuple[bytes, bytes, bool, *tuple[bytes, ...]]
"""Path, query, whether the answer may be in gzip, and the names and values of the other header fields that select it."""


class Gateway:
    """One release, served. Made before the event loop runs; opened by the lifespan protocol or the first request.

    `application` is what answers with pages.
    """

    def __init__(self, release: Release, settings: Settings) -> None:
        self.application = web.create_app(release, settings)
        self._pool = queries.pool(release, settings, web.site_of(self.application).dataset)
        self._digest = f"{release.name} {self._pool.place}"
        self._threads = Threads(self.application.wsgi_app, settings.threads)
        self._cache = Cache(settings.cache_mb * _MIB)
        everywhere = common(is_copy=release.publication.is_copy)
        self._common = [(name.lower().encode(), value.encode()) for name, value in everywhere.items()]
        self._seconds, self._errors = Buckets(settings.client_seconds), Buckets(settings.client_errors)
        self._client = lru_cache(4096)(partial(client, trusted=settings.trusted_proxies))
        self._is_open = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: https://asgi.readthedocs.io/en/stable/specs/www.html"""
        if scope["type"] == "http":
            request = Request(scope, receive)
            name = _name(request)
            response = self._cache.find(name) if name else None
            with suppress(ClientGoneError, BrokenOffError):
                await send_response(request, response or await self._respond(request, name), send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def close(self) -> None:
        """End the processes and threads that belong to the application."""
        await self._pool.close()
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
        self._is_open = True
        await self._pool.open()

    async def _respond(self, request: Request, name: _Name | None) -> Response:
        """The answer that is not known yet. The one place that catches what nobody expected."""
        try:
            if not self._is_open:
                await self._open()
            if len(request.path) + len(request.query) > LONGEST:
                raise UriTooLong(Message("target_long", n=LONGEST), "uri-too-long")
            sent = queries.parameters(request)
            if sent is not None:
                return await self._metered(request, lambda client: self._result(request, sent, name, client))
            if queries.is_stored(request):
                return await self._metered(request, partial(self._page, request, name))
            return await self._page(request, name)
        except HttpError as error:
            return await self._threads.respond(request, {FAILURE: error})
        except ClientGoneError:
            raise
        except Exception:
            number = secrets.token_hex(4)
            logger.exception("error %s at %s %s", number, request.method, request.path)
            failure = HttpError(Message("internal", number=number), "internal")
            return await self._threads.respond(request, {FAILURE: failure})

    async def _metered(self, request: Request, work: Callable[[Client], Awaitable[Response]]) -> Response:
        """Do work for which a client pays with its time and its errors, unless it has used its share."""
        who = self._client(request.peer, request.headers.get("x-forwarded-for"))
        now = time.monotonic()
        wait = max(self._seconds.wait(who, now), self._errors.wait(who, now))
        if wait:
            raise _too_many(wait)
        try:
            response = await work(Client(who, lambda seconds: self._seconds.charge(who, seconds, time.monotonic())))
        except HttpError as error:
            if error.problem not in _FREE:
                self._errors.charge(who, 1, time.monotonic())
            raise
        if response.status in _VAIN:  # told by a page or by Flask, so nothing was raised
            self._errors.charge(who, 1, time.monotonic())
        return response

    async def _result(self, request: Request, sent: Parameters, name: _Name | None, client: Client) -> Response:
        """The answer to a query, kept by its entity tag, which stands for all that decides about it."""
        asked = await queries.read(request, sent)
        tag = asked.tag(self._digest).encode()
        headers = queries.headers_of(asked, tag, self._common)
        if ("_explain", "1") in sent:
            shown = tag.decode() if asked.is_safe and not asked.is_volatile else ""
            return await self._threads.respond(request, {ASKED: (asked, shown)})
        if asked.wants_page:
            outcome = await queries.outcome(request, self._pool, asked, client)
            page = await self._threads.respond(request, {OUTCOME: outcome})
            return await self._fitted(request, None, _RESULTS, page)
        if asked.is_safe and not asked.is_volatile and tag.decode() in plain_tags(request.headers.get("if-none-match", "")):
            return Response(304, headers)  # a tag of ours was given for an answer, so there is one
        response = self._kept(request, _RESULTS, tag) if not asked.is_volatile else None
        if response is None:
            response = await queries.respond(request, self._pool, asked, headers, client)
        response = await self._fitted(request, name, _RESULTS, response)
        return response if asked.is_safe else response.without(b"etag")  # kept by its tag, though a POST is told of none

    async def _page(self, request: Request, name: _Name | None, client: Client = NOBODY) -> Response:
        """What the Flask application answers. It is told which of its answers are kept, and need not make them again.

        What it cannot answer before a query is evaluated waits for that here, not in a thread.
        https://www.rfc-editor.org/rfc/rfc9111#section-4.3.1
        """
        target = request.path + b"?" + request.query
        held = plain_tags(request.headers.get("if-none-match", ""))
        tags = [each.decode() for each in self._cache.tags(target)] if name else []
        kept = [plain_tags(each) for each in tags if is_plain(each) or (name and name[2])]
        asked = ", ".join([*([held] if held else []), *kept])
        operations: list[Operation] = []
        response = await self._threads.respond(request, {OPERATIONS: operations}, {"if-none-match": asked or None})
        if operations:
            response = await self._completed(request, response, operations[0], client)
        if response.status == 304:
            response = self._kept(request, target, response.header(b"etag") or b"") or response
        return await self._fitted(request, name, target, response)

    async def _completed(self, request: Request, begun: Response, asked: Operation, client: Client) -> Response:
        """A response that the Flask application began, with the answer that it waits for."""
        if not asked.wants_page:
            return await queries.respond(request, self._pool, asked, begun.headers, client)
        outcome = await queries.outcome(request, self._pool, asked, client)
        if outcome.error is not None:
            raise outcome.error
        return await self._threads.respond(request, {OUTCOME: outcome})

    async def _fitted(self, request: Request, name: _Name | None, target: bytes, response: Response) -> Response:
        """The response in the coding that the client takes, kept for whoever asks the same."""
        if not may_be_coded(response):
            return self._keep(name, target, response)
        response = response.varying(b"Accept-Encoding")
        is_coded = accepts_gzip(request.headers.get("accept-encoding", ""))
        if not is_coded or not isinstance(response.body, AsyncIterator):  # of a long answer, one form is enough
            response = self._keep(name and (name[0], name[1], False, *name[3:]), target, response)
        if not is_coded:
            return response
        known = self._cache.alias(name, target, gzip_tag(response.header(b"etag") or b'""'))
        if known is None:
            return self._keep(name, target, await coded(response))
        response.close()
        return known

    def _kept(self, request: Request, target: bytes, tag: bytes) -> Response | None:
        """The answer with that entity tag that is kept, where the client takes it in gzip alone, too."""
        is_coded = accepts_gzip(request.headers.get("accept-encoding", ""))
        coded = self._cache.alias(None, target, gzip_tag(tag)) if is_coded else None
        return coded or self._cache.alias(None, target, tag)

    def _keep(self, name: _Name | None, target: bytes, response: Response) -> Response:
        """The response, kept for whoever asks the same: one that comes in pieces, when the last of them was taken."""
        if not _may_be_kept(response):
            return response
        if isinstance(response.body, AsyncIterator):
            return replace(response, body=self._cache.gather(name, target, response, response.body))
        self._cache.keep(name, target, response)
        return response


def _name(request: Request) -> _Name | None:
    """All that could select the answer to a request; None for one whose answer is not kept."""
    if request.method not in ("GET", "HEAD"):
        return None
    selecting: list[bytes] = []
    coding = b""
    length = len(request.path) + len(request.query)
    for field in request.scope["headers"]:
        if field[0] == b"accept-encoding":
            coding = coding + b"," + field[1] if coding else field[1]
        elif field[0] in _SELECTING:
            selecting += field
            length += len(field[1])
        elif field[0] == b"range":
            return None
    if length > _LONGEST:
        return None
    return request.path, request.query, bool(coding) and accepts_gzip(coding.decode("latin-1")), *selecting


def _may_be_kept(response: Response) -> bool:
    if response.status not in (200, *REDIRECTS) or b"public" not in (response.header(b"cache-control") or b""):
        return False
    return _selects(response.header(b"vary") or b"")


@lru_cache(maxsize=64)
def _selects(vary: bytes) -> bool:
    """Whether an answer's name holds all that selects it."""
    return set(vary.lower().replace(b" ", b"").split(b",")) - {b""} <= _SELECTING


def _too_many(wait: float) -> TooManyRequests:
    seconds = math.ceil(wait)
    return TooManyRequests(Message("rate", seconds=seconds), "rate", {}, {"Retry-After": str(seconds)})
