"""The official shapes of DCAT-AP, asked of a catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyshacl
import rdflib
from rdflib.namespace import SH


def results(catalogue: bytes, shapes_file: Path, severity: rdflib.URIRef = SH.Violation) -> Iterator[str]:
    """The paths of the results of one severity that the shapes of a file give for a catalogue in Turtle.

    Property shapes without a path are dropped, as some of the official files have them and load nowhere:
    https://github.com/SEMICeu/DCAT-AP/issues/448
    """
    shapes = rdflib.Graph().parse(shapes_file)
    for subject, value in list(shapes.subject_objects(SH.property)):
        if (value, SH.path, None) not in shapes:
            shapes.remove((subject, SH.property, value))
    _, report, _ = pyshacl.validate(rdflib.Graph().parse(data=catalogue, format="turtle"), shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    for result in report.objects(None, SH.result):
        if report.value(result, SH.resultSeverity) == severity:
            yield str(report.value(result, SH.resultPath))
