"""What of a release is looked up by words, kinds and themes: an SQLite file, written once by `build` and only read after that.

https://www.sqlite.org/
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

FILE = "lookup.sqlite3"

_SECONDS = 2.0  # a lookup takes milliseconds; one that does not is given up
_STEPS = 10_000  # of SQLite's machine, between two looks at the clock


@contextmanager
def writing(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database of a release folder, to be added to. What is added in one order gives the same bytes."""
    with closing(sqlite3.connect(folder / FILE)) as database:
        yield database
        database.commit()
        database.execute("VACUUM")


class Database:
    """The database of a release folder. Each lookup opens the file anew, so that threads share nothing."""

    def __init__(self, release: Path) -> None:
        self._uri = f"{(release / FILE).resolve().as_uri()}?mode=ro&immutable=1"

    def rows(self, statement: str, values: tuple[object, ...] = ()) -> list[Any]:
        """The rows of a statement. Raises TimeoutError where they take too long."""
        until = time.monotonic() + _SECONDS
        with closing(sqlite3.connect(self._uri, uri=True)) as database:
            database.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
            try:
                return database.execute(statement, values).fetchall()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                    raise TimeoutError("The search took too long.") from error
                raise
