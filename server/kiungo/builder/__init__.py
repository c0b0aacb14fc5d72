"""From checked sources to a release: refused or whole, never in between."""

from kiungo.builder.assembly import build

__all__ = ["build"]
