"""What an author is told of a query that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kiungo.errors import BadRequest
from kiungo.evaluation.diagnosis import nesting_error, syntax_error

PREFIXES = {"ex": "http://x.example/"}


def told(query: str) -> BadRequest:
    """What is told of a query, for which the engine's own message is taken."""
    with pytest.raises(SyntaxError) as caught:
        Store().query(query)
    return syntax_error(query, str(caught.value), PREFIXES)


@pytest.mark.parametrize(
    ("query", "line", "column", "says", "remedy"),
    [
        ("SELEC * {}", 1, 1, "“SELEC”", "SELECT, ASK, CONSTRUCT, DESCRIBE"),
        ("\n  SELEC * {}", 2, 3, "“SELEC”", "Begin with"),
        ("", 1, 1, "has nothing", "Begin with"),
        ("PREFIX ex: <http://x/>\n", 2, 1, "has nothing", "Begin with"),
        ("SELECT * {\n ?s ex:p ?o }", 2, 5, "prefix “ex:”", "PREFIX ex: <http://x.example/>"),
        ("SELECT * { ?s other:p ?o }", 1, 15, "prefix “other:”", "PREFIX other: <…>"),
        ("ASK { ?s ?p <http://[/> }", 1, 24, "no IRI", "Write it without"),
        ("SELECT ?a {} GROUP BY ?b", 1, 25, "a variable that is unbound", "GROUP BY"),
        ("SELECT * { ?s ?p ?o ", 1, 21, "cannot be read", '";" "{" "{|" "}"'),
    ],
)
def test_place_reason_and_remedy_are_told(query: str, line: int, column: int, says: str, remedy: str) -> None:
    error = told(query)
    assert (error.members["line"], error.members["column"]) == (line, column)
    assert error.detail.startswith(f"Line {line}, column {column}: ")
    assert says in error.detail
    assert remedy in str(error.members["remedy"])
    assert error.problem == "syntax"


def test_the_caret_stands_below_the_place() -> None:
    shown, caret = str(told("SELECT * {\n\t?s ex:p ?o }").members["excerpt"]).split("\n")
    assert shown[caret.index("^") :].startswith("ex:p")


def test_of_a_long_line_only_the_surroundings_are_shown() -> None:
    shown, caret = str(told("SELECT * { " + "?s ?p ?o . " * 500 + "?s ex:p ?o }").members["excerpt"]).split(
        "\n"
    )
    assert len(shown) < 200
    assert shown[caret.index("^") :].startswith("ex:p")


@pytest.mark.parametrize("query", ["SELECT * {\n ?s ?p ?o .\n FILTER(foo(?s)) }", "SELECT * { ?s ?p ?o"])
def test_no_character_classes_are_shown(query: str) -> None:
    assert "\\u" not in str(told(query).members)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_and_any_message_are_told(query: str, message: str) -> None:
    assert syntax_error(query, message, PREFIXES).members["line"]
    assert syntax_error(query, f"error at 7:9: {message}", PREFIXES).members["excerpt"]


def test_brackets_within_too_many_brackets_are_shown_where_they_are_too_many() -> None:
    query = "ASK {\n" + "{" * 1000 + "}" * 1000 + "}"
    error = nesting_error(query)
    assert (error.problem, error.members["line"], error.members["column"]) == ("syntax", 2, 250)
    assert "250 brackets" in error.detail
