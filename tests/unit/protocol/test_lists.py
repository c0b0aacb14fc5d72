"""RFC 9110 §5.6.1 lists and §12.4.2 quality values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiungo.protocol.lists import MEMBERS, members, quality, split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1.0), ("1.", 1.0), ("1.000", 1.0), ("0", 0.0), ("0.", 0.0), ("0.000", 0.0),
        ("0.5", 0.5), ("0.123", 0.123), (".2", 0.2),
        ("1.001", None), ("2", None), ("-1", None), ("0.1234", None), ("", None), (".", None),
        ("1e0", None), ("0,5", None), ("\u0661", None), (" 1", None), ('"1"', None),
    ],
)  # fmt: skip
def test_a_quality_has_three_decimals_at_most(text: str, expected: float | None) -> None:
    assert quality(text) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", []),
        (" , ,, ", []),
        ("a, b ,c", ["a", "b", "c"]),
        ('a;x="1,2";y, b', ['a;x="1,2";y', "b"]),
        (r'a;x="1\",2", b', [r'a;x="1\",2"', "b"]),
        ('a, b;x="1, c', ["a", 'b;x="1, c']),
    ],
)
def test_members_are_separated_outside_quotes_only(header: str, expected: list[str]) -> None:
    assert members(header) == expected


def test_members_are_bounded() -> None:
    assert len(members("a," * 5000)) == MEMBERS


@given(st.text(alphabet='a,;"\\ \t', max_size=200))
def test_splitting_loses_nothing(text: str) -> None:
    assert text == ",".join(split(text, ","))
