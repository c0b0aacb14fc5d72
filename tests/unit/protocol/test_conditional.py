"""Entity tags and If-None-Match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiungo.protocol import conditional
from kiungo.protocol.conditional import etag, not_modified


def test_an_entity_tag_is_strong_and_quoted() -> None:
    assert re.fullmatch(r'"[0-9a-f]{32}"', etag("release", b"text/turtle"))


def test_text_and_its_octets_are_the_same_part() -> None:
    assert etag("ngazi", "sw") == etag(b"ngazi", b"sw")


def test_another_version_of_the_engine_has_other_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    before = etag("a")
    monkeypatch.setattr(conditional, "__version__", "9.9.9")
    assert etag("a") != before


@pytest.mark.parametrize("other", [("ab", "c", ""), ("abc",), ("a", "b", "c"), ("a", "cb"), ("bc", "a"), ()])
def test_where_parts_begin_and_end_counts(other: tuple[str, ...]) -> None:
    assert etag("a", "bc") != etag(*other)


@pytest.mark.parametrize(
    ("if_none_match", "expected"),
    [
        (None, False),
        ("", False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"a"', True),
        ('"b","c"', False),
        ("*", True),
        (" * ", True),
        ('"*"', False),
        ("a", False),
        ('"A"', False),
        ('"x a"', False),
        ('"b', False),
        ('"a,b"', False),
    ],
)
def test_entity_tags_are_compared_weakly(if_none_match: str | None, expected: bool) -> None:
    assert not_modified(if_none_match, '"a"') is expected


def test_a_weak_tag_of_ours_is_compared_weakly_too() -> None:
    assert not_modified('"a"', 'W/"a"')


@given(st.text(max_size=300))
def test_no_header_fails(header: str) -> None:
    assert not_modified(header, '"a"') in (True, False)
