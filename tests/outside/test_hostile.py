"""All the other hostile queries of `bench/hostile`, which take more than a few seconds together: stopped, and unnoticed."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from bench.stopping import LIMITS, Hostile, queries, served
from kiungo.release import Release
from live.exchange import accept, direct
from live.exchange import ask as exchange
from live.hostility import REST, Siege, besiege

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded and processes are seen on Linux only")


@pytest.fixture(scope="module")
def siege(agency_release: Release) -> Iterator[Siege]:
    with served(agency_release.path, *LIMITS) as (url, pid):
        yield besiege(url, pid, REST)


def test_there_are_many() -> None:
    assert len(REST) >= 30


@pytest.mark.parametrize("query", REST, ids=lambda each: each.name)
def test_a_hostile_query_is_stopped_in_time_and_its_client_is_told(siege: Siege, query: Hostile) -> None:
    assert siege.stopped(query), siege.outcomes[query.name]


def test_meanwhile_every_page_and_small_query_answers(siege: Siege) -> None:
    assert siege.unnoticed(), sorted(siege.probes, key=lambda each: (each.status, each.seconds))[-3:]


def test_afterwards_the_workers_are_back_and_the_memory_is_free(siege: Siege) -> None:
    assert siege.recovered(), siege


@pytest.mark.parametrize(("name", "rows"), [
    ("p-regex-nested", ["n", "0"]),
    ("r-numbers-huge", ["integer,decimal,double,over,product", f"1{'0' * 100_000},0.{'1' * 100_000},INF,,"]),
])
def test_what_only_looks_hostile_is_answered_rightly(agency_url: str, name: str, rows: list[str]) -> None:
    text = next(each.text for each in queries() if each.name == name)
    assert exchange(agency_url, direct(text, headers=accept("text/csv"))).text.split() == rows
