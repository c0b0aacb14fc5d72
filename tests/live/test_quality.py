"""The score that a portal gives: every address asked by HEAD, the official shapes asked of what the server sends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from kiungo.builder import build
from kiungo.checks import ValidationReport
from kiungo.harvest.quality import WORTH, score
from kiungo.harvest.reading import read
from kiungo.sources import Sources
from live.harvester import ask
from official import results
from serving import free_port, serving

SHAPES = ("shapes.ttl", "range.ttl", "deprecateduris.ttl")


@pytest.fixture(scope="module")
def tiny_url(tiny_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base of a running server that serves the tiny body under its own address."""
    folder, port = tmp_path_factory.mktemp("tiny"), free_port()
    with serving(build(tiny_sources, ValidationReport([]), folder, f"http://127.0.0.1:{port}/"), port) as url:
        yield url


@cache
def answers(url: str) -> bool:
    """Whether a URL is answered as portals want it; those that are not ours are none of the catalogue's files."""
    return 200 <= ask(url, "HEAD")[0] < 400


def test_a_body_that_tells_all_has_all_points_of_a_portal_that_asks(tiny_url: str, conformance: Path) -> None:
    body = ask(f"{tiny_url}catalog.ttl")[2]
    found = {name: list(results(body, conformance / "dcat-ap-shacl" / "3.0.1" / name)) for name in SHAPES}
    rated = score(read(body, RdfFormat.TURTLE), answers, conforms=not any(found.values()))
    assert {each.name: each.points for each in rated} == WORTH, found
    assert sum(each.points for each in rated) == 405


def test_the_score_believes_nothing_that_it_is_not_told(tiny_url: str) -> None:
    """An address that does not answer costs points: one character more, and there is no such file."""
    body = ask(f"{tiny_url}catalog.ttl")[2].replace(b"/dataset/", b"/datasett/")
    rated = {each.name: each.points for each in score(read(body, RdfFormat.TURTLE), answers, conforms=False)}
    assert (rated["download-url-answers"], rated["access-url-answers"], rated["compliance"]) == (0, 50, 0)
