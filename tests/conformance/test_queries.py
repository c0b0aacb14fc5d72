"""The W3C's tests of the query language and of the results' formats, asked of a running server.

A query is sent with its dataset as the protocol allows; a query that names its own with FROM is sent without.
"""

from __future__ import annotations

import json

import pytest

from conformance import results
from conformance.exchange import Response, Service
from conformance.suite import EVALUATION, FOLDER, SUITES, Entry, entries, known, parameters, path
from kiungo.evaluation.tokens import names_dataset, star
from kiungo.rdf.queries import is_ordered

PROBLEM = "application/problem+json, */*;q=0.5"
NOWHERE = "https://w3c.github.io/rdf-tests/none"
"""A graph that is not there: the default graph of a test that has no data at all."""

MEDIA_TYPES = {
    "srx": "application/sparql-results+xml",
    "srj": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "nt": "application/n-triples",
}
RESULTS = ("QueryEvaluationTest", "CSVResultFormatTest")


@pytest.mark.parametrize("entry", parameters(EVALUATION, RESULTS))
def test_w3c_query_is_answered(entry: Entry, service: Service) -> None:
    query, default, named = entry.query, entry.graphs("data"), entry.graphs("graphData")
    if names_dataset(query):
        default = named = []
    elif not default and not named:
        default = [NOWHERE]
    file = path(entry.result)
    wanted = results.expected(file, entry.result)
    suffix = "nt" if isinstance(wanted, list) else {"ttl": "srj"}.get(file.suffix[1:], file.suffix[1:])
    response = service.ask(query, default, named, MEDIA_TYPES[suffix])
    response.require(2)
    assert response.media_type == MEDIA_TYPES[suffix]
    found = results.read(response.body, suffix)
    free = star(query) is not None and suffix not in ("csv", "tsv")
    results.compare(wanted, found, star=free, ordered=is_ordered(query))


@pytest.mark.parametrize("entry", parameters(EVALUATION, ["PositiveSyntaxTest11"]))
def test_w3c_query_is_understood(entry: Entry, service: Service) -> None:
    """It is, too, where it calls a function that no engine promises: that is no fault of its syntax."""
    response = service.ask(entry.query, [NOWHERE], [], PROBLEM)
    if problem(response) != "unsupported":
        response.require(2)


@pytest.mark.parametrize("entry", parameters(EVALUATION, ["NegativeSyntaxTest11"]))
def test_w3c_query_is_refused_for_its_syntax(entry: Entry, service: Service) -> None:
    response = service.ask(entry.query, [NOWHERE], [], PROBLEM)
    response.require(4)
    assert (response.status, problem(response)) == (400, "syntax")


def problem(response: Response) -> str | None:
    """The name of the problem that the service found, or None."""
    if response.media_type != "application/problem+json":
        return None
    return str(json.loads(response.body)["type"]).rpartition(":")[2]


@pytest.mark.skipif(not FOLDER.is_dir(), reason="KIUNGO_CONFORMANCE names no folder with w3c-sparql11")
def test_every_known_failure_is_a_test_and_every_test_is_run() -> None:
    tests = {entry.id: entry.kind for suite in SUITES for entry in entries(suite)}
    assert known().keys() <= tests.keys()
    assert set(tests.values()) == {
        *RESULTS, "PositiveSyntaxTest11", "NegativeSyntaxTest11", "ProtocolTest", "ServiceDescriptionTest",
    }
