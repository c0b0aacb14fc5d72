"""What /proc says of a server and its descendants while it works: memory, and processor time. Linux only."""

from __future__ import annotations

import math
import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

_TICK = os.sysconf("SC_CLK_TCK")
WORKER = "kiungo-query"  # as the system names it


def processes(root: int) -> dict[int, bytes]:
    """The processes below one, and itself, by what they run."""
    found, waiting = {}, [root]
    while waiting:
        pid = waiting.pop()
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            children = [each.read_text() for each in Path(f"/proc/{pid}/task").glob("*/children")]
        except OSError:
            continue
        if command:  # a process that ended and was not yet waited for has none
            found[pid] = command
        waiting += [int(each) for line in children for each in line.split()]
    return found


def workers(root: int) -> set[int]:
    """The query workers below a process."""
    return {pid for pid in processes(root) if _name(pid) == WORKER}


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def memory(pids: Sequence[int]) -> int:
    """The octets of memory that processes hold, without what they share with files."""
    return sum(_status(pid, "RssAnon") for pid in pids)


def _status(pid: int, name: str) -> int:
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith(f"{name}:")), 0)


def size(root: int) -> int:
    """The octets that a process and its descendants hold, without what they share with files."""
    return memory(list(processes(root)))


def seconds(root: int) -> float:
    """The processor time of a process and its descendants, those that it outlived and waited for among them."""
    return sum(_seconds(each) for each in processes(root))


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:  # it is gone
        return 0.0
    return sum(int(each) for each in fields[11:15]) / _TICK


class Watch:
    """Looks at a process and its descendants twenty times a second, and kills it when all hold more than `limit` octets.

    `whole` is the most that all held at a time, `worker` the most that one query worker of ours did.
    """

    def __init__(self, root: int, limit: float = math.inf) -> None:
        self._root, self._limit = root, limit
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.whole = self.worker = 0
        self.killed = False

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            held = size(self._root)
            self.whole = max(self.whole, held)
            self.worker = max([self.worker, *(memory([each]) for each in workers(self._root))])
            if held > self._limit and not self.killed:
                self.killed = True
                os.kill(self._root, signal.SIGKILL)
