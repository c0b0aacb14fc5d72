"""Numbers as people read them."""

from __future__ import annotations


def number(count: int) -> str:
    """A whole number in groups of three, as East Africa writes it in both languages."""
    return f"{count:,}"


def size(count: int) -> str:
    """A number of bytes."""
    if count < 1024:
        return f"{count} B"
    if count < 1024 * 1024:
        return f"{count / 1024:.0f} KiB"
    return f"{count / 1024 / 1024:.1f} MiB"
