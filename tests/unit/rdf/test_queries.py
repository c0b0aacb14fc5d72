"""SPARQL text as tokens."""

from __future__ import annotations

import pytest

from kiungo.rdf.queries import map_iris, prefixes_used, property_of, with_prologue, with_values


def test_only_iris_are_mapped_and_nothing_in_strings_or_comments() -> None:
    query = """# see <urn:a>
PREFIX a: <urn:a>
SELECT ?x { <urn:a> a:b '<urn:a>' , \"\"\"long <urn:a> "quoted\"\"\" . FILTER(?x<3 && ?x>1) }"""
    mapped = map_iris(query, lambda iri: iri.replace("urn:a", "urn:z"))
    assert mapped == query.replace("PREFIX a: <urn:a>", "PREFIX a: <urn:z>").replace("{ <urn:a>", "{ <urn:z>")


def test_prefixes_are_found_in_names_alone() -> None:
    query = "SELECT * { ?a:b c:d/e:f 'g:h' ; :i <j:k> } # l:m"
    assert prefixes_used(query) == ["", "c", "e"]


def test_a_prologue_declares_what_the_query_uses() -> None:
    assert with_prologue("ASK { ?s a:b a:c }", {"a": "urn:a#", "z": "urn:z#"}) == "PREFIX a: <urn:a#>\nASK { ?s a:b a:c }"


@pytest.mark.parametrize(("query", "expected"), [
    ("SELECT ?x { ?x a ?y }", "SELECT ?x {\n  VALUES (?x) { (1) } ?x a ?y }"),
    ('SELECT ("{" AS ?x) WHERE { ?x a ?y }', 'SELECT ("{" AS ?x) WHERE {\n  VALUES (?x) { (1) } ?x a ?y }'),
    ("SELECT (EXISTS { ?x a 1 } AS ?x) { ?x a ?y }", "SELECT (EXISTS { ?x a 1 } AS ?x) {\n  VALUES (?x) { (1) } ?x a ?y }"),
    ("# {\nSELECT ?x {}", "# {\nSELECT ?x {\n  VALUES (?x) { (1) }}"),
    ("DESCRIBE <urn:x>", "DESCRIBE <urn:x>"),
])
def test_values_stand_at_the_start_of_the_outermost_group(query: str, expected: str) -> None:
    assert with_values(query, {"x": "1"}) == expected


def test_a_query_without_values_stays_as_it_is() -> None:
    assert with_values("SELECT ?x {}", {}) == "SELECT ?x {}"


@pytest.mark.parametrize(("pattern", "found"), [
    ("?s x:p ?n", "urn:x:p"), ("<urn:s> <urn:p> ?n", "urn:p"), ("?s a x:C ; x:p $n", "urn:x:p"),
    ("x:s x:p [ x:q ?n ]", "urn:x:q"),
    ("x:s ?n ?o", None), ("?s x:p/x:q ?n", None), ("?s ?p ?n", None), ("?s x:p 'x:q ?n'", None), ("?n x:p ?o", None),
    ("FILTER(?n > 1)", None), ("?s x:p ?number", None),
    ("?s <p> ?n", None), ("?s y:p ?n", None), ("FILTER(1) x:s ?n ?o", None), ("FILTER(1) x:s x:p\\-q ?n", "urn:x:p-q"),
])
def test_the_property_is_found_whose_object_a_variable_is(pattern: str, found: str | None) -> None:
    property_ = property_of(f"PREFIX x: <urn:x:> PREFIX y: <y/>\nSELECT ?n WHERE {{ {pattern} }}", "n")
    assert (property_.value if property_ else None) == found
