"""Each part of the shapes is needed: take it out, and some case no longer turns out as it should.

The cases of tests/shapes say that bad data are refused; these tests say that nothing in the shapes is idle.
They need no outside program, only patience: every part is removed in turn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from shapes.manifest import (
    CASES,
    COMPONENTS,
    TARGETS,
    Case,
    Constraint,
    Judge,
    constraints,
    judges,
    read,
    shapes_graph,
)

SHAPES = shapes_graph()
REFERENCES = (SH.node, SH["not"], SH["or"], SH.property, SH.qualifiedValueShape)
LISTS = (SH["in"], SH.languageIn, SH["or"])

ALL = {(shape, parameter) for shape, parameter, _ in SHAPES if parameter in COMPONENTS}
REPORTING = sorted(constraints(SHAPES))
NESTED = sorted(ALL - set(REPORTING))
TARGETING = sorted((shape, target, value) for target in TARGETS for shape, value in SHAPES.subject_objects(target))
MEMBERS = sorted(
    (shape, parameter, member)
    for parameter in LISTS for shape, values in SHAPES.subject_objects(parameter) for member in Collection(SHAPES, values)
)


@pytest.fixture(scope="module")
def court() -> dict[str, Judge]:
    """The judge of each world, read once."""
    return judges()


def named(part: tuple[Node, ...]) -> str:
    """The last parts of some IRIs."""
    return "-".join(str(node).rpartition("#")[2].rpartition("/")[2] for node in part)


def cases_about(shape: Node) -> list[Case]:
    """The cases of a shape, of the shapes that refer to it, and of its property shapes."""
    about = reachable(shape, upwards=True) | reachable(shape, upwards=False)
    return [case for case in map(read, CASES) if case.constraint[0] in about]


def reachable(shape: Node, *, upwards: bool) -> set[Node]:
    """A shape and the property shapes it has; or the shapes that lead to it, by reference or by list."""
    found, waiting = set(), [shape]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            if upwards:
                waiting += [user for each in REFERENCES for user in users(node, each)]
            else:
                waiting += SHAPES.objects(node, SH.property)
    return found


def users(node: Node, reference: Node) -> list[Node]:
    """The shapes that name a node as value, or as member of a list, of a property."""
    return [
        shape for shape, value in SHAPES.subject_objects(reference)
        if value == node or node in Collection(SHAPES, value)
    ]


def mutated(judge: Judge, change: Callable[[Graph], None]) -> Judge:
    """A judge whose shapes were changed."""
    shapes = Graph()
    for triple in judge.shapes:
        shapes.add(triple)
    change(shapes)
    return replace(judge, shapes=shapes)


def drop(constraint: Constraint) -> Callable[[Graph], None]:
    """Take out a constraint; a qualified value shape goes with its last count."""
    def change(shapes: Graph) -> None:
        shape, parameter = constraint
        shapes.remove((shape, parameter, None))
        if not {SH.qualifiedMinCount, SH.qualifiedMaxCount} & set(shapes.predicates(shape)):
            shapes.remove((shape, SH.qualifiedValueShape, None))
    return change


def shorten(shape: Node, parameter: Node, member: Node) -> Callable[[Graph], None]:
    """Take one member out of the list of a parameter; an empty list is replaced by one that matches nothing."""
    def change(shapes: Graph) -> None:
        old = shapes.value(shape, parameter, any=False) or BNode()
        left = [each for each in Collection(shapes, old) if each != member]
        head = BNode()
        Collection(shapes, head, left or [Literal("zxx")])
        shapes.set((shape, parameter, head))
    return change


def notices(court: dict[str, Judge], shape: Node, change: Callable[[Graph], None]) -> bool:
    """Whether a changed shape shows: in the outcome of a case about it, or in a valid world."""
    about = cases_about(shape)
    changed = {world: mutated(court[world], change) for world in {case.world for case in about}}
    return any(changed[case.world].outcome(case) != [case.expected] for case in about) or any(
        judge.valid() for judge in changed.values()
    )


@pytest.mark.parametrize("shape", ["MandateShape", "AgencyMandateShape", "TranslatedText"])
def test_a_change_of_nothing_goes_unnoticed(court: dict[str, Judge], shape: str) -> None:
    """The control: what the other tests notice is the part taken out."""
    assert not notices(court, URIRef(f"https://w3id.org/znz-egov/shapes#{shape}"), lambda _: None)


@pytest.mark.parametrize("constraint", REPORTING, ids=named)
def test_without_its_constraint_a_case_gives_nothing(court: dict[str, Judge], constraint: Constraint) -> None:
    """Its cases fall silent; those of the same shape's other constraints still speak."""
    for case in (each for each in map(read, CASES) if each.constraint[0] == constraint[0]):
        outcome = mutated(court[case.world], drop(constraint)).outcome(case)
        assert outcome == ([] if case.constraint == constraint else [case.expected]), case.name


@pytest.mark.parametrize("constraint", NESTED, ids=named)
def test_a_value_shape_needs_its_constraint(court: dict[str, Judge], constraint: Constraint) -> None:
    """What a shape says through another shape."""
    assert notices(court, constraint[0], drop(constraint))


@pytest.mark.parametrize("triple", TARGETING, ids=named)
def test_a_shape_needs_each_of_its_targets(court: dict[str, Judge], triple: tuple[Node, Node, Node]) -> None:
    """Without the target some fault goes unseen."""
    def change(shapes: Graph) -> None:
        shapes.remove(triple)

    assert notices(court, triple[0], change)


@pytest.mark.parametrize("part", MEMBERS, ids=named)
def test_a_list_needs_each_of_its_members(court: dict[str, Judge], part: tuple[Node, Node, Node]) -> None:
    """Without the member a valid world, or a case, turns out otherwise."""
    assert notices(court, part[0], shorten(*part))

