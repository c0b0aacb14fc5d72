"""VoID's counts are true: each is counted again by SPARQL, over the whole dataset less the catalogue.

What depends on literals is counted again by rdflib over the dumps: Oxigraph's store keeps an xsd:nonNegativeInteger
as an xsd:integer. The rest is asked of the store, which is far quicker.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Variable

from kiungo.builder.partitions import linksets, spaces
from kiungo.builder.statistics import statistics
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.release import Release

PREFIXES = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX void-ext: <http://ldf.fi/void-ext#>
PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
EX = "https://x.example/"
A, B, KNOWS, NAME, PERSON = (NamedNode(EX + each) for each in ("id/a", "id/b", "ns#knows", "ns#name", "ns#Person"))
G, H = NamedNode(EX + "graph/g"), NamedNode(EX + "graph/h")
SAME = NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
Q42 = NamedNode("http://www.wikidata.org/entity/Q42")


@pytest.fixture(params=["tiny_release", "agency_release"])
def release(request: pytest.FixtureRequest) -> Release:
    """Each of the two bodies."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Release)
    return found


@pytest.fixture
def store(release: Release) -> Store:
    """What the release's endpoint answers from."""
    return Store.read_only(str(release.store))


@pytest.fixture(scope="module", autouse=True)
def lexical_forms() -> Iterator[None]:
    """Have rdflib leave literals as they are written."""
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = True


def catalogued(store: Store, release: Release, query: str) -> set[tuple[str, ...]]:
    """The rows that the catalogue gives, as values."""
    return values(store.query(PREFIXES + query, default_graph=[NamedNode(release.publication.graph("catalog"))]))


def values(found: object) -> set[tuple[str, ...]]:
    """The rows of a result without the kinds of their terms."""
    assert isinstance(found, QuerySolutions)
    return {tuple("" if each is None else str(each.value) for each in row) for row in found}  # type: ignore[union-attr]


def counted(release: Release, query: str) -> set[tuple[str, ...]]:
    """The rows that all other graphs give together, as values."""
    if "?o a ?c" in query or ("COUNT(DISTINCT ?o)" not in query and "isLiteral" not in query):
        store = Store.read_only(str(release.store))
        names = [NamedNode(release.publication.graph(each)) for each in release.manifest.graphs if each != "catalog"]
        return values(store.query(PREFIXES + query, default_graph=names))
    graph = rdflib.Graph()
    for name in release.manifest.graphs:
        if name != "catalog":
            graph.parse(release.dump(name, "nt"), format="nt")
    return {tuple(str(each) for each in row) for row in graph.query(PREFIXES + query)}  # type: ignore[union-attr]


@pytest.mark.parametrize(("told", "recount"), [
    ("?d void:propertyPartition ?pp . ?d void:uriSpace ?space . ?pp void:property ?a ; void:triples ?n ; "
     "void:distinctSubjects ?m ; void:distinctObjects ?k",
     "SELECT ?a (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) (COUNT(DISTINCT ?o) AS ?k) { ?s ?a ?o } GROUP BY ?a"),
    ("?cp void:class ?a ; void:entities ?n", "SELECT ?a (COUNT(DISTINCT ?s) AS ?n) { ?s a ?a } GROUP BY ?a"),
    ("?cp void:class ?a ; void:propertyPartition ?pp . ?pp void:property ?b ; void:triples ?n ; void:distinctSubjects ?m",
     "SELECT ?a ?b (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?s a ?a ; ?b ?o } GROUP BY ?a ?b"),
    ("?cp void:class ?a ; void:propertyPartition ?pp . ?pp void:property ?b ; "
     "void:classPartition [ void:class ?c ; void:triples ?n ]",
     "SELECT ?a ?b ?c (COUNT(*) AS ?n) { ?s a ?a ; ?b ?o . ?o a ?c } GROUP BY ?a ?b ?c"),
    ("?cp void:class ?a ; void:propertyPartition ?pp . ?pp void:property ?b ; "
     "void-ext:datatypePartition [ void-ext:datatype ?c ; void:triples ?n ]",
     "SELECT ?a ?b ?c (COUNT(*) AS ?n) { ?s a ?a ; ?b ?o FILTER(isLiteral(?o)) BIND(DATATYPE(?o) AS ?c) } GROUP BY ?a ?b ?c"),
    ("?d void:classes ?a ; void:properties ?b ; void:triples ?c ; void:distinctSubjects ?n ; void:distinctObjects ?m",
     "SELECT (COUNT(DISTINCT ?class) AS ?a) (COUNT(DISTINCT ?p) AS ?b) (COUNT(*) AS ?c) (COUNT(DISTINCT ?s) AS ?n) "
     "(COUNT(DISTINCT ?o) AS ?m) { ?s ?p ?o BIND(IF(?p = rdf:type, ?o, ?none) AS ?class) }"),
], ids=["properties", "classes", "properties-of-classes", "classes-of-objects", "datatypes", "whole"])
def test_each_count_of_the_catalogue_is_found_again(release: Release, store: Store, told: str, recount: str) -> None:
    recount = recount.replace("rdf:type", f"<{RDF_TYPE.value}>")
    variables = [f"?{name}" for name in "abcnmk" if f"?{name}" in recount]
    said = catalogued(store, release, f"SELECT {' '.join(variables)} {{ {told} }}")
    assert said == counted(release, f"SELECT {' '.join(variables)} {{ {{ {recount} }} }}")
    assert said


def test_entities_are_the_subjects_below_the_base(release: Release, store: Store) -> None:
    said = catalogued(store, release, "SELECT ?n { [] void:entities ?n ; void:uriSpace ?any }")
    count = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{release.publication.base}')) }}"
    assert said == counted(release, count)


def test_the_manifest_counts_the_triples_of_the_union(release: Release, store: Store) -> None:
    found = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    assert next(found)["n"] == Literal(release.manifest.triples)


def test_the_catalogue_has_no_blank_node(release: Release, store: Store) -> None:
    assert not catalogued(store, release, "SELECT ?s { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }")


def test_a_triple_of_two_graphs_counts_once_and_an_object_of_two_classes_for_both() -> None:
    quads = sorted([
        Quad(A, RDF_TYPE, PERSON, G), Quad(A, KNOWS, B, G), Quad(A, KNOWS, B, H), Quad(A, NAME, Literal("A"), H),
        Quad(B, RDF_TYPE, PERSON, G), Quad(B, RDF_TYPE, NamedNode(EX + "ns#Agent"), H),
    ], key=str)
    found = statistics(quads, EX + "id/")
    assert (found.triples, found.subjects, found.entities, len(found.objects)) == (5, 2, 2, 4)
    person = found.classes[PERSON.value]
    assert person.entities == 2
    assert person.triples[KNOWS.value] == 1
    kinds = {kind: count for (predicate, kind), count in person.kinds.items() if predicate == KNOWS.value}
    assert kinds == {(False, PERSON.value): 1, (False, EX + "ns#Agent"): 1}


def test_links_are_counted_by_predicate_and_by_the_longest_space() -> None:
    dataset, wikidata, items = (NamedNode(EX + each) for each in ("dataset", "id/dataset/w", "id/dataset/items"))
    uri_space = NamedNode("http://rdfs.org/ns/void#uriSpace")
    others = spaces([Quad(wikidata, uri_space, Literal("http://www.wikidata.org/"), G),
                     Quad(items, uri_space, Literal("http://www.wikidata.org/entity/"), G),
                     Quad(dataset, uri_space, Literal(EX), G)], dataset)
    mention = Quad(A, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#object"), Q42, G)
    said = list(linksets(dataset, [Quad(A, SAME, Q42, G), Quad(A, SAME, Q42, H), Quad(A, SAME, B, G), mention], others))
    told = {predicate.rpartition("#")[2]: value for _, predicate, value in said}
    assert told["objectsTarget"] == items
    assert told["linkPredicate"] == SAME
    assert told["triples"] == Literal(1)
    assert len({subject for subject, _, _ in said} - {dataset}) == 1


def test_the_agency_counts_its_links_to_wikidata(agency_release: Release) -> None:
    store = Store.read_only(str(agency_release.store))
    target = NamedNode(agency_release.publication.base + "id/dataset/wikidata")
    query = PREFIXES + "SELECT ?n ?t { ?l a void:Linkset ; void:objectsTarget ?t ; void:triples ?n }"
    found = store.query(query, use_default_graph_as_union=True, substitutions={Variable("t"): target})
    assert isinstance(found, QuerySolutions)
    assert [row["n"].value for row in found] == ["2"]
