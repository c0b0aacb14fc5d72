"""The report of all checks, in SHACL's own words: https://www.w3.org/TR/shacl/#validation-report

One shape for every check, as text for a person, JSON for a program, RDF for a release.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kiungo.errors import SourceError
from kiungo.messages import LANGUAGES, Catalogue
from kiungo.publication import Publication, Text
from kiungo.rdf.canonical import canonical
from kiungo.rdf.formats import TURTLE
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.rdf.serialization import write

SH = "http://www.w3.org/ns/shacl#"


class Severity(Enum):
    """Violation: the data lie or cannot be used. Warning: a reader would miss something. Info: advice."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True)
class ValidationResult:
    """One finding. `rule` names what was broken; `message` and `remedy` say so in every language there is."""

    rule: str
    message: Text
    remedy: Text
    severity: Severity = Severity.VIOLATION
    focus: str | None = None
    path: str | None = None
    value: str | None = None
    file: Path | None = None
    line: int | None = None

    def place(self, publication: Publication | None = None) -> str:
        """File, line and resource, as far as they are known; the resource as a prefixed name where one fits."""
        file = "" if self.file is None else f"{self.file}" + (f":{self.line}" if self.line else "")
        focus = self.focus or ""
        if publication is not None and focus:
            focus = publication.compact(focus) or f"<{focus}>"
        return ": ".join(part for part in (file, focus) if part)


@dataclass(frozen=True)
class ValidationReport:
    """All findings of one run of the checks."""

    results: Sequence[ValidationResult]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and advice do not count."""
        return all(each.severity is not Severity.VIOLATION for each in self.results)

    def text(self, language: str, publication: Publication | None = None) -> str:
        """The report for a person who reads `language`."""
        say = Catalogue("check", language)
        lines = [_paragraph(each, say, publication) for each in self.results]
        counts = {each: sum(result.severity is each for result in self.results) for each in Severity}
        verdict = say("conforms" if self.conforms else "refused")
        lines.append(say("summary", verdict=verdict, **{each.name.lower(): counts[each] for each in Severity}))
        return "\n".join(lines) + "\n"

    def json(self) -> str:
        """The report for a program: an object with `conforms` and `results`."""
        results = [
            {"severity": each.severity.value, "rule": each.rule, "focus": each.focus, "path": each.path,
             "value": each.value, "file": None if each.file is None else each.file.as_posix(), "line": each.line,
             "message": each.message, "remedy": each.remedy}
            for each in self.results
        ]
        return json.dumps({"conforms": self.conforms, "results": results}, ensure_ascii=False, indent=1) + "\n"

    def turtle(self) -> bytes:
        """The report as an sh:ValidationReport in Turtle; equal findings give equal bytes."""
        return write(canonical(Quad(*triple) for triple in self._triples()), TURTLE, {"sh": SH})

    def _triples(self) -> Iterable[Triple]:
        report = BlankNode()
        yield Triple(report, RDF_TYPE, NamedNode(SH + "ValidationReport"))
        yield Triple(report, NamedNode(SH + "conforms"), Literal(self.conforms))
        for each in self.results:
            node = BlankNode()
            yield Triple(report, NamedNode(SH + "result"), node)
            yield from _result_triples(node, each)


def _paragraph(result: ValidationResult, say: Catalogue, publication: Publication | None) -> str:
    place = result.place(publication)
    head = f"{say(result.severity.name.lower())} [{result.rule}]" + (f" {place}" if place else "")
    body = [in_language(result.message, say.language), in_language(result.remedy, say.language)]
    return "\n  ".join([head, *(line for line in body if line)])


def _result_triples(node: BlankNode, result: ValidationResult) -> Iterable[Triple]:
    yield Triple(node, RDF_TYPE, NamedNode(SH + "ValidationResult"))
    yield Triple(node, NamedNode(SH + "resultSeverity"), NamedNode(SH + result.severity.value))
    yield Triple(node, NamedNode(SH + "sourceConstraint"), Literal(result.rule))
    for name, term in (("focusNode", result.focus), ("resultPath", result.path)):
        if term:
            yield Triple(node, NamedNode(SH + name), NamedNode(term))
    if result.value is not None:
        yield Triple(node, NamedNode(SH + "value"), Literal(result.value))
    for language, message in result.message.items():
        yield Triple(node, NamedNode(SH + "resultMessage"), Literal(message, language=language))


def unreadable(rule: str, error: SourceError, root: Path) -> ValidationResult:
    """A file that cannot be used, as a finding. What a parser says is quoted in its own language."""
    file = error.file.relative_to(root) if error.file is not None and error.file.is_relative_to(root) else error.file
    return ValidationResult(rule, say("unreadable", reason=error.message), say("unreadable-remedy", remedy=error.remedy),
                            file=file, line=error.line)


def in_language(text: Text, language: str) -> str:
    """The words in a language, else in the catalogues' first, else in any."""
    return text.get(language) or text.get(LANGUAGES[0]) or next(iter(text.values()), "")


def say(key: str, **values: object) -> Text:
    """A message of the catalogue `check` in every language."""
    return {language: Catalogue("check", language)(key, **values) for language in LANGUAGES}
