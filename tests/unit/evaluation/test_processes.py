"""How workers are started, and what is told of their end."""

from __future__ import annotations

import asyncio
import signal
import socket
from pathlib import Path

import pytest

from kiungo.evaluation.processes import CAN_FORK, ForkServer

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system cannot fork workers from one that holds the data")


def test_many_workers_that_end_at_once_leave_the_process_that_they_are_forked_from_alive(tmp_path: Path) -> None:
    dump = tmp_path / "dump.nq"
    dump.write_text("<x:s> <x:p> <x:o> .\n")

    async def codes(method: ForkServer) -> tuple[list[int], set[int]]:
        found, parents = list[int](), set[int]()
        for _ in range(10):
            pairs = [socket.socketpair() for _ in range(12)]
            workers = [await method.worker(theirs) for _, theirs in pairs]
            parents.add(method.parent)
            for each in workers:
                each.kill()
            found += [each.wait(10) for each in workers]
            for pair in pairs:
                for end in pair:
                    end.close()
        return found, parents

    method = ForkServer(dump)
    try:
        ended, parents = asyncio.run(codes(method))
    finally:
        method.close()
    assert ended == [-signal.SIGKILL] * 120
    assert len(parents) == 1
