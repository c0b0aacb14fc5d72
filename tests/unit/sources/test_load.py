"""Files → graphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiungo.errors import SourceError
from kiungo.sources import Sources
from kiungo.sources.tree import graph_name


@pytest.mark.parametrize(("file", "name"), [
    ("ontology/ns.ttl", "vocabulary"), ("ontology/alignments.ttl", "alignment"), ("ontology/schemes/theme.ttl", "scheme"),
    ("ontology/questions/q01.ttl", "question"), ("data/graphs/statement.ttl", "statement"), ("shapes/a.ttl", "shapes"),
])
def test_the_place_of_a_file_is_its_graph(file: str, name: str) -> None:
    assert graph_name(Path(file)) == name


def test_a_file_in_no_graphs_place_is_refused() -> None:
    with pytest.raises(SourceError, match="no graph"):
        graph_name(Path("data/elsewhere/a.ttl"))


def test_a_resource_is_found_in_its_file_and_line(tiny_sources: Sources) -> None:
    base = "https://harbour.example/lod/"
    assert tiny_sources.place(base + "id/warrant/2") == (Path("data/graphs/evidence.ttl"), 11)
    assert tiny_sources.place(base + "ns#depth") == (Path("ontology/ns.ttl"), 24)
    assert tiny_sources.place(base + "id/nobody") == (None, None)
