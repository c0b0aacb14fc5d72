"""The Python program that the page of an answer shows, run as it stands."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import urllib.request
from urllib.parse import urlencode

import pytest

NAME = 'SELECT ?name { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?name FILTER(?name = "Wakala wa Serikali Mtandao"@sw) }'


def _program(url: str, query: str, language: str) -> str:
    """A program as the page shows it."""
    request = urllib.request.Request(f"{url}sparql?{urlencode({'query': query})}", headers={"Accept": "text/html"})
    with urllib.request.urlopen(request) as response:
        page = response.read().decode()
    found = re.search(rf"<summary>{language}.*?<code>(.*?)</code>", page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.parametrize(
    ("query", "printed"),
    [
        (NAME, "{'name': 'Wakala wa Serikali Mtandao'}"),
        (f"# \"\"\" ' \\ {{}}\n{NAME}\n", "{'name': 'Wakala wa Serikali Mtandao'}"),
        ("ASK { ?s ?p ?o }", "True"),
        ('CONSTRUCT { <http://x.example/s> <http://x.example/p> "haba" } WHERE {}',
         '<http://x.example/s> <http://x.example/p> "haba" .'),
    ],
)
def test_the_python_program_of_a_page_runs(agency_url: str, query: str, printed: str) -> None:
    program = _program(agency_url, query, "Python")
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert run.stderr == ""
    assert run.stdout.strip().endswith(printed)
