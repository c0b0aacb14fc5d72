"""A catalogue as a harvester reads it: any that is DCAT, in any serialization, without the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, RdfFormat, Triple, parse

from kiungo.harvest.dcat import File
from kiungo.release.catalog import term

NOWHERE = "relative:/"
"""The base of a document that has none: what stands below it was not absolute."""


@dataclass(frozen=True)
class Catalogue:
    """What a document says. `languages` are those it must speak; `files` those that it may offer, by URL."""

    graph: Dataset
    languages: frozenset[str]
    files: Mapping[str, File] | None = None
    """None where nobody knows the files."""

    def all(self, name: str) -> Iterator[Triple]:
        """The triples with a predicate, given as a prefixed name, in one order."""
        return iter(sorted((quad.triple for quad in self.graph.quads_for_predicate(term(name))), key=str))

    def values(self, subject: object, name: str) -> list[NamedNode | BlankNode | Literal | Triple]:
        """What a property of a subject is; nothing of a literal."""
        if not isinstance(subject, NamedNode | BlankNode):
            return []
        return [quad.object for quad in self.graph.quads_for_subject(subject) if quad.predicate == term(name)]

    def typed(self, kind: str) -> list[NamedNode]:
        """The resources of a class."""
        found = (each.subject for each in self.all("rdf:type") if each.object == term(kind))
        return [each for each in found if isinstance(each, NamedNode)]


def read(
    body: bytes, form: RdfFormat, languages: frozenset[str] | None = None, files: Mapping[str, File] | None = None
) -> Catalogue:
    """The catalogue in a document. Without `languages` it must speak those that it speaks anywhere.

    Raises SyntaxError where the document cannot be parsed.
    """
    graph = Dataset(parse(body, form, base_iri=NOWHERE))
    return Catalogue(graph, _spoken(graph) if languages is None else languages, files)


def value(node: object) -> str:
    """The IRI, or the words of a literal."""
    return str(getattr(node, "value", node))


def _spoken(graph: Dataset) -> frozenset[str]:
    titles = (quad.object for quad in graph.quads_for_predicate(term("dct:title")))
    return frozenset(each.language for each in titles if isinstance(each, Literal) and each.language)
