"""Rules as queries: one file, one rule, and a row is a finding.

A file `shapes/hygiene/RULE.rq` opens with comment lines `# severity: …`, `# message@en: …`, `# remedy@en: …`,
whose {focus}, {path} and {value} are filled from the row; then one SELECT that projects ?focus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QuerySolution, QuerySolutions, Store

from kiungo.checks.report import Severity, ValidationResult, unreadable
from kiungo.errors import SourceError
from kiungo.publication import Text
from kiungo.sources import Sources
from kiungo.sources.tree import read_text

_HEADER = re.compile(r"^#\s*(severity|message|remedy)(?:@([\w-]+))?:\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """A rule and its query."""

    name: str
    severity: Severity
    message: Text
    remedy: Text
    query: str


def files(sources: Sources) -> list[Path]:
    """The files of the rules, one each."""
    return sorted((sources.root / "shapes" / "hygiene").glob("*.rq"))


def check(sources: Sources, store: Store) -> Iterator[ValidationResult]:
    """What each rule finds; a rule that cannot be read is itself a violation."""
    for file in files(sources):
        try:
            rule = read(file)
            rows = findings(rule, store)
        except SourceError as error:
            error.file = file
            yield unreadable("hygiene", error, sources.root)
            continue
        yield from (_located(result, sources) for result in rows)


def read(file: Path) -> Rule:
    """The rule in a file. Raises SourceError when a header line is missing."""
    query = read_text(file)
    headers: dict[str, Text] = {"severity": {}, "message": {}, "remedy": {}}
    for key, language, words in _HEADER.findall(query):
        if set(re.findall(r"{(.*?)}", words)) - {"focus", "path", "value"}:
            raise SourceError(f"`{words}` has a placeholder that no row fills.", file, None, "Use {focus}, {path} or {value}.")
        headers[key][language] = words
    names = {each.name.lower(): each for each in Severity}
    severity = headers["severity"].get("", "").lower()
    if severity not in names or not headers["message"] or not headers["remedy"]:
        raise SourceError("The rule lacks a `# severity:`, `# message@…:` or `# remedy@…:` line.", file, 1, "Add it.")
    return Rule(file.stem, names[severity], headers["message"], headers["remedy"], query)


def findings(rule: Rule, store: Store) -> list[ValidationResult]:
    """The rows of the rule's query as results. Raises SourceError when the query does not parse."""
    try:
        rows = store.query(rule.query, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise SourceError(f"Not SPARQL: {error}.", None, error.lineno, "Correct the query.") from error
    if not isinstance(rows, QuerySolutions):
        raise SourceError("The query is no SELECT.", None, None, "Project ?focus.")
    return [_result(rule, row, {each.value for each in rows.variables}) for row in rows]


def _result(rule: Rule, row: QuerySolution, names: set[str]) -> ValidationResult:
    terms = {name: row[name] for name in ("focus", "path", "value") if name in names}
    words = {name: "" if term is None else getattr(term, "value", str(term)) for name, term in terms.items()}
    filled = {"focus": "", "path": "", "value": "", **words}
    return ValidationResult(
        f"hygiene/{rule.name}",
        {language: text.format(**filled) for language, text in rule.message.items()},
        {language: text.format(**filled) for language, text in rule.remedy.items()},
        rule.severity, words.get("focus"), words.get("path") or None, words.get("value"),
    )


def _located(result: ValidationResult, sources: Sources) -> ValidationResult:
    file, line = sources.place(result.focus) if result.focus and "://" in result.focus else (None, None)
    return ValidationResult(**{**vars(result), "file": file, "line": line}) if file else result
