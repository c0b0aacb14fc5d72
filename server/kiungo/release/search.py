"""The words of a release, to be searched: a full-text index, made by `build` and only read after that.

Entries are numbered in the order in which they are to be found, names before texts, so that the first page of any
search is read from the start of the index and nothing is sorted while a reader waits.
https://www.sqlite.org/fts5.html

Beside each word of the index stand the spellings that lack one letter of it, of a long and frequent one also those that
lack two. A word that is not there shares one of them with every word from which as many typing errors part it: a few keys
are looked up, whatever the size of the index.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
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
_MISSPELT, _LONGEST = 4, 24  # letters of a word that is taken for a misspelt one: fewer would fit too many
_LONG, _OFTEN = 8, 10_000  # letters of a word in which two errors are forgiven, if it is one of so many, the most frequent
_NEAR = 500  # words that are compared with it

_SCHEMA = """
CREATE TABLE entry (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, language TEXT NOT NULL, is_text INTEGER NOT NULL, words TEXT);
CREATE VIRTUAL TABLE found USING fts5 (
    words, content = 'entry', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
CREATE TABLE spelling (spelled TEXT, word TEXT, entries INTEGER, PRIMARY KEY (spelled, word)) WITHOUT ROWID;
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, found, 'row');
"""


class Kind(IntEnum):
    """What has some words; the lower is found first."""

    THING = 0
    TERM = 1
    RECORD = 2
    """What is about statements or about the publication's own making: a rule, a translation, evidence."""


class Entry(NamedTuple):
    """Words of a thing, in the order of the index: records last, names first, the short before the long.

    `language` may be empty.
    """

    is_record: bool
    is_text: bool
    kind: Kind
    is_translation: bool
    length: int
    words: str
    iri: str
    language: str


def entry(is_text: bool, words: str, iri: str, language: str, kind: Kind = Kind.THING) -> Entry:
    """The entry of some words of a thing."""
    return Entry(kind == Kind.RECORD, is_text, kind, is_translation(language), len(words), words, iri, language)


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
        known = database.execute("SELECT term, doc FROM vocabulary ORDER BY doc DESC, term").fetchall()
        spelled = (
            (each, word, entries) for rank, (word, entries) in enumerate(known)
            for each in sorted(_spelled(word, is_frequent=rank < _OFTEN))
        )
        database.executemany("INSERT INTO spelling VALUES (?, ?, ?)", spelled)
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

    def suggestion(self, text: str) -> str | None:
        """The text with each word that nothing holds spelled as the nearest that something holds; None where that finds nothing.

        Raises TimeoutError.
        """
        words = read_words(text)
        nearest = {_folded(each): self._nearest(_folded(each)) for each in words.words if not self._holds(each)}
        better = _WORD.sub(lambda found: nearest.get(_folded(found[0])) or found[0], unicodedata.normalize("NFC", text))
        return better if any(nearest.values()) and self.find(read_words(better)).things else None

    def _holds(self, word: str) -> bool:
        """Whether any entry has a word, or a longer one that it begins."""
        return bool(self._database.rows("SELECT 1 FROM found WHERE found MATCH ? LIMIT 1", (f'"{word}"*',)))

    def _nearest(self, word: str) -> str | None:
        """The word of the index that is most like one that is not there, of several the most frequent."""
        near = self._database.rows(
            "SELECT DISTINCT word, entries FROM spelling WHERE spelled IN (SELECT value FROM json_each(?)) LIMIT ?",
            (json.dumps(sorted(_spelled(word))), _NEAR),
        )
        like = SequenceMatcher(None, "", word)
        ranked = []
        for known, entries in near:
            like.set_seq1(known)
            ranked.append((like.ratio(), entries, known))
        return str(max(ranked)[2]) if ranked else None

    def entries(self, numbers: Sequence[int]) -> tuple[Entry, ...]:
        """The entries of these numbers. Raises TimeoutError."""
        rows = self._database.rows(
            "SELECT is_text, words, iri, language FROM entry WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(numbers),),
        )
        return tuple(entry(bool(is_text), words, iri, language) for is_text, words, iri, language in rows)


def _spelled(word: str, *, is_frequent: bool = True) -> set[str]:
    """A word and each spelling that lacks one letter of it, or two of a long and frequent one.

    Nothing of one that is too short or too long.
    """
    if not _MISSPELT <= len(word) <= _LONGEST:
        return set()
    found = {word}
    for _ in range(2 if is_frequent and len(word) >= _LONG else 1):
        found |= {each[:at] + each[at + 1 :] for each in found for at in range(len(each))}
    return found


def _folded(word: str) -> str:
    """A word without accents and letter case: https://www.sqlite.org/fts5.html#unicode61_tokenizer"""
    return "".join(each for each in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(each))
