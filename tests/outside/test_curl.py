"""Half an answer must not look like a whole one: curl, the plainest of clients, must say so."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest

STREAMING = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""Rows come at once and never end, so the deadline falls in mid-body."""


def _curl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    if shutil.which("curl") is None:
        pytest.skip("curl is not on the PATH")
    return subprocess.run(["curl", "--silent", "--max-time", "30", *arguments], capture_output=True, check=False)


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "text/tab-separated-values"])
def test_curl_fails_when_a_query_is_stopped_in_mid_answer(agency_url: str, accept: str) -> None:
    result = _curl("-H", f"Accept: {accept}", "--data-urlencode", f"query={STREAMING}", f"{agency_url}sparql?timeout=1",
                   "--limit-rate", "20M")
    assert result.returncode in (18, 56), "18: partial file; 56: failure in receiving"
    assert b"Traceback" not in result.stdout


def test_curl_is_content_with_a_whole_answer(agency_url: str) -> None:
    assert _curl("--fail", f"{agency_url}dataset/latest/dataset.nq").returncode == 0


@pytest.fixture
def query(agency_url: str, tmp_path: Path) -> Path:
    """A file with a query for the eleven objectives' positions, and a comment of 900 kB, longer than any command line."""
    file = tmp_path / "objectives.rq"
    file.write_text(f"""PREFIX pbm: <{agency_url}ns#> PREFIX schema: <https://schema.org/>
        SELECT ?n WHERE {{ ?a pbm:hasObjective ?o . ?o schema:position ?n }} ORDER BY ?n #{"x" * 900_000}""")
    return file


@pytest.mark.parametrize("ways", [
    pytest.param(["--data-urlencode", "query@{file}"], id="as a form"),
    pytest.param(["--data-binary", "@{file}", "-H", "Content-Type: application/sparql-query"], id="as the body"),
    pytest.param(["--data-binary", "@{file}", "-H", "Content-Type: application/sparql-query", "-H", "Transfer-Encoding: chunked"],
                 id="in chunks"),
    pytest.param(["--data-binary", "@{file}", "-H", "Content-Type: application/sparql-query", "-H", "Expect: 100-continue"],
                 id="announced"),
    pytest.param(["--data-binary", "@{file}", "-H", "Content-Type: application/sparql-query", "--http1.0"], id="by HTTP/1.0"),
    pytest.param(["-X", "QUERY", "--data-binary", "@{file}", "-H", "Content-Type: application/sparql-query"], id="by QUERY"),
])
def test_curl_sends_a_long_query(agency_url: str, query: Path, ways: list[str]) -> None:
    result = _curl("--fail", "-H", "Accept: text/csv", *(each.format(file=query) for each in ways), f"{agency_url}sparql")
    assert result.returncode == 0
    assert result.stdout.decode().split() == ["n", *map(str, range(1, 12))]


@pytest.mark.parametrize("arguments", [
    pytest.param([], id="plain"),
    pytest.param(["--compressed"], id="compressed"),
    pytest.param(["--http2"], id="with an upgrade that is not taken"),
])
def test_curl_asks_by_get(agency_url: str, arguments: list[str]) -> None:
    text = f"ASK {{ <{agency_url}id/agency/e-government-agency> ?p ?o }}"
    result = _curl("--fail", "--get", *arguments, "--data-urlencode", f"query={text}", f"{agency_url}sparql?format=csv")
    assert (result.returncode, result.stdout) == (0, b"true")


def test_curl_shows_why_a_query_was_stopped(agency_url: str) -> None:
    result = _curl("--fail-with-body", "--data-urlencode", f"query={STREAMING.replace('*', '(COUNT(*) AS ?n)')}",
                   f"{agency_url}sparql?timeout=0.5")
    assert result.returncode == 22
    assert result.stdout.startswith(b"503 Service Unavailable\nThe query took longer than 0.5 seconds")


@pytest.mark.parametrize("query", [
    'SELECT ("haba na haba" AS ?x) {}',
    "# it's @/etc/passwd $(id) `id` \"quoted\" \\ !\n" 'SELECT ("haba na haba" AS ?x)\n{}\n',
])
def test_the_command_that_a_page_shows_runs(agency_url: str, query: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not on the PATH")
    request = urllib.request.Request(f"{agency_url}sparql?{urlencode({'query': query})}", headers={"Accept": "text/html"})
    with urllib.request.urlopen(request) as response:
        found = re.search(r"<summary>curl.*?<code>(.*?)</code>", response.read().decode(), re.DOTALL)
    assert found is not None
    run = subprocess.run(["sh", "-c", html.unescape(found[1])], capture_output=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"x\r\nhaba na haba\r\n", b"")
