"""The things of a release, with the day on which the description of each last changed: a file, one line for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

FILE = "things.tsv"


def write(folder: Path, things: Iterable[tuple[str, str]]) -> None:
    """Write pairs of a path below the base and a day in ISO 8601, in the order given."""
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as target:
        target.writelines(f"{path}\t{day}\n" for path, day in things)


def read(folder: Path) -> Iterator[tuple[str, str]]:
    """The pairs again. An IRI holds no tab and no line break."""
    with (folder / FILE).open(encoding="utf-8", newline="\n") as source:
        for line in source:
            path, _, day = line.rstrip("\n").partition("\t")
            yield path, day
