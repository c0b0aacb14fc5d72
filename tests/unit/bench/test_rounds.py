"""What the bench counts: medians, ratios between neighbours, and requests that no cache can know."""

from __future__ import annotations

import time
from math import isnan
from typing import cast

import pytest

from bench.load import Measure, _read, batch, middle
from bench.report import Goal
from bench.rounds import Table, new, pace, table
from bench.servers import Running
from bench.shapes import JSON, TURTLE, hostile, shapes
from bench.stopping import problem

ROW = ("shape", 8)


def _table(*pairs: tuple[str, float]) -> Table:
    return table((ROW, server, Measure(rate, 1.0, 2.0)) for server, rate in pairs)


def test_a_ratio_compares_what_was_measured_in_the_same_round() -> None:
    found = _table(("ours", 100), ("other", 50), ("ours", 10), ("other", 10), ("ours", 30), ("other", 10))
    assert found.ratio(ROW, "ours", "other") == 2
    assert isnan(found.ratio(ROW, "ours", "absent"))


def test_the_median_of_each_figure_is_its_own() -> None:
    assert middle([Measure(1, 9, 5), Measure(2, 8, 7), Measure(9, 1, 6)]) == Measure(2, 8, 6)


def test_each_request_of_a_batch_is_made_once_and_errors_are_counted() -> None:
    asked = []

    def ask(status: int) -> int:
        asked.append(status)
        return status

    found = batch([lambda: ask(200), lambda: ask(503), lambda: ask(200), lambda: ask(500)], 2)
    assert sorted(asked) == [200, 200, 500, 503]
    assert found.refused == 0.5


def test_a_request_that_nobody_made_before_is_the_same_query() -> None:
    first, second = new("ASK {}"), new("ASK {}")
    assert first != second
    assert {each.partition("#")[0] for each in (first, second)} == {"ASK {}\n"}


def test_a_request_counts_as_known_when_each_process_of_the_server_knows_it() -> None:
    processes, asked = [set[str](), set[str]()], []

    class Forgetful:
        def ask(self, text: str, _accept: str) -> None:
            knows = processes[len(asked) % 2]
            asked.append(text)
            if text not in knows:
                time.sleep(0.05)
            knows.add(text)

    assert pace(cast(Running, Forgetful()), shapes()[4], "ASK {}", "same") < 0.05
    assert set(asked) == {"ASK {}"}
    assert pace(cast(Running, Forgetful()), shapes()[4], "ASK {}", "fresh") >= 0.05


def test_there_are_eight_shapes_and_each_says_what_it_asks_for() -> None:
    found = shapes()
    assert len(found) == 8
    assert [each.name for each in found if each.accept == TURTLE] == ["7-construct"]
    for each in found:
        query = each.queries(10, 5)[0]
        assert "$" not in query
        assert each.queries(10, 5)[0] == query
        assert each.accept in (JSON, TURTLE)


def test_the_attackers_are_there() -> None:
    assert {"b-product-counted", "c-values-counted"} <= hostile().keys()


@pytest.mark.parametrize(
    ("reached", "at_most", "met"), [(2, False, True), (1.9, False, False), (2.1, True, False), (2, True, True)]
)
def test_a_goal_is_met_or_not(reached: float, at_most: bool, met: bool) -> None:
    assert Goal("", 2, reached, at_most=at_most).met is met


@pytest.mark.parametrize(("body", "said"), [
    (b'{"type": "urn:kiungo:problem:timeout", "status": 503}', "timeout"),
    (b'{"status": 503, "type":"https://x.example/problems/memory"}', "memory"),
    (b"The query took too long \xff and more", "The query took too long "),
])
def test_what_a_server_says_of_a_stopped_query_is_its_last_word(body: bytes, said: str) -> None:
    assert problem(body) == said


def test_where_no_answer_came_in_time_its_time_is_not_known() -> None:
    none = _read('RESULT {"requests": 0, "duration": 1000000, "refused": 0, "failed": 0, "p50": 0, "p99": 0}')
    assert (none.rate, isnan(none.p50), isnan(none.p99)) == (0, True, True)
