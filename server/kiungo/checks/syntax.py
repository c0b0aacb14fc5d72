"""Files that cannot be read: what the loader found."""

from __future__ import annotations

from collections.abc import Iterator

from kiungo.checks.report import ValidationResult, unreadable
from kiungo.sources import Sources


def check(sources: Sources) -> Iterator[ValidationResult]:
    """One violation for each file that could not be read."""
    for error in sources.problems:
        yield unreadable("syntax", error, sources.root)
