"""A headless browser, started once, and the servers whose pages it shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, sync_playwright
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kiungo import builder
from kiungo.checks import ValidationReport
from kiungo.sources import Sources
from outside.pages import WITHDRAWN
from serving import free_port, serving

QUIET = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; skips by name where there is none."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


GONE = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<id/objective/twelve> skos:prefLabel "Lengo la mtihani"@sw, "An objective for tests"@en ; owl:deprecated true ;
    prov:invalidatedAtTime "2026-01-31"^^xsd:date ; skos:changeNote "Halikuwa lengo."@sw, "It was none."@en ;
    dcterms:isReplacedBy <id/objective/ict-research> .
"""
"""What the agency would say of a thing that it withdrew."""


@pytest.fixture(scope="session")
def withdrawing_url(agency_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base of a running server that serves the agency as if it had withdrawn something."""
    port, base = free_port(), agency_sources.publication.base
    graph = NamedNode(f"{base}graph/editorial")
    gone = [Quad(*each.triple, graph) for each in parse(GONE, RdfFormat.TURTLE, base_iri=base)]
    found = replace(agency_sources, derived=[*agency_sources.derived, *gone])
    release = builder.build(found, ValidationReport([]), tmp_path_factory.mktemp("gone"), f"http://127.0.0.1:{port}/")
    with serving(release, port) as url:
        yield url


@pytest.fixture
def base(request: pytest.FixtureRequest, path: str) -> str:
    """The base of the server that has the page at the path which a test is given."""
    return str(request.getfixturevalue("withdrawing_url" if path in WITHDRAWN else "agency_url"))
