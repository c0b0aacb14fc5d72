"""The sentences that say what a shape demands."""

from __future__ import annotations

import inspect
import re

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

from kiungo.engine import Term
from kiungo.engine.embedded import Embedded
from kiungo.engine.shapes import parameters, path
from kiungo.messages import Catalogue
from kiungo.rdf.namespaces import SHACL
from kiungo.web import sentences
from kiungo.web.contexts import Reference, Words
from kiungo.web.contexts.vocabularies import Sentence
from kiungo.web.sentences import Message, messages, sentence

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPE = NamedNode("http://e.example/s")


def _show(term: Term) -> Words | Reference:
    if isinstance(term, NamedNode):
        return Reference(Words(term.value.rpartition("/")[2].rpartition("#")[2]), term.value, term.value)
    return Words(term.value)


def _dataset(turtle: str) -> Embedded:
    store = Store()
    store.load(input=PREFIXES + turtle, format=RdfFormat.TURTLE)
    return Embedded(store)


def _text(found: Sentence) -> str:
    return "".join(each if isinstance(each, str) else each.text if isinstance(each, Words) else f"[{each.label.text}]"
                   for each in found)


def _told(body: str, language: str = "en") -> list[str]:
    found = messages(parameters(_dataset(f"e:s {body} ."), SHAPE))
    return [_text(sentence(each, Catalogue("web", language), _show)) for each in found]


@pytest.mark.parametrize(("body", "said"), [
    ("sh:minCount 1 ; sh:maxCount 1", ["There is exactly one value."]),
    ("sh:minCount 11 ; sh:maxCount 11", ["There are exactly 11 values."]),
    ("sh:minCount 1", ["There is at least one value."]),
    ("sh:minCount 0", []),
    ("sh:minCount 0 ; sh:maxCount 1", ["There is at most one value."]),
    ("sh:maxCount 0", ["There is no value."]),
    ("sh:minCount 2 ; sh:maxCount 5", ["There are at least 2 values.", "There are at most 5 values."]),
    ("sh:minCount 'many'", []),
    ("sh:class e:A , e:B", ["Each value is of the class [A].", "Each value is of the class [B]."]),
    ("sh:datatype xsd:date", ["Each value has the datatype [date]."]),
    ("sh:nodeKind sh:IRI", ["Each value is a thing with an IRI."]),
    ("sh:nodeKind e:nonsense", []),
    ("sh:minInclusive 1 ; sh:maxExclusive 12", ["Each value is 1 or more.", "Each value is less than 12."]),
    ("sh:minLength 3 ; sh:pattern '^a{2}'",
     ["Each value is at least 3 characters long.", "Each value matches the pattern ^a{2}."]),
    ("sh:languageIn ( 'sw' 'en' )", ["The language of each value is one of: sw, en."]),
    ("sh:uniqueLang true", ["No two values are in the same language."]),
    ("sh:uniqueLang false", []),
    ("sh:in ( e:a e:b )", ["Each value is one of: [a], [b]."]),
    ("sh:hasValue e:a", ["One of the values is [a]."]),
    ("sh:equals e:p ; sh:disjoint e:q ; sh:lessThan e:r",
     ["The values are those of [p], all of them and no others.", "No value is also a value of [q].",
      "Each value is less than every value of [r]."]),
    ("sh:node e:t", ["Each value conforms to [t]."]),
    ("sh:qualifiedValueShape e:t ; sh:qualifiedMinCount 1", ["At least one of the values conforms to [t]."]),
    ("sh:qualifiedValueShape e:t ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1",
     ["Exactly one of the values conforms to [t]."]),
    ("sh:qualifiedValueShape e:t ; sh:qualifiedMaxCount 3", ["At most 3 of the values conform to [t]."]),
    ("sh:or ( e:t [ sh:datatype xsd:string ; sh:maxLength 9 ] )",
     ["Each value conforms to at least one of: [t], (Each value has the datatype [string]. "
      "Each value is at most 9 characters long.)."]),
    ("sh:not e:t", ["No value conforms to [t]."]),
    ("sh:closed true", ["No properties are used but those named here."]),
    ("sh:closed true ; sh:ignoredProperties ( e:p )", ["No properties are used but those named here and [p]."]),
    ("sh:sparql e:query ; sh:deactivated true",
     ["A query looks for what would break this rule.", "This rule is switched off."]),
    ("sh:property [ sh:path e:p ; sh:minCount 1 ]", []),
])
def test_each_constraint_is_a_sentence(body: str, said: list[str]) -> None:
    assert _told(body) == said


def test_sentences_are_in_the_reader_s_language() -> None:
    assert _told("sh:minCount 1 ; sh:maxCount 1 ; sh:class e:A", "sw") == [
        "Kuna thamani moja tu.", "Kila thamani ni ya ngeli [A].",
    ]


def test_what_looks_like_a_gap_in_the_data_is_left_alone() -> None:
    found = sentence(Message("constraint_pattern", {"value": (Literal("{value}"),)}), Catalogue("web", "en"), _show)
    assert _text(found) == "Each value matches the pattern {value}."


def test_every_message_about_constraints_is_said_of_some_parameter() -> None:
    """Every sentence in the catalogue belongs to a parameter, in every language; a test of messages has the keys alike."""
    source = inspect.getsource(sentences)
    keys = {each for each in Catalogue("web", "en").keys() if each.startswith("constraint_")}  # noqa: SIM118
    assert keys == set(re.findall(r'"(constraint_\w+)"', source))


def test_a_list_or_a_shape_that_turns_in_a_circle_ends() -> None:
    dataset = _dataset("""
        e:s sh:in _:l ; sh:not _:s . _:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> e:a ;
            <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l . _:s sh:not _:s .
    """)
    found = messages(parameters(dataset, SHAPE))
    assert len(found) == 2
    for each in found:
        assert sentence(each, Catalogue("web", "en"), _show)


@pytest.mark.parametrize(("body", "kind", "properties"), [
    ("e:p", "", ["p"]),
    ("[ sh:inversePath e:p ]", "inversePath", ["p"]),
    ("( e:p e:q )", "sequence", ["p", "q"]),
    ("( e:p [ sh:alternativePath ( e:q e:r ) ] )", "sequence", ["p", "q", "r"]),
    ("[ sh:zeroOrMorePath e:p ]", "zeroOrMorePath", ["p"]),
])
def test_paths_are_read(body: str, kind: str, properties: list[str]) -> None:
    dataset = _dataset(f"e:s sh:path {body} .")
    node = next(iter(dataset.quads(SHAPE, SHACL["path"]))).object
    assert isinstance(node, NamedNode | BlankNode)
    found = path(dataset, node)
    assert found.kind == kind
    assert [each.value.removeprefix("http://e.example/") for each in found.properties()] == properties
