"""SHACL, through pySHACL: the published data against `shapes/*.ttl`, and the shapes against SHACL-SHACL.

Nothing is inferred: shapes must hold on what is published. The vocabulary is passed as ontology, so that
sh:class follows rdfs:subClassOf. https://www.w3.org/TR/shacl/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyshacl
from pyoxigraph import Quad, RdfFormat, Store, serialize
from pyshacl.errors import ReportableRuntimeError, ShapeLoadError
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kiungo.checks.report import Severity, ValidationResult, say
from kiungo.publication import UNJUDGED, Text
from kiungo.sources import Sources


def check(sources: Sources, _store: Store) -> Iterator[ValidationResult]:
    """What pySHACL finds in the union of the data graphs."""
    other = {sources.publication.graph(name) for name in UNJUDGED}
    data = _graph(quad for quad in sources.quads if getattr(quad.graph_name, "value", "") not in other)
    shapes = _graph(sources.in_graph("shapes"))
    if not shapes:
        return
    try:
        _, report, _ = pyshacl.validate(
            data, shacl_graph=shapes, ont_graph=_graph(sources.in_graph("vocabulary")),
            inference="none", meta_shacl=True, allow_infos=True, allow_warnings=True,
        )
    except (ShapeLoadError, ReportableRuntimeError) as error:
        yield ValidationResult("shacl-shapes", say("shapes-invalid", reason=str(error).strip().splitlines()[0]),
                               say("shapes-invalid-remedy"))
        return
    if isinstance(report, Graph):
        results = [_result(report, shapes, node, sources) for node in report.subjects(RDF.type, SH.ValidationResult)]
        yield from sorted(results, key=lambda each: (each.rule, each.focus or "", each.value or ""))


def _graph(quads: Iterable[Quad]) -> Graph:
    """The triples as an rdflib graph, which is what pySHACL reads."""
    triples = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
    return Graph().parse(data=triples, format="nt")


def _result(report: Graph, shapes: Graph, node: Node, sources: Sources) -> ValidationResult:
    focus, path, value, shape = (report.value(node, term) for term in (SH.focusNode, SH.resultPath, SH.value, SH.sourceShape))
    severity = Severity(str(report.value(node, SH.resultSeverity)).rpartition("#")[2])
    # pySHACL drops the language of a SPARQL constraint's messages, so the shape's own come first.
    messages = _by_language(shapes.objects(shape, SH.message)) or _by_language(report.objects(node, SH.resultMessage))
    file, line = sources.place(str(focus)) if isinstance(focus, URIRef) else (None, None)
    name = (sources.publication.compact(str(shape)) or f"<{shape}>") if isinstance(shape, URIRef) else None
    about = _by_language(shapes.objects(shape, SH.description)) or say("shapes-remedy")
    return ValidationResult(
        name or "shacl", messages, about, severity,
        None if focus is None else str(focus), str(path) if isinstance(path, URIRef) else None,
        None if value is None else str(value), file, line,
    )


def _by_language(literals: Iterable[Node]) -> Text:
    """The literals by their language; one without a language counts as English, which is what pySHACL writes."""
    return {each.language or "en": str(each) for each in literals if isinstance(each, Literal)}
