"""RDF collections: https://www.w3.org/TR/rdf-schema/#ch_collectionvocab"""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode

from kiungo.engine import Dataset
from kiungo.rdf.namespaces import RDF_FIRST, RDF_NIL, RDF_REST

_Node = NamedNode | BlankNode
_Term = NamedNode | BlankNode | Literal


def members(dataset: Dataset, head: _Node, most: int) -> list[_Term]:
    """The members of a list, at most so many; a list that runs in a circle ends where it began.

    Empty where the node heads no list.
    """
    found: list[_Term] = []
    seen: set[_Node] = set()
    node: _Node | None = head
    while node is not None and node != RDF_NIL and node not in seen and len(found) < most:
        seen.add(node)
        found += [quad.object for quad in dataset.quads(node, RDF_FIRST) if isinstance(quad.object, _Node | Literal)][:1]
        node = next((quad.object for quad in dataset.quads(node, RDF_REST) if isinstance(quad.object, _Node)), None)
    return found
