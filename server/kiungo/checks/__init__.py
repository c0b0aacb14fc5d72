"""Everything that may refuse a publication. `run(sources)` gives one report, in SHACL's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pyoxigraph import Store

from kiungo.checks import answers, catalog, evidence, hygiene, iris, passages, profile, shapes, syntax, vocabulary, withdrawals
from kiungo.checks.catalog import examine
from kiungo.checks.report import ValidationReport, ValidationResult
from kiungo.checks.score import score
from kiungo.sources import Sources

Check = Callable[[Sources, Store], Iterator[ValidationResult]]

CHECKS: tuple[Check, ...] = (
    iris.check,
    vocabulary.check,
    profile.check,
    hygiene.check,
    shapes.check,
    passages.check,
    evidence.check,
    answers.check,
    withdrawals.check,
    catalog.check,
)


def run(sources: Sources) -> ValidationReport:
    """All checks in order. Where a file cannot be read only that is reported: the rest would be guesswork."""
    unreadable = list(syntax.check(sources))
    if unreadable:
        return ValidationReport(unreadable)
    store = Store()
    store.bulk_extend(sources.quads)
    return ValidationReport([result for check in CHECKS for result in check(sources, store)])


__all__ = ["CHECKS", "ValidationReport", "ValidationResult", "examine", "run", "score"]
