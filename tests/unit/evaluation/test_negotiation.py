"""Formats of answers, chosen before a query is evaluated."""

from __future__ import annotations

from typing import cast

import pytest

from kiungo.errors import BadRequest
from kiungo.evaluation.negotiation import Choice, choose, named, none_fits, wants_page
from kiungo.rdf.formats import TURTLE
from kiungo.rdf.results import JSON


@pytest.mark.parametrize(
    ("header", "results", "graph"),
    [
        (None, "json", "ttl"),
        ("*/*", "json", "ttl"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json", "ttl"),
        ("application/json", "json", "jsonld"),
        ("application/sparql-results+json", "json", None),
        ("application/sparql-results+xml, application/rdf+xml", "xml", "rdf"),
        ("text/csv", "csv", None),
        ("text/*", "csv", "ttl"),
        ("text/tab-separated-values;q=0.9, text/csv;q=0.8, application/n-quads", "tsv", "nq"),
        ("image/png", None, None),
    ],
)
def test_tables_and_graphs_are_chosen_at_once(
    header: str | None, results: str | None, graph: str | None
) -> None:
    choice = choose(header)
    assert choice.results is None or choice.results.suffix == results
    assert choice.graph is None or choice.graph.suffix == graph
    assert (choice.results is None, choice.graph is None) == (results is None, graph is None)


@pytest.mark.parametrize(
    ("name", "results", "graph"),
    [
        ("csv", "csv", None),
        ("csv-excel", "csv", None),
        ("json", "json", "jsonld"),
        ("xml", "xml", "rdf"),
        ("nt", None, "nt"),
        ("text/tab-separated-values", "tsv", None),
        ("application/ld+json", None, "jsonld"),
    ],
)
def test_a_format_can_be_named_and_is_that_of_tables_or_of_graphs(name: str, results: str | None, graph: str | None) -> None:
    choice = choose(named(name))
    assert (choice.results and choice.results.suffix, choice.graph and choice.graph.suffix) == (results, graph)


def test_of_several_formats_the_first_that_is_known_is_taken() -> None:
    assert named("pdf, csv, ttl, */*") == "text/csv"
    assert named("application/ld+json,application/x-json+ld") == "application/ld+json"


@pytest.mark.parametrize("name", ["", "pdf", "*/*", "pdf, */*", "CSV;q=1", ","])
def test_an_unknown_format_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(BadRequest) as caught:
        named(name)
    assert caught.value.members["parameter"] == "format"
    assert "html, json, xml, csv, tsv, ttl" in str(caught.value.members["remedy"])


@pytest.mark.parametrize(
    ("form", "first"),
    [
        ("SELECT", "application/sparql-results+json"),
        ("ASK", "application/sparql-results+json"),
        ("CONSTRUCT", "text/turtle"),
        ("DESCRIBE", "text/turtle"),
    ],
)
def test_what_cannot_be_answered_acceptably_is_refused_with_what_there_is(form: str, first: str) -> None:
    variants = cast(list[dict[str, str]], none_fits(form).members["variants"])
    assert variants[0] == {"type": first}



def test_a_choice_tells_itself_from_others() -> None:
    assert Choice(JSON, None).media_types() == ("application/sparql-results+json", "")
    assert Choice(None, TURTLE).media_types() == ("", "text/turtle")


@pytest.mark.parametrize(
    ("header", "name", "expected"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", None, True),
        ("text/html", None, True),
        ("application/xhtml+xml", None, True),
        (None, None, False),
        ("*/*", None, False),
        ("text/html, application/sparql-results+json", None, False),
        ("text/html;q=0.5, text/csv", None, False),
        ("image/png", None, False),
        ("*/*", "html", True),
        ("text/csv", "text/html", True),
        ("text/html", "csv", False),
        ("text/html", "pdf", False),
    ],
)
def test_a_page_is_for_who_takes_it_more_gladly_than_data(header: str | None, name: str | None, expected: bool) -> None:
    assert wants_page(header, name) is expected


