"""Comunica, which asks SPARQL endpoints and documents alike and joins them: https://comunica.dev/

`npm ci` in `tests/outside/clients` installs it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bench.stopping import LIMITS, served
from kiungo.release import Release

CLIENTS = Path(__file__).with_name("clients")
AGENCY = "id/agency/e-government-agency"

Row = dict[str, str]


@pytest.fixture(scope="module", autouse=True)
def _comunica() -> None:
    if shutil.which("node") is None:
        pytest.skip("node is not on the PATH")
    if not (CLIENTS / "node_modules" / "@comunica").is_dir():
        pytest.skip("Comunica is not installed: run npm ci in tests/outside/clients")


def _run(query: str, sources: tuple[object, ...], *, union: bool = False) -> subprocess.CompletedProcess[str]:
    context = {"sources": sources, "unionDefaultGraph": union}
    command = ["node", "ask.js", json.dumps({"query": query, "context": context})]
    return subprocess.run(command, cwd=CLIENTS, capture_output=True, text=True, timeout=120, check=False)


def _asked(query: str, *sources: object, union: bool = False) -> list[Row]:
    """The solutions of a query over sources, as Comunica finds them; with `union`, in all graphs of a document."""
    result = _run(query, sources, union=union)
    assert result.returncode == 0, result.stderr[-2000:]
    rows = json.loads(result.stdout)
    assert isinstance(rows, list)
    return rows


def _objectives(base: str) -> str:
    return f"""PREFIX pbm: <{base}ns#> PREFIX schema: <https://schema.org/>
        SELECT ?objective ?n WHERE {{
          <{base}{AGENCY}> pbm:hasObjective ?objective . ?objective schema:position ?n }} ORDER BY ?n"""


def _numbers(rows: list[Row]) -> list[int]:
    return [int(row["n"]) for row in rows]


def test_comunica_asks_the_endpoint(agency_url: str) -> None:
    rows = _asked(_objectives(agency_url), {"type": "sparql", "value": f"{agency_url}sparql"})
    assert _numbers(rows) == list(range(1, 12))
    assert all(row["objective"].startswith(f"{agency_url}id/objective/") for row in rows)


def test_comunica_finds_out_by_itself_that_it_is_an_endpoint(agency_url: str) -> None:
    """From the service description alone."""
    assert _numbers(_asked(_objectives(agency_url), f"{agency_url}sparql")) == list(range(1, 12))


@pytest.mark.parametrize("union", [True, pytest.param(False, marks=pytest.mark.xfail(
    strict=True, reason="Comunica asks for N-Quads first, in which our statements stand in named graphs"))])
def test_comunica_dereferences_a_thing(agency_url: str, union: bool) -> None:
    query = f"SELECT ?objective {{ <{agency_url}{AGENCY}> <{agency_url}ns#hasObjective> ?objective }}"
    rows = _asked(query, {"type": "file", "value": agency_url + AGENCY}, union=union)
    assert len({row["objective"] for row in rows}) == 11


def test_comunica_joins_the_endpoint_with_a_document(agency_url: str) -> None:
    """The document names the objectives, the endpoint is asked for their positions."""
    query = f"""PREFIX pbm: <{agency_url}ns#> PREFIX schema: <https://schema.org/>
        SELECT ?objective ?n WHERE {{
          <{agency_url}{AGENCY}> pbm:hasObjective ?objective .
          SERVICE <{agency_url}sparql> {{ ?objective schema:position ?n . ?objective a pbm:Objective }}
        }} ORDER BY ?n"""
    assert _numbers(_asked(query, {"type": "file", "value": agency_url + AGENCY}, union=True)) == list(range(1, 12))


def test_comunica_joins_two_sources_that_it_is_given(agency_url: str) -> None:
    sources = ({"type": "sparql", "value": f"{agency_url}sparql"}, {"type": "file", "value": f"{agency_url}graph/scheme.ttl"})
    query = f"""PREFIX pbm: <{agency_url}ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?theme ?label WHERE {{
          ?objective pbm:primaryTheme ?theme . ?theme skos:prefLabel ?label FILTER(lang(?label) = "sw") }}"""
    rows = _asked(query, *sources)
    assert len(rows) > 3
    assert all(row["label"] for row in rows)


def test_comunica_notices_a_query_that_is_stopped(agency_release: Release) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with served(agency_release.path, *LIMITS) as (url, _):
        result = _run(query, ({"type": "sparql", "value": f"{url}sparql"},))
    assert result.returncode != 0
    assert "HTTP status 503" in result.stderr
    assert "longer than 1.5 seconds" in result.stderr
