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
    assert not found.cut


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


def test_a_hub_shows_the_first_and_says_how_many_there_are(dataset: Callable[[str], Embedded], tiny: Publication) -> None:
    total = description.INCOMING + 7
    data = dataset(" ".join(f":s{at:04} rdfs:seeAlso :a ." for at in reversed(range(total))))
    found = description.describe(data, THING)
    assert len(found.incoming.quads) == description.INCOMING
    assert (found.incoming.counted, found.incoming.more) == (total, False)
    assert str(found.incoming.quads[0].subject) == "<https://x.example/id/s0000>"
    told = "\n".join(lines(description.document(data, tiny, THING)))
    assert f"Only {description.INCOMING} of {total} incoming" in told


def test_more_than_can_be_counted_is_told_as_more(
    dataset: Callable[[str], Embedded], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(description, "COUNTED", 600)
    data = dataset(" ".join(f":s{at} rdfs:seeAlso :a ." for at in range(700)))
    found = description.describe(data, THING)
    assert (found.incoming.counted, found.incoming.more) == (600, True)
    assert "of more than 600 incoming" in description.omissions(found)[0]


def test_a_thing_with_very_many_statements_is_cut_and_says_so(
    dataset: Callable[[str], Embedded], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(description, "OUTGOING", 10)
    exact = description.describe(dataset(" ".join(f":a rdfs:seeAlso :o{at} ." for at in range(10))), THING)
    assert (len(exact.outgoing), exact.cut, description.omissions(exact)) == (10, False, [])
    cut = description.describe(dataset(" ".join(f":a rdfs:seeAlso :o{at} ." for at in range(11))), THING)
    assert (len(cut.outgoing), cut.cut) == (10, True)
    assert "Only 10 statements" in description.omissions(cut)[0]


def test_a_thing_is_known_that_is_subject_or_object(dataset: Callable[[str], Embedded]) -> None:
    data = dataset(":a rdfs:seeAlso :b .")
    known = {name: description.is_known(data, NamedNode(f"https://x.example/id/{name}")) for name in "abc"}
    assert known == {"a": True, "b": True, "c": False}
