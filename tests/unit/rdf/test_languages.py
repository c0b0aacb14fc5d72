"""Which literal a reader is shown."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal

from kiungo.rdf.languages import best, is_translation, matches, ranges, suits

SW, EN, MADE, PLAIN, FR = (
    Literal("asili", language="sw"), Literal("english", language="en"), Literal("made", language="en-t-sw-t0-und"),
    Literal("plain"), Literal("fr", language="fr"),
)


@pytest.mark.parametrize(("literals", "wanted", "shown"), [
    ([SW, EN, MADE], ["en"], EN),
    ([SW, MADE], ["en", "sw"], MADE),
    ([SW, FR], ["en", "sw"], SW),
    ([FR, PLAIN], ["en"], PLAIN),
    ([FR], ["en"], FR),
    ([MADE, EN], ["en"], EN),
    ([], ["en"], None),
    ([EN, SW], ["sw-TZ", "en"], SW),
    ([EN, FR], ["sw-TZ", "fr-CH", "en"], FR),
    ([MADE, SW], ["en-GB"], MADE),
])
def test_the_readers_language_comes_first(literals: list[Literal], wanted: list[str], shown: Literal | None) -> None:
    assert best(literals, wanted) == shown


def test_a_range_holds_longer_tags_but_not_longer_words() -> None:
    assert matches("en-GB", "en")
    assert not matches("eng", "en")


@pytest.mark.parametrize(("wanted", "expected"), [
    ("en", ("en",)), ("zh-Hant-CN-x-private1-private2",
                      ("zh-Hant-CN-x-private1-private2", "zh-Hant-CN-x-private1", "zh-Hant-CN", "zh-Hant", "zh")),
])
def test_a_range_is_shortened_as_rfc_4647_has_it(wanted: str, expected: tuple[str, ...]) -> None:
    """The second is the example of §3.4."""
    assert ranges(wanted) == expected


@pytest.mark.parametrize(("tag", "wanted", "expected"), [
    ("sw", "sw-TZ", True), ("en-t-sw", "en", True), ("en-GB", "en-US", True), ("sw", "en", False),
    (None, "en", False), ("", "en", False),
])
def test_a_reader_is_at_home_in_the_same_language_of_another_region(tag: str | None, wanted: str, expected: bool) -> None:
    assert suits(tag, wanted) is expected


@pytest.mark.parametrize(("tag", "expected"), [("en-t-sw", True), ("en-t-sw-t0-und", True), ("en", False), (None, False)])
def test_the_extension_t_marks_a_translation(tag: str | None, expected: bool) -> None:
    assert is_translation(tag) is expected
