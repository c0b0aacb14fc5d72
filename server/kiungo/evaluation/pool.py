"""Evaluates public queries in confined worker processes, and turns what happens to them into answers.

The first chunk decides the status. What goes wrong later is raised from the iterator, so that the web
server breaks the connection: an answer is whole, or it is visibly not an answer.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from kiungo.errors import BadRequest, Forbidden, HttpError, NotAcceptable, ServiceUnavailable
from kiungo.evaluation import negotiation, tokens
from kiungo.evaluation.diagnosis import syntax_error
from kiungo.evaluation.frames import END, ERROR, QUERY, members, message, receive
from kiungo.evaluation.keeper import Keeper, Limits, Worker
from kiungo.evaluation.negotiation import Choice
from kiungo.protocol.sparql import SparqlRequest, forbidden_update
from kiungo.rdf.formats import Format
from kiungo.rdf.results import ResultsFormat

__all__ = ["Limits", "Pool", "Result"]

logger = logging.getLogger(__name__)

# How a process ends that asked for more memory than it may have: Rust and C++ abort, a full stack faults.
_EXHAUSTED = (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGKILL)


class Chunks(Iterator[bytes]):
    """The octets of an answer, in pieces. Whoever stops early must call `close`, which frees the worker."""

    def __init__(self, keeper: Keeper, worker: Worker, seconds: float) -> None:
        self._keeper = keeper
        self._worker: Worker | None = worker
        self._seconds = seconds
        self._limits = keeper.limits
        self._octets = 0

    @classmethod
    def begin(cls, keeper: Keeper, question: bytes, seconds: float) -> tuple[Chunks, dict[str, Any]]:
        """Ask; the answer and its head, or a head with `error` where there is none."""
        worker = keeper.acquire(seconds)
        chunks = cls(keeper, worker, seconds)
        try:
            return chunks, chunks._ask(worker, question)
        except BaseException:
            chunks.close()
            raise

    def __next__(self) -> bytes:
        """The next piece. Raises ServiceUnavailable where the answer cannot be completed."""
        if self._worker is None:
            raise StopIteration
        kind, payload = self._hear(self._worker)
        if kind == END:
            self._give_back(self._worker)
            raise StopIteration
        self._octets += len(payload)
        if kind == ERROR or self._octets > self._limits.max_bytes:
            self.close()
            raise _broken(members(payload)["message"]) if kind == ERROR else _too_long(self._limits)
        return payload

    def close(self) -> None:
        """Stop the evaluation, if it still goes on."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._keeper.retire(worker, "unwanted")
            worker.connection.close()

    def _ask(self, worker: Worker, question: bytes) -> dict[str, Any]:
        try:
            worker.connection.sendall(question)
        except OSError:
            raise self._lost(worker) from None
        kind, payload = self._hear(worker)
        head = members(payload)
        if kind == ERROR and head["error"] != "memory":
            self._give_back(worker)
        elif kind == ERROR:
            raise _exhausted(self._limits)
        return head

    def _give_back(self, worker: Worker) -> None:
        self._worker = None
        self._keeper.release(worker)

    def _hear(self, worker: Worker) -> tuple[bytes, bytes]:
        try:
            return receive(worker.connection)
        except (EOFError, OSError):
            raise self._lost(worker) from None

    def _lost(self, worker: Worker) -> ServiceUnavailable:
        """Why a worker said no more: the keeper knows, or the way in which it ended tells."""
        reason = worker.reason
        try:
            code = worker.process.wait(timeout=1)
        except TimeoutExpired:  # it lives, and has said nothing for longer than the keeper allows
            reason, code = "timeout", 0
        self.close()
        if reason == "timeout":
            return _too_slow(self._seconds)
        if not reason and code in _EXHAUSTED:
            return _exhausted(self._limits)
        return _broken(f"the worker ended with {code} {reason}")


@dataclass(frozen=True)
class Result:
    """An answer: `kind` is solutions, boolean or graph; `size` is its octets where all are known.

    Close `chunks` when they are not read to the end.
    """

    media_type: str
    content_type: str
    kind: str
    chunks: Chunks | Iterator[bytes]
    size: int | None = None

    def close(self) -> None:
        """Stop the evaluation, if it still goes on."""
        if isinstance(self.chunks, Chunks):
            self.chunks.close()


class Pool:
    """A number of confined processes over one store. Any thread may call any method."""

    def __init__(
        self, store: Path, limits: Limits | None = None, prefixes: Mapping[str, str] | None = None
    ) -> None:
        self.limits = limits or Limits()
        self._prefixes = dict(prefixes or {})
        self._keeper = Keeper(store, self.limits, self._prefixes)

    def start(self) -> None:
        """Start the processes now, so that the first query need not wait for them."""
        self._keeper.start()

    def close(self) -> None:
        """End all processes, also those that are evaluating."""
        self._keeper.close()

    def evaluate(
        self, request: SparqlRequest, accept: str | None = None, deadline: float | None = None
    ) -> Result:
        """The answer to a query, in the format that an `Accept` header asks for.

        `deadline` (seconds) may lower the pool's own, never raise it. Raises BadRequest (problem `syntax`
        or `unsupported`), Forbidden (`update`, `service`), NotAcceptable, and ServiceUnavailable (`busy`,
        `timeout`, `memory`, `size`, `failure`).
        """
        choice = negotiation.choose(accept)
        refuse(request.query, choice)
        seconds = min(deadline or self.limits.deadline, self.limits.deadline)
        chunks, head = Chunks.begin(self._keeper, _question(request, choice), seconds)
        if "error" in head:
            raise self._refused(request, head["error"], head["message"])
        chosen: Format | ResultsFormat | None = choice.graph if head["kind"] == "graph" else choice.results
        names = (head["media_type"], chosen.content_type if chosen else head["media_type"], head["kind"])
        if not head["complete"]:
            return Result(*names, chunks)
        whole = b"".join(chunks)  # here already, so the worker is free before the client has read a word
        return Result(*names, iter((whole,)), len(whole))

    def _refused(self, request: SparqlRequest, kind: str, reason: str) -> HttpError:
        """The error for a query that was not evaluated, by the name that the worker gave it."""
        if kind == "syntax":
            return syntax_error(request.query, reason, self._prefixes)
        if kind == "graph":
            return BadRequest(f"A graph is named by what is no IRI: {reason}.")
        if kind == "unsupported":
            return BadRequest(f"{reason}.", "unsupported")
        if kind == "format":
            return NotAcceptable(
                "The answer exists in none of the formats asked for.", members={"variants": []}
            )
        return _broken(reason)


def refuse(query: str, choice: Choice) -> None:
    """Raise what can be said of a query before it is evaluated: Forbidden or NotAcceptable."""
    start = tokens.first(query)
    form = start.keyword if start else ""
    if form in tokens.UPDATES:
        raise forbidden_update()
    if tokens.calls_service(query):
        raise Forbidden(
            "This service does not ask other services: SERVICE is refused. Ask them from where you are.",
            "service",
        )
    if form in tokens.FORMS:
        negotiation.require(choice, form)


def _question(request: SparqlRequest, choice: Choice) -> bytes:
    results, graph = choice.media_types()
    return message(
        QUERY,
        query=request.query,
        default_graphs=request.default_graphs,
        named_graphs=request.named_graphs,
        bindings=request.bindings,
        results=results,
        graph=graph,
    )


def _unavailable(detail: str, problem: str) -> ServiceUnavailable:
    return ServiceUnavailable(detail, problem, {}, {"Retry-After": "60"})


def _too_slow(seconds: float) -> ServiceUnavailable:
    return _unavailable(
        f"The query took longer than {seconds:g} seconds and was stopped. Ask for less, or in several steps; "
        "the whole data can be downloaded.",
        "timeout",
    )


def _exhausted(limits: Limits) -> ServiceUnavailable:
    return _unavailable(
        f"The query needed more than {limits.memory // 2**20} MiB of memory, or is nested too deeply. "
        "Ask for less, sort less, or bind more.",
        "memory",
    )


def _too_long(limits: Limits) -> ServiceUnavailable:
    return _unavailable(f"The answer is longer than {limits.max_bytes} octets. Ask for less.", "size")


def _broken(reason: str) -> ServiceUnavailable:
    logger.error("A query could not be evaluated: %s", reason)
    return _unavailable("The query could not be evaluated.", "failure")
