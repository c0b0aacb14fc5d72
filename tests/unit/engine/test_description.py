"""What the document about a thing says, and that it is bounded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from kiungo import publication
from kiungo.engine import description
from kiungo.engine.embedded import Embedded
from kiungo.publication import Publication

THING = NamedNode("https://x.example/id/a")
NAME = "<http://www.w3.org/2000/01/rdf-schema#label>"


@pytest.fixture(scope="module")
def tiny() -> Publication:
    return publication.load(Path(__file__).parents[2] / "fixtures" / "tiny" / "kiungo.toml").rebased("https://x.example/")


def lines(found: list[Quad]) -> list[str]:
    return [str(each) for each in found]


def test_it_holds_both_directions_names_evidence_and_itself(dataset: Callable[[str], Embedded], tiny: Publication) -> None:
    data = dataset("""
        PREFIX h: <https://x.example/ns#>
        GRAPH :g { :a rdfs:label "A" ; rdfs:seeAlso :b . :c rdfs:seeAlso :a .
                   :b rdfs:label "B" . :c rdfs:label "C" . :d rdfs:label "D" }
        GRAPH :e { :w a h:Warrant ; rdf:subject :a ; rdf:predicate rdfs:seeAlso ; rdf:object :b ;
                      h:ground :read ; dcterms:source :p .
                   :p h:words "as read"@en ; h:other "left out" . :read rdfs:label "read" }
    """)
    found = lines(description.document(data, tiny, THING))
    text = "\n".join(found)
    for wanted in ('label> "A"', 'label> "B"', 'label> "C"', 'label> "read"', "id/w> <http://purl.org/dc/terms/source>",
                   'words> "as read"@en', "doc/a> <http://xmlns.com/foaf/0.1/primaryTopic> <https://x.example/id/a>",
                   "<https://x.example/id/c> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <https://x.example/id/a>"):
        assert wanted in text
    assert 'label> "D"' not in text
    assert "left out" not in text
    assert len(found) == len(set(found))
    assert found == sorted(found)
    assert sum(1 for each in found if each.endswith("<https://x.example/id/g>")) == 5, "each quad keeps its graph"


def test_blank_nodes_are_followed_and_cycles_end(dataset: Callable[[str], Embedded]) -> None:
    found = description.describe(dataset("""
        :a rdfs:seeAlso _:x . _:x rdfs:seeAlso _:y ; rdfs:label "x" . _:y rdfs:seeAlso _:x ; rdfs:label "y" .
    """), THING)
    assert len(found.outgoing) == 5
    assert found.total is None


def test_following_ends_at_a_depth(dataset: Callable[[str], Embedded]) -> None:
    chain = ":a rdfs:seeAlso _:n0 . " + " ".join(f"_:n{at} rdfs:seeAlso _:n{at + 1} ." for at in range(50))
    assert len(description.describe(dataset(chain), THING).outgoing) == description.DEPTH


def test_parts_below_the_thing_are_told_with_it_and_neighbours_are_not(dataset: Callable[[str], Embedded]) -> None:
    found = description.describe(dataset("""
        :a rdfs:seeAlso <https://x.example/id/a/part>, <https://x.example/id/a#piece>, <https://x.example/id/ab> .
        <https://x.example/id/a/part> rdfs:label "part" ; rdfs:seeAlso :a .
        <https://x.example/id/a#piece> rdfs:label "piece" . <https://x.example/id/ab> rdfs:label "other" .
    """), THING)
    assert len(found.outgoing) == 6
    assert found.incoming.quads == (), "a part's link back is no link from outside"


def test_the_same_data_give_the_same_bytes_whatever_blank_nodes_are_called(tiny: Publication) -> None:
    def made(first: str, second: str) -> list[str]:
        store = Store()
        store.load(f'''<{THING.value}> {NAME} "A" ; <urn:x> _:{first} , _:{second} .
            _:{first} <urn:y> "1" . _:{second} <urn:y> "2" .''', format=RdfFormat.TURTLE)
        return lines(description.document(Embedded(store), tiny, THING))

    assert made("one", "two") == made("zzz", "aaa") == made("b", "a")


def test_what_leads_to_a_thing_comes_in_the_order_of_property_and_subject_and_is_counted(
    dataset: Callable[[str], Embedded]
) -> None:
    found = description.describe(dataset("""
        GRAPH :g { :c rdfs:seeAlso :a . :b rdfs:seeAlso :a . :a0 rdfs:label :a . <https://x.example/id/b-1> rdfs:seeAlso :a }
        GRAPH :h { :c rdfs:seeAlso :a }
        :w rdf:subject :a . <https://x.example/id/a/part> rdfs:seeAlso :a .
    """), THING).incoming
    assert [quad.subject.value.rpartition("/")[2] for quad in found.quads] == ["a0", "b", "b-1", "c", "c"]
    assert found.properties == {"http://www.w3.org/2000/01/rdf-schema#label": 1,
                                "http://www.w3.org/2000/01/rdf-schema#seeAlso": 3}
    assert (found.total, found.page, found.pages) == (4, 1, 1)


def test_what_lies_too_deep_for_the_limit_is_left_out_whole_and_the_document_says_so(
    dataset: Callable[[str], Embedded], tiny: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(description, "STATEMENTS", 10)
    parts = " ".join(f":a rdfs:seeAlso [ rdfs:label {at} ] ." for at in range(5))
    exact = description.describe(dataset(parts), THING)
    assert (len(exact.outgoing), exact.total, description.omissions(exact)) == (10, None, [])
    more = dataset(parts + " :a rdfs:label 1 .")
    cut = description.describe(more, THING)
    assert (len(cut.outgoing), cut.total) == (6, 0)
    assert "Only 6 statements" in "\n".join(lines(description.document(more, tiny, THING)))


def test_a_thing_is_known_that_is_subject_or_object(dataset: Callable[[str], Embedded]) -> None:
    data = dataset(":a rdfs:seeAlso :b .")
    known = {name: description.is_known(data, NamedNode(f"https://x.example/id/{name}")) for name in "abc"}
    assert known == {"a": True, "b": True, "c": False}
