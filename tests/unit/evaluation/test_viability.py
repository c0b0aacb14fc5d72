"""The first token that cannot stand where it stands."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kiungo.evaluation.viability import failure, lexemes

BASE = "http://x.example/sparql"


@pytest.mark.parametrize(("query", "texts"), [
    ("?a&&?b||!?c", ["?a", "&&", "?b", "||", "!", "?c"]),
    ("1.5 .5 1. 2e3 1.5E-3", ["1.5", ".5", "1.", "2e3", "1.5E-3"]),
    ("ex:a.b ex:a. :x.y.z", ["ex:a.b", "ex:a.", ":x.y.z"]),
    ("'a'^^<b> <= >= != {| |}", ["'a'", "^^", "<b>", "<=", ">=", "!=", "{|", "|}"]),
    ("& & = = 1 .", ["&", "&", "=", "=", "1", "."]),
])
def test_what_the_grammar_reads_as_one_is_one(query: str, texts: list[str]) -> None:
    assert [each.text for each in lexemes(query)] == texts


@pytest.mark.parametrize(("query", "text"), [
    ("SELECT * { ?s ?p ?o FILTR(1) }", "FILTR(1) }"),
    ("SELECT * { FILTER(1.5e3 > .5 && ?a >= ?b || !true == 2) }", "= 2) }"),
    ("SELECT * { ?s a <http://x/a>, \"b\"@en, '''c\n'''^^<d>; <e>|^<f>/<g>* 1.5 . ?s }", "}"),
    ("SELECT * { FILTER(ENCODE_FOR_URI(?a) = ENCODE_FOR_URL(?b)) }", "ENCODE_FOR_URL(?b)) }"),
])
def test_the_place_is_the_beginning_of_the_first_token_that_cannot_stand_there(query: str, text: str) -> None:
    assert query[failure(query, "", BASE).place :] == text


@pytest.mark.parametrize("before", ["", "?s ?p 1 . ", "?s ?p '\\u0041', <http://x/\\U00000041> . ", "?s ?p ?o . " * 9])
def test_the_place_is_the_same_whatever_the_parser_read_on_and_whatever_stands_before(before: str) -> None:
    """Each beginning up to a mistake can go on, a function's name without its bracket too, which some halving would ask about."""
    query = f"ASK {{ {before}BIND(CONCAT(COALESCE(?o), 'a' 'b') AS ?x) }}"
    with pytest.raises(SyntaxError) as caught:
        Store().query(query, base_iri=BASE)
    assert query[failure(query, str(caught.value), BASE).place :] == "'b') AS ?x) }"


def test_a_query_that_lacks_its_end_fails_there() -> None:
    query = "ASK { ?s ?p ?o "
    assert failure(query, "said", BASE) == (len(query), "said")


@pytest.mark.parametrize("query", ["ASK { FILTER(<<( <a> <b> <c> )>> = ?x) ? }",
                                   "ASK { " + "?s ?p ?o . " * 25_000 + "? }"], ids=["<<", "long"])
def test_what_the_parser_reads_otherwise_or_for_long_leaves_the_place_unknown(query: str) -> None:
    assert failure(query, "said", BASE) == (-1, "said")


def test_no_beginning_of_a_query_is_evaluated_however_much_that_would_take() -> None:
    rows = " ".join(f"VALUES ?v{number} {{ {'0 ' * 40} }}" for number in range(9))
    query = f"ASK {{ {rows} FILTER(?v0 > 0) }} }}"
    assert failure(query, "", BASE).place == len(query) - 1
