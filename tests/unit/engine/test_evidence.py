"""Evidence and proposed readings, by the roles of the tiny body."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kiungo import publication
from kiungo.engine import evidence
from kiungo.engine.embedded import Embedded
from kiungo.publication import Roles

THING, PASSAGE = NamedNode("https://x.example/id/a"), NamedNode("https://x.example/id/p")


@pytest.fixture(scope="module")
def roles() -> Roles:
    return publication.load(Path(__file__).parents[2] / "fixtures" / "tiny" / "kiungo.toml").roles


def test_a_record_tells_statement_basis_and_sources(dataset: Callable[[str], Embedded], roles: Roles) -> None:
    found = evidence.about(dataset("""
        :w a h:Warrant ; rdf:subject :a ; rdf:predicate rdfs:label ; rdf:object "x"@en ; h:ground :read ; dcterms:source :q, :p ;
            rdfs:label "the record"@en ; rdfs:comment "why"@en, "kwa nini"@sw .
    """), roles, THING).told
    assert len(found) == 1
    assert found[0].notes == ((Literal("kwa nini", language="sw"), Literal("why", language="en")),)
    assert found[0].object == Literal("x", language="en")
    assert [str(each) for each in found[0].bases] == ["<https://x.example/id/read>"]
    assert [str(each) for each in found[0].sources] == ["<https://x.example/id/p>", "<https://x.example/id/q>"]


@pytest.mark.parametrize("broken", [
    ":w a h:Warrant ; rdf:subject :a ; rdf:predicate rdfs:label .",
    ":w a h:Warrant ; rdf:subject :a ; rdf:object :b .",
    ":w a h:Warrant ; rdf:subject :a ; rdf:predicate rdfs:label ; rdf:object :b, :c .",
    ":w a h:Other ; rdf:subject :a ; rdf:predicate rdfs:label ; rdf:object :b .",
    ":w a h:Warrant ; rdf:subject :b ; rdf:predicate rdfs:label ; rdf:object :a .",
])
def test_what_is_no_whole_record_about_the_thing_is_none(
    dataset: Callable[[str], Embedded], roles: Roles, broken: str
) -> None:
    assert evidence.about(dataset(broken), roles, THING) == ([], 0)


def test_of_very_many_records_the_same_are_told_by_every_store(
    dataset: Callable[[str], Embedded], roles: Roles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "RECORDS", 5)
    lines = [f":w{number} a h:Warrant ; rdf:subject :a ; rdf:predicate rdfs:label ; rdf:object {number} ; dcterms:source :p ."
             for number in range(10, 40)]
    expected = [f"https://x.example/id/w{number}" for number in range(10, 15)]
    for order in (lines, lines[::-1], lines[15:] + lines[:15]):
        data = dataset("\n".join(order))
        for found in (evidence.about(data, roles, THING), evidence.drawn_from(data, roles, PASSAGE, 5)):
            assert [each.node.value for each in found.told] == expected
            assert found.total == 30


READING = """
    :e a h:Correction ; oa:hasTarget :t ; oa:hasBody :b . :b rdf:value "right" .
    :t oa:hasSource :p ; oa:hasSelector :s . :s oa:exact "wrogn" .
"""


def test_a_reading_is_found_through_its_target(dataset: Callable[[str], Embedded], roles: Roles) -> None:
    found = evidence.emendations(dataset(READING), roles, PASSAGE)
    assert [(each.exact, each.reading) for each in found] == [("wrogn", Literal("right"))]


def test_an_annotation_of_another_kind_is_no_reading(dataset: Callable[[str], Embedded], roles: Roles) -> None:
    assert evidence.emendations(dataset(READING.replace("h:Correction", "oa:Annotation")), roles, PASSAGE) == ()


def test_a_doubt_without_a_proposal_is_a_reading_without_words(dataset: Callable[[str], Embedded], roles: Roles) -> None:
    found = evidence.emendations(dataset(READING.replace('rdf:value "right"', "rdf:value :b")), roles, PASSAGE)
    assert [each.reading for each in found] == [None]


def test_only_a_passage_has_verbatim_words(dataset: Callable[[str], Embedded], roles: Roles) -> None:
    data = dataset(':p h:words "as printed"@en .')
    assert evidence.verbatim(data, roles, PASSAGE) == Literal("as printed", language="en")
    assert evidence.verbatim(data, roles, THING) is None
