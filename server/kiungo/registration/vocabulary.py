"""The vocabularies of a release that can be registered: they define terms, and say how they want to be abbreviated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Dataset, Literal, NamedNode, RdfFormat, parse

from kiungo.rdf.namespaces import (
    OWL,
    OWL_CLASS,
    OWL_DATATYPE_PROPERTY,
    OWL_OBJECT_PROPERTY,
    RDF_PROPERTY,
    RDF_TYPE,
    RDFS_CLASS,
    RDFS_IS_DEFINED_BY,
)
from kiungo.rdf.terms import text
from kiungo.release import Release

_VANN = "http://purl.org/vocab/vann/"
_KINDS = {OWL_CLASS, RDFS_CLASS, RDF_PROPERTY, OWL_OBJECT_PROPERTY, OWL_DATATYPE_PROPERTY, OWL["AnnotationProperty"]}


@dataclass(frozen=True)
class Vocabulary:
    """An ontology and the graph that holds it."""

    iri: NamedNode
    graph: Dataset

    def values(self, *names: str, of: NamedNode | None = None) -> list[NamedNode | Literal]:
        """What the properties, given as IRIs, of the ontology or of one of its terms are, in one order."""
        found = (quad.object for quad in self.graph.quads_for_subject(of or self.iri) if quad.predicate.value in names)
        return sorted((each for each in found if isinstance(each, NamedNode | Literal)), key=str)

    @property
    def prefix(self) -> str:
        """The prefix that it wishes."""
        return text(self.values(f"{_VANN}preferredNamespacePrefix")[0])

    @property
    def namespace(self) -> str:
        """Where its terms stand; where it does not say, its own IRI."""
        return next((text(each) for each in self.values(f"{_VANN}preferredNamespaceUri")), self.iri.value)

    @property
    def terms(self) -> list[NamedNode]:
        """The classes and properties that say that it defines them; shapes and concepts are none."""
        found = (quad.subject for quad in self.graph.quads_for_object(self.iri) if quad.predicate == RDFS_IS_DEFINED_BY)
        named = {each for each in found if isinstance(each, NamedNode)}
        return sorted((each for each in named if _KINDS.intersection(self.values(RDF_TYPE.value, of=each))), key=str)


def vocabularies(release: Release) -> list[Vocabulary]:
    """Those of the documents of a release, in the order of their IRIs."""
    names = {name for path, name in release.manifest.documents.items() if not path.startswith("graph/")}
    graphs = (Dataset(parse(path=str(release.dump(name, "nt")), format=RdfFormat.N_TRIPLES)) for name in sorted(names))
    found = (Vocabulary(iri, graph) for graph in graphs for iri in _ontologies(graph, release.publication.base))
    fit = (each for each in found if each.terms and each.values(f"{_VANN}preferredNamespacePrefix"))
    return sorted(fit, key=lambda each: each.iri.value)


def _ontologies(graph: Dataset, base: str) -> Iterable[NamedNode]:
    found = (quad.subject for quad in graph.quads_for_object(OWL["Ontology"]) if quad.predicate == RDF_TYPE)
    return (each for each in found if isinstance(each, NamedNode) and each.value.startswith(base))
