"""Keeps worker processes: starts them, lends them out, ends them when their time is up, replaces them.

One thread does all starting, waiting and killing. It has to live as long as the workers, because the
system ends a worker with the thread that started it (see `confinement`). It starts with the first query,
not before, so that a server may fork first.
"""

from __future__ import annotations

import logging
import os
import selectors
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from kiungo.errors import ServiceUnavailable
from kiungo.evaluation.frames import READY, SETTINGS, members, message, receive

logger = logging.getLogger(__name__)

BOOT = 30.0  # seconds until a worker must be ready; it takes a tenth of one on an idle machine
PAUSE = 1.0  # seconds before another try when a worker could not start


@dataclass(frozen=True)
class Limits:
    """What public queries may use. Times are in seconds, sizes in octets.

    At most `size` queries run at once, `queue` more wait for up to `patience`; the rest are sent away.
    A worker is replaced after `recycle` queries, since an allocator never gives everything back.
    """

    size: int = 4
    queue: int = 16
    patience: float = 5.0
    deadline: float = 30.0
    memory: int = 512 * 2**20
    max_bytes: int = 2**30
    recycle: int = 1000
    niceness: int = 5


@dataclass(eq=False)
class Worker:
    """A process that evaluates queries, and our end of its socket.

    `until` is when it is killed unless it is done (monotonic seconds), `reason` why it was killed.
    """

    process: subprocess.Popen[bytes]
    connection: socket.socket
    until: float
    served: int = 0
    reason: str = ""


@dataclass
class Staff:
    """The workers by what they do. `ended` holds processes that were killed and are not yet gone."""

    booting: set[Worker] = field(default_factory=set)
    ready: list[Worker] = field(default_factory=list)
    busy: set[Worker] = field(default_factory=set)
    ended: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def present(self) -> list[Worker]:
        """All workers that live, whatever they do."""
        return [*self.booting, *self.ready, *self.busy]


class Keeper:
    """Lends out workers over one store. Any thread may call any method."""

    def __init__(self, store: Path, limits: Limits, prefixes: dict[str, str]) -> None:
        self._store = store.resolve()
        self.limits = limits
        self._prefixes = prefixes
        self._staff = Staff()
        self._changed = threading.Condition()
        self._waiting = 0
        self._thread: threading.Thread | None = None
        self._closed = False
        self._not_before = 0.0
        self._planned = 0.0
        self._trouble = self._lacking = ""
        self._selector = selectors.DefaultSelector()
        self._bell, self._ear = socket.socketpair()

    def start(self) -> None:
        """Begin to start workers; without it the first query does."""
        with self._changed:
            if self._thread is None and not self._closed:
                self._bell.setblocking(False)
                self._ear.setblocking(False)
                self._selector.register(self._ear, selectors.EVENT_READ)
                self._thread = threading.Thread(target=self._keep, name="query-workers", daemon=True)
                self._thread.start()

    def acquire(self, seconds: float) -> Worker:
        """A worker that is ours until `release` or `retire`, and is killed in `seconds`.

        Raises ServiceUnavailable where too many wait already, or the wait was too long.
        """
        self.start()
        with self._changed:
            if len(self._staff.busy) + self._waiting >= self.limits.size + self.limits.queue:
                raise self._busy()
            self._waiting += 1
            try:
                self._changed.wait_for(lambda: self._available() or self._is_hopeless(), self.limits.patience)
                if not self._available():
                    raise self._busy()
            finally:
                self._waiting -= 1
            worker = self._staff.ready.pop()
            worker.until = time.monotonic() + seconds
            self._staff.busy.add(worker)
            if worker.until < self._planned:
                self._ring()
        worker.connection.settimeout(
            seconds + PAUSE
        )  # the keeper ends it first, unless something is very wrong
        return worker

    def release(self, worker: Worker) -> None:
        """Take back a worker that has done its work."""
        worker.served += 1
        if worker.served >= self.limits.recycle:
            self.retire(worker, "recycled")
            worker.connection.close()
            return
        with self._changed:
            if worker in self._staff.busy:
                self._staff.busy.remove(worker)
                self._staff.ready.append(worker)
                self._changed.notify()

    def retire(self, worker: Worker, reason: str) -> None:
        """End a worker that is lent out, whatever it does; nothing where that has happened already."""
        with self._changed:
            if worker in self._staff.busy:
                self._staff.busy.remove(worker)
                self._kill(worker, reason)
                self._changed.notify()

    def close(self) -> None:
        """End all workers, at once; later queries are refused."""
        with self._changed:
            self._closed = True
            for worker in self._staff.busy:
                self._kill(worker, "closed")
            self._staff.busy.clear()
            self._ring()
            self._changed.notify_all()
        if self._thread is None:
            self._leave()  # nobody was hired, but the bell and the selector are open
        else:
            self._thread.join()

    def _available(self) -> bool:
        return bool(self._staff.ready) and len(self._staff.busy) < self.limits.size

    def _is_hopeless(self) -> bool:
        return self._closed or bool(self._trouble and not self._staff.present())

    def _busy(self) -> ServiceUnavailable:
        headers = {"Retry-After": "5"}
        if self._is_hopeless():
            return ServiceUnavailable("Queries cannot be evaluated at the moment.", "failure", {}, headers)
        detail = f"{self.limits.size} queries are running and others wait. Try again in a moment."
        return ServiceUnavailable(detail, "busy", {}, headers)

    def _kill(self, worker: Worker, reason: str) -> None:
        worker.reason = worker.reason or reason
        worker.process.kill()
        self._staff.ended.append(worker.process)
        self._ring()

    def _ring(self) -> None:
        try:
            self._bell.send(b"\0")
        except OSError:  # the bell is full, so it is heard anyway, or the keeper is gone
            return

    # What follows runs in the keeper's own thread.

    def _keep(self) -> None:
        while not self._closed:
            for _ in range(self._missing()):
                self._hire()
            for key, _ in self._selector.select(self._pause()):
                if isinstance(key.data, Worker):
                    self._welcome(key.data)
                else:
                    self._ear.recv(4096)
            self._end_overdue()
        self._leave()

    def _missing(self) -> int:
        """How many workers to start: one more than may be busy, so that a killed one is replaced at once."""
        with self._changed:
            self._staff.ended = [each for each in self._staff.ended if each.poll() is None]
            if time.monotonic() < self._not_before:
                return 0
            return self.limits.size + 1 - len(self._staff.present())

    def _pause(self) -> float:
        """Seconds until something is due; no longer than a deadline, so that a new query need not ring."""
        with self._changed:
            now = time.monotonic()
            due = [now + self.limits.deadline, *(each.until for each in self._staff.present() if each.until)]
            if self._not_before > now:
                due.append(self._not_before)
            if self._staff.ended:
                due.append(now + 0.02)
            self._planned = min(due)
            return max(0.0, self._planned - now)

    def _hire(self) -> None:
        ours, theirs = socket.socketpair()
        try:
            process = subprocess.Popen(  # noqa: S603 - no word of it comes from outside
                [sys.executable, "-P", "-m", "kiungo.evaluation.worker", str(self._store)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a worker that runs out of memory prints pages
                cwd="/",
                env={"PYTHONPATH": os.pathsep.join(each for each in sys.path if each), "LANG": "C.UTF-8"},
            )
        except OSError as error:
            ours.close()
            self._complain(f"A query worker could not be started: {error}")
            return
        finally:
            theirs.close()
        worker = Worker(process, ours, time.monotonic() + BOOT)
        with self._changed:
            self._staff.booting.add(worker)
        self._selector.register(ours, selectors.EVENT_READ, worker)
        self._instruct(worker)

    def _instruct(self, worker: Worker) -> None:
        settings = message(
            SETTINGS,
            memory=self.limits.memory,
            niceness=self.limits.niceness,
            parent=os.getpid(),
            prefixes=self._prefixes,
        )
        try:
            worker.connection.sendall(settings)
        except OSError:  # it is gone already: the selector says so next
            return

    def _welcome(self, worker: Worker) -> None:
        """Read the first words of a worker, which are that it is ready or why it is not."""
        self._selector.unregister(worker.connection)
        try:
            kind, payload = receive(worker.connection)
            words = members(payload)
        except (EOFError, OSError):
            kind, words = b"", {"message": "it ended before it was ready"}
        with self._changed:
            self._staff.booting.discard(worker)
            if kind == READY and not worker.reason:
                worker.until = 0.0
                self._staff.ready.append(worker)
                self._changed.notify()
            else:
                self._kill(worker, "failed")
                worker.connection.close()
        if kind == READY:
            self._note(words["unconfined"])
        elif not self._closed:
            self._complain(f"A query worker cannot work: {words['message']}")

    def _note(self, unconfined: list[str]) -> None:
        """Say once, not for each worker, what confinement lacks."""
        lacking = "; ".join(unconfined)
        if lacking and lacking != self._lacking:
            logger.warning("Public queries are not fully confined: %s", lacking)
        self._lacking, self._trouble = lacking, ""

    def _complain(self, trouble: str) -> None:
        logger.error(trouble)
        with self._changed:
            self._trouble = trouble
            self._not_before = time.monotonic() + PAUSE
            self._changed.notify_all()

    def _end_overdue(self) -> None:
        with self._changed:
            now = time.monotonic()
            for worker in [each for each in self._staff.busy if each.until <= now]:
                self.retire(worker, "timeout")
            for worker in [each for each in self._staff.booting if each.until <= now]:
                worker.process.kill()  # its socket closes, and the selector says so

    def _leave(self) -> None:
        with self._changed:
            for worker in self._staff.present():  # one may have been hired while the rest were ended
                self._kill(worker, "closed")
                worker.connection.close()
            ended = self._staff.ended
            self._staff = Staff()
        for process in ended:
            process.wait()
        self._selector.close()
        self._bell.close()
        self._ear.close()
