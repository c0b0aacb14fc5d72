"""A pool for tests that have no event loop: it lives on one in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from typing import Any

from kiungo.evaluation.clients import NOBODY, Client
from kiungo.evaluation.pool import Pool, Result
from kiungo.protocol.sparql import SparqlRequest


class Asker:
    """Asks a pool, from any thread."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.wait(pool.open())

    def evaluate(
        self, request: SparqlRequest, accept: str | None = None, deadline: float | None = None, client: Client = NOBODY
    ) -> Result:
        """As `Pool.ask`."""
        return self.wait(self.pool.ask(request, accept, deadline, client))

    def chunks(self, result: Result) -> Iterator[bytes]:
        """The pieces of an answer."""
        pieces = result.stream()
        while (piece := self.wait(anext(pieces, None))) is not None:  # type: ignore[arg-type]
            yield piece

    def leave(self, result: Result) -> None:
        """Close an answer, and wait until nothing of it goes on."""
        async def left() -> None:
            result.close()
            if result.pump is not None:
                await asyncio.wait([result.pump])

        self.wait(left())

    def close(self) -> None:
        """Close the pool, and end the thread."""
        self.wait(self.pool.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        """What comes of some work on the loop."""
        async def done() -> Any:
            return await work

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result()
