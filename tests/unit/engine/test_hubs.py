"""A thing with very many statements: one order from every store, any page at the same cost, counts that are true."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bench import generator
from kiungo.builder import hubs
from kiungo.engine import description
from kiungo.engine.embedded import Embedded
from kiungo.rdf.namespaces import HYDRA, RDFS_LABEL
from kiungo.release.hubs import LINKS, STATEMENTS, open_hubs
from kiungo.sources import Sources

HUB = NamedNode(generator.HUB)
THINGS = f"{generator.BASE}id/"
BODIES = 60
PAGES = 3  # of 250 links, from ten of each body and one of the first


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    """Sixty bodies, one link of which stands in two graphs, and one that says more of itself than is told."""
    made = list(generator.quads(BODIES))
    link = next(quad for quad in made if quad.object == HUB)
    very = NamedNode(f"{THINGS}very")
    one, other = (NamedNode(f"{generator.BASE}graph/{name}") for name in ("statement", "again"))
    many = [Quad(very, RDFS_LABEL, Literal(str(at)), one) for at in range(STATEMENTS + 3)]
    return [*made, Quad(link.subject, link.predicate, link.object, other), *many]


@pytest.fixture(scope="module", params=["memory", "memory in another order", "disk"])
def dataset(request: pytest.FixtureRequest, quads: list[Quad], tmp_path_factory: pytest.TempPathFactory) -> Embedded:
    """The same quads, however they are kept, with the lists that a release has of them."""
    folder = tmp_path_factory.mktemp("hubs")
    order = random.Random(request.param).sample(quads, len(quads))  # noqa: S311 - any order will do
    hubs.write(folder, THINGS, sorted(quads, key=str))
    store = Store(str(folder / "store")) if request.param == "disk" else Store()
    store.bulk_extend(order)
    return Embedded(store, open_hubs(folder))


@pytest.fixture(scope="module")
def made() -> Callable[[str, list[Quad]], None]:
    """Compares a document with what another store gave."""
    known: dict[str, list[Quad]] = {}

    def compare(name: str, found: list[Quad]) -> None:
        assert found == known.setdefault(name, found)

    return compare


def pages(dataset: Embedded) -> Iterator[description.Neighbours]:
    """Every page of what leads to the hub."""
    for number in range(1, description.pages(dataset, HUB) + 1):
        yield description.incoming(dataset, HUB, number)


def test_all_pages_together_hold_each_link_once_in_one_order(dataset: Embedded, quads: list[Quad]) -> None:
    found = [dict.fromkeys(quad.triple for quad in page.quads) for page in pages(dataset)]
    told = [triple for page in found for triple in page]
    expected = {quad.triple for quad in quads if quad.object == HUB}
    assert [len(page) for page in found] == [LINKS, LINKS, len(expected) - 2 * LINKS]
    assert len(told) == len(expected)
    assert set(told) == expected
    assert told == sorted(told, key=lambda each: (each.predicate.value, each.subject.value))


def test_each_page_tells_how_many_there_are_of_each_property(dataset: Embedded, quads: list[Quad]) -> None:
    expected = {quad.triple for quad in quads if quad.object == HUB}
    for number, page in enumerate(pages(dataset), start=1):
        assert (page.page, page.pages, page.total) == (number, PAGES, len(expected))
        assert page.properties == {
            each: sum(triple.predicate.value == each for triple in expected)
            for each in {triple.predicate.value for triple in expected}
        }


def test_a_link_that_two_graphs_hold_is_one_link_and_two_quads(dataset: Embedded) -> None:
    assert sum(len(page.quads) for page in pages(dataset)) == next(pages(dataset)).total + 1


def test_a_page_is_the_same_from_every_store(
    dataset: Embedded, agency_sources: Sources, made: Callable[[str, list[Quad]], None]
) -> None:
    made("hub", description.document(dataset, agency_sources.publication, HUB, page=2))
    made("very", description.document(dataset, agency_sources.publication, NamedNode(f"{THINGS}very")))


def test_a_page_costs_no_look_at_the_other_links(dataset: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Embedded, "quads", lambda *_: pytest.fail("the store was asked"))
    assert len(description.incoming(dataset, HUB, 2).quads) == LINKS
    assert description.pages(dataset, HUB) == PAGES


def test_a_thing_that_says_very_much_of_itself_is_told_in_part_and_counted(dataset: Embedded) -> None:
    found = description.describe(dataset, NamedNode(f"{THINGS}very"))
    assert (len(found.outgoing), found.total) == (STATEMENTS, STATEMENTS + 3)
    assert [quad.object.value for quad in found.outgoing] == sorted(str(at) for at in range(STATEMENTS + 3))[:STATEMENTS]
    assert f"Only {STATEMENTS} of {STATEMENTS + 3} statements" in description.omissions(found)[0]


def test_the_data_say_which_page_they_are_and_where_the_others_are(
    dataset: Embedded, agency_sources: Sources
) -> None:
    document = f"{generator.BASE}doc/register/bodies"
    found = {
        (quad.subject.value, quad.predicate, quad.object.value)
        for quad in description.document(dataset, agency_sources.publication, HUB, page=2)
    }
    here = f"{document}?page=2"
    assert {
        (f"{document}#incoming", HYDRA["view"], here),
        (f"{document}#incoming", HYDRA["totalItems"], str(BODIES * generator.HUB_LINKS + 1)),
        (here, HYDRA["first"], document),
        (here, HYDRA["previous"], document),
        (here, HYDRA["next"], f"{document}?page=3"),
        (here, HYDRA["last"], f"{document}?page=3"),
    } <= found


def test_what_is_little_is_no_hub(dataset: Embedded) -> None:
    assert description.pages(dataset, NamedNode(generator.body_iri(0))) == 1
    assert set(dataset.hubs.outgoing) == {f"{THINGS}very"}
