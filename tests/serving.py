"""A real server over a release, as a process of its own."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def serving(release: Path, port: int, *flags: str) -> Iterator[str]:
    """Serve a release, or where a link leads, and give the URL; the server ends with the block. No client's share is limited."""
    log = release.parent / f"{port}.log"
    command = [sys.executable, "-m", "kiungo", "serve", "--release", str(release), "--port", str(port), "--workers", "1",
               "--client-seconds", "0", "--client-errors", "0", *flags]
    with log.open("a") as errors:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            _wait(server, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.communicate(timeout=20)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[str], log: Path) -> None:
    """Read what the server says until it listens."""
    assert server.stdout is not None
    for line in server.stdout:
        if re.match(r"http://", line):
            return
    pytest.fail(f"the server ended: {log.read_text()}")
