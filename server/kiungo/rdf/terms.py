"""Terms as text."""

from __future__ import annotations

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple


def text(term: NamedNode | BlankNode | Literal | Triple | DefaultGraph) -> str:
    """The IRI, the lexical form or the blank node's label; a triple term, or the default graph, as N-Quads writes it."""
    return term.value if isinstance(term, NamedNode | BlankNode | Literal) else str(term)
