"""A publication's own questions: queries that are called by what they ask, each with an address of its own.

`sh:SPARQLExecutable`, whose `rdfs:comment` is the question: https://www.w3.org/TR/shacl/#dfn-sparql-executable
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kiungo.rdf.namespaces import RDF_TYPE, RDFS_COMMENT, SH_EXECUTABLE

QUESTION = RDFS_COMMENT
"""The property that has what a query asks, in words."""


def questions(quads: Iterable[Quad]) -> frozenset[NamedNode]:
    """The queries that have an IRI."""
    return frozenset(
        quad.subject
        for quad in quads
        if quad.predicate == RDF_TYPE and quad.object == SH_EXECUTABLE and isinstance(quad.subject, NamedNode)
    )


def query_path(question: str) -> str:
    """Where the question of an IRI is answered, below the base: `query/` and the last part of the IRI."""
    return "query/" + question.rstrip("/#").replace("#", "/").rpartition("/")[2]
