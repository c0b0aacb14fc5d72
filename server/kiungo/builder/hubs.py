"""The lists of hubs, made from all quads of a release at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kiungo.release.hubs import LINKS, STATEMENTS, by_source, by_target, is_link, write_hubs

_Side = tuple[str, str, Iterable[list[Quad]]]


def write(folder: Path, things: str, quads: list[Quad]) -> None:
    """Write the lists of every thing whose IRI begins with `things` and that has too many statements, either way."""
    write_hubs(folder, [*_incoming(things, quads), *_outgoing(things, quads)])


def _incoming(things: str, quads: list[Quad]) -> Iterator[_Side]:
    for thing, mine in _many(things, quads, lambda quad: quad.object, LINKS):
        links = sorted(filter(is_link, mine), key=by_source)
        yield "incoming", thing, list(_pages(links, LINKS)) or [[]]


def _outgoing(things: str, quads: list[Quad]) -> Iterator[_Side]:
    for thing, mine in _many(things, quads, lambda quad: quad.subject, STATEMENTS):
        yield "outgoing", thing, _pages(sorted(mine, key=by_target), STATEMENTS)


def _many(
    things: str, quads: list[Quad], end: Callable[[Quad], object], most: int
) -> Iterator[tuple[str, list[Quad]]]:
    """The things at one end of more than so many quads, with these."""
    ends = [node.value if isinstance(node := end(quad), NamedNode) else "" for quad in quads]
    found: dict[str, list[Quad]] = {
        thing: [] for thing, count in Counter(ends).items() if count > most and thing.startswith(things)
    }
    for thing, quad in zip(ends, quads, strict=True):
        if thing in found:
            found[thing].append(quad)
    yield from sorted(found.items())


def _pages(quads: Iterable[Quad], size: int) -> Iterator[list[Quad]]:
    """Quads in pages of so many triples: what several graphs say stands on one page."""
    triples = (list(same) for _, same in groupby(quads, key=lambda quad: quad.triple))
    while page := [quad for same in islice(triples, size) for quad in same]:
        yield page
