"""A server below a path, behind a proxy that passes paths on as they are."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

import pytest
import urllib3

from kiungo import builder
from kiungo.checks import ValidationReport
from kiungo.sources import Sources

MOUNT = "/some/where"


@pytest.fixture(scope="module")
def mounted(tiny_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base of the tiny body, which is served below a path."""
    folder = tmp_path_factory.mktemp("mounted")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}{MOUNT}/"
    release = builder.build(tiny_sources, ValidationReport([]), folder, url)
    command = [sys.executable, "-m", "kiungo", "serve", "--release", str(release), "--port", str(port), "--workers", "1",
               "--query-workers", "1", "--mount", MOUNT, "--client-seconds", "0", "--client-errors", "0"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        assert server.stdout is not None
        try:
            assert any(line.startswith(url) for line in server.stdout), (folder / "log").read_text()
            yield url
        finally:
            server.terminate()
            server.communicate(timeout=20)


def test_the_doctor_finds_nothing_amiss_below_a_path(mounted: str) -> None:
    """With something withdrawn, which the other bodies that are served here have not."""
    command = [sys.executable, "-m", "kiungo", "doctor", "--json", f"{mounted}id/duty/lights",
               "--withdrawn", f"{mounted}id/duty/fog-horn"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    report = json.loads(done.stdout)
    assert {each["number"]: each["seen"] for each in report["rules"] if each["outcome"] not in ("pass", "n/a")} == {}
    assert done.returncode == 0


def test_every_link_of_a_page_stays_below_the_path(mounted: str) -> None:
    http = urllib3.PoolManager(retries=False)
    for path in ("", "doc/duty/lights", "query/duties", "sparql"):
        page = http.request("GET", mounted + path, headers={"Accept": "text/html"})
        assert page.status == 200
        links = {urljoin(mounted + path, unescape(each)) for each in re.findall(r' href="([^"#]+)', page.data.decode())}
        ours = {each for each in links if each.startswith("http://127.0.0.1")}
        assert len(ours) > 10
        assert {each for each in ours if not each.startswith(mounted)} == set()
        found = {each: http.request("HEAD", each).status for each in sorted(ours)[:25]}
        assert {each: status for each, status in found.items() if status not in (200, 303, 410)} == {}


def test_queries_are_answered_below_the_path(mounted: str) -> None:
    answer = urllib3.request("GET", f"{mounted}sparql", fields={"query": "ASK {}"}, headers={"Accept": "application/json"})
    assert answer.json()["boolean"] is True
