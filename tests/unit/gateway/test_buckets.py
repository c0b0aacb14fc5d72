"""Each client may use so much in a minute."""

from __future__ import annotations

from kiungo.gateway.buckets import CLIENTS, Buckets


def test_a_client_that_has_used_nothing_may_ask() -> None:
    assert Buckets(60).wait("a", 0) == 0


def test_a_bucket_holds_two_minutes_and_fills_with_time() -> None:
    buckets = Buckets(60)
    buckets.charge("a", 119, 0)
    assert buckets.wait("a", 0) == 0
    buckets.charge("a", 11, 0)
    assert buckets.wait("a", 0) == 11
    assert buckets.wait("a", 4) == 7
    assert buckets.wait("a", 11) == 0


def test_one_client_takes_nothing_from_another() -> None:
    buckets = Buckets(60)
    buckets.charge("a", 500, 0)
    assert buckets.wait("a", 0) > 0
    assert buckets.wait("b", 0) == 0


def test_debt_is_bounded() -> None:
    buckets = Buckets(60)
    buckets.charge("a", 1_000_000, 0)
    assert buckets.wait("a", 0) == 121


def test_without_a_limit_nobody_waits() -> None:
    buckets = Buckets(0)
    buckets.charge("a", 1_000_000, 0)
    assert buckets.wait("a", 0) == 0


def test_no_more_clients_are_remembered_than_fit() -> None:
    buckets = Buckets(60)
    for number in range(CLIENTS + 10):
        buckets.charge(str(number), 500, 0)
    assert len(buckets._buckets) == CLIENTS
    assert buckets.wait(str(CLIENTS + 9), 0) > 0
