"""Two publications, checked and built once: the agency of this repository, and a tiny body made for tests."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiungo import builder, checks, sources
from kiungo.checks import ValidationReport
from kiungo.release import Release, open_release
from kiungo.sources import Sources

ROOT = Path(__file__).parents[1]
TINY = ROOT / "tests" / "fixtures" / "tiny"


@pytest.fixture(scope="session")
def agency_sources() -> Sources:
    """The agency's files."""
    return sources.load(ROOT)


@pytest.fixture(scope="session")
def tiny_sources() -> Sources:
    """The tiny body's files."""
    return sources.load(TINY)


def _release(found: Sources, folder: Path, base: str | None = None) -> Release:
    return open_release(builder.build(found, checks.run(found), folder, base))


@pytest.fixture(scope="session")
def agency_release(agency_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the agency under its canonical base."""
    return _release(agency_sources, tmp_path_factory.mktemp("agency"))


@pytest.fixture(scope="session")
def tiny_release(tiny_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the tiny body under its canonical base."""
    return _release(tiny_sources, tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_copy(tiny_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The tiny body as a copy under another base."""
    return _release(tiny_sources, tmp_path_factory.mktemp("copy"), "http://localhost:8000/")


@pytest.fixture(scope="session")
def conformance() -> Path:
    """The folder of third-party test data that KIUNGO_CONFORMANCE names; skips where there is none."""
    folder = Path(os.environ.get("KIUNGO_CONFORMANCE", "/nonexistent"))
    if not folder.is_dir():
        pytest.skip("KIUNGO_CONFORMANCE names no folder of conformance data")
    return folder


@pytest.fixture(scope="session")
def agency_url(agency_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base of a running server that serves the agency under its own address, so that every URI dereferences."""
    folder = tmp_path_factory.mktemp("live")
    port = _free_port()
    url = f"http://127.0.0.1:{port}/"
    release = builder.build(agency_sources, ValidationReport([]), folder, url)
    command = [sys.executable, "-m", "kiungo", "serve", "--release", str(release), "--port", str(port), "--workers", "1",
               "--client-seconds", "0", "--client-errors", "0"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            _wait(server, folder / "log")
            yield url
        finally:
            server.terminate()
            server.communicate(timeout=20)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[str], log: Path) -> None:
    """Read what the server says until it listens."""
    assert server.stdout is not None
    for line in server.stdout:
        if re.match(r"http://", line):
            return
    pytest.fail(f"the server ended: {log.read_text()}")
