"""What a server says that cannot confine the workers of public queries."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.stopping import ask
from kiungo.release import Release


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is confined elsewhere")
def test_the_log_says_what_is_not_confined(agency_release: Release, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import platform\nplatform.machine = lambda: 'riscv64'\n", encoding="utf-8")
    command = [sys.executable, "-m", "kiungo", "serve", "--release", str(agency_release.path), "--port", "0",
               "--workers", "1", "--query-workers", "1"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as server:
        url = next(found[0] for line in server.stdout or () if (found := re.match(r"http://\S+/", line)))
        ending = ask(url, "ASK { ?s ?p ?o }").ending
        server.terminate()
        said = server.communicate(timeout=20)[1]
    assert ending == "answer"
    assert "Public queries are not fully confined: a worker has network access: no filter for riscv64" in said
