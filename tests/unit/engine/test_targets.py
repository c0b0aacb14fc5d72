"""Which shapes hold for a thing, what they ask, and what is known to be satisfied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kiungo import publication
from kiungo.engine.constraints import Constraints, Findings, findings
from kiungo.engine.embedded import Embedded
from kiungo.engine.lists import members
from kiungo.engine.targets import Shapes
from kiungo.publication import Publication

PREFIXES = """
PREFIX : <https://harbour.example/lod/ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
THING, CLASS, PATH = (NamedNode(f"https://harbour.example/lod/ns#{name}") for name in ("thing", "C", "p"))
STATED = NamedNode("https://harbour.example/lod/graph/statement")


@pytest.fixture(scope="module")
def tiny() -> Publication:
    return publication.load(Path(__file__).parents[2] / "fixtures" / "tiny" / "kiungo.toml")


def dataset(turtle: str) -> Embedded:
    store = Store()
    store.load(PREFIXES + turtle, format=RdfFormat.TURTLE)
    return Embedded(store)


def targeted(turtle: str, predicates: tuple[NamedNode, ...] = ()) -> list[str]:
    found = Shapes(dataset(turtle)).of(THING, [CLASS], predicates)
    return [str(shape.node).rpartition("#")[2][:-1] for tier in found for shape in tier]


@pytest.mark.parametrize("target", [
    "sh:targetNode :thing", "sh:targetClass :C", "sh:targetSubjectsOf :p", "sh:targetObjectsOf :q",
])
def test_a_shape_reaches_a_thing_by_each_kind_of_target(target: str) -> None:
    assert targeted(f":S a sh:NodeShape ; {target} ; sh:property :P . :P sh:path :p . :x :q :thing .", (PATH,)) == ["P"]


def test_a_class_that_is_a_shape_targets_its_instances() -> None:
    assert targeted(":C a rdfs:Class , sh:NodeShape ; sh:property :P . :P sh:path :p .") == ["P"]


@pytest.mark.parametrize("off", [":S sh:deactivated true .", ":P sh:deactivated true ."])
def test_a_shape_that_is_switched_off_asks_nothing(off: str) -> None:
    assert targeted(f":S a sh:NodeShape ; sh:targetClass :C ; sh:property :P . :P sh:path :p . {off}") == []


def test_shapes_of_other_things_and_of_superclasses_keep_their_distance() -> None:
    assert targeted("""
        :A a sh:NodeShape ; sh:targetNode :other ; sh:property :PA . :PA sh:path :p .
        :B a sh:NodeShape ; sh:targetClass :D ; sh:property :PB . :PB sh:path :p .
        :E a sh:NodeShape ; sh:targetNode :thing ; sh:property :PE . :PE sh:path :p .
        :C rdfs:subClassOf :D . :D rdfs:subClassOf :C .
    """) == ["PE", "PB"]


def test_a_list_is_read_to_its_end_its_bound_or_where_it_began() -> None:
    data = dataset(':a rdf:first 1 ; rdf:rest :b . :b rdf:first 2 ; rdf:rest :a . :c rdf:first 3 ; rdf:rest rdf:nil .')
    node = {name: NamedNode(f"https://harbour.example/lod/ns#{name}") for name in "abcd"}
    assert [each.value for each in members(data, node["a"], 10)] == ["1", "2"]
    assert [each.value for each in members(data, node["a"], 1)] == ["1"]
    assert [each.value for each in members(data, node["c"], 10)] == ["3"]
    assert members(data, node["d"], 10) == []


def met(rules: str, value: Literal | NamedNode, tiny: Publication, *rows: tuple[str, str, str]) -> bool:
    """Whether the value of :p satisfies what the rules ask."""
    data = dataset(f":S a sh:NodeShape ; sh:targetClass :C ; sh:property :P . :P sh:path :p ; {rules}")
    constraints = Constraints(data, Shapes(data), tiny, Findings(frozenset(rows)))
    found = constraints.of(THING, [CLASS], [PATH]).get(PATH.value, ())
    return any(constraints.is_met_by(each, value) for each in found)


SWAHILI, ENGLISH, PLAIN = Literal("a", language="sw"), Literal("a", language="en-t-sw"), Literal("a")


@pytest.mark.parametrize(("rules", "value", "expected"), [
    ("sh:minCount 1 .", PLAIN, True),
    ('sh:name "only a name" ; sh:order 3 .', PLAIN, False),
    ("sh:hasValue :x .", NamedNode("https://harbour.example/lod/ns#x"), True),
    ("sh:hasValue :x .", NamedNode("https://harbour.example/lod/ns#y"), False),
    ("sh:uniqueLang true .", SWAHILI, True),
    ("sh:uniqueLang true .", PLAIN, False),
    ('sh:qualifiedValueShape [ sh:languageIn ( "sw" ) ] ; sh:qualifiedMinCount 1 .', SWAHILI, True),
    ('sh:qualifiedValueShape [ sh:languageIn ( "sw" ) ] ; sh:qualifiedMinCount 1 .', ENGLISH, False),
    ('sh:qualifiedValueShape [ sh:languageIn ( "en" ) ] ; sh:qualifiedMinCount 1 .', ENGLISH, True),
    ("sh:qualifiedValueShape [ sh:in ( :x ) ] ; sh:qualifiedMinCount 1 .", NamedNode("https://harbour.example/lod/ns#x"), True),
    ("sh:qualifiedValueShape [ sh:class :D ] ; sh:qualifiedMinCount 1 . :x a :C . :C rdfs:subClassOf :D .",
     NamedNode("https://harbour.example/lod/ns#x"), True),
    ("sh:qualifiedValueShape [ sh:class :D ] ; sh:qualifiedMinCount 1 .", NamedNode("https://harbour.example/lod/ns#x"), False),
    ('sh:qualifiedValueShape [ sh:pattern "a" ] ; sh:qualifiedMinCount 1 .', PLAIN, False),  # not told here: not claimed
])
def test_only_constraints_that_speak_of_the_value_are_claimed(
    rules: str, value: Literal | NamedNode, expected: bool, tiny: Publication
) -> None:
    assert met(rules, value, tiny) is expected


@pytest.mark.parametrize(("row", "expected"), [
    (("h:P", THING.value, PATH.value), False),
    (("shacl", THING.value, PATH.value), False),
    (("h:P", THING.value, ""), False),
    (("h:Other", THING.value, PATH.value), True),
    (("h:P", "https://harbour.example/lod/ns#other", PATH.value), True),
])
def test_what_the_report_found_broken_is_not_claimed(row: tuple[str, str, str], expected: bool, tiny: Publication) -> None:
    assert met("sh:maxCount 1 ; sh:severity sh:Warning .", PLAIN, tiny, row) is expected


def test_the_report_is_read_under_the_base_of_the_release(tiny: Publication, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    row = {"rule": "h:P", "focus": THING.value, "path": None}
    report.write_text(json.dumps({"conforms": True, "results": [row]}), encoding="utf-8")
    assert findings(report, tiny.rebased("http://localhost:8000/")).rows == {("h:P", "http://localhost:8000/ns#thing", "")}


def test_statements_of_graphs_that_shapes_do_not_judge_claim_nothing(tiny: Publication) -> None:
    data = dataset("")
    constraints = Constraints(data, Shapes(data), tiny, Findings())
    assert constraints.are_judged([STATED])
    assert not constraints.are_judged([])
    assert not constraints.are_judged([NamedNode(tiny.graph(each)) for each in ("shapes", "vocabulary", "catalog")])
