"""Workers are lent out, taken back, ended and replaced."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiungo.errors import ServiceUnavailable
from kiungo.evaluation.keeper import Keeper, Limits, Worker

LIMITS = Limits(size=1, queue=0, patience=10, deadline=10, recycle=3)


def eventually(condition: Callable[[], bool]) -> bool:
    """Whether something comes true within some seconds."""
    end = time.monotonic() + 8
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def is_gone(worker: Worker) -> bool:
    return worker.process.poll() is not None


class _Desk:
    """A keeper on an event loop in a thread, so that a test can be written in steps."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._keeper = Keeper(store, limits, {})

    def begin(self, seconds: float, client: str = "") -> Future[Worker]:
        return asyncio.run_coroutine_threadsafe(self._keeper.acquire(seconds, client), self._loop)

    def acquire(self, seconds: float, client: str = "") -> Worker:
        return self.begin(seconds, client).result(timeout=30)

    def release(self, worker: Worker) -> None:
        self._do(lambda: self._keeper.release(worker))

    def retire(self, worker: Worker, reason: str) -> None:
        self._do(lambda: self._keeper.retire(worker, reason))

    def shut(self) -> None:
        asyncio.run_coroutine_threadsafe(self._keeper.close(), self._loop).result(timeout=30)

    def close(self) -> None:
        self.shut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, step: Callable[[], None]) -> None:
        async def now() -> None:
            step()

        asyncio.run_coroutine_threadsafe(now(), self._loop).result(timeout=30)


@pytest.fixture
def keeper(data: Path) -> Iterator[_Desk]:
    found = _Desk(data, LIMITS)
    yield found
    found.close()


def test_a_worker_that_is_given_back_is_lent_again(keeper: _Desk) -> None:
    lent = []
    for _ in range(LIMITS.recycle):
        lent.append(keeper.acquire(5))
        keeper.release(lent[-1])
    assert len(set(lent)) < len(lent)  # the spare one may have become ready in between


def test_no_more_than_the_size_are_lent_at_once(keeper: _Desk) -> None:
    worker = keeper.acquire(5)
    with pytest.raises(ServiceUnavailable, match="Try again") as caught:
        keeper.acquire(5)
    keeper.release(worker)
    assert (caught.value.problem, caught.value.headers["Retry-After"]) == ("busy", "5")


def test_a_waiter_is_sent_away_when_its_patience_ends(data: Path) -> None:
    keeper = _Desk(data, replace(LIMITS, queue=1, patience=2))
    worker = keeper.acquire(9)
    started = time.monotonic()
    with pytest.raises(ServiceUnavailable, match="Try again"):
        keeper.acquire(5)
    keeper.retire(worker, "unwanted")
    keeper.close()
    assert 1.9 < time.monotonic() - started < 6


def test_who_waits_for_a_worker_has_so_much_less_of_its_time(data: Path) -> None:
    keeper = _Desk(data, replace(LIMITS, queue=1, patience=9))
    worker = keeper.acquire(9)
    started = time.monotonic()
    with pytest.raises(ServiceUnavailable):
        keeper.acquire(0.3)
    assert time.monotonic() - started < 5
    keeper.release(worker)
    keeper.close()


def test_a_client_whose_own_queries_take_its_share_is_told_so(data: Path) -> None:
    keeper = _Desk(data, replace(LIMITS, size=2, queue=1, patience=5))
    worker = keeper.acquire(9, "one")
    with pytest.raises(ServiceUnavailable, match="Your own queries"):
        keeper.acquire(0.2, "one")
    other = keeper.acquire(9, "another")
    with pytest.raises(ServiceUnavailable, match="2 queries are running"):
        keeper.acquire(0.2, "one")
    keeper.release(worker)
    keeper.release(other)
    keeper.close()


def test_an_overdue_worker_is_killed_and_replaced(keeper: _Desk) -> None:
    keeper.release(keeper.acquire(5))  # it takes its time to start
    worker = keeper.acquire(0.2)
    assert eventually(lambda: is_gone(worker))
    other = keeper.acquire(5)
    keeper.release(other)
    assert worker.reason == "timeout"
    assert other is not worker


def test_a_retired_worker_is_ended_and_its_place_is_free_at_once(keeper: _Desk) -> None:
    worker = keeper.acquire(5)
    keeper.retire(worker, "unwanted")
    keeper.retire(worker, "again")
    other = keeper.acquire(5)
    keeper.release(other)
    assert eventually(lambda: is_gone(worker))
    assert (worker.reason, worker.process.poll()) == ("unwanted", -signal.SIGKILL)


def test_a_worker_is_replaced_after_so_many_queries(keeper: _Desk) -> None:
    lent = []
    for _ in range(2 * LIMITS.recycle):
        worker = keeper.acquire(5)
        lent.append(worker)
        keeper.release(worker)
    assert max(lent.count(each) for each in lent) == LIMITS.recycle
    assert eventually(lambda: is_gone(lent[0]))


def test_a_worker_that_died_on_its_own_is_replaced_when_it_is_given_up(keeper: _Desk) -> None:
    worker = keeper.acquire(5)
    os.kill(worker.process.pid, signal.SIGKILL)
    keeper.retire(worker, "lost")
    keeper.release(keeper.acquire(5))


def test_closing_ends_all_and_refuses_later(data: Path) -> None:
    keeper = _Desk(data, LIMITS)
    worker = keeper.acquire(5)
    keeper.shut()
    assert is_gone(worker)
    with pytest.raises(ServiceUnavailable):
        keeper.acquire(5)
    keeper.close()


def test_those_who_wait_are_served_in_their_order(data: Path) -> None:
    keeper = _Desk(data, replace(LIMITS, queue=2, recycle=100))
    worker = keeper.acquire(9)
    first, second = keeper.begin(9), keeper.begin(9)
    keeper.release(worker)
    assert first.result(timeout=9) is worker
    assert not second.done()
    keeper.release(worker)
    assert second.result(timeout=9) is worker
    keeper.close()


def test_the_last_free_worker_is_for_a_client_that_has_none(data: Path) -> None:
    keeper = _Desk(data, replace(LIMITS, size=3, queue=4))
    keeper.acquire(9, "many")
    keeper.acquire(9, "many")
    third = keeper.begin(9, "many")
    keeper.release(keeper.acquire(9, "few"))
    assert not third.done()
    keeper.acquire(9, "few")
    keeper.close()


def test_who_waits_is_served_before_who_has_a_worker_and_waits_longer(data: Path) -> None:
    keeper = _Desk(data, replace(LIMITS, size=2, queue=4))
    keeper.acquire(9, "many")
    few = keeper.acquire(9, "few")
    waiting = [keeper.begin(9, client) for client in ("many", "many", "other")]
    keeper.release(few)
    assert waiting[2].result(timeout=9) is few
    assert not waiting[0].done()
    keeper.close()


def test_in_a_full_queue_who_waits_most_often_makes_room(data: Path) -> None:
    keeper = _Desk(data, replace(LIMITS, queue=2))
    worker = keeper.acquire(9, "many")
    first, second, other = (keeper.begin(9, client) for client in ("many", "many", "few"))
    with pytest.raises(ServiceUnavailable, match="Try again"):
        second.result(timeout=9)
    with pytest.raises(ServiceUnavailable, match="Try again"):
        keeper.acquire(9, "another")  # now two clients wait, once each
    keeper.release(worker)
    assert first.result(timeout=9) is worker
    keeper.release(worker)
    assert other.result(timeout=9) is worker
    keeper.close()


def test_one_who_gives_up_waiting_takes_nobodys_turn(data: Path) -> None:
    keeper = _Desk(data, replace(LIMITS, queue=2, recycle=100))
    worker = keeper.acquire(9)
    first, second = keeper.begin(9), keeper.begin(9)
    first.cancel()
    keeper.release(worker)
    assert second.result(timeout=9) is worker
    keeper.close()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the niceness on Linux only")
def test_a_long_query_gives_way_and_its_worker_is_not_used_again(keeper: _Desk) -> None:
    worker = keeper.acquire(9)
    stat = Path(f"/proc/{worker.process.pid}/stat")
    assert eventually(lambda: stat.read_text().rpartition(")")[2].split()[16] == "19")
    keeper.release(worker)
    assert keeper.acquire(5) is not worker


def test_a_store_that_is_not_there_is_said_in_the_log_and_to_the_client_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        closing(_Desk(tmp_path / "nothing", replace(LIMITS, queue=1, patience=3600))) as keeper,
        caplog.at_level(logging.ERROR),
        pytest.raises(ServiceUnavailable, match="cannot be evaluated") as caught,
    ):
        keeper.acquire(3600)
    assert caught.value.problem == "failure"
    assert "A query worker cannot work: " in caplog.text


PARENT = """
import asyncio, sys
from pathlib import Path
from kiungo.evaluation.frames import QUERY, message
from kiungo.evaluation.keeper import Keeper, Limits
async def main():
    worker = await Keeper(Path(sys.argv[1]), Limits(size=1), {}).acquire(60)
    question = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    settings = {"default_graphs": [], "named_graphs": [], "bindings": [], "results": "text/csv", "graph": "text/turtle"}
    worker.line.send(message(QUERY, query=question, **settings))
    print(worker.process.pid, flush=True)
    await asyncio.to_thread(sys.stdin.read)
asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_no_worker_outlives_a_server_that_is_killed(data: Path) -> None:
    environment = {"PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as server:
        assert server.stdout is not None
        status = Path(f"/proc/{int(server.stdout.readline())}/stat")
        assert status.exists()
        server.kill()
    assert eventually(lambda: not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z")


@pytest.mark.parametrize("data", ["forkserver"], indirect=True)
def test_a_process_to_fork_from_that_ends_is_started_again(keeper: _Desk) -> None:
    worker = keeper.acquire(5)
    parent = int(Path(f"/proc/{worker.process.pid}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(parent, signal.SIGKILL)
    assert eventually(lambda: is_gone(worker))
    assert worker.process.poll() == -signal.SIGKILL
    keeper.retire(worker, "lost")

    def works() -> bool:  # after a moment in which queries are told that there is no worker
        try:
            keeper.release(keeper.acquire(5))
        except ServiceUnavailable:
            return False
        return True

    assert eventually(works)


@pytest.mark.parametrize("data", ["forkserver"], indirect=True)
def test_a_process_to_fork_from_that_says_nothing_keeps_nobody_from_closing(data: Path) -> None:
    keeper = _Desk(data, LIMITS)
    worker = keeper.acquire(5)
    parent = int(Path(f"/proc/{worker.process.pid}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(parent, signal.SIGSTOP)
    closing = threading.Thread(target=keeper.close, daemon=True)
    closing.start()
    closing.join(10)
    assert not closing.is_alive()


@pytest.mark.parametrize("data", ["forkserver"], indirect=True)
def test_workers_of_one_kind_share_their_data(keeper: _Desk) -> None:
    """What a worker has changed of its memory is less than what the data take."""
    worker = keeper.acquire(5)
    rollup = Path(f"/proc/{worker.process.pid}/smaps_rollup").read_text()
    keeper.release(worker)
    octets = {line.split(":")[0]: int(line.split()[1]) for line in rollup.splitlines()[1:]}
    assert octets["Shared_Dirty"] > 2 * octets["Private_Dirty"]


def test_a_keeper_that_never_hired_anyone_leaves_nothing_open(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    keeper = _Desk(tmp_path, Limits())
    keeper.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
