"""Things that a publication no longer tells of: their IRIs stay, and say why, since when, and what to see instead."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

_TRUE = ("true", "1")


def withdrawn(quads: Iterable[Quad], marker: str, base: str) -> frozenset[NamedNode]:
    """The things below `id/` that are marked as withdrawn: their property `marker` is true.

    Terms of a vocabulary are not among them: they go on to stand in its document, marked as no longer to be used.
    """
    return frozenset(
        quad.subject
        for quad in quads
        if quad.predicate.value == marker and isinstance(quad.object, Literal) and quad.object.value in _TRUE
        and isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(f"{base}id/")
    )
