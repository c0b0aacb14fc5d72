"""A running server whose release holds every graph of the suite, and the counts of each suite at the end.

The release is the tiny body's, and its store is replaced by one in which each file of data is a graph of its own.
A test asks of its dataset: the files of its default graph are sent as `default-graph-uri`, those of its named
graphs as `named-graph-uri`, so that each test sees its own data and nothing else.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from conformance import suite
from conformance.exchange import Service, free_port
from conformance.suite import EVALUATION, PROTOCOL, RDFS, SUITES, UT
from kiungo import builder
from kiungo.checks import ValidationReport
from kiungo.release.manifest import DERIVED, STORE, encode, entries, read_derived
from kiungo.sources import Sources
from serving import serving


@pytest.fixture(scope="session")
def service(tiny_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The query service of `kiungo serve` over the graphs of the suite."""
    folder, port = tmp_path_factory.mktemp("w3c"), free_port()
    release = builder.build(tiny_sources, ValidationReport([]), folder, f"http://127.0.0.1:{port}/")
    _replace_store(release)
    with serving(release, port, "--memory-quads", "0"):  # from the store, which alone holds the data of the suite
        yield Service(port)


def _replace_store(release: Path) -> None:
    """Each file that some test names as data, in a graph named by its address or as the test says."""
    shutil.rmtree(release / STORE)
    store = Store(str(release / STORE))
    for name, file in sorted(_graphs()):
        form = RdfFormat.from_extension(file.suffix[1:])
        store.load(path=file, format=form, base_iri=name, to_graph=NamedNode(name))
    store.flush()
    del store  # closes the files, whose sizes are compared when the release is opened
    derived = read_derived(release)
    others = {name: each for name, each in derived.files.items() if not name.startswith(f"{STORE}/")}
    files = others | entries(release, below=STORE)
    (release / DERIVED).write_bytes(encode(msgspec.structs.replace(derived, files=files)))


def _graphs() -> set[tuple[str, Path]]:
    tests = [entry for each in EVALUATION for entry in suite.entries(each)]
    files = {iri for entry in tests for kind in ("data", "graphData") for iri in entry.graphs(kind)}
    manifest = suite.entries(PROTOCOL)[0].manifest
    labelled = {
        (manifest.value(each, f"{RDFS}label").value, suite.path(manifest.value(each, f"{UT}graph").value))
        for each in manifest.all(f"{UT}graphData")
    }
    return {(iri, suite.path(iri)) for iri in files} | labelled


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests of each suite passed, and how many failed as they are known to."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in ("passed", "xfailed", "failed"):
        for report in terminalreporter.getreports(outcome):
            test = re.search(r"conformance/test_\w+\.py::test_w3c_\w+\[([a-z-]+)/", report.nodeid)
            if test:
                counts[test[1]][outcome] += 1
    if not counts:
        return
    terminalreporter.section("W3C SPARQL 1.1")
    for name in (*(each for each in SUITES if each in counts), "total"):
        found = sum(counts.values(), Counter()) if name == "total" else counts[name]
        line = f"{name:20}{found['passed']:4} of {found.total():3} passed"
        line += f", {found['xfailed']} known to fail" if found["xfailed"] else ""
        terminalreporter.write_line(line + (f", {found['failed']} FAILED" if found["failed"] else ""))
