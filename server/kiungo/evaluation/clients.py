"""Whoever asks: how one client is told from another, what it pays, and how much it may hold while others have nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Client:
    """Somebody who asks. `charge` is told the seconds that a worker was busy; below 0 it gives back."""

    name: str = ""
    charge: Callable[[float], object] = lambda _seconds: None


NOBODY = Client()
"""Whoever asks where nobody needs to be told from another."""


def has_place(client: str, taken: Collection[str], size: int) -> bool:
    """Whether a client may have one more of `size` places, `taken` by these: the last free one is for who has none."""
    return len(taken) < size - 1 or (len(taken) < size and client not in taken)
