"""One report, three forms."""

from __future__ import annotations

import json
from pathlib import Path

from rdflib import Graph
from rdflib.namespace import RDF, SH

from kiungo.checks.report import Severity, ValidationReport, ValidationResult

FOUND = ValidationResult("rule", {"en": "Wrong.", "sw": "Si sahihi."}, {"en": "Mend it."}, focus="urn:s", path="urn:p",
                         value="v", file=Path("data/a.ttl"), line=3)
ADVICE = ValidationResult("advice", {"en": "Could be better."}, {}, Severity.INFO)


def test_advice_alone_conforms_and_a_violation_does_not() -> None:
    assert ValidationReport([ADVICE]).conforms
    assert not ValidationReport([ADVICE, FOUND]).conforms


def test_the_text_names_place_rule_and_remedy() -> None:
    text = ValidationReport([FOUND]).text("en")
    assert text.startswith("VIOLATION [rule] data/a.ttl:3: urn:s\n  Wrong.\n  Mend it.\n")
    assert "1 violations" in text


def test_the_json_says_the_same() -> None:
    assert json.loads(ValidationReport([FOUND]).json()) == {
        "conforms": False,
        "results": [{"severity": "Violation", "rule": "rule", "focus": "urn:s", "path": "urn:p", "value": "v",
                     "file": "data/a.ttl", "line": 3, "message": FOUND.message, "remedy": FOUND.remedy}],
    }


def test_the_turtle_is_a_shacl_report_with_stable_bytes() -> None:
    report = ValidationReport([FOUND, ADVICE])
    graph = Graph().parse(data=report.turtle(), format="turtle")
    (node,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert str(graph.value(node, SH.conforms)) == "false"
    severities = {graph.value(each, SH.resultSeverity) for each in graph.objects(node, SH.result)}
    assert severities == {SH.Violation, SH.Info}
    assert report.turtle() == ValidationReport([ADVICE, FOUND]).turtle()
