"""Queries that bring other servers down, one of each kind: each is stopped in time, and nobody else notices.

The rest of them: `tests/outside/test_hostile.py`; the table: `python -m bench.stopping RELEASE`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from bench.stopping import LIMITS, Hostile, served
from kiungo.release import Release
from live.hostility import QUICK, Siege, besiege

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded and processes are seen on Linux only")


@pytest.fixture(scope="module")
def siege(agency_release: Release) -> Iterator[Siege]:
    with served(agency_release.path, *LIMITS) as (url, pid):
        yield besiege(url, pid, QUICK)


def test_there_is_one_of_each_kind() -> None:
    assert len(QUICK) == 4


@pytest.mark.parametrize("query", QUICK, ids=lambda each: each.name)
def test_a_hostile_query_is_stopped_in_time_and_its_client_is_told(siege: Siege, query: Hostile) -> None:
    assert siege.stopped(query), siege.outcomes[query.name]


def test_meanwhile_every_page_and_small_query_answers(siege: Siege) -> None:
    assert siege.unnoticed(), sorted(siege.probes, key=lambda each: (each.status, each.seconds))[-3:]


def test_afterwards_the_workers_are_back_and_the_memory_is_free(siege: Siege) -> None:
    assert siege.recovered(), siege
