"""Every graph, and all of them, in every format: from the terms as written, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kiungo.publication import Publication
from kiungo.rdf.formats import FORMATS, JSON_LD
from kiungo.rdf.serialization import write

WHOLE = "dataset"


def dump(quads: list[Quad], publication: Publication, folder: Path) -> None:
    """Write `dataset.*` and one file a graph and format. `quads` are canonical; so `dataset.nq` is too."""
    folder.mkdir()
    for form in FORMATS:
        keep = form.datasets or form is JSON_LD
        body = write(_by_graph(quads) if keep else quads, form, publication.prefixes, graphs=keep)
        (folder / f"{WHOLE}.{form.suffix}").write_bytes(body)
    for name, part in graphs(quads, publication):
        for form in FORMATS:
            (folder / f"{name}.{form.suffix}").write_bytes(write(part, form, publication.prefixes))


def graphs(quads: Iterable[Quad], publication: Publication) -> Iterator[tuple[str, list[Quad]]]:
    """The quads of each named graph with its name, in the order of names."""
    for graph, part in groupby(_by_graph(quads), key=lambda quad: quad.graph_name):
        if isinstance(graph, NamedNode):
            yield graph.value.removeprefix(publication.graph("")), list(part)


def _by_graph(quads: Iterable[Quad]) -> list[Quad]:
    return sorted(quads, key=lambda quad: str(quad.graph_name))
