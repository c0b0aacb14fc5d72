"""The catalogue for harvesters, as it would be built: what would cost a harvest, and what is left out for want of a fact."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Store

from kiungo.checks.report import Severity, ValidationResult, say
from kiungo.harvest import documents
from kiungo.harvest.quality import missing
from kiungo.harvest.rules import WITHHELD, broken
from kiungo.publication import Publication
from kiungo.sources import Sources

_FILE = "kiungo.toml"


def check(sources: Sources, _store: Store) -> Iterator[ValidationResult]:
    """Violations of the rules, then one piece of advice for each fact that portals ask for and nobody has given."""
    publication = sources.publication
    unknown = set(publication.catalog.datasets) - _graphs(sources)
    for name in sorted(unknown):
        yield _finding(sources, "catalog-dataset", name)
    if unknown:
        return
    body = documents.draft(publication, sources.quads)
    for name, value in broken(body, frozenset(publication.about.languages), None):
        if name not in WITHHELD:
            yield _finding(sources, name, value)
    for fact, points in missing(body):
        yield _finding(sources, f"catalog-withheld-{fact}", str(points), Severity.INFO)


def _graphs(sources: Sources) -> set[str]:
    """The names of the graphs there are."""
    prefix = Publication.graph(sources.publication, "")
    found = {getattr(quad.graph_name, "value", "") for quad in sources.quads}
    return {each.removeprefix(prefix) for each in found}


def _finding(sources: Sources, rule: str, value: str, severity: Severity = Severity.VIOLATION) -> ValidationResult:
    return ValidationResult(
        rule, say(rule, value=value), say(f"{rule}-remedy", value=value), severity, value=value, file=sources.root / _FILE,
    )
