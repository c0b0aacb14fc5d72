"""A running server whose release holds every graph of the suite, and the counts of each suite at the end.

The release is the tiny body's, and its store is replaced by one in which each file of data is a graph of its own.
A test asks of its dataset: the files of its default graph are sent as `default-graph-uri`, those of its named
graphs as `named-graph-uri`, so that each test sees its own data and nothing else.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from conformance import suite
from conformance.exchange import Service, free_port
from conformance.suite import EVALUATION, PROTOCOL, RDFS, SUITES, UT
from kiungo import builder
from kiungo.checks import ValidationReport
from kiungo.release.manifest import STORE
from kiungo.settings import SETTINGS
from kiungo.sources import Sources


@pytest.fixture(scope="session")
def service(tiny_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The query service of `kiungo serve` over the graphs of the suite."""
    folder, port = tmp_path_factory.mktemp("w3c"), free_port()
    release = builder.build(tiny_sources, ValidationReport([]), folder, f"http://127.0.0.1:{port}/")
    shutil.rmtree(release / STORE)
    _store(release / STORE)
    # The suite asks in vain more often than a client may.
    unlimited = [f"--{each.name.replace('_', '-')}=0" for each in SETTINGS if each.name.startswith("client_")]
    flags = ["--release", str(release), "--port", str(port), "--workers", "1", *unlimited]
    command = [sys.executable, "-m", "kiungo", "serve", *flags]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            _wait(server, folder / "log")
            yield Service(port)
        finally:
            server.terminate()
            server.communicate(timeout=20)


def _store(folder: Path) -> None:
    """Each file that some test names as data, in a graph named by its address or as the test says."""
    store = Store(str(folder))
    for name, file in sorted(_graphs()):
        form = RdfFormat.from_extension(file.suffix[1:])
        store.load(path=file, format=form, base_iri=name, to_graph=NamedNode(name))
    store.flush()


def _graphs() -> set[tuple[str, Path]]:
    tests = [entry for each in EVALUATION for entry in suite.entries(each)]
    files = {iri for entry in tests for kind in ("data", "graphData") for iri in entry.graphs(kind)}
    manifest = suite.entries(PROTOCOL)[0].manifest
    labelled = {
        (manifest.value(each, f"{RDFS}label").value, suite.path(manifest.value(each, f"{UT}graph").value))
        for each in manifest.all(f"{UT}graphData")
    }
    return {(iri, suite.path(iri)) for iri in files} | labelled


def _wait(server: subprocess.Popen[str], log: Path) -> None:
    """Read what the server says until it listens."""
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith("http://"):
            return
    pytest.fail(f"the server ended: {log.read_text()}")


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
