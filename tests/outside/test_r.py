"""The R program that the page of an answer shows, run as it stands."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from kiungo.web.snippets import r
from unit.web.test_snippets import HOSTILE

UTF_8 = {**os.environ, "LC_ALL": "C.UTF-8"}
NAME = 'SELECT ?name { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?name FILTER(?name = "Wakala wa Serikali Mtandao"@sw) }'


@pytest.fixture(scope="module", autouse=True)
def _is_there() -> None:
    known = shutil.which("Rscript") and subprocess.run(["Rscript", "-e", "library(httr2)"], capture_output=True, check=False)
    if not known or known.returncode:
        pytest.skip("no R with the package httr2")


def _run(program: str) -> str:
    run = subprocess.run(["Rscript", "-"], input=program, capture_output=True, text=True, check=False, timeout=60, env=UTF_8)
    assert run.stderr == ""
    return run.stdout


@pytest.mark.parametrize(
    ("query", "form", "printed"),
    [
        (NAME, "SELECT", "name\n1 Wakala wa Serikali Mtandao"),
        (f"# \"\"\" ' \\ )\" {{}}\n{NAME}\n", "SELECT", "name\n1 Wakala wa Serikali Mtandao"),
        ("ASK { ?s ?p ?o }", "ASK", "true"),
        ('CONSTRUCT { <http://x.example/s> <http://x.example/p> "haba" } WHERE {}', "CONSTRUCT",
         '<http://x.example/s> <http://x.example/p> "haba" .'),
    ],
)
def test_the_r_program_of_a_page_runs(agency_url: str, query: str, form: str, printed: str) -> None:
    assert _run(r(f"{agency_url}sparql", query, form)).strip().endswith(printed)


def test_an_r_program_holds_the_query_as_one_string() -> None:
    held = [r("http://x.example/sparql", each, "SELECT").partition("response <- ")[0] for each in HOSTILE]
    shown = _run("\n".join(f'{each}\ncat(query, "\\f", sep = "")' for each in held))
    assert shown.split("\f")[:-1] == HOSTILE
