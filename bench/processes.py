"""Processes that we started, and what /proc says of them and their descendants. Linux only."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")
WORKER = b"kiungo.evaluation.worker"


def tree(pid: int) -> Iterator[int]:
    """A process and its descendants, as many as there are still."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(task).split():
            yield from tree(int(child))


def memory(pid: int) -> int:
    """The octets of a process that are in memory; nought where it is gone."""
    fields = _read(Path(f"/proc/{pid}/statm")).split()
    return int(fields[1]) * _PAGE if fields else 0


def seconds(pid: int) -> float:
    """The processor time of a process and its living descendants."""
    return sum(_seconds(each) for each in tree(pid))


def is_worker(pid: int) -> bool:
    """Whether a process evaluates public queries for us."""
    return WORKER in _read(Path(f"/proc/{pid}/cmdline"))


def _seconds(pid: int) -> float:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK if fields else 0.0


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # the process is gone
        return b""


@dataclass
class Watch:
    """Looks at the memory of a process tree twenty times a second, and kills its root above `limit` octets."""

    pid: int
    limit: int
    whole: int = 0
    worker: int = 0
    killed: bool = False
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Watch:
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            sizes = {each: memory(each) for each in tree(self.pid)}
            self.whole = max(self.whole, sum(sizes.values()))
            self.worker = max([self.worker, *(size for each, size in sizes.items() if is_worker(each))])
            if sum(sizes.values()) > self.limit and not self.killed:
                self.killed = True
                os.kill(self.pid, 9)
