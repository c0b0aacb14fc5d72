"""Two publications, checked and built once: the agency of this repository, and a tiny body made for tests."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiungo import builder, checks, sources
from kiungo.checks import ValidationReport
from kiungo.release import Release, open_release
from kiungo.sources import Sources
from serving import free_port, serving

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


def _release(name: str, found: Sources, factory: pytest.TempPathFactory, base: str | None = None) -> Release:
    """Check and build a release once for all processes of a run: the first makes it, the others wait for it."""
    run = factory.getbasetemp()
    folder = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / name
    folder.mkdir(exist_ok=True)
    done = folder / "path"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            done.write_text(str(builder.build(found, checks.run(found), folder, base)), encoding="utf-8")
    return open_release(Path(done.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def agency_release(agency_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the agency under its canonical base."""
    return _release("agency", agency_sources, tmp_path_factory)


@pytest.fixture(scope="session")
def tiny_release(tiny_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the tiny body under its canonical base."""
    return _release("tiny", tiny_sources, tmp_path_factory)


@pytest.fixture(scope="session")
def tiny_copy(tiny_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The tiny body as a copy under another base."""
    return _release("copy", tiny_sources, tmp_path_factory, "http://localhost:8000/")


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
    port = free_port()
    release = builder.build(agency_sources, ValidationReport([]), tmp_path_factory.mktemp("live"), f"http://127.0.0.1:{port}/")
    with serving(release, port) as url:
        yield url
