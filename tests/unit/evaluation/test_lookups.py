"""Lookups: which queries they are, and that they are answered as the engine answers them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, Store, Triple, parse

from kiungo.engine.embedded import Embedded, open_dataset
from kiungo.evaluation import lookups
from kiungo.evaluation.pool import Limits, Pool
from kiungo.protocol.sparql import SparqlRequest
from kiungo.rdf.formats import N_QUADS, N_TRIPLES, RDF_XML, TURTLE
from kiungo.rdf.results import CSV, JSON
from kiungo.release import Release

S, P = "http://x.example/s", "http://x.example/p"
PREFIX = "PREFIX ex: <http://x.example/>"


@pytest.mark.parametrize(("query", "predicate", "names"), [
    (f"SELECT ?o {{ <{S}> <{P}> ?o }}", P, ("o",)),
    (f"select * where {{<{S}> <{P}> ?o.}}", P, ("o",)),
    (f"SELECT ?p ?o WHERE {{ <{S}> ?p ?o }} # the rest", None, ("p", "o")),
    (f"{PREFIX} SELECT ?o {{ ex:s ex:p ?o }}", P, ("o",)),
    (f"# all\n{PREFIX}\nprefix : <http://x.example/>#\nSELECT?o{{:s ex:p ?o}}".replace("SELECT?", "SELECT ?"), P, ("o",)),
    (f"SELECT ?o {{ <{S}> a ?o }}", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", ("o",)),
    (f"CONSTRUCT {{ <{S}> ?p ?o }} WHERE {{ <{S}> ?p ?o . }}", None, ("p", "o")),
])
def test_a_pattern_with_a_known_subject_is_a_lookup(query: str, predicate: str | None, names: tuple[str, ...]) -> None:
    found = lookups.recognised(query)
    assert found is not None
    assert found.subject.value == S
    assert (found.predicate.value if found.predicate else None, found.names) == (predicate, names)
    Store().query(query)  # the engine reads it, too


@pytest.mark.parametrize("query", [
    "SELECT ?o { ?s ?p ?o }",
    f"SELECT ?s {{ ?s <{P}> <{S}> }}",
    f"SELECT ?o {{ <{S}> <{P}>* ?o }}",
    f"SELECT ?o {{ <{S}> ^<{P}> ?o }}",
    f"SELECT ?o {{ <{S}> <{P}>/<{P}> ?o }}",
    f"SELECT ?o {{ <{S}> <{P}> ?o , ?x }}",
    f"SELECT ?o {{ <{S}> <{P}> ?o ; <{P}> ?x }}",
    f"SELECT ?o {{ <{S}> <{P}> ?o . ?o ?p ?q }}",
    f"SELECT ?o {{ <{S}> <{P}> ?o . FILTER(REGEX(?o, '(a+)+')) }}",
    f"SELECT ?o {{ SERVICE <{S}> {{ <{S}> <{P}> ?o }} }}",
    f"SELECT ?o FROM <{S}> {{ <{S}> <{P}> ?o }}",  # noqa: S608 - no SQL
    f"SELECT ?o {{ GRAPH <{S}> {{ <{S}> <{P}> ?o }} }}",
    f"SELECT ?o {{ <{S}> <{P}> ?o }} LIMIT 1",
    f"SELECT ?o {{ <{S}> <{P}> ?o }} VALUES ?o {{ 1 }}",
    f"SELECT (STR(?o) AS ?x) {{ <{S}> <{P}> ?o }}",
    f"SELECT ?x {{ <{S}> <{P}> ?o }}",
    f"SELECT ?o ?p {{ <{S}> ?p ?o }}",
    f"SELECT ?o {{ <{S}> ?o ?o }}",
    f"SELECT ?o ?o {{ <{S}> <{P}> ?o }}",
    f"SELECT ?o {{ <{S}> <{P}> ?o }} }}",
    f"SELECT ?o {{ <{S}><{P}> ?o }}",
    f"{PREFIX} SELECT ?o {{ ex:s.ex:p ex:p ?o }}",
    f"{PREFIX} SELECT ?o {{ ex:s:t ex:p ?o }}",
    f"{PREFIX} SELECT ?o {{ ex:s\\-t ex:p ?o }}",
    "SELECT ?o { ex:s ex:p ?o }",
    "SELECT ?o { <s> <p> ?o }",
    f"BASE <http://x.example/> SELECT ?o {{ <{S}> <{P}> ?o }}",
    f"SELECT ?o {{ <http://x.example/a/../s> <{P}> ?o }}",
    f"SELECT ?o {{ <http://x.example/%zz> <{P}> ?o }}",
    f"SELECT ?o {{ <http://x.example/\\u0073> <{P}> ?o }}",
    f"SELECT ?o {{ _:s <{P}> ?o }}",
    f"CONSTRUCT {{ <{S}> ?p ?o }} WHERE {{ <{P}> ?p ?o }}",
    f"CONSTRUCT {{ ?o ?p <{S}> }} WHERE {{ <{S}> ?p ?o }}",
    f"DESCRIBE <{S}>",
    f"ASK {{ <{S}> <{P}> ?o }}",
    f"SELECT ?o {{ <{S}> <{P}> ?o }}" + " " * lookups.LONGEST,
    "",
])
def test_any_other_query_is_none(query: str) -> None:
    assert lookups.recognised(query) is None


@pytest.mark.parametrize("hostile", [
    "PREFIX a: <a:b> " * 100 + "SELECT ?o",
    "SELECT " + "#" * 1500,
    "SELECT ?o { <a:" + "b" * 1900,
    "SELECT ?o { " + "#\n" * 900 + "a:b",
    "SELECT ?" + "a" * 1900 + "-",
    ("PREFIX " + "a" * 1000 + " ") + "\t \n" * 200,
])
def test_telling_takes_no_time_on_any_text(hostile: str) -> None:
    began = process_time()
    for _ in range(20):
        assert lookups.recognised(hostile) is None
    assert process_time() - began < 0.2


def bindings(octets: bytes) -> list[str]:
    return sorted(json.dumps(each, sort_keys=True) for each in json.loads(octets)["results"]["bindings"])


def subjects(release: Release) -> Iterator[str]:
    """IRIs of all kinds."""
    found = {quad.subject.value for quad in parse(path=str(release.dump("dataset", "nq")), format=N_QUADS.writer)
             if isinstance(quad.subject, NamedNode)}
    return iter(sorted(found)[::17])


def test_the_engine_gives_the_same_answers(agency_release: Release) -> None:
    dataset = open_dataset(agency_release, 10**6)
    engine = Store.read_only(str(agency_release.store))
    answered = 0
    for subject in subjects(agency_release):
        for query in (f"SELECT ?p ?o {{ <{subject}> ?p ?o }}",
                      f"SELECT ?o {{ <{subject}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?o }}"):
            found = lookups.recognised(query)
            assert found is not None
            ours = lookups.answer(found, dataset, JSON, {})
            table = engine.query(query, use_default_graph_as_union=True).serialize(format=QueryResultsFormat.JSON)
            assert table is not None
            if ours is not None:
                answered += 1
                assert bindings(ours) == bindings(table)
                assert json.loads(ours)["head"] == json.loads(table)["head"]
        query = f"CONSTRUCT {{ <{subject}> ?p ?o }} WHERE {{ <{subject}> ?p ?o }}"
        found = lookups.recognised(query)
        assert found is not None
        ours = lookups.answer(found, dataset, N_TRIPLES, {})
        if ours is not None:
            theirs = engine.query(query, use_default_graph_as_union=True)
            assert {quad.triple for quad in parse(ours, N_TRIPLES.writer)} == set(theirs)
    assert answered > 100


def lookup() -> lookups.Lookup:
    found = lookups.recognised(f"SELECT * {{ <{S}> <{P}> ?o }}")
    assert found is not None
    return found


def dataset(*values: NamedNode | BlankNode | Literal | Triple) -> Embedded:
    store = Store()
    store.extend(Quad(NamedNode(S), NamedNode(P), each, NamedNode("http://x.example/g")) for each in values)
    return Embedded(store)


def test_what_must_be_escaped_is_and_each_kind_of_term_is_told() -> None:
    octets = 'a "quoted" \\ word\n\t\x01 ñ \u2028 😀'
    values = [Literal(octets), Literal("x", language="en-tz"), Literal(5), NamedNode(P)]
    found = dataset(*values)
    ours = lookups.answer(lookup(), found, JSON, {})
    theirs = found._store.query(f"SELECT * {{ GRAPH ?g {{ <{S}> <{P}> ?o }} }}").serialize(format=QueryResultsFormat.JSON)
    assert ours is not None
    assert theirs is not None
    assert bindings(ours) == sorted(
        json.dumps({"o": row["o"]}, sort_keys=True) for row in json.loads(theirs)["results"]["bindings"]
    )


def test_what_is_said_in_two_graphs_is_told_once() -> None:
    store = Store()
    store.extend(Quad(NamedNode(S), NamedNode(P), Literal("x"), NamedNode(f"http://x.example/{graph}")) for graph in "ab")
    ours = lookups.answer(lookup(), Embedded(store), JSON, {})
    assert ours is not None
    assert len(bindings(ours)) == 1


@pytest.mark.parametrize("values", [
    [Literal(number) for number in range(lookups.MOST + 1)],
    [BlankNode()],
    [Literal("x", language="ar", direction=None), Triple(NamedNode(S), NamedNode(P), NamedNode(S))],
])
def test_what_is_long_or_has_no_name_that_lasts_is_left_to_the_workers(values: list[Literal]) -> None:
    assert lookups.answer(lookup(), dataset(*values), JSON, {}) is None


def test_as_much_as_is_allowed_is_answered_in_one_order() -> None:
    values = [Literal(number) for number in range(lookups.MOST)]
    one, other = (lookups.answer(lookup(), dataset(*each), JSON, {}) for each in (values, values[::-1]))
    assert one == other is not None


def test_tables_in_other_formats_are_left_to_the_workers() -> None:
    assert lookups.answer(lookup(), dataset(Literal("x")), CSV, {}) is None


@pytest.mark.parametrize(("value", "is_told"), [("x", True), ("\x01", False)])
def test_what_no_xml_can_hold_is_left_to_the_workers_who_say_so(value: str, is_told: bool) -> None:
    found = lookups.recognised(f"CONSTRUCT {{ <{S}> ?p ?o }} WHERE {{ <{S}> ?p ?o }}")
    assert found is not None
    assert (lookups.answer(found, dataset(Literal(value)), RDF_XML, {}) is not None) is is_told
    assert lookups.answer(found, dataset(Literal(value)), TURTLE, {}) is not None


def test_the_pool_answers_lookups_without_a_worker(tmp_path: Path) -> None:
    """There is no store at all from which a worker could be started."""
    pool = Pool(tmp_path, Limits(), {"ex": "http://x.example/"}, None, dataset(Literal("x")))
    table = pool.look_up(SparqlRequest(f"SELECT ?o {{ <{S}> <{P}> ?o }}"))
    assert table is not None
    assert (table.kind, table.media_type, table.body) == (
        "solutions", JSON.media_type,
        b'{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"x"}}]}}',
    )
    graph = pool.look_up(SparqlRequest(f"CONSTRUCT {{ <{S}> ?p ?o }} WHERE {{ <{S}> ?p ?o }}"))
    assert graph is not None
    assert (graph.kind, graph.media_type, graph.body) == (
        "graph", TURTLE.media_type, b'@prefix ex: <http://x.example/> .\nex:s ex:p "x" .\n')
    own = pool.look_up(SparqlRequest(f"PREFIX : <{S}> PREFIX o: <urn:o> CONSTRUCT {{ : ?p ?o }} WHERE {{ : ?p ?o }}"))
    assert own is not None
    assert own.body == f'@prefix : <{S}> .\n@prefix ex: <http://x.example/> .\n: ex:p "x" .\n'.encode()
    assert b'ex:s ex:p "x"' in bytes(graph.body)
    named = SparqlRequest(f"SELECT ?o {{ <{S}> <{P}> ?o }}", default_graphs=("http://x.example/g",))
    assert pool.look_up(named) is None
    assert pool.look_up(SparqlRequest(f"SELECT ?o {{ <{S}> <{P}> ?o }}", bindings=(("o", '"x"'),))) is None
