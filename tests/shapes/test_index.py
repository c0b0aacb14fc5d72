"""shapes/README.md lists every rule with its severity and its sentence, and no other."""

from __future__ import annotations

import re

from rdflib import Literal
from rdflib.namespace import SH

from shapes.manifest import ROOT, shapes_graph

ROW = re.compile(r"^\| `([^`]+)` \| (violation|warning|info) \| (.+) \|$", re.MULTILINE)


def test_the_index_is_complete() -> None:
    """The rows of the index are the rules; correct shapes/README.md where it differs."""
    listed = ROW.findall((ROOT / "shapes" / "README.md").read_text(encoding="utf-8"))

    assert sorted(listed) == sorted([*of_shapes(), *of_queries()])


def of_shapes() -> list[tuple[str, str, str]]:
    """Each property shape that reports: name, severity, English message."""
    shapes = shapes_graph()
    return [
        (str(shape).rpartition("#")[2], str(severity).rpartition("#")[2].lower(), str(message))
        for shape, severity in shapes.subject_objects(SH.severity)
        for message in shapes.objects(shape, SH.message)
        if isinstance(message, Literal) and message.language == "en"
    ]


def of_queries() -> list[tuple[str, str, str]]:
    """Each hygiene rule: name, severity, and the sentence that stands under its header."""
    found = []
    for file in sorted((ROOT / "shapes" / "hygiene").glob("*.rq")):
        header, _, rest = file.read_text(encoding="utf-8").partition("\n#\n")
        sentence = " ".join(line.removeprefix("# ") for line in rest.partition("\n\n")[0].splitlines())
        found.append((file.stem, header.removeprefix("# severity: ").partition("\n")[0], sentence))
    return found
