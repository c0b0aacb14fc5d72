"""The doctor at a peer's: Trifid, which `npm ci --ignore-scripts` in `tests/outside/peers` installs."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PEERS = Path(__file__).with_name("peers")
SERVER = PEERS / "node_modules" / "trifid" / "server.js"


@pytest.fixture(scope="module")
def trifid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The IRI of a thing that a running Trifid describes."""
    node = shutil.which("node")
    if node is None or not SERVER.exists():
        pytest.skip("Trifid is not installed: run npm ci --ignore-scripts in tests/outside/peers")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    base = f"http://localhost:{port}/"
    folder = tmp_path_factory.mktemp("trifid")
    data = folder / "data.ttl"
    data.write_text(f'<{base}id/a> a <{base}ns#Thing> ; <http://purl.org/dc/terms/title> "A"@en .\n', encoding="utf-8")
    command = [node, str(SERVER), "-c", str(PEERS / "trifid.yaml"), "-p", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "BASE": base, "DATA": str(data)})
        try:
            _wait(port, server, folder / "log")
            yield f"{base}id/a"
        finally:
            server.terminate()
            server.wait(20)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("localhost", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"Trifid did not start: {log.read_text()}")


def test_a_peer_fails_with_a_table(trifid: str) -> None:
    command = [sys.executable, "-m", "kiungo", "doctor", "--json", trifid]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    failing = {each["number"] for each in report["rules"] if each["outcome"] == "FAIL"}
    assert {1, 2, 17, 18, 21, 25, 32} <= failing  # no 303, no 406, no Vary, no ETag, no CORS, no linkset
    assert 12 in {each["number"] for each in report["rules"] if each["outcome"] == "pass"}
    assert not [each for each in report["rules"] if each["outcome"] == "lost"]
