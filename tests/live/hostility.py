"""What is seen of a server while hostile queries run, two at a time, and other people use it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from bench.processes import memory, processes, workers
from bench.stopping import SECONDS, WORKERS, Hostile, Outcome, ask, queries
from live.exchange import Request, get
from live.exchange import ask as exchange

AT_ONCE = 2
GRACE = 1.5  # seconds after the deadline, on a busy machine
SLOWEST = 2.0  # seconds, of any other request
HELD = 64 * 2**20  # octets that the server's allocators may keep
PAGES = ("/", "/doc/agency/e-government-agency.html", "/doc/agency/e-government-agency.ttl", "/ns.ttl", "/dataset.html",
         "/sparql", "/graph/statement.nt")
REQUESTS = (*(Request("GET", page) for page in PAGES), get("ASK {}"), get("SELECT * { ?s ?p ?o } LIMIT 5"))

QUICK = [
    each for each in queries()
    if each.name in ("a-product-sorted", "b-product-counted", "e-concat-doubling", "h-product-streamed")
]
"""One that wants memory for rows, one time, one memory for a single value, one an answer without end."""

REST = [each for each in queries() if each not in QUICK]
"""Those that take more than a few seconds together."""


@dataclass(frozen=True)
class Probe:
    """A request of somebody who means no harm."""

    target: str
    status: int
    seconds: float


@dataclass(frozen=True)
class Siege:
    """What was seen. Memory is that of the server and all its workers, in octets."""

    outcomes: dict[str, Outcome]
    probes: list[Probe]
    workers_before: int
    workers_after: int
    memory_before: int
    memory_after: int

    def stopped(self, query: Hostile) -> bool:
        """Whether a query ended in one of its ways, in time, with the status that belongs to it."""
        found = self.outcomes[query.name]
        status = {"broken": 200, "answer": 200, "syntax": 400}.get(found.ending, 503)
        return found.ending in query.ends and found.status == status and found.seconds <= SECONDS + GRACE

    def unnoticed(self) -> bool:
        """Whether everybody else was answered, and soon enough."""
        asked = {each.target for each in self.probes} == {each.target for each in REQUESTS}
        return asked and all(each.status == 200 and each.seconds < SLOWEST for each in self.probes)

    def recovered(self) -> bool:
        """Whether the workers are as many as before, and the memory is free again."""
        return self.workers_after == self.workers_before >= WORKERS and self.memory_after < self.memory_before + HELD


def besiege(url: str, pid: int, queries: Sequence[Hostile]) -> Siege:
    """Run the queries, and watch."""
    for request in REQUESTS * 2:  # what a server holds once it has been used
        exchange(url, request)
    before, held = _settled(pid, 0), _memory(pid)
    with _probing(url) as probes, ThreadPoolExecutor(AT_ONCE) as attackers:
        outcomes = list(attackers.map(lambda each: ask(url, each.text), queries))
    after = _settled(pid, before)
    names = [each.name for each in queries]
    return Siege(dict(zip(names, outcomes, strict=True)), probes, before, after, held, _memory(pid))


def _memory(pid: int) -> int:
    return memory(list(processes(pid)))


def _settled(pid: int, expected: int) -> int:
    """The number of query workers, when it is `expected` or has not changed for half a second; in ten seconds at most."""
    found, since = len(workers(pid)), time.monotonic()
    for _ in range(100):
        time.sleep(0.1)
        if (now := len(workers(pid))) != found:
            found, since = now, time.monotonic()
        if found and (found == expected or (not expected and time.monotonic() - since > 0.5)):
            break
    return found


@contextmanager
def _probing(url: str) -> Iterator[list[Probe]]:
    """Ask for pages and small queries, one after another, until the block ends."""
    done, found = threading.Event(), list[Probe]()

    def probe() -> None:
        while not done.is_set():
            for request in REQUESTS:
                started = time.monotonic()
                status = exchange(url, request).status
                found.append(Probe(request.target, status, time.monotonic() - started))
            done.wait(0.05)

    thread = threading.Thread(target=probe)
    thread.start()
    try:
        yield found
    finally:
        done.set()
        thread.join()
