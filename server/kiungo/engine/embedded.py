"""A release's own Oxigraph store, read in this process.

A small release is held in memory, where a pattern costs a tenth of what it costs on disk
(`server/docs/decisions/0003-small-releases-in-memory.md`); a large one stays on disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kiungo.engine import GraphName, Subject, Term
from kiungo.release import Release
from kiungo.release.hubs import Hubs, Index, open_hubs


class Embedded:
    """A dataset over a pyoxigraph store that nobody writes to."""

    def __init__(self, store: Store, hubs: Hubs | None = None) -> None:
        self._store = store
        self.hubs = hubs or Hubs(Index(), Path())
        """Without any, nothing is too much to be sorted when asked."""

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: GraphName | None = None,
    ) -> Iterable[Quad]:
        """The quads that match the pattern."""
        return self._store.quads_for_pattern(subject, predicate, object, graph)


def open_dataset(release: Release, memory_quads: int) -> Embedded:
    """The release's quads: in memory when there are at most `memory_quads`, else from disk."""
    hubs = open_hubs(release.path)
    if release.manifest.quads > memory_quads:
        return Embedded(Store.read_only(str(release.store)), hubs)
    return Embedded(hold(release.dump("dataset", "nq")), hubs)


def hold(dump: Path) -> Store:
    """A store in memory of the quads of an N-Quads file, the same in every process: its blank nodes keep their names.

    The store's own loader would rename them, and take them in another order each time, so that
    two processes gave different octets under one entity tag.
    """
    store = Store()
    store.bulk_extend(parse(path=str(dump), format=RdfFormat.N_QUADS))
    return store
