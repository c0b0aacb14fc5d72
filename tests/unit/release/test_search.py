"""The index of words: what is found, in which order, and that nothing typed is read as an operator."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kiungo.release import database, search
from kiungo.release.database import FILE
from kiungo.release.search import Index, Kind, entry, read_words

ENTRIES = [
    entry(False, "Café Zürich", "urn:cafe", "fr"),
    entry(False, "Sheria", "urn:law", "sw"),
    entry(False, "Sheria ya Utumishi", "urn:service", "sw"),
    entry(True, "Maneno kuhusu sheria na utumishi wa umma", "urn:text", "sw"),
    entry(False, "Ng'ombe wa ng’ambo", "urn:cow", "sw"),
    entry(False, "Law", "urn:law", "en-t-sw"),
    entry(False, "near not or", "urn:operators", ""),
    entry(False, "Umma", "urn:rule", "sw", Kind.RECORD),
    entry(False, "Umma wa watu", "urn:term", "sw", Kind.TERM),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The entries above."""
    folder = tmp_path_factory.mktemp("index")
    search.write(folder, ENTRIES)
    return Index(folder)


def _found(index: Index, text: str) -> list[str]:
    return [iri for iri, _ in index.find(read_words(text)).things]


@pytest.mark.parametrize(("text", "things"), [
    ("cafe", ["urn:cafe"]),
    ("CAFÉ zur", ["urn:cafe"]),
    ("cafe\u0301", ["urn:cafe"]),
    ("sheria", ["urn:law", "urn:service", "urn:text"]),
    ("umma sheria", ["urn:text"]),
    ("umma", ["urn:term", "urn:text", "urn:rule"]),
    ("sher", ["urn:law", "urn:service", "urn:text"]),
    ("sher ", []),
    ("sher utumishi", []),
    ("ng'ombe", ["urn:cow"]),
    ("NOT", ["urn:operators"]),
    ("near OR", ["urn:operators"]),
    ("l", []),
    ("", []),
    (" \t", []),
    ("* - ^ : ( ) { } \" ' _", []),
    ("nothing", []),
])
def test_words_are_found_without_regard_to_accents_and_case_the_last_also_as_a_beginning(
    index: Index, text: str, things: list[str]
) -> None:
    assert _found(index, text) == things


@pytest.mark.parametrize("text", [
    'sheria" OR "cafe', "words:sheria", "sheria*utumishi", "NEAR(sheria utumishi)", "sheria -utumishi", "^sheria", "{words}: law",
    "'; DROP TABLE entry; --", "\x00sheria", "a" * 10_000, "sheria " * 1_000, "🐄", "٣", "ⅷ ²",
])
def test_nothing_that_is_typed_is_read_as_an_operator(index: Index, text: str) -> None:
    words = read_words(text)
    assert len(words.words) <= search.WORDS
    assert all(each.replace("²", "2").isalnum() and len(each) <= search.LETTERS for each in words.words)
    holding = [each for each in ENTRIES if len(words.spans(each.words)) >= len(set(words.words)) > 0]
    assert set(_found(index, text)) <= {each.iri for each in holding}


@pytest.mark.parametrize(("asked", "text", "marked"), [
    ("cafe zur", "Café Zürich", ["Café", "Zürich"]),
    ("utum", "kuhusu Utumishi, utumishi", ["Utumishi", "utumishi"]),
    ("utum ", "kuhusu Utumishi", []),
    ("a", "A ab", ["A"]),
    ("ng'ombe", "Ng'ombe", ["Ng", "ombe"]),
])
def test_the_words_looked_for_are_marked_where_they_stand(asked: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in read_words(asked).spans(text)] == marked


@pytest.mark.parametrize(("text", "meant"), [
    ("sherai", "sheria"),  # two letters changed places
    ("Zurihc", "zurich"),
    ("shria", "sheria"),
    ("sherria ya utumisi", "sheria ya utumishi"),
    ("sheriya, utumishi", "sheria, utumishi"),
    ("sheria", None),  # is there
    ("sheri", None),  # begins a word that is there
    ("sheria cafe", None),  # both are there, not together
    ("shria cafe", None),  # what would be meant is not there
    ("utumizhy wa umma", "utumishi wa umma"),  # two errors in a long word
    ("utamizhi", "utumishi"),
    ("zuruhc", None),  # two in a short one
    ("utamizhy", None),  # three
    ("lwa", None),  # too short
    ("nothing", None),
    ("", None),
])
def test_of_a_word_that_is_not_there_the_nearest_that_is_is_meant(index: Index, text: str, meant: str | None) -> None:
    assert index.suggestion(text) == meant


def test_two_errors_are_forgiven_in_the_most_frequent_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_OFTEN", 1)
    words = ("utumishi", "utumishi", "mawasiliano")
    search.write(tmp_path, [entry(False, word, f"urn:{number}", "") for number, word in enumerate(words)])
    meant = [Index(tmp_path).suggestion(typed) for typed in ("utamizhi", "mawaziliono", "mawaziliano")]
    assert meant == ["utumishi", None, "mawasiliano"]


def test_of_two_words_as_near_the_one_of_more_entries_is_meant(tmp_path: Path) -> None:
    words = ("mwaka", "mwana", "mwana")
    search.write(tmp_path, [entry(False, f"{word} {number}", f"urn:{number}", "") for number, word in enumerate(words)])
    assert Index(tmp_path).suggestion("mwafa") == "mwana"


def test_more_is_found_than_is_told_and_said_to_be(tmp_path: Path) -> None:
    search.write(tmp_path, (entry(False, f"word {number}", f"urn:{number:05}", "") for number in range(search.ENTRIES + 1)))
    found = Index(tmp_path).find(read_words("word"))
    assert (len(found.things), found.is_whole) == (search.ENTRIES, False)
    assert not Index(tmp_path).find(read_words("word 7 ")).things[1:]


def test_the_numbers_of_a_thing_lead_to_its_words(index: Index) -> None:
    ((_, numbers), *_) = index.find(read_words("law")).things
    assert [(each.words, each.language, each.is_translation) for each in index.entries(numbers)] == [("Law", "en-t-sw", True)]


def test_equal_entries_give_equal_bytes_whatever_their_order(tmp_path: Path) -> None:
    files = []
    for name, entries in (("one", ENTRIES), ("two", [*reversed(ENTRIES), ENTRIES[0]])):
        (tmp_path / name).mkdir()
        search.write(tmp_path / name, entries)
        files.append((tmp_path / name / FILE).read_bytes())
    assert files[0] == files[1]


def test_a_search_that_takes_too_long_is_given_up(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_SECONDS", -1.0)
    monkeypatch.setattr(database, "_STEPS", 1)
    with pytest.raises(TimeoutError):
        index.find(read_words("sheria"))


def test_a_file_that_is_no_index_is_told_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        Index(tmp_path).find(read_words("sheria"))
