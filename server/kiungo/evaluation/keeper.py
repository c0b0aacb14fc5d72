"""Keeps worker processes: starts them, lends them out, ends them when their time is up, replaces them.

All of it runs on one event loop, so nothing here is locked. The thread of that loop has to live as long as
the workers, because the system ends a worker with the thread that started it (see `confinement`). Nothing
is started before the first query or `start`, so that a server may fork first.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from kiungo.errors import ServiceUnavailable
from kiungo.evaluation.clients import has_place
from kiungo.evaluation.frames import READY, SETTINGS, Line, members, message
from kiungo.evaluation.processes import ForkServer, Process, Spawn, Start
from kiungo.messages import Message

logger = logging.getLogger(__name__)

BOOT = 30.0  # seconds until a worker must be ready; it takes a tenth of one on an idle machine
PAUSE = 1.0  # seconds before another try when a worker could not start
SHORT = 1.0  # seconds; a query that runs longer gives way to the others
IDLE = 19  # the niceness of what gives way: https://man7.org/linux/man-pages/man2/setpriority.2.html


@dataclass(frozen=True)
class Limits:
    """What public queries may use. Times are in seconds, sizes in octets.

    At most `size` queries run at once, `queue` more wait for up to `patience`; the rest are sent away.
    One client may not have the last free worker beside another. `large` answers may wait on the disk for slow
    clients at once, half of them for the same client, and take up to `spooled` octets together. A worker is replaced
    after `recycle` queries, since an allocator never gives everything back.
    """

    size: int = 4
    queue: int = 16
    patience: float = 5.0
    deadline: float = 30.0
    memory: int = 512 * 2**20
    max_bytes: int = 2**30
    large: int = 16
    spooled: int = 2**30
    recycle: int = 5000
    niceness: int = 5


@dataclass(eq=False)
class Worker:
    """A process that evaluates queries, and our end of its connection; `reason` says why it was ended.

    `client` is the name of who had it last.
    """

    process: Process
    line: Line
    client: str = ""
    served: int = 0
    reason: str = ""
    alarm: asyncio.TimerHandle | None = None


class Turn(NamedTuple):
    """Somebody who waits for a worker."""

    client: str
    worker: asyncio.Future[Worker]


@dataclass
class Staff:
    """The workers by what they do. `ended` holds processes that were killed and are not yet gone."""

    booting: set[asyncio.Task[None]] = field(default_factory=set)
    ready: list[Worker] = field(default_factory=list)
    busy: set[Worker] = field(default_factory=set)
    ended: list[Process] = field(default_factory=list)

    def count(self) -> int:
        """How many there are or will soon be."""
        return len(self.booting) + len(self.ready) + len(self.busy)


class Keeper:
    """Lends out workers. Every method is called on the event loop that `start` was called on.

    `data` is the folder of a store, which each worker opens, or a file of N-Quads, which all of them share in memory.
    """

    def __init__(self, data: Path, limits: Limits, prefixes: dict[str, str]) -> None:
        self.place = "memory" if data.is_file() else "disk"
        self._method: Start = ForkServer(data.resolve()) if data.is_file() else Spawn(data.resolve())
        self.limits = limits
        self._prefixes = prefixes
        self._staff = Staff()
        self._turns: list[Turn] = []
        self._closed = False
        self._later: asyncio.TimerHandle | None = None
        self._not_before = 0.0
        self._trouble = self._lacking = ""

    def start(self) -> None:
        """See to it that there is one worker more than may be busy: a killed one is replaced at once."""
        if self._closed:
            return
        self._staff.ended = [each for each in self._staff.ended if each.poll() is None]
        now = time.monotonic()
        if now >= self._not_before:
            for _ in range(self.limits.size + 1 - self._staff.count()):
                task = asyncio.get_running_loop().create_task(self._hire())
                self._staff.booting.add(task)
                task.add_done_callback(self._hired)
        elif not self._later:
            self._come_back(self._not_before - now)
        if self._staff.ended and not self._later:
            self._come_back(0.02)

    async def acquire(self, seconds: float, client: str = "") -> Worker:
        """A worker that is ours until `release` or `retire`; `client` names who asks.

        It is killed in `seconds` from now: who waits for it has less of it.

        Raises ServiceUnavailable where too many wait already, or the wait was too long.
        """
        until = time.monotonic() + seconds
        if not self._staff.ready:
            self.start()
        if self._is_hopeless():
            raise self._busy(client)
        # Who waits at this moment is one who may have no more: `_admit` has seen to all others.
        worker = self._lend(client) if self._is_available(client) else await self._turn(client, seconds)
        self._watch(worker, until - time.monotonic())
        return worker

    def release(self, worker: Worker) -> None:
        """Take back a worker that has done its work."""
        if worker not in self._staff.busy:
            return
        worker.served += 1
        if worker.reason or worker.served >= self.limits.recycle:
            self.retire(worker, "recycled")
            return
        if worker.alarm:
            worker.alarm.cancel()
        self._staff.busy.remove(worker)
        self._staff.ready.append(worker)
        self._admit()

    def retire(self, worker: Worker, reason: str) -> None:
        """End a worker that is lent out, whatever it does; nothing where that has happened already."""
        if worker not in self._staff.busy:
            return
        self._staff.busy.remove(worker)
        if worker.alarm:
            worker.alarm.cancel()
        worker.reason = reason
        self._end(worker.process, worker.line)
        self.start()
        self._admit()

    async def close(self) -> None:
        """End all workers, at once; later queries are refused."""
        self._closed = True
        if self._later:
            self._later.cancel()
        for task in list(self._staff.booting):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for worker in [*self._staff.busy, *self._staff.ready]:
            worker.reason = worker.reason or "closed"
            if worker.alarm:
                worker.alarm.cancel()
            self._end(worker.process, worker.line)
        ended, self._staff = self._staff.ended, Staff()
        self._admit()
        self._method.close()  # before any is waited for: a fork server that has ended keeps nobody waiting for its word
        for process in ended:
            await asyncio.to_thread(process.wait)

    def _is_available(self, client: str) -> bool:
        return bool(self._staff.ready) and has_place(client, self._holders(), self.limits.size)

    def _holders(self) -> list[str]:
        return [each.client for each in self._staff.busy]

    def _is_hopeless(self) -> bool:
        return self._closed or bool(self._trouble and not self._staff.count())

    def _busy(self, client: str) -> ServiceUnavailable:
        """Why a client gets no worker: there will be none, its own queries have them, or those of others."""
        headers = {"Retry-After": "5"}
        if self._is_hopeless():
            return ServiceUnavailable(Message("query_never"), "failure", {}, headers)
        holders, size = self._holders(), self.limits.size
        others = len(holders) >= size and set(holders) != {client}
        if client and not others and not has_place(client, holders, size):
            return ServiceUnavailable(Message("query_share"), "busy", {}, headers)
        return ServiceUnavailable(Message("query_busy", n=size), "busy", {}, headers)

    def _lend(self, client: str) -> Worker:
        worker = self._staff.ready.pop()
        worker.client = client
        self._staff.busy.add(worker)
        return worker

    async def _turn(self, client: str, seconds: float) -> Worker:
        """Wait in the queue; who has the fewest workers is served first, and of these who came first."""
        if len(self._staff.busy) + len(self._turns) >= self.limits.size + self.limits.queue:
            self._make_room(client)
        turn = Turn(client, asyncio.get_running_loop().create_future())
        self._turns.append(turn)
        try:
            async with asyncio.timeout(min(self.limits.patience, seconds)):
                return await turn.worker
        except TimeoutError:
            raise self._busy(client) from None
        except asyncio.CancelledError:
            if turn.worker.done() and not turn.worker.cancelled() and turn.worker.exception() is None:
                self.release(turn.worker.result())  # it came in the moment in which nobody wanted it any more
            raise
        finally:
            with suppress(ValueError):
                self._turns.remove(turn)

    def _make_room(self, client: str) -> None:
        """Send away who came last of the client that waits most often, unless this is no better. Raises ServiceUnavailable."""
        waiting = Counter(each.client for each in self._turns)
        most = max(waiting, key=lambda each: waiting[each], default=client)
        if waiting[most] <= waiting[client] + 1:
            raise self._busy(client)
        last = next(each for each in reversed(self._turns) if each.client == most)
        self._turns.remove(last)
        if not last.worker.done():
            last.worker.set_exception(self._busy(most))

    def _admit(self) -> None:
        """Give the free workers to those who wait and may have one, or tell all that there will be none."""
        while turn := self._next():
            self._turns.remove(turn)
            if turn.worker.done():
                continue
            if self._is_hopeless():
                turn.worker.set_exception(self._busy(turn.client))
            else:
                turn.worker.set_result(self._lend(turn.client))

    def _next(self) -> Turn | None:
        if self._is_hopeless():
            return next(iter(self._turns), None)
        holders = self._holders()
        waiting = [each for each in self._turns if self._is_available(each.client)]
        return min(waiting, key=lambda each: holders.count(each.client), default=None)

    def _watch(self, worker: Worker, seconds: float) -> None:
        """Wake up when the query has become a long one, and when its time is over."""
        loop = asyncio.get_running_loop()
        if seconds <= SHORT:
            worker.alarm = loop.call_later(seconds, self.retire, worker, "timeout")
        else:
            worker.alarm = loop.call_later(SHORT, self._demote, worker, seconds - SHORT)

    def _demote(self, worker: Worker, seconds: float) -> None:
        """Let a long query run only when nobody else wants the processor. Its worker is not used again."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, worker.process.pid, IDLE)
        worker.reason = "demoted"
        worker.alarm = asyncio.get_running_loop().call_later(seconds, self.retire, worker, "timeout")

    def _end(self, process: Process, line: Line) -> None:
        process.kill()
        self._staff.ended.append(process)
        line.close()

    def _come_back(self, seconds: float) -> None:
        def again() -> None:
            self._later = None
            self.start()

        self._later = asyncio.get_running_loop().call_later(seconds, again)

    async def _hire(self) -> None:
        """Start a worker, and welcome it when it is ready."""
        ours, theirs = socket.socketpair()
        try:
            process = await self._method.worker(theirs)
        except BaseException as error:
            ours.close()
            if not isinstance(error, OSError):
                raise
            self._complain(f"A query worker could not be started: {error}")
            return
        finally:
            theirs.close()
        line = Line()
        try:
            async with asyncio.timeout(BOOT):
                await asyncio.get_running_loop().create_unix_connection(lambda: line, sock=ours)
                kind, words = await self._introduce(line)
        except (EOFError, OSError):  # a time-out is an OSError, too
            kind, words = b"", {"message": "it ended before it was ready"}
        except BaseException:
            self._end(process, line)
            raise
        if kind != READY:
            self._end(process, line)
            self._complain(f"A query worker cannot work: {words['message']}")
            return
        self._note(words["unconfined"])
        self._staff.ready.append(Worker(process, line))

    def _hired(self, task: asyncio.Task[None]) -> None:
        """A worker is ready, or could not start: who waits is given it, or told at once that there will be none."""
        self._staff.booting.discard(task)
        self._admit()

    async def _introduce(self, line: Line) -> tuple[bytes, dict[str, Any]]:
        """Tell a worker what it is, and hear that it is ready, or why it is not."""
        line.send(
            message(
                SETTINGS,
                memory=self.limits.memory,
                niceness=self.limits.niceness,
                parent=self._method.parent,
                prefixes=self._prefixes,
            )
        )
        kind, payload = await line.hear()
        return kind, members(payload)

    def _note(self, unconfined: list[str]) -> None:
        """Say once, not for each worker, what confinement lacks."""
        lacking = "; ".join(unconfined)
        if lacking and lacking != self._lacking:
            logger.warning("Public queries are not fully confined: %s", lacking)
        self._lacking, self._trouble = lacking, ""

    def _complain(self, trouble: str) -> None:
        if self._closed:
            return
        logger.error(trouble)
        self._trouble = trouble
        self._not_before = time.monotonic() + PAUSE
        self.start()
