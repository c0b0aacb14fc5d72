"""From checked sources to a release: refused or whole, never in between."""

from kiungo.builder.assembly import BuildRefused, build

__all__ = ["BuildRefused", "build"]
