"""One query at one worker, from the question to the last octet, and why there may be no answer."""

from __future__ import annotations

import asyncio
import logging
import signal
from subprocess import TimeoutExpired
from typing import NamedTuple

from kiungo.errors import HttpError, ServiceUnavailable
from kiungo.evaluation.clients import Client
from kiungo.evaluation.diagnosis import overflow_error
from kiungo.evaluation.frames import END, ERROR, FORMAT, members
from kiungo.evaluation.keeper import SHORT, Keeper, Limits, Worker
from kiungo.messages import Message

logger = logging.getLogger(__name__)

_EXHAUSTED = -signal.SIGABRT  # how Rust and C++ end that may have no more memory
_OVERFLOWN = -signal.SIGSEGV  # how the engine ends when its stack is full: it descends into a query as deep as it is nested


class Refusal(NamedTuple):
    """Why a worker gives no answer: by the name of its FAILURES, in the words of the engine, and where in the query."""

    error: str
    message: str
    place: int = -1


class Exchange:
    """One query at one worker, for so many `seconds` at most; it is given back with the last octet and ended by `close`."""

    def __init__(self, keeper: Keeper, worker: Worker, query: str, seconds: float, client: Client) -> None:
        loop = asyncio.get_running_loop()
        self._keeper = keeper
        self._worker: Worker | None = worker
        self._query = query
        self.seconds = seconds
        self._client = client
        self._began = loop.time()
        self._charged = 0.0
        self._advance = loop.call_later(SHORT, self._charge_in_advance)
        self._octets = 0

    async def ask(self, question: bytes) -> str | Refusal:
        """The kind of the answer that follows, or why there is none."""
        worker = self._worker
        if worker is None:
            raise RuntimeError("An exchange asks once.")
        worker.line.send(question)
        kind, payload = await self._hear(worker)
        if kind == FORMAT:
            return payload.decode()
        refusal = Refusal(**members(payload))
        if refusal.error == "memory":
            raise _exhausted(self._keeper.limits)
        self._give_back(worker)
        return refusal

    async def read(self) -> bytes | None:
        """The next octets; None at the end. Raises ServiceUnavailable where the answer cannot be completed."""
        if self._worker is None:
            return None
        kind, payload = await self._hear(self._worker)
        if kind == END:
            self._give_back(self._worker)
            return None
        if kind == ERROR:
            raise broken(members(payload)["message"])
        self._octets += len(payload)
        if self._octets > self._keeper.limits.max_bytes:
            raise _too_long(self._keeper.limits)
        return payload

    def close(self) -> None:
        """Stop the evaluation, if it still goes on."""
        if self._worker is not None:
            self._keeper.retire(self._worker, "unwanted")
            self._settle()

    def _give_back(self, worker: Worker) -> None:
        self._keeper.release(worker)
        self._settle()

    def _settle(self) -> None:
        self._worker = None
        self._advance.cancel()
        self._client.charge(asyncio.get_running_loop().time() - self._began - self._charged)

    def _charge_in_advance(self) -> None:
        """A long query is paid for whole before it ends, so that nobody starts many on one share; the rest is given back."""
        self._charged = self.seconds
        self._client.charge(self._charged)

    async def _hear(self, worker: Worker) -> tuple[bytes, bytes]:
        try:
            return await worker.line.hear()
        except EOFError:
            raise await self._lost(worker) from None

    async def _lost(self, worker: Worker) -> HttpError:
        """Why a worker said no more: the keeper knows, or the way in which it ended tells."""
        if worker.reason == "timeout":
            return too_slow(self.seconds)
        try:
            code = await asyncio.to_thread(worker.process.wait, 1)
        except TimeoutExpired:  # it closed its socket and lives on, which no worker of ours does
            code = 0
        if worker.reason in ("", "demoted"):
            if code == _EXHAUSTED:
                return _exhausted(self._keeper.limits)
            if code == _OVERFLOWN:
                return overflow_error(self._query)
        return broken(f"the worker ended with {code} {worker.reason}")


def unavailable(said: Message, problem: str) -> ServiceUnavailable:
    """The error for an answer that there is not, now."""
    return ServiceUnavailable(said, problem, {}, {"Retry-After": "60"})


def too_slow(seconds: float) -> ServiceUnavailable:
    """The error for an answer that was not there after so many seconds."""
    return unavailable(Message("query_slow", seconds=f"{seconds:g}"), "timeout")


def _exhausted(limits: Limits) -> ServiceUnavailable:
    return unavailable(Message("query_memory", n=limits.memory // 2**20), "memory")


def _too_long(limits: Limits) -> ServiceUnavailable:
    return unavailable(Message("query_long", n=limits.max_bytes), "size")


def broken(reason: str) -> ServiceUnavailable:
    """The error for what nobody expected; the reason is for the log."""
    logger.error("A query could not be evaluated: %s", reason)
    return unavailable(Message("query_failed"), "failure")
