"""The process from which workers are forked, over data held in memory: `python -m kiungo.evaluation.forkserver DUMP`.

Workers begin with its data as their own and copy only what their queries touch: the engine counts references within the data.
For each connection that it is sent, it forks a worker that speaks on it (see `worker`), and sends back two descriptors: one by
which the process can be killed (a pidfd), one on which its end will be told. It has one thread, so that a fork is safe, and
reads no query itself. Why: `server/docs/decisions/0008-workers-in-memory.md`.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from pyoxigraph import Store

from kiungo.engine.embedded import hold
from kiungo.evaluation.confinement import confine
from kiungo.evaluation.worker import serve

PID = struct.Struct(">i")
STATUS = struct.Struct(">i")
LOADED = b"\x01"


class _Fates:
    """Who waits to be told how a worker ends.

    A signal only wakes the loop, which calls `tell`: a handler that did it would be interrupted amid its work by the next.
    """

    def __init__(self) -> None:
        self._pipes: dict[int, int] = {}
        self.woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        signal.set_wakeup_fd(self._wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def expect(self, pid: int, pipe: int) -> None:
        """Tell the end of that process through the pipe."""
        self._pipes[pid] = pipe

    def forget(self) -> None:
        """In a worker itself: leave the others alone."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for pipe in (self.woken, self._wake, *self._pipes.values()):
            os.close(pipe)

    def tell(self) -> None:
        """Tell of all that ended since."""
        os.read(self.woken, 4096)
        for pid in list(self._pipes):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                pipe = self._pipes.pop(pid)
                with suppress(OSError):  # whoever started it has gone, too
                    os.write(pipe, STATUS.pack(os.waitstatus_to_exitcode(status)))
                os.close(pipe)


def main(dump: str, parent: int) -> None:
    """Load the data, and fork until the other side closes the connection."""
    with socket.socket(fileno=0) as control:
        confine(0, parent)
        store = hold(Path(dump))
        gc.freeze()  # the collector of a worker has no reason to touch, and so to copy, what is Python's
        fates = _Fates()
        control.sendall(LOADED)
        while True:
            ready, _, _ = select.select([control.fileno(), fates.woken], [], [])
            if fates.woken in ready:
                fates.tell()
            if control.fileno() not in ready:
                continue
            _, received, _, _ = socket.recv_fds(control, 1, 1)
            if not received:
                return
            _fork(store, control, socket.socket(fileno=received[0]), fates)


def _fork(store: Store, control: socket.socket, connection: socket.socket, fates: _Fates) -> None:
    told, pipe = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(told)
        os.close(pipe)
        fates.forget()
        _work(store, control, connection)
    fates.expect(pid, pipe)
    handle = os.pidfd_open(pid)
    socket.send_fds(control, [PID.pack(pid)], [handle, told])
    for descriptor in (handle, told):
        os.close(descriptor)
    connection.close()


def _work(store: Store, control: socket.socket, connection: socket.socket) -> NoReturn:
    """Be a worker, and never come back to the loop of the fork server."""
    status = 1
    try:
        control.close()
        serve(connection, lambda: store)
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
