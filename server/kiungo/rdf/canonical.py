"""One order for quads, whoever wrote them and whatever they called their blank nodes.

RDFC-1.0: https://www.w3.org/TR/rdf-canon/
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad


def canonical(quads: Iterable[Quad]) -> list[Quad]:
    """The quads without repetition, blank nodes named by RDFC-1.0, in code point order of their N-Quads."""
    found = set(quads)
    if not any(isinstance(term, BlankNode) for quad in found for term in (quad.subject, quad.object, quad.graph_name)):
        return sorted(found, key=str)  # RDFC-1.0 leaves what has no blank nodes as it is
    dataset = Dataset(found)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def content_digest(canonical_quads: Iterable[Quad]) -> str:
    """The sha256, in hex, of canonical N-Quads (RDFC-1.0 §4.5: one line each, in order)."""
    digest = hashlib.sha256()
    for quad in canonical_quads:
        digest.update(f"{quad} .\n".encode())
    return digest.hexdigest()
