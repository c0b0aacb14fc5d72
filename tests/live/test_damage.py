"""A server whose release is damaged, while it runs and before: nobody gets a part of a catalogue."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from kiungo.builder import build
from kiungo.checks import ValidationReport
from kiungo.sources import Sources
from live.harvester import ask
from serving import free_port, serving


def test_half_a_catalogue_is_not_served_and_no_server_starts_over_it(tiny_sources: Sources, tmp_path: Path) -> None:
    port = free_port()
    release = build(tiny_sources, ValidationReport([]), tmp_path, f"http://127.0.0.1:{port}/")
    with serving(release, port) as url:
        assert ask(f"{url}catalog-2.ttl", "HEAD")[0] == 200
        os.truncate(release / "catalog" / "catalog.ttl", 2000)
        (release / "catalog" / "catalog.rdf").unlink()
        for path in ("catalog", "catalog.ttl", "catalog.rdf"):
            for method in ("HEAD", "GET"):
                status, headers, _ = ask(url + path, method)
                assert (path, status, "etag" in headers) == (path, 503, False)
                assert int(headers["retry-after"]) > 0
    command = [sys.executable, "-m", "kiungo", "serve", "--release", str(release), "--port", str(port)]
    refused = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert refused.returncode == 1
    assert "catalog.rdf: missing" in refused.stderr
