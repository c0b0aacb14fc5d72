"""The day on which the description of each thing last changed: what a sitemap tells of its document."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiungo.builder.changes import Change
from kiungo.release import Release, things


def write(folder: Path, release: Release, found: Iterable[Change]) -> None:
    """Write the days of the things of a release, which are those of the one before where nothing changed."""
    base, issued, before = release.publication.base, release.publication.about.issued.isoformat(), release.before()
    days = dict(things.read(before.path)) if before else {}
    for each in found:
        path = each.thing.value.removeprefix(base)
        if each.description:
            days[path] = issued
        else:
            days.pop(path, None)
    things.write(folder, sorted(days.items()))
