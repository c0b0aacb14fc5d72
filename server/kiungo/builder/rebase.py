"""The same quads under another base: term by term, never as bytes and never in running text.

A few literals are IRIs or queries, not prose; those are mapped too, queries by their tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TypeVar

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kiungo.publication import map_iri
from kiungo.rdf.queries import map_iris

Term = TypeVar("Term", bound=NamedNode | BlankNode | Literal | DefaultGraph | Triple)

_ANY_URI = "http://www.w3.org/2001/XMLSchema#anyURI"
_IRI_LITERALS = {
    "http://purl.org/vocab/vann/preferredNamespaceUri",
    "http://rdfs.org/ns/void#uriSpace",
    "http://www.w3.org/ns/shacl#namespace",
}
_QUERY_LITERALS = {f"http://www.w3.org/ns/shacl#{form}" for form in ("select", "ask", "construct")}


def rebase(quads: Iterable[Quad], old: str, new: str) -> Iterator[Quad]:
    """The quads with each IRI below `old` mapped below `new`."""
    change = partial(map_iri, old=old, new=new)
    for quad in quads:
        yield Quad(
            _term(quad.subject, change), _term(quad.predicate, change),
            _object(quad, change), _term(quad.graph_name, change),
        )


def _term(term: Term, change: partial[str]) -> Term:
    return NamedNode(change(term.value)) if isinstance(term, NamedNode) else term  # type: ignore[return-value]


def _object(quad: Quad, change: partial[str]) -> NamedNode | BlankNode | Literal | Triple:
    term = quad.object
    if not isinstance(term, Literal):
        return _term(term, change)
    if quad.predicate.value in _QUERY_LITERALS:
        return Literal(map_iris(term.value, change), datatype=term.datatype)
    if quad.predicate.value in _IRI_LITERALS or term.datatype.value == _ANY_URI:
        return Literal(change(term.value), datatype=term.datatype)
    return term
