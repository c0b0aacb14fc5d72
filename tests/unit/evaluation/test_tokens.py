"""What can be said of a query from its tokens alone."""

from __future__ import annotations

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kiungo.evaluation.tokens import (
    first,
    is_volatile,
    names_dataset,
    service_call,
    star,
    tokens,
    too_deep,
    variables,
)

PROLOGUE = "# SELECT\nBASE <http://x/#SELECT> prefix select: <http://y/> PREFIX : <z> "


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * {}", "SELECT"),
        ("\n select * {}", "SELECT"),
        ("ASK{}", "ASK"),
        (PROLOGUE + "DESCRIBE <x>", "DESCRIBE"),
        ("VERSION '1.2' CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("PREFIX a: <b> INSERT DATA {}", "INSERT"),
        ("SELEC * {}", "SELEC"),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(query: str, expected: str) -> None:
    token = first(query)
    assert token is not None
    assert token.keyword == expected


@pytest.mark.parametrize("query", ["", " \n", "# SELECT", "PREFIX a:", "BASE <x>"])
def test_a_query_may_have_no_form(query: str) -> None:
    assert first(query) is None


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { ?a ?b ?c.SERVICE <http://x/> {} }",
        "SELECT * { ?a ?b 1SERVICE <http://x/> {} }",
        "SELECT * { ?a ?b 'x'SERVICE <http://x/> {} }",
        "SELECT * { ?a ?b <http://y/>SERVICE<http://x/>{} }",
        "SELECT * { ?a ?b _:c. SERVICE <http://x/> {} }",
        "SELECT * { ?a ?b :c.SERVICE <http://x/> {} }",
        "PREFIX : <http://x/> SELECT * { SERVICE:x {} }",
        "PREFIX service: <http://x/> SELECT * { service:x {} }",
        'SELECT * { ?a ?b "\\"" . SERVICE <http://x/> {} }',
        "SELECT * { ?a ?b '''a''b''' SERVICE <http://x/> {} }",
        "SELECT * { # '\n SERVICE <http://x/> {} }",
        "SELECT * { FILTER(?a < ?b) SERVICE <http://x/> {} FILTER(?a > ?b) }",
        "SELECT * {SERVICE#\n<http://x/> {} }",
        "SELECT * { ?a ?b trueSERVICE <http://x/> {} }",
        "SELECT * { ?a ?b 1e5SERVICE <http://x/> {} }",
        "SELECT * { SERVICESILENT<http://x/> {} }",
        "PREFIX : <http://x/> SELECT * { ?a ?b falseSERVICESILENT: {} }",
        "SELECT * { FILTER(?a = <x:\\u0041#>)SERVICE <http://x/> {} }",
        "SELECT * { FILTER(?a = <x:\\U00000041'>)SERVICE <http://x/> {} FILTER(?a = 'x') }",
        "SELECT * { FILTER(?a<2)SERVICE#>\n<http://x/> {} }",
        "SELECT * { FILTER(?a<2&&?b!='>')SERVICE <http://x/> {} #'\n }",
        "PREFIX : <http://x/> SELECT * { SERVICE:a·b%20.c{} }",
        "PREFIX : <http://x/> SELECT * { ?a :a.service :a.b.SERVICE ?x {} }",
        "SELECT * { ?a atrueSERVICE <http://x/> {} }",
        "SELECT * { ?a a1SERVICE <http://x/> {} }",
        "SELECT * { ?a ?b ?c.truea-1SERVICE <http://x/> {} }",
        "SELECT * { ?a a-1.5e-3SERVICESILENT ?x {} }",
        "PREFIX : <http://x/> SELECT * { ?a a1SERVICE:x {} }",
        "PREFIX : <http://x/> SELECT * { ?a a :c.SERVICE:x.SERVICE:y {} }",
        "PREFIX : <http://x:> SELECT * { ?a a:SERVICE ?x·\u0301 {} }",
    ],
)
def test_a_call_of_another_service_is_found(query: str) -> None:
    assert service_call(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service $SERVICE ?o }",
        "SELECT * { ?s <http://x/service> ?o }",
        "SELECT * { ?s ?p 'SERVICE', \"a SERVICE b\", '''x\nSERVICE\n''' }",
        "PREFIX service: <http://x/> SELECT * { ?s ?p ?o }",
        "SELECT * { ?s ex:Service ?o ; ex:service-of 5 ; :service ?x }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/>",
        "SELECT * { ?s ?p 'x'@service , _:service, ex:services }",
        "SELECT * { ?s ?p 'it\\'s SERVICE' }",
        "SELECT * { ?s dcat:a.service ?o ; dcat:service ?x { ?x a ex:1.service } UNION {} }",
        "PREFIX service: <http://x/> SELECT * FROM service:g { service:x service:p service:o . GRAPH service:x { ?s ?p ?o } }",
        "PREFIX service: <http://x/> SELECT * { ?a service:p ?x { ?x ?y ?z } ?a a service:t {} ?a ?b ?c, service:x {} }",
        "SELECT * { _:b.service ?p _:SERVICE..service.c {} ?s :a.service:b ?o {} ?s ?p :a.service {} }",
        "PREFIX a.service: <http://x/> SELECT * { a.service:b.service.c ?p a.service: OPTIONAL {} }",
    ],
)
def test_the_word_service_alone_is_no_call(query: str) -> None:
    assert not service_call(query)


BEFORE = [
    "", "?a ?b", "?a ?b ?c", "?a ?b 1", "?a ?b 1.", "?a ?b 1e5", "?a ?b 1.5e-3", "?a ?b true", "?a ?b 'x'",
    "?a ?b 'x'@en", "?a ?b 'x'^^<urn:x>", "?a ?b 'x'^^:t", "?a ?b :", "?a ?b :c", "?a ?b :c.d", "?a ?b :c..d",
    "?a ?b :c.d.e", "?a ?b e.f:g", "?a ?b _:c", "?a ?b _:c.d", "?a ?b _:1-·.", "?a ?b ?c,", "?a a", "?a a1", "?a atrue",
    "?a ?ñ·", "?a ?b ?c.truea-1", "?a ?b %41", "?a ?b :\\-", "?a ?b o:", "?a o:1", "?a o:o:", "?a ?b p:", "GRAPH :g {}",
    "OPTIONAL{}", "FILTER(?a<2)", "?a (:p|!:q)* :c", "?a ?b []", "?a ?b (1)", "?a a :c", "?a service:p", "?a ?b service:",
    "?a ?b service:x.y", "?a :b.service", "?a ?b :ñ·a",
]
CALLS = [
    "{0} <http://127.0.0.1:1/> {{}}", "{0}<http://127.0.0.1:1/>{{}}", "{0} SILENT ?x {{}}", "{0}SILENT:x{{}}",
    "{0}:x.y {{}}", "{0}: {{}}", "{0}:a·b.c\\-%41#\n{{}}", "{0} service:x {{}}", "{0}p: {{}}", "{0} ?x· {{}}",
    "{0}silente.f:x {{}}", "{0} ?p ?o {{}}", "{0}:x ?p ?o", "{0}:x ?p {{}}", "{0} ?o", "{0} ?x ?y {{}}",
    "{0}:x SILENT {{}}", "{0}", "{0}.", "{0}:x", "{0}:x.{0}:y {{}}", "{0} <x> ?p {{}}",
]
DECLARED = "".join(f"PREFIX {name}: <{iri}> " for name, iri in {
    "": "urn:x:", "e.f": "urn:e:", "o": "http://x:", "p": "http://[::1]", "service": "urn:s:", "a.SERVICE": "urn:t:"}.items())


def parses(query: str) -> bool:
    try:
        Store().query(query, base_iri="urn:x")
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize("glue", ["", " ", ".", " . "])
def test_no_call_that_the_parser_finds_is_missed_and_between_blanks_no_name_is_taken_for_one(glue: str) -> None:
    """What is a query no more when the word is misspelt used it as a keyword; what is one did not."""
    for before, call in product(BEFORE, CALLS):
        query = f"{DECLARED}SELECT * {{ {before}{glue}{call.format('SERVICE')} }}"
        if parses(query):
            is_call = not parses(query.replace("SERVICE", "SERVIZE").replace("service", "servize"))
            assert service_call(query) or not is_call, query
            assert is_call or not service_call(query) or " " not in glue, query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * FROM <http://x/> {}", True),
        ("select * from named <http://x/> {}", True),
        ("SELECT ?from { ?from <from> 'from' } # FROM", False),
        ("SELECT * {}", False),
    ],
)
def test_a_dataset_of_its_own_is_seen(query: str, expected: bool) -> None:
    assert names_dataset(query) is expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT (NOW() AS ?n) {}", True),
        ("SELECT * { FILTER(rand() < 0.5) }", True),
        ("SELECT * { BIND(STRUUID() AS ?x) }", True),
        ("SELECT ?now { ?now <uuid> 'RAND()' }", False),
    ],
)
def test_what_answers_otherwise_each_time_is_seen(query: str, expected: bool) -> None:
    assert is_volatile(query) is expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * {}", 7),
        ("SELECT DISTINCT* {}", 15),
        ("SELECT (COUNT(*) AS ?n) {}", None),
        ("SELECT ?a { SELECT * {} }", None),
        ("ASK { ?a <x>* ?b }", None),
        ("PREFIX a: <b>\nselect REDUCED * { SELECT * {} }", 29),
        ("DESCRIBE *", None),
    ],
)
def test_the_star_of_the_outermost_select_is_found(query: str, expected: int | None) -> None:
    assert star(query) == expected


def test_variables_stand_in_order_of_first_appearance() -> None:
    assert variables("SELECT * { ?z $a ?m ; ?a '?no' . # ?never\n ?_1 ?ñ <?iri> }") == [
        "z",
        "a",
        "m",
        "_1",
        "ñ",
    ]


@given(st.text(max_size=300))
def test_any_text_has_tokens_in_order_and_as_written(text: str) -> None:
    found = list(tokens(text))
    assert [each.start for each in found] == sorted(each.start for each in found)
    assert all(text[each.start : each.start + len(each.text)] == each.text for each in found)


@pytest.mark.parametrize(
    "piece",
    [
        "a.",
        "a-",
        "a:",
        '"',
        "'",
        '"""\\"',
        "'''",
        "<",
        "<a",
        "?a.",
        "\\",
        "#",
        "@a-",
        "_:",
        "1.",
        '""" "',
        "a:b\\.",
    ],
)
def test_a_hostile_text_takes_linear_time(piece: str) -> None:
    text = "SELECT * {" + piece * (300_000 // len(piece))
    started = time.process_time()
    assert sum(1 for _ in tokens(text)) > 0
    assert time.process_time() - started < 2.5


@pytest.mark.parametrize(("query", "expected"), [
    ("ASK " + "{" * 250 + "}" * 250, None),
    ("ASK " + "{" * 251 + "}" * 251, 254),
    ("ASK { VALUES ?x { " + "(1) " * 999 + "} }", None),
    ("ASK { ?s ?p '" + "(" * 999 + "' }", None),
])
def test_only_brackets_within_brackets_are_deep(query: str, expected: int | None) -> None:
    found = too_deep(query)
    assert (found.start if found else None) == expected
