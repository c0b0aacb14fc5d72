"""A long answer on its way: written as fast as the worker makes it, read as fast as the client takes it.

What lies between is a file on the disk, so that a slow client holds neither a worker nor memory.
"""

from __future__ import annotations

import asyncio
import os
import tempfile

from kiungo.evaluation.frames import CHUNK


class Spool:
    """Octets that one task writes and another reads. Both run on the same event loop."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `close`
        self._news = asyncio.Event()
        self._error: BaseException | None = None
        self.size = 0
        self.complete = False

    def write(self, octets: bytes) -> None:
        """Add octets."""
        self._file.write(octets)
        self.size += len(octets)
        self._news.set()

    def end(self, error: BaseException | None = None) -> None:
        """Nothing more will come: the answer is complete, or it failed and never will be."""
        self._error, self.complete = error, error is None
        self._news.set()

    async def read(self, offset: int) -> bytes:
        """The octets from a place on, at most `CHUNK`; empty at the end. Raises what the answer failed with."""
        if self._file.closed:
            return b""
        while offset >= self.size and not self.complete:
            if self._error is not None:
                raise self._error
            self._news.clear()
            await self._news.wait()
        return os.pread(self._file.fileno(), CHUNK, offset)

    async def whole(self) -> None:
        """Wait for the end. Raises what the answer failed with."""
        while not self.complete:
            if self._error is not None:
                raise self._error
            self._news.clear()
            await self._news.wait()

    def close(self) -> None:
        """Remove the file."""
        self._file.close()
