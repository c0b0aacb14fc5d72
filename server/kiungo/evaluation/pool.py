"""Evaluates public queries in confined worker processes, and turns what happens to them into answers.

The first `HELD` octets decide the status. What goes wrong later is raised while the answer is read, so that
the web server breaks the connection: an answer is whole, or it is visibly not an answer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from math import inf
from pathlib import Path
from typing import NamedTuple, TypeVar

from kiungo.engine import Dataset
from kiungo.errors import BadRequest, HttpError, NotAcceptable
from kiungo.evaluation import lookups, negotiation, tokens
from kiungo.evaluation.clients import NOBODY, Client
from kiungo.evaluation.diagnosis import forbidden, function_error, nesting_error, syntax_error
from kiungo.evaluation.exchange import Exchange, Refusal, broken, too_slow, unavailable
from kiungo.evaluation.frames import QUERY, message
from kiungo.evaluation.keeper import Keeper, Limits, Worker
from kiungo.evaluation.negotiation import Choice
from kiungo.evaluation.place import Finding
from kiungo.evaluation.spool import Spool
from kiungo.evaluation.viability import Failure
from kiungo.messages import Message
from kiungo.protocol.sparql import SparqlRequest

__all__ = ["Limits", "Pool", "Result"]

_Found = TypeVar("_Found")

HELD = 2**20  # octets of an answer that are held back until it is known whether it can be completed


class Result:
    """An answer: `kind` is solutions, boolean or graph; `seconds` is how long the status took to be known.

    Whoever does not read it to the end must `close` it.
    """

    def __init__(self, names: tuple[str, str, str], body: bytes | Spool = b"", seconds: float = 0.0) -> None:
        self.media_type, self.content_type, self.kind = names
        self.body = body
        self.seconds = seconds
        self.pump: asyncio.Task[None] | None = None

    async def stream(self) -> AsyncIterator[bytes]:
        """The octets in pieces. Raises ServiceUnavailable where the answer cannot be completed."""
        if isinstance(self.body, bytes):
            yield self.body
            return
        offset = 0
        try:
            while piece := await self.body.read(offset):
                yield piece
                offset += len(piece)
        finally:
            self.close()

    async def whole(self) -> None:
        """Wait until all of it is there. Raises ServiceUnavailable where it cannot be completed."""
        if isinstance(self.body, bytes):
            return
        try:
            await self.body.whole()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop the evaluation, if it still goes on, and drop what is on the disk."""
        if self.pump is not None:
            self.pump.cancel()


class _Waiting(NamedTuple):
    """A long answer on the disk, and the name of who reads it."""

    client: str
    spool: Spool


class _Failed(NamedTuple):
    """Why a query has no answer, which holds for whoever asks it and has no more than so many seconds left."""

    error: HttpError
    seconds: float


class Pool:
    """A number of confined processes over the same data: a store on disk, or a dump that they hold in memory (see `Keeper`).

    Relative IRIs of queries are resolved against `base`.
    With the same data as a `dataset` in this process, lookups are answered from it (see `lookups`).

    It lives on the event loop on which it is opened, asked and closed.
    """

    def __init__(
        self,
        data: Path,
        limits: Limits | None = None,
        prefixes: Mapping[str, str] | None = None,
        base: str | None = None,
        dataset: Dataset | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._base = base
        self._dataset = dataset
        self._prefixes = dict(prefixes or {})
        self._keeper = Keeper(data, self.limits, self._prefixes)
        self._pumps: dict[asyncio.Task[None], _Waiting] = {}
        self._reading = asyncio.Lock()
        self._ongoing: dict[object, asyncio.Future[Result | _Failed | None]] = {}

    @property
    def place(self) -> str:
        """Where the data are: `memory` or `disk`. Rows that no ORDER BY sorts come in another order from each."""
        return self._keeper.place

    async def open(self) -> None:
        """Start the processes, so that the first query need not wait."""
        self._keeper.start()

    async def close(self) -> None:
        """End all processes, also those that are evaluating."""
        for pump in list(self._pumps):
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)
        await self._keeper.close()

    def look_up(self, request: SparqlRequest, accept: str | None = None) -> Result | None:
        """The answer to a query that is a lookup, in this process and thread: it costs less than to hand it on.

        None for any other query, and where there is no dataset to read.
        """
        if self._dataset is None or request.default_graphs or request.named_graphs or request.bindings:
            return None
        found = lookups.recognised(request.query)
        if found is None:
            return None
        form = negotiation.choose(accept).of(found.kind)
        began = time.monotonic()
        body = lookups.answer(found, self._dataset, form, self._prefixes) if form else None
        if form is None or body is None:
            return None
        return Result((form.media_type, form.content_type, found.kind), body, time.monotonic() - began)

    async def ask(
        self,
        request: SparqlRequest,
        accept: str | None = None,
        deadline: float | None = None,
        client: Client = NOBODY,
    ) -> Result:
        """The answer to a query, in the format that an `Accept` header asks for.

        `deadline` (seconds, from now) may lower the pool's own, never raise it; `client` is who asks. Raises BadRequest (problem
        `syntax` or `unsupported`), Forbidden (`update`, `service`), NotAcceptable, and ServiceUnavailable (`busy`, `timeout`,
        `memory`, `size`, `failure`).
        """
        seconds = min(deadline or self.limits.deadline, self.limits.deadline)
        until = time.monotonic() + seconds
        choice = negotiation.choose(accept)
        await self._read(request.query, seconds, client, partial(refuse, request.query))
        question = _question(request, choice, self._base)
        key: object = object() if tokens.is_volatile(request.query) else question
        found = await self._worker_or_answer(key, until, seconds, client)
        if isinstance(found, Result):
            return found
        exchange = Exchange(self._keeper, found, request.query, seconds, client)
        return await self._evaluated(key, exchange, self._result(exchange, question, request, choice, client))

    async def _worker_or_answer(self, key: object, until: float, seconds: float, client: Client) -> Worker | Result:
        """A worker, or the answer of one that evaluates the same already.

        https://www.rfc-editor.org/rfc/rfc9111#section-4 ("collapse requests")
        """
        while True:
            while (other := self._ongoing.get(key)) is not None:
                told = await _told(other, until, seconds)
                if told is not None:
                    return told
                key = key if other.cancelled() else object()
            worker = await self._keeper.acquire(until - time.monotonic(), client.name)
            if key not in self._ongoing:
                return worker
            self._keeper.release(worker)  # somebody who asks the same was given one before

    async def _evaluated(self, key: object, exchange: Exchange, work: Awaitable[Result]) -> Result:
        """What comes of an evaluation. Who asks the same meanwhile gets it, too: a short answer, or why there is none."""
        outcome = self._ongoing[key] = asyncio.get_running_loop().create_future()
        began = time.monotonic()
        try:
            result = await work
            outcome.set_result(result if isinstance(result.body, bytes) else None)
            return result
        except BaseException as error:
            exchange.close()
            if isinstance(error, HttpError):
                seconds = {"memory": inf, "timeout": time.monotonic() - began}.get(error.problem, 0.0)
                outcome.set_result(_Failed(error, seconds))
            else:
                outcome.cancel()
            raise
        finally:
            del self._ongoing[key]

    async def _read(self, query: str, seconds: float, client: Client, work: Callable[[], _Found]) -> _Found:
        """What reading a query finds out. A long one is read in a thread, one at a time and at its client's cost.

        Raises ServiceUnavailable where others are read for longer than the seconds that it may wait.
        """
        if len(query) <= tokens.LONG:
            return work()
        try:
            async with asyncio.timeout(min(self.limits.patience, seconds)):
                await self._reading.acquire()
        except TimeoutError:
            raise unavailable(Message("query_reading"), "busy") from None
        began = time.monotonic()
        reading = asyncio.ensure_future(asyncio.to_thread(work))

        def end(read: asyncio.Future[_Found]) -> None:  # also where the client has left, for whom the thread goes on
            self._reading.release()
            client.charge(time.monotonic() - began)
            if not read.cancelled():
                read.exception()

        reading.add_done_callback(end)
        return await asyncio.shield(reading)

    async def _result(
        self, exchange: Exchange, question: bytes, request: SparqlRequest, choice: Choice, client: Client
    ) -> Result:
        """Ask, and hold back the answer until it is complete or longer than `HELD`."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        told = await exchange.ask(question)
        if isinstance(told, Refusal):
            raise await self._read(request.query, exchange.seconds, client, partial(self._refused, request, told))
        form = choice.of(told)
        if form is None:
            raise broken(f"an answer in no format, {told}")
        names = (form.media_type, form.content_type, told)
        held = bytearray()
        while len(held) <= HELD:
            piece = await exchange.read()
            if piece is None:
                return Result(names, bytes(held), loop.time() - began)
            held += piece
        return self._spooled(exchange, names, bytes(held), loop.time() - began, client.name)

    def _spooled(
        self, exchange: Exchange, names: tuple[str, str, str], held: bytes, seconds: float, client: str
    ) -> Result:
        taken = [each.client for each in self._pumps.values()]
        if len(taken) >= self.limits.large or taken.count(client) >= max(1, self.limits.large // 2):
            raise unavailable(Message("query_answers", n=self.limits.large), "busy")
        self._need(len(held))
        spool = Spool()
        spool.write(held)
        result = Result(names, spool, seconds)

        def end(pump: asyncio.Task[None]) -> None:  # no `finally` of the pump's: it may be cancelled before it begins
            del self._pumps[pump]
            exchange.close()
            spool.close()

        result.pump = asyncio.get_running_loop().create_task(self._pump(exchange, spool))
        self._pumps[result.pump] = _Waiting(client, spool)
        result.pump.add_done_callback(end)
        return result

    async def _pump(self, exchange: Exchange, spool: Spool) -> None:
        """Bring an answer from the worker into the spool, and keep it there until it is not wanted any more."""
        try:
            while (piece := await exchange.read()) is not None:
                self._need(len(piece))
                spool.write(piece)
            spool.end()
        except (HttpError, OSError) as error:
            exchange.close()
            spool.end(error)
        await asyncio.Event().wait()

    def _need(self, octets: int) -> None:
        """Raise ServiceUnavailable where all answers together would take more of the disk than they may."""
        if sum(each.spool.size for each in self._pumps.values()) + octets > self.limits.spooled:
            raise unavailable(Message("query_spool", n=self.limits.spooled // 2**20), "busy")

    def _refused(self, request: SparqlRequest, refusal: Refusal) -> HttpError:
        """The error for a query that was not evaluated."""
        kind, reason = refusal.error, refusal.message
        if kind == "syntax":
            return syntax_error(request.query, Failure(refusal.place, reason), self._prefixes)
        if kind == "nesting":
            return nesting_error(request.query)
        if kind == "graph":
            return BadRequest(Message("graph_no_iri", reason=reason), "graph", {"remedy": Message("write_iri")})
        if kind == "unsupported":
            return function_error(request.query, reason)
        if kind == "xml":
            return NotAcceptable(Message("query_not_xml", character=reason), "not-acceptable", {"variants": []})
        if kind == "format":
            return negotiation.none_fits(tokens.form(request.query))
        return broken(reason)


async def _told(other: asyncio.Future[Result | _Failed | None], until: float, seconds: float) -> Result | None:
    """What came of the same question of somebody else; None where everybody has to ask it."""
    await asyncio.wait([other], timeout=max(0.0, until - time.monotonic()))
    if not other.done():
        raise too_slow(seconds)
    told = None if other.cancelled() else other.result()
    if not isinstance(told, _Failed):
        return told
    if until - time.monotonic() <= told.seconds:
        raise told.error
    return None


def refuse(query: str) -> None:
    """Raise Forbidden for what can be told of a query before it is read whole: that it changes data, or asks others."""
    start = tokens.first(query)
    if start and start.keyword in tokens.UPDATES:
        raise forbidden(query, Finding(start.start, Message("query_update"), Message("query_update_instead")), "update")
    if call := tokens.service_call(query):
        raise forbidden(query, Finding(call.start, Message("query_service"), Message("query_service_instead")), "service")


def _question(request: SparqlRequest, choice: Choice, base: str | None) -> bytes:
    results, graph = choice.media_types()
    return message(
        QUERY,
        query=request.query,
        default_graphs=request.default_graphs,
        named_graphs=request.named_graphs,
        results=results,
        graph=graph,
        bindings=request.bindings,
        base=base,
    )
