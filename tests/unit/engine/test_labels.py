"""Which name a thing is shown by."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode

from kiungo.engine.embedded import Embedded
from kiungo.engine.labels import Labels

THING = NamedNode("https://x.example/id/a")
PROPERTIES = ["http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"]


@pytest.mark.parametrize(("data", "wanted", "shown"), [
    (':a rdfs:label "one"@en, "moja"@sw .', ("sw", "en"), Literal("moja", language="sw")),
    (':a skos:prefLabel "best"@en ; rdfs:label "second"@en .', ("en",), Literal("best", language="en")),
    (':a skos:prefLabel "moja"@sw ; rdfs:label "one"@en .', ("en", "sw"), Literal("one", language="en")),
    (':a skos:prefLabel "made"@en-t-sw, "moja"@sw ; rdfs:label "ours"@en .', ("en", "sw"), Literal("made", language="en-t-sw")),
    (':a rdfs:label "made"@en-t-sw, "own"@en .', ("en",), Literal("own", language="en")),
    (':a rdfs:label "un"@fr, "plain" .', ("en",), Literal("plain")),
    (':a rdfs:label "un"@fr .', ("en", "sw"), Literal("un", language="fr")),
    (":a rdfs:label :b .", ("en",), None),
    (':a rdfs:comment "no name"@en .', ("en",), None),
    (':a a sh:SPARQLExecutable ; rdfs:comment "Who?"@en, "Nani?"@sw .', ("sw", "en"), Literal("Nani?", language="sw")),
    (':a a sh:SPARQLExecutable ; rdfs:comment "Who?"@en ; rdfs:label "people"@en .', ("en",), Literal("people", language="en")),
])
def test_the_wanted_language_comes_before_the_better_property(
    dataset: Callable[[str], Embedded], data: str, wanted: tuple[str, ...], shown: Literal | None
) -> None:
    assert Labels(dataset(data), PROPERTIES).best(THING, wanted) == shown


def test_a_name_in_two_graphs_is_one_name_and_each_quad_is_kept(dataset: Callable[[str], Embedded]) -> None:
    labels = Labels(dataset('GRAPH :g { :a rdfs:label "x" } GRAPH :h { :a rdfs:label "x" ; skos:prefLabel "y" }'), PROPERTIES)
    assert [each.value for each in labels.of(THING)] == ["y", "x"]
    assert len(labels.quads(THING)) == 3
