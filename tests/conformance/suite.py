"""The W3C's tests of SPARQL 1.1, read from where KIUNGO_CONFORMANCE says they are. None of them is copied here.

Relative IRIs of the suite are resolved against the address at which the W3C publishes it; a graph of a test is
named by the address of its file.

https://github.com/w3c/rdf-tests/tree/main/sparql/sparql11
"""

from __future__ import annotations

import os
import tomllib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

BASE = "https://w3c.github.io/rdf-tests/sparql/sparql11/"
FOLDER = Path(os.environ.get("KIUNGO_CONFORMANCE", "/nonexistent")) / "w3c-sparql11"
KNOWN = Path(__file__).with_name("known.toml")

EVALUATION = (
    "aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions", "grouping", "json-res",
    "negation", "project-expression", "property-path", "subquery", "syntax-fed", "syntax-query",
)
PROTOCOL = "protocol"
DESCRIPTION = "service-description"
SUITES = (*EVALUATION, PROTOCOL, DESCRIPTION)

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

Term = NamedNode | BlankNode | Literal | Triple


class OtherForm(AssertionError):
    """The right values, one of them written otherwise than in the data."""


class OtherAnswer(AssertionError):
    """An answer that is not the one the suite expects."""


class Refused(AssertionError):
    """403: the service does not offer what the test asks for."""


FAILURES = {"form": OtherForm, "answer": OtherAnswer, "refused": Refused}
"""In which way a test fails that is known to: another way is a new failure."""


class Description:
    """Some RDF, asked for one property at a time."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._objects: dict[tuple[Term, str], list[Any]] = defaultdict(list)
        for quad in quads:
            self._objects[quad.subject, quad.predicate.value].append(quad.object)

    def values(self, subject: Term, name: str) -> list[Any]:
        """The objects of a property."""
        return self._objects.get((subject, name), [])

    def all(self, name: str) -> list[Any]:
        """The objects of a property of anything."""
        return [each for (_, known), objects in self._objects.items() if known == name for each in objects]

    def value(self, subject: Term, name: str) -> Any:
        """The one object of a property, or None."""
        found = self.values(subject, name)
        assert len(found) <= 1, f"{subject} has several {name}"
        return found[0] if found else None

    def items(self, subject: Term, name: str) -> Iterator[Any]:
        """The members of the list that a property leads to, in order."""
        node = self.value(subject, name)
        while node is not None and node.value != f"{RDF}nil":
            yield self.value(node, f"{RDF}first")
            node = self.value(node, f"{RDF}rest")


@dataclass(frozen=True)
class Entry:
    """One test: its suite, its name in the manifest, its kind (`QueryEvaluationTest`), and where to read on."""

    suite: str
    name: str
    kind: str
    action: Term | None
    result: str | None
    manifest: Description = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """How the test is called here: `aggregates/agg01`."""
        return f"{self.suite}/{self.name}"

    @property
    def query(self) -> str:
        """The text of the query, which opens with the base that its relative IRIs have."""
        stated = self.manifest.value(self.action, f"{QT}query") if isinstance(self.action, BlankNode) else self.action
        return f"BASE <{stated.value}>\n{path(stated.value).read_bytes().decode()}"

    def graphs(self, kind: str) -> list[str]:
        """The files of the default graph (`data`) or of the named graphs (`graphData`)."""
        return sorted(each.value for each in self.manifest.values(self.action, QT + kind))


def path(iri: str) -> Path:
    """Where a file of the suite is, here."""
    return FOLDER / iri.removeprefix(BASE)


@cache
def entries(suite: str) -> tuple[Entry, ...]:
    """The tests of a suite, in the order of its manifest."""
    file = f"{BASE}{suite}/manifest.ttl"
    manifest = Description(parse(path(file).read_bytes(), RdfFormat.TURTLE, base_iri=file))
    return tuple(_entry(suite, manifest, node) for node in manifest.items(NamedNode(file), f"{MF}entries"))


def _entry(suite: str, manifest: Description, node: NamedNode) -> Entry:
    kind, result = manifest.value(node, f"{RDF}type"), manifest.value(node, f"{MF}result")
    return Entry(
        suite, node.value.rpartition("#")[2], kind.value.removeprefix(MF), manifest.value(node, f"{MF}action"),
        result.value if result else None, manifest,
    )


@cache
def known() -> dict[str, tuple[str, str]]:
    """The tests that are known to fail: how (a key of FAILURES), and why."""
    tables = tomllib.loads(KNOWN.read_text(encoding="utf-8"))["known"]
    return {name: (table["fails"], table["reason"]) for table in tables for name in table["tests"]}


def parameters(suites: Iterable[str], kinds: Container[str]) -> list[Any]:
    """The tests of some suites and kinds, those marked that are known to fail; where there is no suite, its name, skipped."""
    if not FOLDER.is_dir():
        skip = pytest.mark.skip(reason=f"KIUNGO_CONFORMANCE names no folder with {FOLDER.name}")
        return [pytest.param(None, id=each, marks=skip) for each in suites]
    tests = (entry for each in suites for entry in entries(each) if entry.kind in kinds)
    return [pytest.param(entry, id=entry.id, marks=_marks(entry)) for entry in tests]


def _marks(entry: Entry) -> list[pytest.MarkDecorator]:
    if entry.id not in known():
        return []
    how, why = known()[entry.id]
    return [pytest.mark.xfail(reason=why, raises=FAILURES[how], strict=True)]
