"""Half an answer must not look like a whole one: curl, the plainest of clients, must say so."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import urllib.request
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
                   "--limit-rate", "2M")
    assert result.returncode in (18, 56), "18: partial file; 56: failure in receiving"
    assert b"Traceback" not in result.stdout


def test_curl_is_content_with_a_whole_answer(agency_url: str) -> None:
    assert _curl("--fail", f"{agency_url}dataset/0.1.0/dump.nq").returncode == 0


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
