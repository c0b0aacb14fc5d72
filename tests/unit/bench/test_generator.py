"""The synthetic publications of the bench: as large as they are said to be, and the same everywhere."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from pyoxigraph import NamedNode, Quad

from bench import generator
from kiungo.sources import Sources


@pytest.fixture(scope="module")
def made() -> list[Quad]:
    """Fifty bodies."""
    return list(generator.quads(50))


def test_there_are_as_many_triples_as_was_asked_for(made: list[Quad]) -> None:
    assert len(made) == len(set(made)) == 50 * generator.PER_BODY + generator.PER_PUBLICATION


def test_no_triple_is_in_two_graphs(made: list[Quad]) -> None:
    assert len({quad.triple for quad in made}) == len(made)


@pytest.mark.parametrize("triples", [10_000, 100_000, 1_000_000])
def test_a_size_is_met_to_a_body(triples: int) -> None:
    made = generator.bodies(triples) * generator.PER_BODY + generator.PER_PUBLICATION
    assert triples - generator.PER_BODY < made <= triples


def test_the_same_bytes_come_out_each_time_and_everywhere(made: list[Quad]) -> None:
    written = "".join(f"{quad} .\n" for quad in made)
    assert written == "".join(f"{quad} .\n" for quad in generator.quads(50))
    assert hashlib.sha256(written.encode()).hexdigest()[:16] == "89cbc405c22ba5d7"


def test_another_seed_gives_other_words_for_the_same_things(made: list[Quad]) -> None:
    other = list(generator.quads(50, seed=2))
    assert other != made
    assert {quad.subject for quad in other} == {quad.subject for quad in made}


def test_the_hub_is_pointed_at_by_a_share_of_everything(made: list[Quad]) -> None:
    part_of, hub = NamedNode("http://purl.org/dc/terms/isPartOf"), NamedNode(generator.HUB)
    pointing = {quad.subject for quad in made if (quad.predicate, quad.object) == (part_of, hub)}
    assert len(pointing) == 50 * generator.HUB_LINKS


def test_there_are_several_graphs_and_labels_in_both_languages(made: list[Quad]) -> None:
    graphs = Counter(quad.graph_name for quad in made)
    assert {graph.value.rpartition("/")[2] for graph in graphs if isinstance(graph, NamedNode)} == {
        "statement", "source", "translation", "provenance"
    }
    languages = Counter(getattr(quad.object, "language", None) for quad in made if quad.predicate.value.endswith("prefLabel"))
    assert languages["sw"] == languages["en"] == 50 * 3 + 1


def test_its_terms_are_those_of_the_project(made: list[Quad], agency_sources: Sources) -> None:
    spaces = tuple(generator.PREFIXES.values())
    assert all(quad.predicate.value.startswith(spaces) for quad in made)
    assert generator.PREFIXES.items() <= agency_sources.publication.prefixes.items()
    ours = {quad.predicate for quad in made if quad.predicate.value.startswith(generator.PREFIXES["pbm"])}
    assert ours <= {quad.subject for quad in agency_sources.quads}
