"""The description of the query service: https://www.w3.org/TR/sparql11-service-description/

Only what the service promises is claimed. The engine knows more (LATERAL, RDF 1.2 terms, GeoSPARQL functions of an early
version), which may change with it; none of that is offered, so no extension function, aggregate or language extension is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from kiungo.rdf.formats import FORMATS
from kiungo.rdf.namespaces import RDF_TYPE, SH_DECLARE, SH_NAMESPACE, SH_PREFIX, XSD_ANY_URI
from kiungo.rdf.results import RESULTS_FORMATS

SD = "http://www.w3.org/ns/sparql-service-description#"
_SIMPLE = "http://www.w3.org/ns/entailment/Simple"
_VOID = "http://rdfs.org/ns/void#"


def description(endpoint: str, graphs: Mapping[str, int], triples: int, prefixes: Mapping[str, str]) -> list[Triple]:
    """What the service at an IRI can do, and the graphs it is asked of with their number of triples.

    The default graph is the union of all named graphs, as `sd:UnionDefaultGraph` says, and holds `triples`. Nothing is
    inferred. `prefixes` are declared for those who complete queries, in the words of SHACL.
    """
    service, dataset = NamedNode(f"{endpoint}#service"), NamedNode(f"{endpoint}#dataset")
    default = NamedNode(f"{endpoint}#default-graph")
    found = [
        _typed(service, "Service"),
        _said(service, "endpoint", NamedNode(endpoint)),
        _said(service, "supportedLanguage", NamedNode(f"{SD}SPARQL11Query")),
        _said(service, "feature", NamedNode(f"{SD}UnionDefaultGraph")),
        _said(service, "defaultEntailmentRegime", NamedNode(_SIMPLE)),
        _typed(NamedNode(_SIMPLE), "EntailmentRegime"),
        *(_said(service, "resultFormat", NamedNode(each.iri)) for each in (*RESULTS_FORMATS, *FORMATS)),
        _said(service, "defaultDataset", dataset),
        _typed(dataset, "Dataset"),
        _said(dataset, "defaultGraph", default),
        *_counted(default, triples),
    ]
    for graph, count in graphs.items():
        found += _named_graph(dataset, endpoint, graph, count)
    found += _declared(service, endpoint, prefixes)
    return found


def _named_graph(dataset: NamedNode, endpoint: str, graph: str, count: int) -> Iterator[Triple]:
    slug = graph.rstrip("/").rpartition("/")[2]
    described, content = NamedNode(f"{endpoint}#graph-{slug}"), NamedNode(f"{endpoint}#content-{slug}")
    yield _said(dataset, "namedGraph", described)
    yield _typed(described, "NamedGraph")
    yield _said(described, "name", NamedNode(graph))
    yield _said(described, "graph", content)
    yield from _counted(content, count)


def _counted(graph: NamedNode, count: int) -> Iterator[Triple]:
    yield _typed(graph, "Graph")
    yield Triple(graph, RDF_TYPE, NamedNode(_VOID + "Dataset"))
    yield Triple(graph, NamedNode(_VOID + "triples"), Literal(count))


def _declared(service: NamedNode, endpoint: str, prefixes: Mapping[str, str]) -> Iterator[Triple]:
    for name, space in prefixes.items():
        declaration = NamedNode(f"{endpoint}#prefix-{name}")
        yield Triple(service, SH_DECLARE, declaration)
        yield Triple(declaration, SH_PREFIX, Literal(name))
        yield Triple(declaration, SH_NAMESPACE, Literal(space, datatype=XSD_ANY_URI))


def _typed(subject: NamedNode, name: str) -> Triple:
    return Triple(subject, RDF_TYPE, NamedNode(SD + name))


def _said(subject: NamedNode, name: str, value: NamedNode) -> Triple:
    return Triple(subject, NamedNode(SD + name), value)
