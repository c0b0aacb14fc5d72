"""The judge of the suite, judged: what it lets pass, and what it does not."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from conformance.results import XSD, Answer, Table, compare, read
from conformance.suite import OtherAnswer, OtherForm, Term

A, B = NamedNode("http://x.example/a"), NamedNode("http://x.example/b")
ONE, TWO, THREE = BlankNode("one"), BlankNode("two"), BlankNode("three")


def typed(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))


def column(*terms: Term | None) -> Table:
    return Table(["x"], [(each,) for each in terms])


def table(*rows: tuple[Term | None, ...]) -> Table:
    return Table(["x", "y"], list(rows))


@pytest.mark.parametrize(
    ("wanted", "found", "ordered"),
    [
        (True, True, False),
        ([Quad(A, A, B)], [Quad(A, A, B)], False),
        (column(A, A, B), column(B, A, A), False),
        (column(A, None), column(A, None), True),
        (column(ONE, TWO), column(TWO, THREE), False),
        (table((ONE, A), (ONE, B)), table((TWO, B), (TWO, A)), False),
        (table((ONE, TWO), (TWO, A)), table((ONE, A), (THREE, ONE)), False),
    ],
)
def test_equal_answers_pass(wanted: Answer, found: Answer, ordered: bool) -> None:
    compare(wanted, found, star=False, ordered=ordered)


@pytest.mark.parametrize(
    ("wanted", "found", "ordered"),
    [
        (True, False, False),
        (True, column(A), False),
        ([Quad(A, A, B)], [Quad(A, A, A)], False),
        (column(A, A, B), column(A, B, B), False),
        (column(A), column(A, A), False),
        (column(A), column(None), False),
        (column(A, B), column(B, A), True),
        (column(ONE, TWO), column(THREE, THREE), False),
        (column(ONE, ONE), column(TWO, THREE), False),
        (table((ONE, A), (ONE, B)), table((TWO, A), (THREE, B)), False),
        (column(A), Table(["z"], [(A,)]), False),
        (column(Literal("1")), column(Literal("1", language="en")), False),
        (column(typed("1", "integer")), column(typed("1.0", "decimal")), False),
        (column(typed("1", "integer")), column(typed("2", "integer")), False),
        (column(typed("1", "date")), column(typed("01", "date")), False),
    ],
)
def test_other_answers_do_not(wanted: Answer, found: Answer, ordered: bool) -> None:
    with pytest.raises(OtherAnswer):
        compare(wanted, found, star=False, ordered=ordered)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (typed("2.0E-1", "double"), typed("0.2", "double")),
        (typed("1.0", "decimal"), typed("1", "decimal")),
        (typed("-3", "negativeInteger"), typed("-3", "integer")),
        (typed("0", "boolean"), typed("false", "boolean")),
    ],
)
def test_a_value_that_is_written_otherwise_is_told_apart(one: Literal, other: Literal) -> None:
    with pytest.raises(OtherForm):
        compare(column(A, one), column(other, A), star=False, ordered=False)


def test_the_order_of_columns_counts_where_the_query_says_it() -> None:
    wanted, found = Table(["x", "y"], [(A, B)]), Table(["y", "x"], [(B, A)])
    compare(wanted, found, star=True, ordered=False)
    with pytest.raises(OtherAnswer):
        compare(wanted, found, star=False, ordered=False)


def test_csv_is_read_as_text_in_which_numbers_and_blank_nodes_can_be_seen() -> None:
    assert read(b'x,y\r\n"a,b",_:c\r\n1.0E6,\r\n', "csv") == table(
        (Literal("a,b"), BlankNode("c")), (typed("1.0E6", "double"), Literal(""))
    )
