"""The description of the query service: https://www.w3.org/TR/sparql11-service-description/"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from kiungo.rdf.formats import FORMATS
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.rdf.results import RESULTS_FORMATS

SD = "http://www.w3.org/ns/sparql-service-description#"


def description(endpoint: str, graphs: Iterable[str]) -> list[Triple]:
    """What the service at an IRI can do, and the named graphs it is asked of.

    The default graph is the union of all named graphs, as `sd:UnionDefaultGraph` says.
    """
    service, dataset = NamedNode(f"{endpoint}#service"), NamedNode(f"{endpoint}#dataset")
    default = NamedNode(f"{endpoint}#default-graph")
    found = [
        _typed(service, "Service"),
        _said(service, "endpoint", NamedNode(endpoint)),
        _said(service, "supportedLanguage", NamedNode(f"{SD}SPARQL11Query")),
        _said(service, "feature", NamedNode(f"{SD}UnionDefaultGraph")),
        *(_said(service, "resultFormat", NamedNode(each.iri)) for each in (*RESULTS_FORMATS, *FORMATS)),
        _said(service, "defaultDataset", dataset),
        _typed(dataset, "Dataset"),
        _said(dataset, "defaultGraph", default),
        _typed(default, "Graph"),
    ]
    for graph in graphs:
        found += _named_graph(dataset, endpoint, graph)
    return found


def _named_graph(dataset: NamedNode, endpoint: str, graph: str) -> list[Triple]:
    name = NamedNode(graph)
    described = NamedNode(f"{endpoint}#graph-{graph.rstrip('/').rpartition('/')[2]}")
    return [
        _said(dataset, "namedGraph", described),
        _typed(described, "NamedGraph"),
        _said(described, "name", name),
    ]


def _typed(subject: NamedNode, name: str) -> Triple:
    return Triple(subject, RDF_TYPE, NamedNode(SD + name))


def _said(subject: NamedNode, name: str, value: NamedNode) -> Triple:
    return Triple(subject, NamedNode(SD + name), value)
