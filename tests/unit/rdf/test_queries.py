"""SPARQL text as tokens."""

from __future__ import annotations

from kiungo.rdf.queries import map_iris, prefixes_used, with_prologue


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
