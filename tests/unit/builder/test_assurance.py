"""What a release was held to is counted, not written."""

from __future__ import annotations

import dataclasses

from kiungo.builder.assurance import assurance
from kiungo.checks import ValidationReport
from kiungo.checks.report import Severity, ValidationResult
from kiungo.release import Release
from kiungo.sources import Sources

FINE = ValidationReport([])


def test_each_passage_of_the_agency_leads_to_a_statement(agency_release: Release) -> None:
    held = agency_release.manifest.assurance
    assert (held.drawn_from, held.passages) == (28, 28)
    assert held.questions == 28


def test_a_passage_from_which_nothing_is_drawn_is_not_counted(tiny_release: Release) -> None:
    held = tiny_release.manifest.assurance
    assert (held.drawn_from, held.passages) == (2, 3)
    assert held.evidence == 5


def test_a_copy_under_another_base_counts_the_same(tiny_release: Release, tiny_copy: Release) -> None:
    assert tiny_copy.manifest.assurance == tiny_release.manifest.assurance


def test_what_the_checks_left_to_say_is_counted(tiny_sources: Sources) -> None:
    report = ValidationReport([ValidationResult("rule", {"en": "Perhaps."}, {}, Severity.WARNING)])
    assert assurance(tiny_sources, tiny_sources.publication, report, tiny_sources.quads).remarks == 1


def test_rules_are_counted_where_they_are(tiny_sources: Sources) -> None:
    held = assurance(tiny_sources, tiny_sources.publication, FINE, tiny_sources.quads)
    assert held.rules == len(list((tiny_sources.root / "shapes" / "hygiene").glob("*.rq")))
    elsewhere = dataclasses.replace(tiny_sources, root=tiny_sources.root / "data")
    assert assurance(elsewhere, tiny_sources.publication, FINE, ()).rules == 0
