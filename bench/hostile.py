"""Servers under attack: what others notice while hostile queries run, and how soon each of these is stopped."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.processes import Watch, seconds, size
from bench.servers import Running
from bench.shapes import JSON
from bench.stopping import problem

GUARD = 3 * 2**30  # octets; a server that takes more is killed before it takes the machine along
LOOKUP = "SELECT ?p WHERE { <%s> ?p ?o } LIMIT 1"


@contextmanager
def attack(server: Running, queries: Sequence[str]) -> Iterator[None]:
    """Each query asked by a client of its own, and again as soon as it is answered, however it is answered."""
    over = threading.Event()
    clients = [threading.Thread(target=_insist, args=(server, query, over), daemon=True) for query in queries]
    for client in clients:
        client.start()
    time.sleep(1.0)  # by now they run
    try:
        yield
    finally:
        over.set()  # the threads end when the server answers them or is stopped


def _insist(server: Running, query: str, over: threading.Event) -> None:
    while not over.is_set():
        outcome(server, query, 600)
        over.wait(0.02)  # one that is refused at once does not become a flood


def outcome(server: Running, query: str, timeout: float) -> str:
    """How a hostile query ends, in a few words."""
    try:
        status, body = server.ask(query, JSON, timeout)
    except http.client.HTTPException:
        return "broken off"
    except TimeoutError:
        return "not stopped"
    except OSError:
        return "closed"
    return f"{status} {problem(body) if status != 200 else ''}".strip()


@dataclass(frozen=True)
class Stop:
    """How a hostile query was stopped. `seconds` counts to the end of the answer; sizes are octets.

    `worker` is the most that one query process had, `whole` the most that all processes had above what they had
    before, `after` what was left of that a second later. `slowest` is the longest that a lookup took meanwhile
    (seconds), `burning` the processor seconds used in a second after it was all over.
    """

    outcome: str
    seconds: float
    worker: int
    whole: int
    after: int
    slowest: float
    burning: float


def stop(server: Running, query: str, subject: str, patience: float) -> Stop:
    """Ask one hostile query, with a lookup every tenth of a second beside it."""
    pid = server.process.pid
    before = size(pid)
    slowest: list[float] = [0.0]
    over = threading.Event()
    canary = threading.Thread(target=_look_up, args=(server, LOOKUP % subject, slowest, over))
    with Watch(pid, GUARD) as watch:
        canary.start()
        began = time.monotonic()
        ended = outcome(server, query, patience)
        took = time.monotonic() - began
    over.set()
    canary.join()
    time.sleep(0.5)  # a worker that was killed is replaced
    burnt = seconds(pid)
    time.sleep(0.5)
    burning = max(0.0, seconds(pid) - burnt) / 0.5
    words = f"killed by us at {GUARD // 2**30} GiB" if watch.killed else ended
    return Stop(words, took, watch.worker, max(0, watch.whole - before), max(0, size(pid) - before), max(slowest), burning)


def stops(server: Running, queries: Mapping[str, str], subject: str, patience: float) -> dict[str, Stop]:
    """Each hostile query after the other, on one and the same server."""
    return {name: stop(server, query, subject, patience) for name, query in queries.items()}


def _look_up(server: Running, query: str, slowest: list[float], over: threading.Event) -> None:
    while not over.wait(0.1):
        began = time.monotonic()
        if outcome(server, query, 60).startswith("200"):
            slowest.append(time.monotonic() - began)
        else:
            slowest.append(float("inf"))
