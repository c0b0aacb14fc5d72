"""What is measured, in which order: servers take turns within each round, so that a busy minute strikes all of them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf, nan
from statistics import median

import click

from bench.hostile import attack
from bench.load import Measure, batch, measure, middle
from bench.processes import seconds
from bench.servers import Running
from bench.shapes import HTML, JSON, TURTLE, Shape, pages, target

CONNECTIONS = (1, 8, 32)
SLOW = 0.1  # seconds for one answer; what takes longer is a heavy shape
LONGEST = 12.0  # seconds of work; what would take more is left out
KNOWN = 8  # connections after which each process of a server knows a request, very likely
SECONDS = 1.0  # wrk counts whole ones

Row = tuple[str, int]
"""What is asked, and over how many connections."""


@dataclass(frozen=True)
class Table:
    """For each row and server, one measure a round."""

    cells: dict[Row, dict[str, list[Measure]]]

    def middle(self, row: Row, server: str) -> Measure:
        """The medians of a cell."""
        return middle(self.cells[row][server])

    def ratio(self, row: Row, ours: str, other: str) -> float:
        """How many times as many answers ours gives: the median over rounds, each compared with its own neighbour."""
        pairs = list(zip(self.cells[row].get(ours, []), self.cells[row].get(other, []), strict=False))
        return median(our.rate / their.rate if their.rate else inf for our, their in pairs) if pairs else nan

    def servers(self) -> list[str]:
        """The names of all servers, in the order in which they were measured."""
        return list(dict.fromkeys(name for cells in self.cells.values() for name in cells))


def table(measures: Iterable[tuple[Row, str, Measure]]) -> Table:
    """The measures sorted into cells."""
    cells: dict[Row, dict[str, list[Measure]]] = defaultdict(lambda: defaultdict(list))
    for row, server, found in measures:
        cells[row][server].append(found)
    return Table(cells)


def by_shape(
    servers: Sequence[Running], shapes: Sequence[Shape], bodies: int, rounds: int, manner: str, connections: Sequence[int]
) -> Table:
    """Each shape over so many connections; `manner` says whether requests repeat (see requests.lua)."""
    return table(_by_shape(servers, shapes, bodies, rounds, manner, connections))


def _by_shape(
    servers: Sequence[Running], shapes: Sequence[Shape], bodies: int, rounds: int, manner: str, widths: Sequence[int]
) -> Iterator[tuple[Row, str, Measure]]:
    for number in range(1, rounds + 1):
        for shape in shapes:
            click.echo(f"  round {number} of {rounds}, {manner}: {shape.name}", err=True)
            queries = shape.queries(bodies)
            paces = {each: pace(each, shape, queries[0], manner) for each in servers if each.server.takes(shape)}
            click.echo("    " + ", ".join(f"{each.server.name} {paces[each]:.4f} s" for each in paces), err=True)
            for connections in widths:
                for each in paces:
                    if connections == 1 or paces[each] * connections <= LONGEST:
                        slow = paces[each] * connections > SECONDS / 2
                        ask = partial(_measure, each, shape, queries, connections, manner, slow=slow)
                        yield (shape.name, connections), each.server.name, costed(each, ask)


def costed(server: Running, ask: Callable[[], Measure]) -> Measure:
    """What `ask` measures, with the processor time that the server took for an answer."""
    before = seconds(server.process.pid)
    found = ask()
    return replace(found, cpu=1000 * (seconds(server.process.pid) - before) / max(1, found.answers))


def _measure(server: Running, shape: Shape, queries: Sequence[str], connections: int, manner: str, *, slow: bool) -> Measure:
    if not slow:
        targets = [target(server.server.path, query) for query in queries]
        return measure(server.url, targets, shape.accept, connections, SECONDS, manner)
    count = max(2, connections)
    texts = [queries[0] if manner == "same" else new(queries[each % len(queries)]) for each in range(count)]
    return batch([partial(_status, server, text, shape.accept) for text in texts], connections)


def _status(server: Running, text: str, accept: str) -> int:
    return server.ask(text, accept)[0]


def pace(server: Running, shape: Shape, query: str, manner: str) -> float:
    """Seconds that one answer takes, of a request that is new to the server, or of one that all its processes know."""
    for text in [query] * KNOWN if manner == "same" else (query, new(query)):
        began = time.monotonic()
        server.ask(text, shape.accept)
    return time.monotonic() - began


def new(query: str) -> str:
    """The same query in words that no server has read before."""
    return f"{query}\n# {time.monotonic_ns()}"


@dataclass(frozen=True)
class Probe:
    """Something small that must not suffer from what others ask."""

    name: str
    targets: Sequence[str]
    accept: str
    manner: str


def probes(server: Running, lookup: Shape, bodies: int) -> list[Probe]:
    """The point lookup, and of our own server its pages."""
    found = [Probe("point lookup", [target(server.server.path, each) for each in lookup.queries(bodies)], JSON, "fresh")]
    if server.server.path == "/sparql":
        found += [
            Probe("page, Turtle", pages(bodies), TURTLE, "each"),
            Probe("page, HTML", pages(bodies), HTML, "each"),
        ]
    return found


def probe(server: Running, probes: Sequence[Probe], connections: int) -> Iterator[tuple[Row, str, Measure]]:
    """Each probe once, in a server as it is."""
    for each in probes:
        ask = partial(measure, server.url, each.targets, each.accept, connections, SECONDS + 1, each.manner)
        yield (each.name, connections), server.server.name, costed(server, ask)


def under_attack(
    server: Running, probes: Sequence[Probe], attackers: Sequence[str], connections: int
) -> Iterator[tuple[Row, str, Measure]]:
    """Each probe once, with the hostile queries running."""
    with attack(server, attackers):
        yield from list(probe(server, probes, connections))
