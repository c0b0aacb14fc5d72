"""Shelves: the things of each class, and those that name each concept, in the order of their names.

The order is made when a release is built, one for each language, so that any page of any shelf costs the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kiungo.release.database import Database, writing

_SCHEMA = """
CREATE TABLE shelf (iri TEXT PRIMARY KEY, is_concept INTEGER NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE place (shelf TEXT, language TEXT, number INTEGER, thing TEXT, PRIMARY KEY (shelf, language, number)) WITHOUT ROWID;
"""


class Shelf(NamedTuple):
    """A class or a concept, and how many things are on it."""

    iri: str
    is_concept: bool
    size: int


def write(folder: Path, shelves: Iterable[tuple[Shelf, Iterable[tuple[str, list[str]]]]]) -> None:
    """Write shelves, each with its things in the order of each language."""
    with writing(folder) as database:
        database.executescript(_SCHEMA)
        for shelf, orders in shelves:
            database.execute("INSERT INTO shelf VALUES (?, ?, ?)", shelf)
            for language, things in orders:
                rows = ((shelf.iri, language, number, thing) for number, thing in enumerate(things))
                database.executemany("INSERT INTO place VALUES (?, ?, ?, ?)", rows)


@dataclass(frozen=True)
class Shelves:
    """The shelves of a release by IRI, read once; their things are read a page at a time."""

    all: dict[str, Shelf]
    database: Database

    def things(self, shelf: Shelf, language: str, first: int, most: int) -> list[str]:
        """The IRIs of some things of a shelf, from the number `first` on, which counts from 0. Raises TimeoutError."""
        rows = self.database.rows(
            "SELECT thing FROM place WHERE shelf = ? AND language = ? AND number >= ? ORDER BY number LIMIT ?",
            (shelf.iri, language, first, most),
        )
        return [str(thing) for (thing,) in rows]


def open_shelves(release: Path) -> Shelves:
    """The shelves of a release folder."""
    database = Database(release)
    found = (Shelf(iri, bool(is_concept), size) for iri, is_concept, size in database.rows("SELECT * FROM shelf"))
    return Shelves({each.iri: each for each in found}, database)
