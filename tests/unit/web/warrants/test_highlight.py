"""Words found in a sentence, and a sentence cut where they stand."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from kiungo.engine.evidence import Emendation
from kiungo.web.contexts.warrants import Piece
from kiungo.web.warrants.highlight import pieces, spans

TEXT = "Through the Act\u00a0 No 2. of 2011, the act of the House."


@pytest.mark.parametrize(("words", "found"), [
    (["the Act No 2."], ["the Act\u00a0 No 2."]),            # any white space is white space
    (["No", "the Act No"], ["the Act\u00a0 No"]),            # the longest of several
    (["the act"], ["the Act", "the act"]),                   # letter case does not matter
    (["2"], ["2"]),                                          # whole words: not the 2 of 2011
    (["Ac"], []),
    (["the", "missing"], ["the", "the", "the"]),
    ([], []),
    ([" "], []),
    (["a.c"], []),                                           # words are no pattern
])
def test_the_words_of_a_value_are_found_in_their_place(words: list[str], found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in spans(TEXT, words)] == found


def test_very_many_places_are_not_all_marked() -> None:
    assert len(spans("a " * 1000, ["a"])) == 20


def doubt(exact: str, reading: str | None) -> tuple[Emendation, str]:
    node = NamedNode("urn:x:emendation")
    return Emendation(node, exact, None if reading is None else Literal(reading)), "href"


def test_a_sentence_is_cut_at_marks_and_doubts_and_loses_nothing() -> None:
    found = pieces("one two three four", [doubt("two three", "2 3")], [(0, 7), (14, 18)])
    assert found == (
        Piece("one ", is_marked=True), Piece("two", is_marked=True, is_doubtful=True),
        Piece(" three", "2 3", "href", is_doubtful=True), Piece(" "), Piece("four", is_marked=True),
    )
    assert "".join(each.text for each in found) == "one two three four"


def test_of_doubts_that_overlap_the_first_is_shown_and_one_without_a_reading_is_not() -> None:
    found = pieces("one two three", [doubt("two three", "x"), doubt("one two", "y"), doubt("three", None)])
    assert [(each.text, each.reading) for each in found] == [("one two", "y"), (" three", "")]


def test_words_in_doubt_that_are_not_there_change_nothing() -> None:
    assert pieces("one", [doubt("two", "2")]) == (Piece("one"),)
