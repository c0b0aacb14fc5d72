"""The place of a release in the line of releases: which one it follows, and what has changed since.

A dataset that has not changed keeps its date, so that a harvester that came yesterday has nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kiungo.publication import About
from kiungo.release import Release, open_release, things
from kiungo.release.archive import CURRENT
from kiungo.release.manifest import Dates, FileEntry, OtherLayout


@dataclass(frozen=True)
class Place:
    """What a manifest says of its place: the name of the release before, and the dates of each dataset."""

    previous: str
    dates: dict[str, Dates]


def places(out: Path, about: About, files: Mapping[str, FileEntry]) -> Iterator[Place]:
    """The places that a release below `out` may have: that of the current release, if it is the same; else the next.

    A current release under another base is another publication's, or a copy: it has no successor here.
    """
    before = current(out, about.base)
    if before is not None:
        yield Place(before.manifest.previous, before.manifest.dates)
    yield Place(before.name if before else "", dict(_dates(before, files, about)))


def current(out: Path, base: str) -> Release | None:
    """The release below `out` that the next one under this base would follow; None for the first."""
    if not (out / CURRENT).is_dir():
        return None
    try:
        found = open_release(out / CURRENT)
    except OtherLayout:  # the engine was replaced: a new line begins
        return None
    return found if found.publication.base == base else None


def dropped(before: Release | None, quads: Iterable[Quad]) -> list[str]:
    """The things of a release, by IRI, of which the next would say nothing any more, not even that they were withdrawn."""
    if before is None:
        return []
    said = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    base = before.publication.base
    return [base + path for path, _ in things.read(before.path) if base + path not in said]


def _dates(before: Release | None, files: Mapping[str, FileEntry], about: About) -> Iterator[tuple[str, Dates]]:
    """By dataset. Its N-Quads are canonical: they differ where, and only where, its statements do."""
    for path, entry in files.items():
        name = path.removeprefix("dumps/").removesuffix(".nq")
        if f"dumps/{name}.nq" != path:
            continue
        known = before.manifest.dates.get(name) if before else None
        if known and before and before.manifest.files.get(path) == entry:
            yield name, known
        else:
            yield name, Dates(known.issued if known else about.issued, about.issued, about.version)
