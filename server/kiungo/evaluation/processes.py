"""How worker processes are started, in the words of Python's multiprocessing: each afresh (spawn), or forked from one that
holds the data in memory (forkserver).

https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from kiungo.evaluation.forkserver import LOADED, PID, STATUS

CAN_FORK = hasattr(os, "pidfd_open") and hasattr(socket, "recv_fds")
"""Whether this system knows what a fork server needs (Linux 5.3 and later)."""


class Process(Protocol):
    """A worker process, as `subprocess.Popen` has it."""

    @property
    def pid(self) -> int:
        """Its number."""

    def kill(self) -> None:
        """End it at once."""

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it lives."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, waited for. Raises subprocess.TimeoutExpired."""


class Start(Protocol):
    """A way to start workers. `parent` is the process without which they end."""

    @property
    def parent(self) -> int:
        """The number of the process that starts them."""

    async def worker(self, connection: socket.socket) -> Process:
        """A worker that speaks on the connection. Raises OSError."""

    def close(self) -> None:
        """Start no more."""


class Spawn:
    """Fresh processes, each of which opens the store on disk."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self.parent = os.getpid()

    async def worker(self, connection: socket.socket) -> Process:
        """A worker that speaks on the connection. Raises OSError."""
        return _program("kiungo.evaluation.worker", connection, str(self._store))

    def close(self) -> None:
        """Nothing is left to do."""


class ForkServer:
    """Workers forked from one process that holds a dump in memory. It is started with the first of them, and again if it ends."""

    def __init__(self, dump: Path) -> None:
        self._dump = dump
        self._turn = asyncio.Lock()
        self._program: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    @property
    def parent(self) -> int:
        """The number of the process that starts them."""
        return self._program.pid if self._program else 0

    async def worker(self, connection: socket.socket) -> Process:
        """A worker that speaks on the connection. Raises OSError."""
        async with self._turn:
            control = self._control or await self._begin()
            try:
                return await asyncio.to_thread(_forked, control, connection)
            except OSError:
                self.close()
                raise

    def close(self) -> None:
        """End the fork server, and with it all its workers."""
        if self._program is not None:
            self._program.kill()
            self._program.wait()
        if self._control is not None:
            self._control.close()
        self._program = self._control = None

    async def _begin(self) -> socket.socket:
        self._control, theirs = socket.socketpair()
        try:
            # Here and not in a thread: the system ends it with the thread that started it.
            self._program = _program("kiungo.evaluation.forkserver", theirs, str(self._dump), str(os.getpid()))
        finally:
            theirs.close()
        if await asyncio.to_thread(self._control.recv, 1) != LOADED:
            self.close()
            raise OSError(f"{self._dump} could not be loaded.")
        return self._control


class _Forked:
    """A worker that the fork server started. `handle` is its pidfd; on `end` it is told how it ended."""

    def __init__(self, pid: int, handle: int, end: int) -> None:
        self.pid = pid
        self._handle, self._end = handle, end
        self._code: int | None = None

    def kill(self) -> None:
        """End it at once."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it lives."""
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, waited for. Raises subprocess.TimeoutExpired."""
        if self._code is None:
            if not select.select([self._end], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("worker", timeout or 0)
            told = os.read(self._end, STATUS.size)
            self._code = STATUS.unpack(told)[0] if told else -signal.SIGKILL  # the fork server ended, and it with it
            os.close(self._end)
            os.close(self._handle)
        return self._code


def _forked(control: socket.socket, connection: socket.socket) -> _Forked:
    socket.send_fds(control, [b"+"], [connection.fileno()])
    told, (*descriptors,), _, _ = socket.recv_fds(control, PID.size, 2)
    if len(told) < PID.size or len(descriptors) < 2:
        raise OSError("The process from which workers are forked has ended.")
    return _Forked(PID.unpack(told)[0], *descriptors)


def _program(module: str, stdin: socket.socket, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - no word of it comes from outside
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=stdin.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a worker that runs out of memory prints pages
        cwd="/",
        env={"PYTHONPATH": os.pathsep.join(each for each in sys.path if each), "LANG": "C.UTF-8"},
    )
