"""What a section of a page says once."""

from __future__ import annotations

from kiungo.web.contexts import Group, Property, Reference, Value, Words
from kiungo.web.contexts.warrants import Piece, Quote, Warrant
from kiungo.web.repetition import said_once

NAME = Reference(Words("duty"), "urn:duty")
ONE, OTHER = Reference(Words("one"), "urn:one"), Reference(Words("other"), "urn:other")


def drawn(sentence: str, *nested: Value) -> Value:
    """A value from a sentence, with values told below it."""
    warrant = Warrant(NAME, (), (Quote(NAME, (Piece(sentence),)),))
    return Value(warrants=(warrant,), graphs=(ONE,), nested=(Property(NAME, nested),) if nested else ())


def bare(graph: Reference) -> Value:
    """A value of which only the graph is known."""
    return Value(graphs=(graph,))


def group(*values: Value) -> Group:
    return Group(None, tuple(Property(NAME, (each,)) for each in values))


def test_a_sentence_is_the_same_after_it_stood_above_or_around() -> None:
    told = said_once(group(drawn("A.", drawn("B."), drawn("A.")), drawn("B."), drawn("C."))).properties
    first, second, third = (each.values[0] for each in told)
    assert [each.is_same_sentence for each in (first, second, third)] == [False, True, False]
    assert [each.is_same_sentence for each in first.nested[0].values] == [False, True]


def test_what_the_page_has_said_already_is_the_same_sentence() -> None:
    assert said_once(group(drawn("A.")), ["A."]).properties[0].values[0].is_same_sentence


def test_a_graph_is_common_where_all_of_several_values_stand_in_it_and_nothing_else_is_behind_them() -> None:
    assert said_once(group(bare(ONE), bare(ONE), bare(ONE), drawn("A."))).graphs == (ONE,)
    assert said_once(group(bare(ONE), bare(ONE), drawn("A.", bare(ONE)))).graphs == (ONE,)
    assert said_once(group(bare(ONE), bare(ONE), bare(OTHER))).graphs == ()
    assert said_once(group(bare(ONE))).graphs == ()
