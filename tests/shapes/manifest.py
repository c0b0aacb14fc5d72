"""Cases for shapes: a valid world, one fault, one expected result.

A case is a TriG file in the spirit of the W3C test suite (https://w3c.github.io/data-shapes/data-shapes-test-suite/):
graph <urn:x-test:removed> leaves the world, <urn:x-test:added> enters it, and <urn:x-test:expected> holds
the one sh:ValidationResult that must follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pyshacl
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, SKOS
from rdflib.term import Node

from kiungo.sources import load

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
SHAPE_FILES = sorted((ROOT / "shapes").glob("*.ttl"))
CASES = sorted((FOLDER / "cases").rglob("*.trig"))

COMPONENTS = {
    SH[name]: SH[f"{name[0].upper()}{name[1:]}ConstraintComponent"]
    for name in (
        "class", "datatype", "disjoint", "equals", "hasValue", "in", "languageIn", "lessThan", "maxCount", "maxInclusive",
        "minCount", "minInclusive", "node", "not", "or", "qualifiedMaxCount", "qualifiedMinCount", "uniqueLang",
    )
} | {SH.sparql: SH.SPARQLConstraintComponent}
"""The parameters that constrain, and their components: https://www.w3.org/TR/shacl/#core-components"""

TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)

Constraint = tuple[Node, Node]
"""A shape and a parameter of it."""


@dataclass(frozen=True, order=True)
class Result:
    """A validation result as text, so that two reports can be compared; `value` is empty where there is none."""

    focus: str
    path: str
    value: str
    shape: str
    component: str
    severity: str


@dataclass(frozen=True)
class Case:
    """One fault. `world` is the shapes file it is judged by: `vocabulary` or `agency`."""

    name: str
    world: str
    removed: Graph
    added: Graph
    expected: Result
    constraint: Constraint

    def apply(self, valid: Graph) -> Graph:
        """A copy of the valid world with the fault. Raises ValueError when the world has moved on from the case."""
        stale = [triple for triple in self.removed if triple not in valid]
        stale += [triple for triple in self.added if triple in valid]
        if stale:
            message = f"{self.name}: not there to be removed, or there already: {stale}"
            raise ValueError(message)
        faulty = Graph()
        for triple in (*valid, *self.added):
            if triple not in self.removed:
                faulty.add(triple)
        return faulty

    def touches(self) -> set[Node]:
        """The properties whose values the fault changes."""
        return {predicate for _, predicate, _ in (*self.removed, *self.added)}


@cache
def read(file: Path) -> Case:
    """A case from its file. Raises ValueError when it does not expect exactly one result."""
    quads = list(parse(path=str(file), format=RdfFormat.TRIG))
    removed, added, expected = (
        graph_of(quad for quad in quads if quad.graph_name == NamedNode(f"urn:x-test:{name}"))
        for name in ("removed", "added", "expected")
    )
    nodes = list(expected.subjects(RDF.type, SH.ValidationResult))
    if len(nodes) != 1:
        message = f"{file.name} expects {len(nodes)} results"
        raise ValueError(message)
    parameter = next(key for key, value in COMPONENTS.items() if (nodes[0], SH.sourceConstraintComponent, value) in expected)
    shape = expected.value(nodes[0], SH.sourceShape, any=False)
    if shape is None:
        message = f"{file.name} names no sh:sourceShape"
        raise ValueError(message)
    return Case(file.stem, file.parent.name, removed, added, result(expected, nodes[0]), (shape, parameter))


def result(report: Graph, node: Node) -> Result:
    """A result node of a report."""
    def text(term: Node | None) -> str:
        return "" if term is None else term.n3()
    shape, component, severity, focus, value = (
        text(report.value(node, each))
        for each in (SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity, SH.focusNode, SH.value)
    )
    path = report.value(node, SH.resultPath)
    return Result(focus, "" if path is None else path_text(report, path), value, shape, component, severity)


def path_text(graph: Graph, path: Node) -> str:
    """A path in SPARQL's notation, free of blank nodes: https://www.w3.org/TR/shacl/#property-paths"""
    inverse = graph.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{path_text(graph, inverse)}"
    if (path, RDF.first, None) in graph:
        return "/".join(path_text(graph, step) for step in Collection(graph, path))
    return path.n3()


def results(data: Graph, shapes: Graph, ontology: Graph) -> list[Result]:
    """What pySHACL finds, in order. The ontology is mixed into the data: give a copy."""
    _, report, words = pyshacl.validate(data, shacl_graph=shapes, ont_graph=ontology, inference="none", inplace=True)
    if not isinstance(report, Graph):
        raise TypeError(words)
    return sorted(result(report, node) for node in report.objects(None, SH.result))


def reads(shapes: Graph, query: Node) -> set[Node]:
    """The properties that a SPARQL constraint reads: those of its text, and the paths of the shapes that use it."""
    declared = {
        str(shapes.value(each, SH.prefix)): str(shapes.value(each, SH.namespace))
        for each in shapes.objects(None, SH.declare)
    }
    words = re.findall(r"\b([a-z]+):(\w+)", str(shapes.value(query, SH.select)))
    paths = {path for shape in shapes.subjects(SH.sparql, query) for path in shapes.objects(shape, SH.path)}
    return {URIRef(declared[prefix] + name) for prefix, name in words} | paths


def without(shapes: Graph, left_out: Graph, *predicates: Node) -> Graph:
    """A copy without some triples, and without the triples of some predicates."""
    copy = Graph()
    for triple in shapes:
        if triple[1] not in predicates and triple not in left_out:
            copy.add(triple)
    return copy


def constraints(shapes: Graph) -> set[Constraint]:
    """Every constraint that can appear in a report: those of shapes with a target, and of their property shapes."""
    targeted = {shape for target in TARGETS for shape in shapes.subjects(target)}
    reporting = targeted | {each for shape in targeted for each in shapes.objects(shape, SH.property)}
    return {(shape, parameter) for shape in reporting for parameter in shapes.predicates(shape) if parameter in COMPONENTS}


def shapes_graph() -> Graph:
    """All shapes of the publication."""
    graph = Graph()
    for file in SHAPE_FILES:
        graph.parse(file)
    return graph


def graph_of(quads: Iterable[Quad]) -> Graph:
    """The triples of some quads, for rdflib."""
    return Graph().parse(data=serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES), format="nt")


def published(*names: str) -> Graph:
    """Graphs of the publication, merged. Raises ValueError when a file cannot be read."""
    sources = load(ROOT)
    if sources.problems:
        message = f"unreadable: {sources.problems}"
        raise ValueError(message)
    return graph_of(sources.in_graph(*names))


@dataclass(frozen=True)
class Judge:
    """The shapes made for one world, that world without a fault, and the ontology."""

    world: Graph
    ontology: Graph
    shapes: Graph

    @cached_property
    def quiet(self) -> Graph:
        """The shapes without SPARQL constraints, whose parsing takes most of the time."""
        return without(self.shapes, Graph(), SH.sparql)

    @cached_property
    def watched(self) -> set[Node]:
        """The properties that can change the answer of a SPARQL constraint: those it reads, and those that make targets."""
        queries = set(self.shapes.objects(None, SH.sparql))
        targeting = {RDF.type, *(each for target in TARGETS for each in self.shapes.objects(None, target))}
        return targeting.union(*(reads(self.shapes, query) for query in queries))

    def valid(self) -> list[Result]:
        """The results of the world without a fault."""
        return results(without(self.world, Graph()), self.shapes, self.ontology)

    def outcome(self, case: Case) -> list[Result]:
        """The results of the world with a fault; no query is asked about what no query can see."""
        shapes = self.shapes if case.touches() & self.watched else self.quiet
        return results(case.apply(self.world), shapes, self.ontology)


def judges() -> dict[str, Judge]:
    """The judges of all worlds: a small one of our own, and what is published of the agency."""
    ontology = without(Graph().parse(ROOT / "ontology" / "ns.ttl"), Graph(), SKOS.definition, RDFS.label, SKOS.scopeNote)
    worlds = {"vocabulary": Graph().parse(FOLDER / "valid.ttl"), "agency": agency()}
    targeting = {file.stem: targets(file) for file in SHAPE_FILES}
    found = {}
    for name, world in worlds.items():
        others = sum((graph for other, graph in targeting.items() if other != name), Graph())
        found[name] = Judge(world, ontology, without(shapes_graph(), others))
    return found


def agency() -> Graph:
    """What is published of the agency, as far as the shapes of agency.ttl read it."""
    shapes = shapes_graph()
    own = Graph().parse(ROOT / "shapes" / "agency.ttl")
    read = set(own.objects()).union(*(reads(shapes, query) for query in own.objects(None, SH.sparql)))
    world = Graph()
    for triple in published("statement", "editorial", "translation", "source"):
        if triple[1] in read:
            world.add(triple)
    return world


def targets(file: Path) -> Graph:
    """The target triples of a shapes file."""
    found = Graph()
    for triple in Graph().parse(file):
        if triple[1] in TARGETS:
            found.add(triple)
    return found
