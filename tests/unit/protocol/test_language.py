"""Which interface language an Accept-Language header gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiungo.protocol.language import choose, lookup

SW_EN = ("sw", "en")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "sw"),
        ("", "sw"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("sw-TZ,sw;q=0.9,en-US;q=0.8,en;q=0.7", "sw"),
        ("en-GB,en;q=0.9,sw;q=0.8", "en"),
        ("fr", "sw"),
        ("fr, en;q=0.1", "en"),
        ("sw;q=0.5, en;q=0.6", "en"),
        ("en, sw", "en"),
        ("*", "sw"),
        ("*, en;q=0.5", "sw"),
        ("fr, *;q=0.5", "sw"),
        ("sw;q=0", "en"),
        ("sw;q=0, *", "en"),
        ("sw;q=0, en;q=0", "sw"),
        ("en, *;q=0", "en"),
        ("en;q=nonsense", "sw"),
        ("en;level=1", "sw"),
        ("en; q=0.3 , ,", "en"),
        ("not a tag, en", "en"),
        ("en-a-b-c, sw;q=0.1", "en"),
    ],
)
def test_lookup_serves_the_best_wanted_language(header: str | None, expected: str) -> None:
    assert choose(header, SW_EN, "sw") == expected


def test_a_wanted_language_is_not_served_by_a_narrower_one() -> None:
    assert choose("en", ("fr", "en-GB"), "fr") == "fr"


def test_a_single_letter_goes_with_the_subtag_it_introduces() -> None:
    """RFC 4647 §3.4: zh-Hant-CN-x-private is looked up as zh-Hant-CN next, never as zh-Hant-CN-x."""
    assert choose("zh-Hant-CN-x-private", ("zh-Hant-CN-x", "zh-Hant-CN", "zh"), "zh") == "zh-Hant-CN"


def test_the_tag_is_returned_as_it_is_offered() -> None:
    assert choose("EN-gb", ("sw", "en-GB"), "sw") == "en-GB"


@pytest.mark.parametrize(
    ("wanted", "found"), [("en-GB", "en"), ("EN", "en"), ("fr", None), ("*", None), ("en;q=1", None), ("", None)]
)
def test_a_single_range_is_looked_up_like_those_of_a_header(wanted: str, found: str | None) -> None:
    assert lookup(wanted, SW_EN) == found


@given(st.one_of(st.text(max_size=300), st.text(alphabet="enswq-*;=,.01 ", max_size=300)))
def test_any_header_gets_an_available_language(header: str) -> None:
    assert choose(header, SW_EN, "sw") in SW_EN
