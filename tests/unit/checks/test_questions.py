"""Reading competency questions, and comparing answers with the expected ones."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiungo.checks.questions import (
    Answer,
    Difference,
    answer,
    difference,
    load,
    read_answer,
)
from kiungo.errors import SourceError
from kiungo.rdf.queries import is_ordered

EX = "https://example.org/"
PREFIXES = {"ex": EX, "xsd": "http://www.w3.org/2001/XMLSchema#"}
DECLARATIONS = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
<{EX}prefixes>
  sh:declare [ sh:prefix "ex" ; sh:namespace "{EX}" ] , [ sh:prefix "unused" ; sh:namespace "urn:unused:" ] .
"""
QUESTION = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

<https://example.org/question/{name}> a sh:SPARQLExecutable ;
  rdfs:comment "Who?"@en , "Nani?"@sw ;
  schema:position {position} ;
  sh:prefixes <https://example.org/prefixes> ;
  sh:{form} \"\"\"{query}\"\"\" .
"""
Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of questions that so far only declares prefixes."""
    (tmp_path / "prefixes.ttl").write_text(DECLARATIONS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes one question and its answer into the folder."""

    def write_question(
        name: str = "who",
        query: str = "SELECT ?x WHERE { ?x a ex:Person }",
        expected: str | None = "?x\nex:juma\n",
        form: str = "select",
        position: object = 1,
    ) -> Path:
        text = QUESTION.format(name=name, query=query, form=form, position=position)
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8")
        if expected is not None:
            (folder / f"{name}.tsv").write_text(expected, encoding="utf-8")
        return folder

    return write_question


@pytest.fixture
def store() -> ox.Store:
    """Two people, each in a graph of their own."""
    person, kind = (
        ox.NamedNode(EX + "Person"),
        ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
    )
    store = ox.Store()
    for name in ("juma", "asha"):
        store.add(ox.Quad(ox.NamedNode(EX + name), kind, person, ox.NamedNode(f"{EX}graph/{name}")))
    return store


def refusal(folder: Path) -> SourceError:
    """The error with which a folder is refused."""
    with pytest.raises(SourceError) as caught:
        load(folder)
    return caught.value


def select(text: str, *, ordered: bool = False) -> Answer:
    """The answer to a SELECT query written as TSV."""
    return read_answer(text, PREFIXES, Path("a.tsv"), form="select", ordered=ordered)


def test_a_question_holds_its_comments_its_place_and_its_answer(write: Write) -> None:
    (question,) = load(write(position=7))
    assert question.iri == ox.NamedNode("https://example.org/question/who")
    assert question.file.name == "who.ttl"
    assert (question.position, question.form) == (7, "select")
    assert question.comments == {"en": "Who?", "sw": "Nani?"}
    assert question.expected == Answer(("x",), ((ox.NamedNode(EX + "juma"),),))


def test_a_comment_in_no_language_is_left_out(write: Write) -> None:
    folder = write()
    with (folder / "who.ttl").open("a", encoding="utf-8") as file:
        file.write('<https://example.org/question/who> rdfs:comment "?" .\n')
    assert set(load(folder)[0].comments) == {"en", "sw"}


def test_a_query_gets_the_declared_prefixes_it_uses_and_no_others(write: Write) -> None:
    (question,) = load(write())
    assert question.query == f"PREFIX ex: <{EX}>\nSELECT ?x WHERE {{ ?x a ex:Person }}"


@pytest.mark.parametrize(
    "opaque", ['"unused:x"', "'''it's unused:x'''", "<urn:a:unused:x>", "1 # unused:x\n"]
)
def test_a_prefix_in_a_string_an_iri_or_a_comment_is_not_used(write: Write, opaque: str) -> None:
    (question,) = load(write(query=f"SELECT ?x WHERE {{ ?x a {opaque} }}", expected="?x\n"))
    assert "PREFIX" not in question.query


def test_questions_come_by_position_and_not_by_file_name(write: Write) -> None:
    write(name="alpha", position=10)
    write(name="beta", position=9)
    assert [question.file.stem for question in load(write(name="gamma", position=11))] == [
        "beta",
        "alpha",
        "gamma",
    ]


def test_a_query_asks_the_union_of_all_graphs(write: Write, store: ox.Store) -> None:
    (question,) = load(write(expected="?x\nex:asha\nex:juma\n"))
    assert not difference(question.expected, answer(question, store))


def test_a_missing_and_a_surplus_row_are_told_apart(write: Write, store: ox.Store) -> None:
    (question,) = load(write(expected="?x\nex:juma\nex:mwanaidi\n"))
    expected = Difference(missing=(f"<{EX}mwanaidi>",), surplus=(f"<{EX}asha>",))
    assert difference(question.expected, answer(question, store)) == expected


@pytest.mark.parametrize(("verdict", "differs"), [("true", False), ("false", True)])
def test_an_ask_query_is_answered_by_a_verdict(
    write: Write, store: ox.Store, verdict: str, differs: bool
) -> None:
    (question,) = load(write(query="ASK { ex:asha a ex:Person }", form="ask", expected=f"{verdict}\n"))
    assert bool(difference(question.expected, answer(question, store))) is differs


def test_a_graph_is_no_answer(write: Write, store: ox.Store) -> None:
    (question,) = load(write())
    with pytest.raises(SourceError, match="a SELECT or an ASK query"):
        answer(replace(question, query="CONSTRUCT WHERE { ?x a ?y }"), store)


def test_the_order_of_rows_counts_only_where_the_query_gives_one() -> None:
    one_two, two_one = "?n\n1\n2\n", "?n\n2\n1\n"
    assert not difference(select(one_two), select(two_one))
    moved = difference(select(one_two, ordered=True), select(two_one, ordered=True))
    assert moved.misplaced == tuple(str(ox.Literal(n)) for n in (2, 1))
    assert not moved.missing
    assert not moved.surplus


def test_a_row_that_comes_twice_is_not_the_same_as_a_row_that_comes_once() -> None:
    once, twice, one = select("?n\n1\n"), select("?n\n1\n1\n"), (str(ox.Literal(1)),)
    assert difference(once, twice) == Difference(surplus=one)
    assert difference(twice, once) == Difference(missing=one)


def test_other_variables_are_a_difference_even_without_rows() -> None:
    assert difference(select("?s\t?o\n"), select("?o\t?s\n")) == Difference(("?s\t?o",), ("?o\t?s",))


@pytest.mark.parametrize(
    ("query", "ordered"),
    [
        ("SELECT ?x WHERE { ?x a ?y } ORDER BY ?x", True),
        ("SELECT ?x WHERE { ?x a ?y } order\n by DESC(?x) LIMIT 3", True),
        ("SELECT ?x WHERE { { SELECT ?x WHERE { ?x a ?y } ORDER BY ?x LIMIT 1 } }", False),
        ('SELECT ?x WHERE { ?x a "}" . { SELECT ?x { ?x a 1 } ORDER BY ?x } }', False),
        ("SELECT ?x WHERE { ?x a ?y } # ORDER BY ?x", False),
    ],
)
def test_a_query_is_ordered_by_its_own_order_and_not_by_that_of_a_part(query: str, ordered: bool) -> None:
    assert is_ordered(query) is ordered


@pytest.mark.parametrize(
    ("cell", "term"),
    [
        ("<urn:a>", ox.NamedNode("urn:a")),
        ("ex:person/juma", ox.NamedNode(EX + "person/juma")),
        ("5", ox.Literal("5", datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))),
        ("true", ox.Literal(True)),
        ('"nani?"@sw', ox.Literal("nani?", language="sw")),
        ('"2011"^^xsd:gYear', ox.Literal("2011", datatype=ox.NamedNode(PREFIXES["xsd"] + "gYear"))),
        ('"a\\tb"', ox.Literal("a\tb")),
        ('"\u00a0\u2028"', ox.Literal("\u00a0\u2028")),
        ("", None),
    ],
)
def test_a_cell_is_a_term_as_turtle_writes_it_or_a_prefixed_name(cell: str, term: ox.Literal | None) -> None:
    assert select(f"?x\t?y\n{cell}\t1\n").rows == ((term, ox.Literal(1)),)


def test_lines_may_end_as_on_windows() -> None:
    assert select("?x\t?y\r\n1\t\r\n") == select("?x\t?y\n1\t\n")


def test_an_empty_line_is_a_row_whose_one_variable_is_unbound() -> None:
    assert select("?x\n\n").rows == ((None,),)


@given(st.text(), st.sampled_from(["en", "sw", "en-t-sw-t0-und"]))
def test_an_answer_written_as_tsv_is_read_back(text: str, language: str) -> None:
    row = (ox.Literal(text, language=language), None, ox.NamedNode("urn:a"), ox.Literal(text))
    written = Answer(("a", "b", "c", "d"), (row,))
    assert select("\n".join(written.lines()) + "\n") == written


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("x\n1\n", 1, "is no variable"),
        ("\n", 1, "is no variable"),
        ("?x\n1\n2\t3\n", 3, "2 cells where the header has 1"),
        ("?x\n1\nnobody\n", 3, "The cell nobody is no term"),
        ("?x\nother:thing\n", 2, "declared prefix:name"),
        ("?x\n<relative>\n", 2, "is no term"),
        ("?x\n_:b\n", 2, "blank node has no name"),
        ("?x\n1 , 2\n", 2, "one IRI or one literal"),
        ("?x\n<urn:a> . #\n", 2, "one IRI or one literal"),
        ("?x\n1 # one\n", 2, "is no term"),
    ],
)
def test_an_unreadable_answer_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        select(text)
    assert (caught.value.line, caught.value.file) == (line, Path("a.tsv"))
    assert words in caught.value.message
    assert str(caught.value).startswith(f"a.tsv:{line}: ")


@pytest.mark.parametrize("text", ["yes\n", "true\nfalse\n", "", "?x\ntrue\n"])
def test_a_verdict_is_one_line_true_or_false(text: str) -> None:
    with pytest.raises(SourceError, match="one line, true or false"):
        read_answer(text, PREFIXES, Path("a.tsv"), form="ask")


def test_a_question_without_an_answer_is_refused(write: Write) -> None:
    error = refusal(write(expected=None))
    assert "write who.tsv beside it" in error.message
    assert error.file.name == "who.ttl"


def test_an_answer_without_a_question_is_refused(write: Write) -> None:
    folder = write()
    (folder / "whom.tsv").write_text("?x\n", encoding="utf-8")
    assert refusal(folder).file.name == "whom.tsv"


@pytest.mark.parametrize(
    "query", ["\nSELECT ?x WHERE {\n ?x FOO ?y }", "\nSELECT ?x WHERE {\n ?x ex:a FOO }"]
)
def test_a_query_that_does_not_parse_is_refused_with_its_line_in_the_file(write: Write, query: str) -> None:
    error = refusal(write(query=query))
    text = error.file.read_text(encoding="utf-8").splitlines()
    assert error.line is not None
    assert "FOO" in text[error.line - 1]


def test_a_prefix_that_is_not_declared_is_refused(write: Write) -> None:
    assert "uses foaf: and no node" in refusal(write(query="SELECT ?x WHERE { ?x a foaf:Person }")).message


@pytest.mark.parametrize(
    ("form", "query"),
    [("ask", "SELECT ?x WHERE { ?x a 1 }"), ("select", "ASK { ?x a 1 }"), ("select", "DESCRIBE <urn:a>")],
)
def test_a_query_of_another_form_is_refused(write: Write, form: str, query: str) -> None:
    assert f"write {form.upper()}" in refusal(write(form=form, query=query)).message


@pytest.mark.parametrize("position", ['"first"', "-1", "1 , 2"])
def test_a_question_stands_at_one_whole_number(write: Write, position: str) -> None:
    error = refusal(write(position=position))
    assert "position" in error.message
    assert error.line == 7


def test_two_queries_in_one_file_are_refused(write: Write) -> None:
    folder = write()
    with (folder / "who.ttl").open("a", encoding="utf-8") as file:
        file.write('<https://example.org/question/more> sh:ask "ASK {}" .\n')
    assert "give each question its own file" in refusal(folder).message


def test_a_file_that_is_not_turtle_is_refused_with_its_line(write: Write) -> None:
    folder = write()
    (folder / "who.ttl").write_text("<urn:a> <urn:b> 1 .\n\nnonsense .\n", encoding="utf-8")
    assert refusal(folder).line == 3


@pytest.mark.parametrize("name", ["who.ttl", "who.tsv"])
def test_a_file_that_is_not_utf_8_is_refused_with_its_line(write: Write, name: str) -> None:
    folder = write()
    (folder / name).write_bytes(b"?x\n\xe9\n")
    error = refusal(folder)
    assert (error.file.name, error.line) == (name, 2)


def parametrised(write: Write, declaration: str, query: str = "SELECT ?x ?name WHERE { ?x a ex:Person }") -> Path:
    """A folder with one question that declares a parameter."""
    folder = write(query=query, expected="?x\t?name\n")
    with (folder / "who.ttl").open("a", encoding="utf-8") as file:
        file.write(f"\n<https://example.org/question/who> sh:parameter [\n  {declaration}\n] .\n")
    return folder


STRING = 'sh:datatype <http://www.w3.org/2001/XMLSchema#string> ; sh:description "A name."@en'
NAME = "sh:path <https://example.org/name>"


def test_a_question_is_answered_at_the_defaults_of_its_parameters(write: Write, store: ox.Store) -> None:
    default = f"{NAME} ; sh:nodeKind sh:IRI ; sh:description 'Who.'@en ; sh:defaultValue <{EX}juma>"
    (question,) = load(parametrised(write, default, "SELECT ?name WHERE { ?name a ex:Person }"))
    assert answer(question, store).rows == ((ox.NamedNode(EX + "juma"),),)


@pytest.mark.parametrize(("declaration", "query", "says"), [
    (f"{NAME} ; {STRING}", "SELECT ?name { ?name a ex:Person }", "Parameter name: It needs either one sh:defaultValue"),
    (f"{NAME} ; {STRING} ; sh:optional true", "SELECT ?x { ?x a ?name }", "does not project ?name"),
])
def test_a_parameter_that_cannot_work_is_refused_with_its_line(write: Write, declaration: str, query: str, says: str) -> None:
    error = refusal(parametrised(write, declaration, query))
    assert says in error.message
    assert error.remedy
    assert error.file is not None
    assert "sh:path" in error.file.read_text(encoding="utf-8").splitlines()[(error.line or 0) - 1]


@pytest.mark.parametrize(("who", "verdict"), [("juma", True), ("nobody", False)])
def test_an_ask_query_has_parameters_in_its_pattern(write: Write, store: ox.Store, who: str, verdict: bool) -> None:
    folder = write(query="ASK { ?name a ex:Person }", form="ask", expected="true\n")
    default = f"{NAME} ; sh:nodeKind sh:IRI ; sh:description 'Who.'@en ; sh:defaultValue <{EX}{who}>"
    with (folder / "who.ttl").open("a", encoding="utf-8") as file:
        file.write(f"<https://example.org/question/who> sh:parameter [ {default} ] .\n")
    (question,) = load(folder)
    assert answer(question, store).verdict is verdict


def test_two_questions_never_have_one_address(write: Write) -> None:
    folder = write()
    text = (folder / "who.ttl").read_text(encoding="utf-8")
    (folder / "other.ttl").write_text(text.replace("/question/who", "/other/who"), encoding="utf-8")
    (folder / "other.tsv").write_text("?x\n", encoding="utf-8")
    assert "give it another last part" in refusal(folder).message
