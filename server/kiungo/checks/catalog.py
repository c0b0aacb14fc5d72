"""The catalogue for harvesters, ours before it is built, or any: what would cost a harvest, and which facts are left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kiungo.checks.report import Severity, ValidationReport, ValidationResult, say
from kiungo.errors import SourceError
from kiungo.harvest import documents
from kiungo.harvest.facts import withheld
from kiungo.harvest.rules import MILD, broken
from kiungo.publication import Publication
from kiungo.rdf.formats import TURTLE
from kiungo.release import Release
from kiungo.sources import Sources

_FILE = "kiungo.toml"


def check(sources: Sources, _store: Store) -> Iterator[ValidationResult]:
    """What breaks a rule, then one piece of advice for each fact that portals ask for and nobody has given."""
    publication, file = sources.publication, Path(_FILE)
    unknown = set(publication.catalog.datasets) - _graphs(sources)
    for name in sorted(unknown):
        yield _finding(file, "catalog-dataset", name, line=_line(sources, name))
    if unknown:
        return
    lacking = list(withheld(publication))
    body = documents.draft(publication, sources.quads)
    for rule, value in broken(body, TURTLE.writer, frozenset(publication.about.languages)):
        if rule not in {each.rule for each in lacking}:
            yield _finding(file, rule, value, _severity(rule), _line(sources, value))
    for fact in lacking:
        yield _finding(file, f"catalog-withheld-{fact.name}", str(fact.points), Severity.INFO)


def examine(file: Path, release: Release | None = None) -> ValidationReport:
    """Every rule of any catalogue, in any serialization that the suffix of the file tells.

    With the release that it speaks of, sizes and digests are compared with the files. Raises SourceError.
    """
    body, form = document(file)
    languages = frozenset(release.publication.about.languages) if release else None
    files = documents.addresses(release.publication, documents.files_in(release.path, release)) if release else None
    return ValidationReport([
        _finding(file, rule, value, _severity(rule)) for rule, value in broken(body, form, languages, files)
    ])


def document(file: Path) -> tuple[bytes, RdfFormat]:
    """What is in the file of a catalogue, and in which format. Raises SourceError."""
    form = RdfFormat.from_extension(file.suffix.removeprefix("."))
    if form is None:
        raise SourceError("The suffix tells no RDF format.", file, None, "Name it .ttl, .rdf, .jsonld, .nt, .nq or .trig.")
    try:
        return file.read_bytes(), form
    except OSError as error:
        raise SourceError(f"{error.strerror}.", file, None, "Name a file that holds a catalogue.") from error


def _graphs(sources: Sources) -> set[str]:
    """The names of the graphs there are."""
    prefix = Publication.graph(sources.publication, "")
    found = {getattr(quad.graph_name, "value", "") for quad in sources.quads}
    return {each.removeprefix(prefix) for each in found}


def _line(sources: Sources, value: str) -> int | None:
    """The line of kiungo.toml on which a value stands, where it does."""
    lines = (sources.root / _FILE).read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if f'"{value}"' in line), None)


def _severity(rule: str) -> Severity:
    return Severity.WARNING if rule in MILD else Severity.VIOLATION


def _finding(
    file: Path, rule: str, value: str, severity: Severity = Severity.VIOLATION, line: int | None = None
) -> ValidationResult:
    return ValidationResult(rule, say(rule, value=value), say(f"{rule}-remedy"), severity, value=value, file=file, line=line)
