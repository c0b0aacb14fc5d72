"""The words of a release, to be searched: a full-text index, made by `build` and only read after that.

Entries are numbered in the order in which they are to be found, names before texts, so that the first page of any
search is read from the start of the index and nothing is sorted while a reader waits.
https://www.sqlite.org/fts5.html
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kiungo.rdf.languages import is_translation
from kiungo.release.database import Database, writing

ENTRIES = 1_000
"""Entries of which a search tells; what is found beyond them is asked for with more words."""

WORDS, LETTERS = 8, 60
"""Words of a search that count, and letters of each."""

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 2  # letters of the beginning of a word

_SCHEMA = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, language TEXT NOT NULL, is_text INTEGER NOT NULL, words TEXT);
CREATE VIRTUAL TABLE found USING fts5 (
    words, content = 'entry', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
"""


class Entry(NamedTuple):
    """Words of a thing, in the order of the index: names first, the short before the long. `language` may be empty."""

    is_text: bool
    is_translation: bool
    length: int
    words: str
    iri: str
    language: str


def entry(is_text: bool, words: str, iri: str, language: str) -> Entry:
    """The entry of some words of a thing."""
    return Entry(is_text, is_translation(language), len(words), words, iri, language)


@dataclass(frozen=True)
class Words:
    """What a reader looks for: all of these words, the last also as the beginning of one where it `is_open`."""

    words: tuple[str, ...]
    is_open: bool

    @property
    def expression(self) -> str:
        """The words as the index is asked for them: quoted, of letters and figures only, so that none is an operator.

        https://www.sqlite.org/fts5.html#full_text_query_syntax
        """
        return " ".join(f'"{each}"' for each in self.words) + ("*" if self.is_open else "")

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the words stand in a text, as the index compares them."""
        whole, start = {_folded(each) for each in self.words}, _folded(self.words[-1]) if self.is_open else ""
        return tuple(
            match.span() for match in _WORD.finditer(text)
            if (word := _folded(match[0])) in whole or (start and word.startswith(start))
        )


def read_words(text: str) -> Words:
    """The words of a text that a reader typed; what comes after the first few does not count."""
    found = tuple(each[:LETTERS] for each in _WORD.findall(unicodedata.normalize("NFC", text))[:WORDS])
    return Words(found, bool(found) and len(found[-1]) >= _SHORTEST and text[-1:].isalnum())


@dataclass(frozen=True)
class Found:
    """The things that a search finds, best first, each with the numbers of its entries. More exist unless it is whole."""

    things: tuple[tuple[str, tuple[int, ...]], ...] = ()
    is_whole: bool = True


def write(folder: Path, entries: Iterable[Entry]) -> None:
    """Write the index of some entries. Equal entries give equal bytes."""
    with writing(folder) as database:
        database.executescript(_SCHEMA)
        rows = ((each.iri, each.language, each.is_text, each.words) for each in sorted(set(entries)))
        database.executemany("INSERT INTO entry (iri, language, is_text, words) VALUES (?, ?, ?, ?)", rows)
        database.execute("INSERT INTO found (found) VALUES ('rebuild')")
        database.execute("INSERT INTO found (found) VALUES ('optimize')")


class Index:
    """The words of a release."""

    def __init__(self, release: Path) -> None:
        self._database = Database(release)

    def find(self, words: Words) -> Found:
        """The things one of whose entries holds all the words. Raises TimeoutError."""
        if not words.words:
            return Found()
        rows = self._database.rows(
            "SELECT id, iri FROM found JOIN entry ON id = found.rowid WHERE found MATCH ? ORDER BY found.rowid LIMIT ?",
            (words.expression, ENTRIES + 1),
        )
        things: dict[str, list[int]] = {}
        for number, iri in rows[:ENTRIES]:
            things.setdefault(iri, []).append(number)
        return Found(tuple((iri, tuple(each)) for iri, each in things.items()), len(rows) <= ENTRIES)

    def entries(self, numbers: Sequence[int]) -> tuple[Entry, ...]:
        """The entries of these numbers. Raises TimeoutError."""
        rows = self._database.rows(
            "SELECT is_text, words, iri, language FROM entry WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(numbers),),
        )
        return tuple(entry(bool(is_text), words, iri, language) for is_text, words, iri, language in rows)


def _folded(word: str) -> str:
    """A word without accents and letter case: https://www.sqlite.org/fts5.html#unicode61_tokenizer"""
    return "".join(each for each in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(each))
