"""The two ways a dataset is queried, behind one small protocol."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from kiungo.release.hubs import Hubs

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal
GraphName = NamedNode | BlankNode | DefaultGraph


class Dataset(Protocol):
    """The quads of a release, by pattern; None matches anything."""

    @property
    def hubs(self) -> Hubs:
        """The things with too many statements to be sorted when asked, and these in order."""

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: GraphName | None = None,
    ) -> Iterable[Quad]:
        """The quads that match."""
