"""What an author is told of a query that cannot be read."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kiungo.errors import BadRequest
from kiungo.evaluation.diagnosis import function_error, nesting_error, syntax_error
from kiungo.evaluation.viability import Failure, failure
from kiungo.messages import told as tell

PREFIXES = {"ex": "http://x.example/", "geo": "http://x.example/geo#"}
BASE = "http://x.example/sparql"


def told(query: str) -> BadRequest:
    """What is told of a query, for which the engine's own message is taken."""
    with pytest.raises(SyntaxError) as caught:
        Store().query(query, base_iri=BASE)
    return syntax_error(query, failure(query, str(caught.value), BASE), PREFIXES)


MISTAKES = [
    # Where the query begins
    ("SELEC * {}", 1, 1, "“SELEC”", "SELECT, ASK, CONSTRUCT, DESCRIBE"),
    ("\n  SELEC * {}", 2, 3, "“SELEC”", "Begin with"),
    ("", 1, 1, "has nothing", "Begin with"),
    ("PREFIX ex: <http://x/>\n", 2, 1, "has nothing", "Begin with"),
    ("INSERT DATA { <a> <b> <c> }", 1, 1, "“INSERT”", "Begin with"),
    # Prefixes
    ("SELECT * {\n ?s ex:p ?o }", 2, 5, "prefix “ex:”", "PREFIX ex: <http://x.example/>"),
    ("SELECT * { ?s geo:lat ?o }", 1, 15, "prefix “geo:”", "PREFIX geo: <http://x.example/geo#>"),
    ("SELECT * { ?s wdt:P31 ?o }", 1, 15, "prefix “wdt:”", "PREFIX wdt: <http://www.wikidata.org/prop/direct/>"),
    ("SELECT * { ?s other:p ?o }", 1, 15, "prefix “other:”", "PREFIX other: <…>"),
    ("SELECT * { ?s ex:می\u200cر ?o }", 1, 15, "prefix “ex:”", "PREFIX ex: <http://x.example/>"),
    ("SELECT * { ?s ?p 1 . ?s :p ?o }", 1, 25, "prefix “:”", "PREFIX : <…>"),
    ('SELECT * { ?s ?p "1"^^xsd:int }', 1, 23, "prefix “xsd:”", "http://www.w3.org/2001/XMLSchema#"),
    ("PREFIX foo <http://x/> SELECT * {}", 1, 8, "ends in a colon", "PREFIX foo: <…>"),
    ("PREFIX foo: http://x/y SELECT * {}", 1, 13, "in angle brackets", "<http://x/y>"),
    ("PREFIX foo: bar SELECT * {}", 1, 13, "comes an IRI in angle", "PREFIX foo: <…>"),
    # IRIs
    ("SELECT * { ?s http://x/p ?o }", 1, 15, "in angle brackets", "<http://x/p>"),
    ("SELECT * FROM http://x/g { ?s ?p ?o }", 1, 15, "in angle brackets", "<http://x/g>"),
    ("ASK { ?s ?p <http://[/> }", 1, 13, "no IRI", "Write it without"),
    ("SELECT * { ?s <http://x/a b> ?o }", 1, 15, "no IRI", "without blanks"),
    ("SELECT * { ?s <http://x/p ?o }", 1, 15, "no IRI", "end it by >"),
    # Strings
    ('SELECT * { ?s ?p "abc }', 1, 18, "not closed", 'End it by " on the same line'),
    ("SELECT * { ?s ?p 'abc\" }", 1, 18, "not closed", "End it by '"),
    ('SELECT * { ?s ?p "abc .\n ?s ?q ?r }', 1, 18, "not closed", "three quotation marks"),
    ('SELECT * { ?s ?p """abc" }', 1, 18, "not closed", '"""'),
    ("SELECT * { ?s ?p 'it's' }", 1, 21, "ends the string here", "write \\'"),
    ("SELECT * { ?s ?p “abc” }", 1, 18, "“ (U+201C LEFT DOUBLE QUOTATION MARK) is no character", 'Write " in its place'),
    ("SELECT * { ?s ?p ‘abc’ }", 1, 18, "‘ (U+2018 LEFT SINGLE", "Write ' in its place"),
    ("SELECT * { ?s ?p 'abc’ }", 1, 22, "’ (U+2019 RIGHT SINGLE", "Write ' in its place"),
    ('SELECT * { ?s ?p ?o FILTER(regex(?o, "it’s”)) }', 1, 43, "” (U+201D", 'Write " in its place'),
    ("SELECT * { ?s ?p 'it’s }", 1, 18, "not closed", "End it by '"),
    ("“SELECT * {}”", 1, 1, "“ (U+201C", "in its place"),
    # Characters that come with what is pasted
    ("SELECT *\u00a0{ ?s ?p ?o }", 1, 9, "U+00A0 NO-BREAK SPACE is no blank", "an ordinary blank"),
    ("SELECT * { ?s ?p ?o }\u00a0", 1, 22, "U+00A0", "an ordinary blank"),
    ("SELECT * {\u2028?s ?p ?o }", 1, 11, "U+2028 LINE SEPARATOR", "an ordinary blank"),
    ("SELECT * { ?s ?p\u200b ?o }", 1, 17, "U+200B ZERO WIDTH SPACE stands here", "Remove it"),
    ("SELECT * { ?s ?p ?o\u00ad }", 1, 20, "U+00AD SOFT HYPHEN", "Remove it"),
    ("\ufeffSELECT * { ?s ?p ?o }", 1, 1, "U+FEFF ZERO WIDTH NO-BREAK SPACE", "Remove it"),
    ("SELECT * { ?s \ufeffex:p ?o }", 1, 15, "U+FEFF", "Remove it"),
    ("SELECT * { ?s ?p ?o\x07 }", 1, 20, "U+0007 stands here", "Remove it"),
    ("SELECT * { ?s ?p ?o FILTER(?o – 1 > 0) }", 1, 31, "– (U+2013 EN DASH)", "Write - in"),
    ("SELECT * { ?s ?p ?o FILTER(?o ≤ 1) }", 1, 31, "≤ (U+2264 LESS-THAN OR EQUAL TO)", "Write <= in"),
    ("SELECT * { ?s ?p ?o FILTER（?o = 1) }", 1, 27, "（ (U+FF08 FULLWIDTH LEFT PARENTHESIS)", "Write ( in"),
    ('SELECT * { ?s ?p "C:\\dir" }', 1, 18, "a backslash", "\\\\ for a backslash"),
    # The end of a triple
    ("SELECT * { ?s ?p ?o ?s ?q ?r }", 1, 21, "before “?s” has not ended", "Write “.” before it"),
    ("SELECT * {\n  ?s a <http://x/A>\n  ?s <http://x/b> ?o }", 3, 3, "before “?s” has not ended", "“;”"),
    ("SELECT * { ?s ?p }", 1, 18, "missing before “}”", "subject, property and value"),
    ("SELECT * { ?s ?p ?o . ?s }", 1, 26, "missing before “}”", "subject, property and value"),
    # Brackets
    ("SELECT * { ?s ?p ?o ", 1, 10, "“{” is not closed", "“}”"),
    ("SELECT * { OPTIONAL { ?s ?p ?o }", 1, 10, "“{” is not closed", "“}”"),
    ("SELECT * { ?s ?p ?o } }", 1, 23, "“}” closes nothing", "Remove it"),
    ('SELECT * { ?s ?p ?o FILTER(regex(?o, "x") }', 1, 43, "“(” from 1:27 is still open", "“)” before"),
    ("SELECT * { ?s ?p [ ?q ?r }", 1, 26, "“[” from 1:18 is still open", "“]” before"),
    ("SELECT ?s WHERE ?s ?p ?o", 1, 17, "“{” is missing", "Write {"),
    ("SELECT * { OPTIONAL ?s ?p ?o }", 1, 21, "“{” is missing", "before it"),
    ("SELECT * { { ?s ?p ?o } UNION ?s ?q ?r }", 1, 31, "“{” is missing", "before it"),
    ("SELECT * ( ?s ?p ?o )", 1, 10, "“{” is missing", "in its place"),
    ("SELECT * { SELECT ?s { ?s ?p ?o } ?s ?q ?z }", 1, 35, "“}” is missing", "before it"),
    # Conditions and functions
    ("SELECT * { ?s ?p ?o FILTER ?o = 3 }", 1, 28, "follows FILTER stands in round brackets", "FILTER (…)"),
    ("SELECT * { ?s ?p ?o FILTER STRLEN(?o) > 3 }", 1, 39, "follows FILTER stands in", "FILTER (…)"),
    ("SELECT * { ?s ?p ?o FILTER(FOO(?o)) }", 1, 28, "“FOO” is no function", "sparql11-query/#SparqlOps"),
    ("SELECT * { ?s ?p ?o FILTER(LENGTH(?o) > 3) }", 1, 28, "“LENGTH”", "Perhaps STRLEN"),
    ("SELECT * { ?s ?p ?o FILTER(CONTAIN(?o, 'a')) }", 1, 28, "“CONTAIN”", "Perhaps CONTAINS"),
    ("SELECT * { ?s ?p ?o FILTER(CONTAINS(?o)) }", 1, 39, "missing before “)”", "one more argument"),
    ('SELECT * { ?s ?p ?o FILTER(CONTAINS(?o, "a", "b")) }', 1, 44, "no further argument", "Write )"),
    ('SELECT * { BIND(CONCAT("a" "b") AS ?x) }', 1, 28, "comma is missing", "Write ,"),
    ("SELECT * { ?s ?p ?o FILTER(?o > ) }", 1, 33, "missing before “)”", "two sides"),
    ("SELECT * { ?s ?p ?o FILTER(?a == ?b) }", 1, 31, "“==”", "Write ="),
    ("SELECT * { ?s ?p ?o FILTER(?o = = 1) }", 1, 31, "no operator “= =”", "Write ="),
    ("SELECT * { ?s ?p ?o FILTER(?o > = 1) }", 1, 31, "no operator “> =”", "Write >="),
    ("SELECT * { ?s ?p ?o FILTER(?o => 1) }", 1, 31, "no operator “=>”", "Write >="),
    ("SELECT * { ?s ?p ?o FILTER(?o =< 1) }", 1, 31, "no operator “=<”", "Write <="),
    ("SELECT * { ?s ?p ?o FILTER(?o =< 1 && ?o > 0) }", 1, 31, "no operator “=<”", "Write <="),
    ("SELECT * { FILTER(?o = #" + "a" * 3000 + "\n = 1) }", 1, 22, "no operator “= =”.", "Write ="),
    ("SELECT * { ?s ?p ?o FILTER(?o =!BOUND(?s)) OPTINAL {} }", 1, 44, "“OPTINAL”", "Perhaps OPTIONAL"),
    ("SELECT * { ?s ?p ?o FILTER(?o >=", 1, 27, "“(” is not closed", "“)”"),
    ("SELECT * { ?s ?p ?o FILTER(?o * / 1) }", 1, 33, "missing before “/”", "two sides"),
    ("SELECT * { ?s ?p ?o FILTER(?o && && ?s) }", 1, 34, "missing before “&&”", "two sides"),
    ("SELECT * { FILTER(" + "- " * 200 + "1) }", 1, 23, "missing before “-”", "two sides"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1 & ?o < 3) }", 1, 35, "no operator “&”", "Write &&"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1 | ?o < 3) }", 1, 35, "no operator “|”", "Write ||"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1 AND ?o < 3) }", 1, 35, "no operator “AND”", "Write &&"),
    ("SELECT * { ?s ?p ?o FILTER(?o <> 3) }", 1, 31, "no operator “<>”", "Write !="),
    ("SELECT * { ?s ?p 2024-01-31 }", 1, 18, "a day stands in quotation marks", '"2024-01-31"^^<http://www.w3.org/2001/XMLSchema#date>'),
    ("ASK { ?s ?p ?o FILTER(COUNT(?o) > 1) }", 1, 23, "COUNT is computed for groups", "HAVING (COUNT(…) …)"),
    ("SELECT ?s { ?s ?p ?o FILTER(?o > 1) FILTER(1 < COUNT(*)) }", 1, 48, "COUNT is computed for groups", "HAVING (COUNT"),
    ("SELECT * { ?s ?p ?o FILTER(ABS(MAX(?o)) > 1) }", 1, 32, "MAX is computed for groups", "HAVING (MAX"),
    ("SELECT ?a { FILTER(EXISTS { { SELECT (MAX(?x) AS ?y) {} } }) } GROUP BY ?b", 1, 1, "of SELECT is neither", "GROUP BY"),
    ("ASK { ?s ?p ?o BIND(1 + SUM(DISTINCT ?o) AS ?n) }", 1, 25, "SUM is computed for groups", "HAVING (SUM"),
    ("SELECT * { ?s ?p ?o FILTER(SUM() > 1) }", 1, 32, "missing before “)”", "two sides"),
    ("SELECT (GROUP_CONCAT(?o, ', ') AS ?all) { ?s ?p ?o }", 1, 24, "the separator of GROUP_CONCAT", 'SEPARATOR=", "'),
    ("SELECT (GROUP_CONCAT(?o; ', ') AS ?all) { ?s ?p ?o }", 1, 26, "the separator of GROUP_CONCAT", 'SEPARATOR=", "'),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1,5) }", 1, 34, "no comma stands within a number", "1.5"),
    ('SELECT * { ?s ?p ?o FILTER(?o LIKE "x") }', 1, 31, "“LIKE”", "Perhaps CONTAINS"),
    ("SELECT * { ?s ?p ?o FILTER(?o IN 1, 2) }", 1, 34, "follows IN stands in", "IN (…)"),
    ("SELECT * { ?s ?p ?o FILTER(?o = abc) }", 1, 33, "“abc”", "a string stands in quotation marks"),
    ("SELECT * { ?s ?p ?o FILTER NOT EXIST { ?s ?p 1 } }", 1, 32, "“EXIST”", "Perhaps EXISTS"),
    # Words
    ("SELECT * WHER { ?s ?p ?o }", 1, 10, "“WHER”", "Perhaps WHERE"),
    ("SELECT * {\n ?s ?p ?o .\n OPTINAL { ?s ?q ?r } }", 3, 2, "“OPTINAL”", "Perhaps OPTIONAL"),
    ("SELECT * { ?s ?p ?o . FILTR(?s = 1) }", 1, 23, "“FILTR”", "Perhaps FILTER"),
    ("SELECT * { ?s name ?o }", 1, 15, "“name”", "a name has a prefix"),
    ("SELECT * { ?s A <http://x/A> }", 1, 15, "small letters", "Write a"),
    ("SELECT * { ?s ?p True }", 1, 18, "small letters", "Write true"),
    ("SELECT * { ? ?p ?o }", 1, 12, "no name behind it", "A variable is ?"),
    ("SELECT * { ?s ?p ?o UNION ?s ?q ?r }", 1, 21, "UNION cannot stand here", "{ … } UNION { … }"),
    ("SELECT * { ?s ?p ?o } // all", 1, 23, "“//” begins no comment", "with #"),
    ("SELECT * { ?s ?p ?o . /* all */ }", 1, 23, "“/*” begins no comment", "with #"),
    ("SELECT * { ?s ?p ?o . -- all\n }", 1, 23, "“--” begins no comment", "with #"),
    # What is selected
    ("SELECT ?a, ?b { ?a ?p ?b }", 1, 10, "no commas", "blanks"),
    ("SELECT { ?s ?p ?o }", 1, 8, "what to select", "*"),
    ("SELECT COUNT(?s) { ?s ?p ?o }", 1, 8, "stands in brackets, with a name", "(COUNT(…) AS ?x)"),
    ("SELECT DISTINCT WHERE { ?s ?p ?o }", 1, 17, "what to select", "*"),
    ("SELECT ?s AS ?x { ?s ?p ?o }", 1, 11, "stands in brackets", "(?s AS ?x)"),
    ("SELECT (COUNT(?s)) { ?s ?p ?o }", 1, 18, "needs AS", "(… AS ?x)"),
    ("SELECT (COUNT(?s) ?n) { ?s ?p ?o }", 1, 19, "needs AS", "(… AS ?x)"),
    ("SELECT * { BIND(1 ?x) }", 1, 19, "needs AS", "BIND(… AS ?x)"),
    ("SELECT * { BIND(IF(?x, 1) AS ?y) }", 1, 25, "missing before “)”", "one more argument"),
    ("SELECT ?s ?s { ?s ?p ?o }", 1, 11, "?s stands twice", "Remove"),
    ("SELECT (1 AS ?s) { ?s ?p ?o }", 1, 14, "?s has a value already", "another variable"),
    ("SELECT ?a {} GROUP BY ?b", 1, 8, "?a is neither grouped nor aggregated", "SAMPLE(?a)"),
    ("SELECT ?s ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s", 1, 11, "?p is neither grouped", "GROUP BY"),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", 1, 8, "SELECT * does not go with groups", "Name the variables"),
    ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GRUP BY ?s", 1, 41, "“GRUP”", "Perhaps GROUP"),
    ("SELECT * { ?s ?p ?o . BIND(1 AS ?o) }", 1, 33, "?o has a value already, from 1:18", "another variable"),
    ("SELECT * {\n ?s ?p ?o .\n BIND(1 AS ?o)\n ?s ?q ?z }", 3, 12, "from 2:8", "in a FILTER"),
    # What follows the pattern
    ("SELECT * { ?s ?p ?o } LIMIT", 1, 28, "LIMIT is followed by one whole number", "such as 10"),
    ("SELECT * { ?s ?p ?o } LIMIT ten", 1, 29, "LIMIT is followed by", "such as 10"),
    ("SELECT * { ?s ?p ?o } LIMIT 18446744073709551616", 1, 29, "more than LIMIT can be", "at most 18446744073709551615"),
    ("SELECT * { ?s ?p ?o } OFFSET 99999999999999999999 LIMIT 3", 1, 30, "more than OFFSET", "leave OFFSET out"),
    ("SELECT * { ?s ?p ?o } LIMIT 1.5", 1, 29, "LIMIT is followed by", "such as 10"),
    ("SELECT * { ?s ?p ?o } LIMIT 10, 20", 1, 31, "LIMIT is followed by", "OFFSET"),
    ("SELECT * { ?s ?p ?o } ORDER ?s", 1, 29, "BY is missing", "ORDER BY"),
    ("SELECT * { ?s ?p ?o } ORDER BY DESC ?s", 1, 37, "follows DESC stands in", "DESC (…)"),
    ("SELECT * { ?s ?p ?o } LIMIT 10 ORDER BY ?s", 1, 32, "ORDER cannot stand here", "ORDER BY, LIMIT"),
    ("SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING COUNT(*) > 1", 1, 52, "follows HAVING", "HAVING (…)"),
    ("SELECT * { ?s ?p ?o } ;", 1, 23, "has ended before “;”", "one query"),
    ("ASK {} ASK {}", 1, 8, "has ended before “ASK”", "one query"),
    # Values
    ("SELECT * { VALUES (?x ?y) { 1 2 } }", 1, 29, "each row", "VALUES (?x ?y) { (1 2) }"),
    ("SELECT * { VALUES (?x ?y) { (1) } }", 1, 33, "more or fewer values", "UNDEF"),
    ("SELECT * { VALUES ?x { 1, 2 } }", 1, 25, "no commas stand between values", "blanks"),
    ("SELECT * { VALUES (?x ?y) { (1, 2) } }", 1, 31, "no commas stand between values", "blanks"),
    # Graphs
    ("SELECT * FROM { ?s ?p ?o }", 1, 15, "FROM is followed by the IRI of a graph", "FROM <…>"),
    ("SELECT * { GRAPH { ?s ?p ?o } }", 1, 18, "GRAPH is followed by the IRI of a graph", "GRAPH <…>"),
    # Where nothing is sure but the place
    ("SELECT * { ?s ?p ?o .. }", 1, 22, "“.” cannot stand here", "Check what stands before it"),
    ("SELECT * { ?s 'p' ?o }", 1, 15, "“'p'” cannot stand here", "Check"),
    ("SELECT ?x-y { ?x ?p ?y }", 1, 10, "“-” cannot stand here", "Check"),
    ("CONSTRUCT { ?s ?p ?o FILTER(1) } WHERE {}", 1, 22, "“FILTER” cannot stand here", "Check"),
    ("DESCRIBE", 1, 9, "ends too early", "cut off"),
]


@pytest.mark.parametrize(("query", "line", "column", "says", "remedy"), MISTAKES)
def test_place_reason_and_remedy_are_told(query: str, line: int, column: int, says: str, remedy: str) -> None:
    error = told(query)
    assert (error.members["line"], error.members["column"]) == (line, column)
    assert error.detail.startswith(f"Line {line}, column {column}: ")
    assert says in error.detail
    assert remedy in str(error.members["remedy"])
    assert error.problem == "syntax"


def test_all_of_it_is_told_in_swahili_too() -> None:
    for query, *_ in MISTAKES:
        error = told(query)
        for said in (error.said, error.members["remedy"]):
            assert tell(said, "sw") not in ("", str(said)), query


@pytest.mark.parametrize("before", ["\n" * 40, "# ?s ex:p\n", "?a <http://x/b> 'c', \"\"\"d\n'\"\"\", 1.5e3 . " * 40])
def test_the_place_is_found_behind_whatever_stands_before_it(before: str) -> None:
    error = told(f"SELECT * {{ {before}OPTINAL {{ ?s ?q ?r }} }}")
    shown, caret = str(error.members["excerpt"]).split("\n")
    assert shown[caret.index("^") :].startswith("OPTINAL {")
    assert error.members["line"] == before.count("\n") + 1


def test_a_place_that_is_not_known_is_that_of_the_parser_and_nothing_is_guessed() -> None:
    error = told("SELECT * { FILTER(<<( <a> <b> <c> )>> = ?x) . OPTINAL { } }")
    assert "cannot be read beyond this place" in error.detail
    assert "Check what stands before it" in str(error.members["remedy"])


def test_the_caret_stands_below_the_place() -> None:
    shown, caret = str(told("SELECT * {\n\t?s ex:p ?o }").members["excerpt"]).split("\n")
    assert shown[caret.index("^") :].startswith("ex:p")


def test_what_is_not_seen_moves_no_caret() -> None:
    shown, caret = str(told("SELECT * { ?s\t\u200b?p\u00a0?o }").members["excerpt"]).split("\n")
    assert shown == "SELECT * { ?s  ?p ?o }"
    assert caret.index("^") == len("SELECT * { ?s ")


def test_of_a_long_line_only_the_surroundings_are_shown() -> None:
    shown, caret = str(told("SELECT * { " + "?s ?p ?o . " * 500 + "?s ex:p ?o }").members["excerpt"]).split("\n")
    assert len(shown) < 200
    assert shown[caret.index("^") :].startswith("ex:p")


@pytest.mark.parametrize(("query", "says"), [
    ("ASK { " + "?s ?p ?o . " * 9000 + "BIND(1 AS ?s) }", "?s has a value already, from 1:7"),
    ("SELECT " + " ".join(f"?v{number}" for number in range(9000)) + " ?v1 {}", "?v1 stands twice"),
    ("ASK { " + "?s ?p ?o .\n" * 9000 + "OPTINAL { } }", "Line 9001, column 1: “OPTINAL” is no word"),
], ids=["BIND", "SELECT", "word"])
def test_the_mistakes_of_a_query_that_a_program_wrote_are_told_as_soon(query: str, says: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        Store().query(query, base_iri=BASE)
    found = failure(query, str(caught.value), BASE)
    started = process_time()
    assert says in syntax_error(query, found, PREFIXES).detail
    assert process_time() - started < 2


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.integers(-1, 80))
def test_any_text_and_any_message_are_told(query: str, message: str, place: int) -> None:
    for said in (message, f"error at 7:9: {message}"):
        error = syntax_error(query, Failure(min(place, len(query)), said), PREFIXES)
        assert error.detail
        assert error.members["excerpt"]


@settings(deadline=None)
@given(st.lists(st.sampled_from([
    "SELECT", "ASK", "*", "?s", "?p", "<x:p>", "{", "}", "(", ")", "[", "]", ".", ";", ",", "FILTER", "BIND", "AS", "COUNT",
    "1", "'a'", "=", "&&", "UNION", "foo", "GROUP", "BY", "LIMIT",
]), max_size=20))
def test_any_row_of_tokens_is_told(words: list[str]) -> None:
    query = " ".join(words)
    try:
        Store().query(query, base_iri=BASE)
    except SyntaxError as error:
        place = syntax_error(query, failure(query, str(error), BASE), PREFIXES)
        assert "^" in str(place.members["excerpt"])
    except RuntimeError:  # it can be read, and calls a function that does not exist
        pass


@pytest.mark.parametrize(("query", "called", "iri", "remedy"), [
    ("SELECT (<http://x/f>(1) AS ?a) {}", "<http://x/f>(1)", "http://x/f", "casts xsd:boolean, xsd:dateTime, "),
    ("PREFIX ex: <http://x/> SELECT (ex:a\\-b.c(1) AS ?a) {}", "ex:a", "http://x/a-b.c", "SparqlOps"),
    ("PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ASK { ?s xsd:int ?o FILTER(xsd:int(?o) = 1) }", "xsd:int(?o)",
     "http://www.w3.org/2001/XMLSchema#int", "Perhaps xsd:integer"),
    ("ASK { FILTER(<http://www.w3.org/2001/XMLSchema#long>(1) = 1) }", "<http",
     "http://www.w3.org/2001/XMLSchema#long", "Perhaps xsd:integer"),
    ("PREFIX fn: <http://www.w3.org/2005/xpath-functions#> ASK { FILTER(fn:starts-with('a', 'b')) }", "fn:starts",
     "http://www.w3.org/2005/xpath-functions#starts-with", "Perhaps STRSTARTS"),
    ("PREFIX : <functions#> ASK { FILTER(ABS(:contain('a', 'b'))) }", ":contain(",
     "http://x.example/functions#contain", "Perhaps CONTAINS"),
    ("ASK { FILTER(<f>(1)) }", "<f>", "http://x.example/f", "casts"),
])
def test_a_function_that_is_not_known_is_shown_with_one_that_may_be_meant(query: str, called: str, iri: str, remedy: str) -> None:
    with pytest.raises(RuntimeError) as caught:
        Store().query(query, base_iri=BASE)
    error = function_error(query, str(caught.value))
    shown, caret = str(error.members["excerpt"]).split("\n")
    assert shown[caret.index("^") :].startswith(called)
    assert (error.problem, error.members["line"]) == ("unsupported", 1)
    assert error.detail.endswith(f"no function <{iri}>.")
    assert remedy in str(error.members["remedy"])


@pytest.mark.parametrize("reason", ["no", "The custom function <http://x/g> is not supported"])
def test_what_the_engine_cannot_do_is_told_where_its_place_is_not_known_too(reason: str) -> None:
    error = function_error("SELECT (<http://x/f>(1) AS ?a) {}", reason)
    assert reason in error.detail
    assert "SparqlOps" in str(error.members["remedy"])


def test_brackets_within_too_many_brackets_are_shown_where_they_are_too_many() -> None:
    query = "ASK {\n" + "{" * 1000 + "}" * 1000 + "}"
    error = nesting_error(query)
    assert (error.problem, error.members["line"], error.members["column"]) == ("syntax", 2, 250)
    assert "250 brackets" in error.detail
