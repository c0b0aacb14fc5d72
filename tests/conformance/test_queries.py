"""The W3C's tests of the query language and of the results' formats, asked of a running server.

A query is sent with its dataset as the protocol allows; a query that names its own with FROM is sent without.
"""

from __future__ import annotations

import json

import pytest
from pyoxigraph import NamedNode, QueryTriples, RdfFormat, Store

from conformance import results
from conformance.exchange import WAYS, Pairs, Response, Service
from conformance.results import Answer
from conformance.suite import EVALUATION, FAILURES, FOLDER, SUITES, Entry, entries, known, parameters, path
from kiungo.evaluation.tokens import names_dataset, star
from kiungo.evaluation.worker import GRAPH_FORMATS, RESULTS_WRITERS, evaluate
from kiungo.rdf.queries import is_ordered

MEDIA_TYPES = {
    "srx": "application/sparql-results+xml",
    "srj": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "nt": "application/n-triples",
}
RESULTS = ("QueryEvaluationTest", "CSVResultFormatTest")
PROBLEM = "application/problem+json, */*;q=0.5"

NOTHING: Pairs = [("default-graph-uri", "https://w3c.github.io/rdf-tests/none")]
"""A graph that is not there: the dataset of a test that has no data."""

without = pytest.mark.skipif(not FOLDER.is_dir(), reason="KIUNGO_CONFORMANCE names no folder with w3c-sparql11")


def dataset(entry: Entry) -> Pairs:
    """The parameters that name the files of a test as its graphs."""
    if names_dataset(entry.query):
        return []
    default = [("default-graph-uri", each) for each in entry.graphs("data")]
    return default + [("named-graph-uri", each) for each in entry.graphs("graphData")] or NOTHING


def expected(entry: Entry) -> tuple[Answer, str]:
    """The answer that a test wants, and the suffix of the format in which to ask for it."""
    assert entry.result is not None
    file = path(entry.result)
    wanted = results.expected(file, entry.result)
    return wanted, "nt" if isinstance(wanted, list) else {"ttl": "srj"}.get(file.suffix[1:], file.suffix[1:])


def compare(entry: Entry, wanted: Answer, octets: bytes, suffix: str) -> None:
    """Raise OtherAnswer or OtherForm where the octets are not the answer; CSV and TSV show the order of columns."""
    free = star(entry.query) is not None and suffix not in ("csv", "tsv")
    results.compare(wanted, results.read(octets, suffix), star=free, ordered=is_ordered(entry.query))


@pytest.mark.parametrize("entry", parameters(EVALUATION, RESULTS))
def test_w3c_query_is_answered(entry: Entry, service: Service) -> None:
    wanted, suffix = expected(entry)
    for way in WAYS.values():
        response = way(service, entry.query, dataset(entry), MEDIA_TYPES[suffix])
        response.require(2)
        assert response.media_type == MEDIA_TYPES[suffix]
        compare(entry, wanted, response.body, suffix)


@pytest.mark.parametrize("entry", parameters(EVALUATION, ["PositiveSyntaxTest11"]))
def test_w3c_query_is_understood(entry: Entry, service: Service) -> None:
    """It is, too, where it calls a function that no engine promises: that is no fault of its syntax."""
    response = service.direct(entry.query, NOTHING, PROBLEM)
    if problem(response) != "unsupported":
        response.require(2)


@pytest.mark.parametrize("entry", parameters(EVALUATION, ["NegativeSyntaxTest11"]))
def test_w3c_query_is_refused_for_its_syntax(entry: Entry, service: Service) -> None:
    response = service.direct(entry.query, NOTHING, PROBLEM)
    response.require(4)
    assert (response.status, problem(response)) == (400, "syntax")


def problem(response: Response) -> str | None:
    """The name of the problem that the service found, or None."""
    if response.media_type != "application/problem+json":
        return None
    return str(json.loads(response.body)["type"]).rpartition(":")[2]


@without
def test_the_union_of_all_graphs_answers_like_a_default_graph() -> None:
    """The dataset that most queries are asked of: a store of nothing but the test's data, and no graph named."""
    tests = [entry for suite in EVALUATION for entry in entries(suite) if entry.kind in RESULTS]
    single = [entry for entry in tests if dataset(entry) and not entry.graphs("graphData")]
    failed = {entry.id: how for entry in single if (how := failure(entry)) is not None}
    assert failed == {entry.id: known()[entry.id][0] for entry in single if entry.id in known()}


def failure(entry: Entry) -> str | None:
    """How the union of a test's graphs fails to answer it, or None."""
    store = Store()
    for file in entry.graphs("data"):
        form = RdfFormat.from_extension(path(file).suffix[1:])
        store.load(path=path(file), format=form, base_iri=file, to_graph=NamedNode(file))
    found = evaluate(store, {"query": entry.query, "bindings": (), "default_graphs": (), "named_graphs": ()})
    wanted, suffix = expected(entry)
    kind = MEDIA_TYPES[suffix]
    form = GRAPH_FORMATS[kind].writer if isinstance(found, QueryTriples) else RESULTS_WRITERS[kind]
    try:
        compare(entry, wanted, found.serialize(None, form), suffix)
    except tuple(FAILURES.values()) as error:
        return next(name for name, kind in FAILURES.items() if kind is type(error))
    return None


@without
def test_every_known_failure_is_a_test_and_every_test_is_run() -> None:
    assert {each.parent.name for each in FOLDER.glob("*/manifest.ttl")} == set(SUITES)
    tests = {entry.id: entry.kind for suite in SUITES for entry in entries(suite)}
    assert known().keys() <= tests.keys()
    assert set(tests.values()) == {
        *RESULTS, "PositiveSyntaxTest11", "NegativeSyntaxTest11", "ProtocolTest", "ServiceDescriptionTest",
    }
