"""Confinement tried from the inside: a fresh process confines itself and reports what it still can do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

import pytest

from kiungo.evaluation import confinement
from kiungo.evaluation.confinement import bound_memory, confine

linux = pytest.mark.skipif(sys.platform != "linux", reason="confinement exists on Linux only")

SCRIPT = """
import json, os, resource, socket, sys, threading
from kiungo.evaluation import confinement
from kiungo.evaluation.confinement import bound_memory, confine
lacking = confine(3, int(sys.argv[1])) + bound_memory(64 * 2**20)
def attempt(action):
    try:
        action()
        return "done"
    except (OSError, MemoryError) as error:
        return type(error).__name__
found = {"lacking": lacking, "niceness": os.nice(0), "core": resource.getrlimit(resource.RLIMIT_CORE)[0]}
def write():
    with open(sys.argv[2], "wb", buffering=0) as file:
        file.write(b"x")
found["write"] = attempt(write)
found["socket"] = attempt(socket.socket)
found["unix"] = attempt(lambda: socket.socket(socket.AF_UNIX))
thread = threading.Thread(target=lambda: found.update(thread=attempt(socket.socket)))
thread.start()
thread.join()
found["little"] = attempt(lambda: bytearray(8 * 2**20))
found["much"] = attempt(lambda: bytearray(256 * 2**20))
print(json.dumps(found))
"""


def confined(parent: int) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
    with tempfile.TemporaryDirectory() as folder:
        return _run([sys.executable, "-c", SCRIPT, str(parent), f"{folder}/file"], environment)


def _run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=20, check=False)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    answer = json.loads(confined(os.getpid()).stdout)
    assert isinstance(answer, dict)
    return answer


@linux
@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("lacking", []),
        ("core", 0),
        ("write", "OSError"),
        ("socket", "PermissionError"),
        ("unix", "PermissionError"),
        ("thread", "PermissionError"),
        ("little", "done"),
        ("much", "MemoryError"),
    ],
)
def test_a_confined_process_can_do_its_work_and_no_more(
    found: dict[str, Any], what: str, expected: object
) -> None:
    assert found[what] == expected


@linux
def test_a_confined_process_is_less_urgent(found: dict[str, Any]) -> None:
    assert found["niceness"] == min(19, os.nice(0) + 3)


@linux
def test_an_orphan_ends_before_it_begins() -> None:
    process = confined(parent=2**22 + 1)
    assert (process.returncode, process.stdout) == (1, "")


def test_elsewhere_it_says_that_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    found = confine(0, 0) + bound_memory(1)
    assert len(found) == 5
    assert found[-1] == "a worker has no bound on its memory: there is no way on plan9"


@linux
def test_an_unknown_processor_is_named_where_the_network_cannot_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    monkeypatch.setattr(confinement, "_prctl", lambda *_: None)
    monkeypatch.setattr(confinement, "_write_nothing", lambda: None)
    assert confine(0, os.getppid()) == ["a worker has network access: no filter for riscv64"]
