"""The client of Linked Data Event Streams reads the feed of changes: https://github.com/rdf-connect/ldes-client

`npm ci` in `tests/outside/clients` installs it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

CLIENTS = Path(__file__).with_name("clients")
MEMBER, NODE = NamedNode("https://w3id.org/tree#member"), NamedNode("https://w3id.org/tree#node")


@pytest.fixture(scope="module", autouse=True)
def _client() -> None:
    if shutil.which("node") is None:
        pytest.skip("node is not on the PATH")
    if not (CLIENTS / "node_modules" / "ldes-client").is_dir():
        pytest.skip("ldes-client is not installed: run npm ci in tests/outside/clients")


def _objects(url: str, predicate: NamedNode) -> list[str]:
    with urlopen(url, timeout=30) as answer:
        return [quad.object.value for quad in parse(answer.read(), RdfFormat.N_TRIPLES) if quad.predicate == predicate]


def test_every_member_arrives_once(agency_url: str) -> None:
    expected = [member for page in _objects(f"{agency_url}feed.nt", NODE) for member in _objects(f"{page}.nt", MEMBER)]
    result = subprocess.run(["node", "replicate.js", f"{agency_url}feed"], cwd=CLIENTS, capture_output=True, text=True,
                            timeout=300, check=False)
    assert result.returncode == 0, result.stderr[-2000:]
    arrived = json.loads(result.stdout.splitlines()[-1])
    assert len(arrived) == len(expected) > 250, "more than one page"
    assert set(arrived) == set(expected)
