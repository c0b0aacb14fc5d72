"""The shapes accept what is right and refuse each fault, for the right reason and for no other."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from shapes.manifest import (
    CASES,
    COMPONENTS,
    ROOT,
    TARGETS,
    Judge,
    constraints,
    judges,
    published,
    read,
    shapes_graph,
)

LANGUAGES = ["en", "sw"]
DATA = ("statement", "editorial", "translation", "source", "scheme", "context", "provenance", "catalog")
READ = [
    "prefLabel", "subOrganizationOf", "hasMandate", "hasVision", "hasMission", "hasObjective",
    "establishedUnder", "listsInstrument",
]
"""The properties of the agency, as people would read them: name, parent, mandate, vision and so on."""
SILENT = {
    RDF.type, RDFS.label, RDFS.comment, RDFS.isDefinedBy, SH.path, SH.property, SH.qualifiedValueShape,
    SH.name, SH.description, SH.message, SH.order, SH.group, SH.severity, *TARGETS,
}
"""What may stand on a shape beside constraints."""

SHAPES = shapes_graph()
BY_CLASS = sorted(set(SHAPES.subjects(RDF.type, SH.NodeShape)), key=str)
BY_PROPERTY = sorted(set(SHAPES.subjects(RDF.type, SH.PropertyShape)), key=str)
GROUPS = sorted(set(SHAPES.subjects(RDF.type, SH.PropertyGroup)), key=str)
REPORTING = sorted({shape for shape, _ in constraints(SHAPES)}, key=str)
CONSTRAINING = sorted({shape for shape, parameter, _ in SHAPES if parameter in COMPONENTS}, key=str)


@pytest.fixture(scope="module")
def court() -> dict[str, Judge]:
    """The judge of each world, read once."""
    return judges()


def name(node: Node) -> str:
    """The last part of an IRI."""
    return str(node).rpartition("#")[2]


def languages(node: Node, predicate: URIRef) -> list[str]:
    """The languages of a node's texts, in order."""
    return sorted(str(each.language) for each in SHAPES.objects(node, predicate) if isinstance(each, Literal))


def order(node: Node) -> int:
    """The place among its like."""
    return int(str(SHAPES.value(node, SH.order, any=False)))


@pytest.mark.parametrize("world", ["vocabulary", "agency"])
def test_a_valid_world_conforms(court: dict[str, Judge], world: str) -> None:
    """Otherwise a case would show more than its own fault."""
    assert court[world].valid() == []


def test_what_is_published_conforms() -> None:
    """All shapes, all data graphs. `kiungo check` also holds the shapes against SHACL-SHACL, which is slow."""
    ontology = Graph().parse(ROOT / "ontology" / "ns.ttl")
    conforms, _, words = pyshacl.validate(
        published(*DATA), shacl_graph=SHAPES, ont_graph=ontology, allow_infos=True, allow_warnings=True
    )

    assert conforms, words


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_fault_gives_its_result_and_no_other(court: dict[str, Judge], file: Path) -> None:
    """One fault, one result: shape, path, component, focus, value and severity."""
    case = read(file)

    assert court[case.world].outcome(case) == [case.expected]


def test_every_constraint_has_a_case() -> None:
    """A constraint that no case breaks may be one that nothing can break."""
    assert constraints(SHAPES) - {read(file).constraint for file in CASES} == set()


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_case_is_named_after_its_constraint(file: Path) -> None:
    """`Mandate-holder-minCount`, then perhaps a word more: whoever breaks a shape finds its cases."""
    shape, parameter = read(file).constraint

    assert file.stem.startswith(f"{name(shape)}-{name(parameter)}")


@pytest.mark.parametrize("shape", [*BY_CLASS, *BY_PROPERTY], ids=name)
def test_a_shape_uses_known_parameters_only(shape: Node) -> None:
    """What is neither in COMPONENTS nor silent would escape the tests above; an IRI keeps reports and links stable."""
    assert not isinstance(shape, BNode)
    assert set(SHAPES.predicates(shape)) <= set(COMPONENTS) | SILENT


def test_no_property_shape_is_hidden() -> None:
    """Every value of sh:property is declared as a property shape, so that the tests here see it."""
    assert set(SHAPES.objects(None, SH.property)) == set(BY_PROPERTY)


@pytest.mark.parametrize("shape", CONSTRAINING, ids=name)
def test_a_constraint_speaks_both_languages(shape: Node) -> None:
    """The message of a shape that constrains."""
    assert languages(shape, SH.message) == LANGUAGES


@pytest.mark.parametrize("shape", REPORTING, ids=name)
def test_a_property_shape_can_lay_out_a_page(shape: Node) -> None:
    """Name and description in both languages; one order, one severity and one known group."""
    assert languages(shape, SH.name) == languages(shape, SH.description) == LANGUAGES
    assert SHAPES.value(shape, SH.order, any=False) is not None
    assert SHAPES.value(shape, SH.severity, any=False) in {SH.Violation, SH.Warning, SH.Info}
    assert (SHAPES.value(shape, SH.group, any=False), RDF.type, SH.PropertyGroup) in SHAPES


@pytest.mark.parametrize("shape", [*BY_CLASS, *GROUPS], ids=name)
def test_shapes_and_groups_have_labels(shape: Node) -> None:
    """A heading for each, in both languages."""
    assert languages(shape, RDFS.label) == LANGUAGES


def test_groups_and_properties_have_places_of_their_own() -> None:
    """No two groups, and no two property shapes of a targeted shape, share an order."""
    targeted = [shape for shape in BY_CLASS if set(SHAPES.predicates(shape)) & set(TARGETS)]
    for siblings in (GROUPS, *(list(SHAPES.objects(shape, SH.property)) for shape in targeted)):
        assert len({order(each) for each in siblings}) == len(siblings), [name(each) for each in siblings]


def test_the_agency_is_shown_in_the_order_people_read() -> None:
    """By group, then by order; a property counts where it stands first."""
    agency = URIRef("https://w3id.org/znz-egov/shapes#AgencyShape")
    placed = sorted(
        (order(SHAPES.value(shape, SH.group) or shape), order(shape), str(SHAPES.value(shape, SH.path)))
        for shape in SHAPES.objects(agency, SH.property)
    )
    shown = dict.fromkeys(re.split("[/#]", path)[-1] for _, _, path in placed)

    assert [each for each in shown if each in READ] == READ
