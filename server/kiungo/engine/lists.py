"""RDF collections: https://www.w3.org/TR/rdf-schema/#ch_collectionvocab"""

from __future__ import annotations

from pyoxigraph import Literal

from kiungo.engine import Dataset, Subject, Term
from kiungo.rdf.namespaces import RDF_FIRST, RDF_NIL, RDF_REST


def members(dataset: Dataset, head: Subject, most: int) -> list[Term]:
    """The members of a list, at most so many; a list that runs in a circle ends where it began.

    Empty where the node heads no list.
    """
    found: list[Term] = []
    seen: set[Subject] = set()
    node: Subject | None = head
    while node is not None and node != RDF_NIL and node not in seen and len(found) < most:
        seen.add(node)
        found += [quad.object for quad in dataset.quads(node, RDF_FIRST) if isinstance(quad.object, Subject | Literal)][:1]
        node = next((quad.object for quad in dataset.quads(node, RDF_REST) if isinstance(quad.object, Subject)), None)
    return found
