"""How much each client may use: token buckets, as the Wikidata Query Service has them.

A client that has used its share is told when to come back. A bucket belongs to one server process; a limit
over all of them is the reverse proxy's.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

CLIENTS = 10_000  # remembered at most; who is forgotten starts anew with a full bucket
BURST = 2.0  # a full bucket holds what flows in during so many minutes


@dataclass
class Bucket:
    """What is left of a client's share, and when (in seconds) that was so."""

    level: float
    at: float


class Buckets:
    """One bucket for each client. `per_minute` flows in; 0 means that there is no limit."""

    def __init__(self, per_minute: float) -> None:
        self._rate = per_minute / 60
        self._full = per_minute * BURST
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def wait(self, client: str, now: float) -> float:
        """Seconds until the client has one token, with which it may ask; 0 where it has one."""
        if not self._rate:
            return 0.0
        return max(0.0, min(1.0, self._full / 2) - self._level(client, now)) / self._rate

    def charge(self, client: str, amount: float, now: float) -> None:
        """Take out what the client used. A bucket may become less than empty: the last query was too long."""
        if not self._rate:
            return
        level = self._level(client, now) - amount
        self._buckets[client] = Bucket(max(level, -self._full), now)
        self._buckets.move_to_end(client)
        if len(self._buckets) > CLIENTS:
            self._buckets.popitem(last=False)

    def _level(self, client: str, now: float) -> float:
        bucket = self._buckets.get(client)
        if bucket is None:
            return self._full
        return min(self._full, bucket.level + (now - bucket.at) * self._rate)
