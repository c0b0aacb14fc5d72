"""The competency questions have the answers written down for them, and each can fail."""

import tomllib
from pathlib import Path
from typing import TypedDict

import pyoxigraph as ox
import pytest

from kiungo.checks.questions import Difference, Question, answer, difference, load
from kiungo.sources import load as load_sources

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "ontology" / "questions"
MUTATIONS = Path(__file__).with_name("mutations.toml")
FILES = sorted(file.stem for file in FOLDER.glob("q*.ttl"))
PREFIX = "https://w3id.org/znz-egov/id/question/"


class Mutation(TypedDict, total=False):
    """One changed fact: Turtle to take out of a graph and Turtle to put into it."""

    change: str
    graph: str
    remove: str
    add: str


@pytest.fixture(scope="module")
def questions() -> dict[str, Question]:
    """The questions by the name of their file."""
    return {question.file.stem: question for question in load(FOLDER)}


@pytest.fixture(scope="module")
def quads() -> frozenset[ox.Quad]:
    """Everything the publication says."""
    sources = load_sources(ROOT)
    assert not sources.problems, sources.problems
    return frozenset(sources.quads)


@pytest.fixture(scope="module")
def store(quads: frozenset[ox.Quad]) -> ox.Store:
    """The publication as it stands; tests that change it make their own."""
    return filled(quads)


def filled(quads: frozenset[ox.Quad]) -> ox.Store:
    """A new store that holds these quads."""
    store = ox.Store()
    store.extend(quads)
    return store


def told(found: Difference) -> str:
    """A difference in lines that pytest does not cut."""
    kinds = {"missing": found.missing, "surplus": found.surplus, "misplaced": found.misplaced}
    return "\n".join(f"{kind}: {line}" for kind, lines in kinds.items() for line in lines)


def slug(file: str) -> str:
    """The name of a question, from that of its file: q07-mission is mission."""
    return file.partition("-")[2]


def mutation_of(file: str) -> Mutation:
    """The mutation written down for one question."""
    mutations: dict[str, Mutation] = tomllib.loads(MUTATIONS.read_text(encoding="utf-8"))
    return mutations[slug(file)]


def parsed(turtle: str, graph: str) -> frozenset[ox.Quad]:
    """The quads of a piece of Turtle as mutations.toml writes it."""
    base = str(tomllib.loads(MUTATIONS.read_text(encoding="utf-8"))["base"])
    declarations = (FOLDER / "prefixes.ttl").read_text(encoding="utf-8")
    declared = ox.Store()
    declared.load(input=declarations, format=ox.RdfFormat.TURTLE)
    rows = declared.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?p ?n WHERE { ?d sh:prefix ?p ; sh:namespace ?n }"
    )
    assert isinstance(rows, ox.QuerySolutions)
    head = "".join(f"@prefix {row['p'].value}: <{row['n'].value}> .\n" for row in rows)
    name = ox.NamedNode(base.removesuffix("id/") + "graph/" + graph)
    triples = ox.parse(input=head + turtle, format=ox.RdfFormat.TURTLE, base_iri=base)
    return frozenset(ox.Quad(t.subject, t.predicate, t.object, name) for t in triples)


@pytest.mark.parametrize("file", FILES)
def test_the_data_give_the_expected_answer(
    file: str, questions: dict[str, Question], store: ox.Store
) -> None:
    question = questions[file]
    found = difference(question.expected, answer(question, store))
    assert not found, told(found)


@pytest.mark.parametrize("file", FILES)
def test_one_changed_fact_changes_the_answer(
    file: str, questions: dict[str, Question], quads: frozenset[ox.Quad]
) -> None:
    mutation = mutation_of(file)
    removed = parsed(mutation.get("remove", ""), mutation["graph"])
    added = parsed(mutation.get("add", ""), mutation["graph"])
    assert removed <= quads, "the mutation removes what is not there"
    assert not added & quads, "the mutation adds what is there"
    question = questions[file]
    assert difference(question.expected, answer(question, filled(quads - removed | added)))


def test_every_mutation_belongs_to_a_question() -> None:
    mutations = tomllib.loads(MUTATIONS.read_text(encoding="utf-8"))
    assert set(mutations) - {"base"} == {slug(file) for file in FILES}


def test_questions_are_numbered_and_named_after_their_files(questions: dict[str, Question]) -> None:
    assert [question.position for question in questions.values()] == list(range(1, len(FILES) + 1))
    for file, question in questions.items():
        assert file == f"q{question.position:02d}-{question.iri.value.removeprefix(PREFIX)}"


@pytest.mark.parametrize("file", FILES)
def test_every_question_is_put_in_each_language_of_the_publication(
    file: str, questions: dict[str, Question]
) -> None:
    publication = tomllib.loads((ROOT / "kiungo.toml").read_text(encoding="utf-8"))["publication"]
    comments = questions[file].comments
    assert set(comments) == set(publication["languages"])
    assert all(comment.endswith("?") for comment in comments.values())
