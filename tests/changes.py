"""Changed sources: what an editor does between two releases."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.rdf.namespaces import RDFS_COMMENT
from kiungo.sources import Sources


def changed(found: Sources, graph: str = "statement") -> Sources:
    """The same sources and one statement more, another each time."""
    publication = found.publication
    words = Literal(f"Change {len(found.derived)}", language="en")
    more = Quad(NamedNode(publication.about.start), RDFS_COMMENT, words, NamedNode(publication.graph(graph)))
    return replace(found, derived=[*found.derived, more])
