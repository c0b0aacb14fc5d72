"""Parameters as they are declared in RDF, and the values that their declarations allow."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kiungo.rdf.parameters import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    IRI,
    LANGUAGE,
    PATTERNS,
    STRING,
    YEAR,
    Parameter,
    ParameterError,
    parameters,
)

XSD = "http://www.w3.org/2001/XMLSchema#"
HEAD = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <{XSD}> . @prefix ex: <https://x.example/ns#> .
<urn:q> sh:parameter """
WORDS = 'sh:description "It."@en ;'


def read(turtle: str) -> tuple[Parameter, ...]:
    """The parameters of a query that declares them so."""
    store = Store()
    store.extend(parse(HEAD + turtle + " .", RdfFormat.TURTLE))
    return parameters(NamedNode("urn:q"), lambda s, p: [each.object for each in store.quads_for_pattern(s, p, None, None)])


def test_a_declaration_is_read_whole() -> None:
    (found,) = read(f"""[ {WORDS} sh:path ex:rank ; sh:datatype xsd:integer ; sh:minInclusive 1 ; sh:maxInclusive 9 ;
        sh:in ( 1 2 3 ) ; sh:defaultValue 2 ; sh:name "Rank"@en ; sh:order 4 ]""")
    assert (found.name, found.kind, found.default, found.choices) == ("rank", INTEGER, "2", ("1", "2", "3"))
    assert (found.minimum, found.maximum, found.order) == ("1", "9", 4.0)
    assert found.labels == (Literal("Rank", language="en"),)


def test_parameters_come_by_order_then_by_name() -> None:
    one = "[ {0} sh:path ex:{1} ; sh:datatype xsd:string ; sh:optional true {2} ]"
    rows = [one.format(WORDS, "b", ""), one.format(WORDS, "a", ""), one.format(WORDS, "c", "; sh:order -1")]
    assert [each.name for each in read(" , ".join(rows))] == ["c", "a", "b"]


@pytest.mark.parametrize(("turtle", "says"), [
    ("[ sh:datatype xsd:string ; sh:optional true ]", "0 IRIs as its sh:path"),
    ("[ sh:path ex:a , ex:b ; sh:datatype xsd:string ; sh:optional true ]", "2 IRIs as its sh:path"),
    ("[ sh:path <https://x.example/ns#a-b> ; sh:datatype xsd:string ; sh:optional true ]", "no name for a variable"),
    ("[ sh:path ex:format ; sh:datatype xsd:string ; sh:optional true ]", "format is taken"),
    ("[ sh:path ex:a ; sh:optional true ]", "of what kind"),
    ("[ sh:path ex:a ; sh:datatype xsd:string ; sh:nodeKind sh:IRI ; sh:optional true ]", "of what kind"),
    ("[ sh:path ex:a ; sh:nodeKind sh:Literal ; sh:optional true ]", "of what kind"),
    ("[ sh:path ex:a ; sh:datatype xsd:duration ; sh:optional true ]", "none that a URL can give"),
    ("[ sh:path ex:a ; sh:datatype xsd:string ]", "sh:defaultValue or sh:optional true"),
    ('[ sh:path ex:a ; sh:datatype xsd:string ; sh:optional true ; sh:defaultValue "x" ]', "either one"),
    ('[ sh:path ex:a ; sh:datatype xsd:string ; sh:defaultValue "x" , "y" ]', "either one"),
    ('[ sh:path ex:a ; sh:datatype xsd:integer ; sh:defaultValue "x" ]', "cannot be “x”"),
    ("[ sh:path ex:a ; sh:datatype xsd:integer ; sh:defaultValue 3 ; sh:maxInclusive 2 ]", "cannot be “3”"),
    ("[ sh:path ex:a ; sh:datatype xsd:string ; sh:optional true ; sh:maxInclusive 2 ]", "no order"),
    ("[ sh:path ex:a ; sh:datatype xsd:string ; sh:optional true ; sh:maxLength 0 ]", "sh:maxLength"),
    ("[ sh:path ex:a ; sh:datatype xsd:string ; sh:optional true ; sh:maxLength 2001 ]", "sh:maxLength"),
    ('[ sh:path ex:a ; sh:datatype xsd:integer ; sh:optional true ; sh:in ( "x" ) ]', "cannot be “x”"),
    ('[ sh:path ex:a ; sh:datatype xsd:string ; sh:optional true ; sh:in "x" ]', "no list"),
])
def test_a_faulty_declaration_is_refused_with_a_remedy(turtle: str, says: str) -> None:
    with pytest.raises(ParameterError, match=re.escape(says)) as raised:
        read(turtle.replace("[ ", f"[ {WORDS} "))
    assert str(raised.value.remedy).endswith(".")


def test_a_parameter_says_what_it_is_for() -> None:
    with pytest.raises(ParameterError, match="Nobody is told"):
        read("[ sh:path ex:a ; sh:datatype xsd:string ; sh:optional true ]")


def test_two_parameters_have_two_names() -> None:
    other = "<https://y.example/a>"
    one = f"[ {WORDS} sh:path %s ; sh:datatype xsd:string ; sh:optional true ]"
    with pytest.raises(ParameterError, match="Two parameters have the name a"):
        read(f"{one % 'ex:a'} , {one % other}")


@pytest.mark.parametrize(("kind", "text", "term"), [
    (STRING, 'a "b" \\ } # ?x', Literal('a "b" \\ } # ?x')),
    (INTEGER, "-007", Literal("-7", datatype=NamedNode(INTEGER))),
    (DECIMAL, "2.50", Literal("2.50", datatype=NamedNode(DECIMAL))),
    (BOOLEAN, "true", Literal("true", datatype=NamedNode(BOOLEAN))),
    (DATE, "2024-02-29", Literal("2024-02-29", datatype=NamedNode(DATE))),
    (YEAR, "2024", Literal("2024", datatype=NamedNode(YEAR))),
    (LANGUAGE, "en-t-sw-t0-und", Literal("en-t-sw-t0-und", datatype=NamedNode(LANGUAGE))),
    (IRI, "https://x.example/é?q#f", NamedNode("https://x.example/é?q#f")),
])
def test_a_value_becomes_a_term_of_its_kind(kind: str, text: str, term: object) -> None:
    assert Parameter("x", kind, max_length=100).term(text) == term


@pytest.mark.parametrize(("kind", "text"), [
    (STRING, "a\nb"), (STRING, "\x00"), (INTEGER, "1.0"), (INTEGER, "١"), (INTEGER, "1" * 19), (INTEGER, "1 "), (INTEGER, "1\n"),
    (DECIMAL, "1e5"), (DECIMAL, "."), (BOOLEAN, "yes"), (DATE, "2023-02-29"), (DATE, "2024-1-1"), (DATE, "0000-01-01"),
    (YEAR, "24"), (LANGUAGE, "e"), (LANGUAGE, "en_GB"), (IRI, "x"), (IRI, "https://x.example/> . ?s ?p ?o"),
    (IRI, 'https://x.example/"'), (IRI, "http://["), (IRI, "a:" + "b" * 100),
])
def test_a_value_of_another_kind_is_refused(kind: str, text: str) -> None:
    with pytest.raises(ParameterError) as raised:
        Parameter("x", kind, max_length=100).term(text)
    assert raised.value.name == "x"
    assert "parameter x" in str(raised.value)


@pytest.mark.parametrize(("text", "is_fine"), [("1", False), ("2", True), ("4", True), ("5", False)])
def test_bounds_are_inclusive(text: str, is_fine: bool) -> None:
    parameter = Parameter("n", INTEGER, minimum="2", maximum="4")
    if is_fine:
        parameter.term(text)
    else:
        with pytest.raises(ParameterError, match="cannot be") as raised:
            parameter.term(text)
        assert str(raised.value.remedy) == "Write at least 2 and at most 4."


def test_dates_are_bounded_as_days() -> None:
    parameter = Parameter("day", DATE, minimum="2024-01-31")
    parameter.term("2024-02-01")
    with pytest.raises(ParameterError):
        parameter.term("2024-01-30")


@given(st.text(), st.sampled_from(sorted(PATTERNS)))
def test_whatever_is_sent_is_one_term_or_refused(text: str, kind: str) -> None:
    """A term written as N-Triples reads back as itself: no value can say more than itself."""
    try:
        term = Parameter("x", kind).term(text)
    except ParameterError:
        return
    (triple,) = parse(f"<urn:s> <urn:p> {term} .", RdfFormat.N_TRIPLES)
    assert triple.object == term
