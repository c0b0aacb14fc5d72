"""One client sends as many hostile queries as it likes, more than there are workers; another is answered all the same."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import pytest

from bench.stopping import WORKERS, served
from kiungo.release import Release
from live.exchange import Request, ask, direct, encoded
from live.hostility import SLOWEST

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="long queries give way on Linux only")

ATTACKERS = 3 * WORKERS
COUNTED = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
KINDS = ("text/csv", "text/html")  # data, and a page


@contextmanager
def attacking(url: str) -> Iterator[list[int]]:
    """So many at a time from one address until the block ends; what is given fills with the statuses of the answers."""
    done, found, number = threading.Event(), list[int](), count()

    def attack(kind: str) -> None:
        while not done.wait(0.05):  # a new query each time: what is asked alike at the same time is evaluated once
            fields = (("Accept", kind), ("X-Forwarded-For", "192.0.2.1"))
            found.append(ask(url, direct(f"{COUNTED}#{next(number)}", headers=fields)).status)

    threads = [threading.Thread(target=attack, args=(KINDS[each % 2],)) for each in range(ATTACKERS)]
    for each in threads:
        each.start()
    try:
        yield found
    finally:
        done.set()
        for each in threads:
            each.join()


@pytest.mark.parametrize("shares", [(), ("--client-seconds", "2")], ids=["no shares", "shares"])
def test_whoever_asks_little_is_answered_while_another_asks_more_than_there_is(
    agency_release: Release, shares: Sequence[str]
) -> None:
    flags = ("--workers", "1", "--query-workers", str(WORKERS), "--query-seconds", "3", "--query-queue", "4", *shares)
    other = ("X-Forwarded-For", "192.0.2.2")
    with served(agency_release.path, *flags) as (url, _), attacking(url) as statuses:
        time.sleep(1)
        answers = []
        for number in range(6):
            query = encoded(("query", f"SELECT * {{ ?s ?p ?o . ?o ?q ?r }} LIMIT {number + 1}"))
            for target, kind in ((f"/sparql?{query}", "text/csv"), (f"/sparql?{query}", "text/html"), (f"/ns?n={number}", "*/*")):
                started = time.monotonic()
                status = ask(url, Request("GET", target, [("Accept", kind), other])).status
                answers.append((status, time.monotonic() - started, target))
            time.sleep(0.1)
    assert all(status == 200 and seconds < SLOWEST for status, seconds, _ in answers), sorted(answers)[-3:]
    assert set(statuses) <= {429, 503}
    assert (429 in statuses) == bool(shares)
