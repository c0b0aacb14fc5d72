"""What an examination found, as a table, as JSON and as Markdown. Nothing of the server steers the terminal."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from kiungo.doctor.rules import FAIL, LEVELS, LOST, PASS, SKIP, Finding

_SEEN = 300  # characters


@dataclass(frozen=True)
class Examination:
    """The findings about one thing's server, in the order of the rules."""

    thing: str
    findings: tuple[Finding, ...]

    @property
    def code(self) -> int:
        """0 where all hold, 1 where one does not, 2 where answers are missing."""
        outcomes = {each.outcome for each in self.findings}
        return 1 if FAIL in outcomes else 2 if LOST in outcomes else 0

    @property
    def score(self) -> dict[str, tuple[int, int]]:
        """By level: how many rules hold, of how many that were decided."""
        found = {}
        for level in LEVELS:
            outcomes = [each.outcome for each in self.findings if each.rule.level == level]
            found[level] = (outcomes.count(PASS), outcomes.count(PASS) + outcomes.count(FAIL))
        return found

    def text(self) -> str:
        """A table for a terminal."""
        lines = [f"{clean(self.thing)}", ""]
        for each in self.findings:
            lines.append(f"{each.rule.number:3} {each.rule.level:6} {each.outcome:5} {each.rule.text}")
            lines += textwrap.wrap(clean(each.seen), 110, initial_indent=" " * 17, subsequent_indent=" " * 17)
            if each.outcome == FAIL:
                lines += [f"{' ' * 17}→ {each.rule.remedy}", f"{' ' * 17}  {each.rule.clause}"]
        return "\n".join([*lines, "", self._summary(), ""])

    def _summary(self) -> str:
        skipped = sum(each.outcome in (SKIP, LOST) for each in self.findings)
        scores = ", ".join(f"{level} {held} of {decided}" for level, (held, decided) in self.score.items())
        return f"{scores}; {skipped} not decided."

    def json(self) -> str:
        """The same for programs."""
        rows = [
            {"number": each.rule.number, "level": each.rule.level, "rule": each.rule.text, "clause": each.rule.clause,
             "outcome": each.outcome, "seen": clean(each.seen), "remedy": each.rule.remedy if each.outcome == FAIL else ""}
            for each in self.findings
        ]
        scores = {level: {"held": held, "decided": decided} for level, (held, decided) in self.score.items()}
        return json.dumps({"thing": self.thing, "score": scores, "rules": rows}, ensure_ascii=True, indent=1) + "\n"

    def markdown(self) -> str:
        """A table for an issue or a page."""
        rows = ["| # | level | rule | | seen |", "|---|---|---|---|---|"]
        rows += [f"| {each.rule.number} | {each.rule.level} | {each.rule.text} | {each.outcome} | {_cell(each.seen)} |"
                 for each in self.findings]
        return "\n".join([*rows, "", self._summary(), ""])


def examination(thing: str, findings: Sequence[Finding]) -> Examination:
    """The findings in the order of their numbers."""
    return Examination(thing, tuple(sorted(findings, key=lambda each: each.rule.number)))


def clean(text: str) -> str:
    """One bounded line without control characters or marks that turn the direction of text."""
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text[:_SEEN])
    return shown + ("…" if len(text) > _SEEN else "")


def _cell(text: str) -> str:
    marks = {"|": "\\|", "<": "&lt;", ">": "&gt;", "`": "'", "[": "\\[", "]": "\\]"}
    return "".join(marks.get(each, each) for each in clean(text))
