"""Documents about things, dereferenced: ours, known and never asked for before, beside what is fastest and what is usual."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

from bench import servers
from bench.load import Measure, measure
from bench.rounds import CONNECTIONS, SECONDS, Row, Table, costed, table
from bench.servers import FROM_DISK, FROM_MEMORY, NGINX, TRIFID, Running, Server
from bench.shapes import HTML, TURTLE
from kiungo.release import Release

RESOURCES = 1_000  # asked for again and again
WARMING = 10.0  # seconds until each process of ours has made each page once
FORMATS = {"Turtle": (TURTLE, "ttl"), "HTML": (HTML, "html")}
_KINDS = ("organization/body-{}", "organization/body-{}/department-1", "mandate/{}", "objective/{}-1", "instrument/{}-1")
_QUICK, _IN_A_ROW = 0.1, 30  # seconds for a page that is known, and how many in a row are no chance


def measured(release: Release, bodies: int, rounds: int) -> tuple[Table, dict[str, int]]:
    """Both formats over 1, 8 and 32 connections, and the median of octets of each."""
    names = _names(bodies)
    names = names[:: max(1, len(names) // RESOURCES)][:RESOURCES]
    with ExitStack() as stack:
        ours = stack.enter_context(servers.kiungo(release).running())
        folder = Path(stack.enter_context(TemporaryDirectory()))
        folder.chmod(0o755)  # nginx gives up the rights of root
        octets = _copied(ours, names, folder)
        others = [servers.bare(round(median(octets.values()))), *_installed(release, folder, stack)]
        running = [ours, *(stack.enter_context(each.running()) for each in others)]
        for server in running:
            click.echo(f"  warming: {server.server.name}", err=True)
            _warm(server, names, WARMING if server is ours else SECONDS)
        found: list[tuple[Row, str, Measure]] = []
        for number in range(1, rounds + 1):
            click.echo(f"  round {number} of {rounds}: pages", err=True)
            found += [each for server in running for each in _asked(server, names)]
            found += _first_touch(release, bodies)
    return table(found), octets


def _installed(release: Release, folder: Path, stack: ExitStack) -> Iterator[Server]:
    """What else there is on this machine; what is missing is told by name."""
    for name, is_there in ((NGINX, servers.has_nginx()), (TRIFID, servers.has_trifid())):
        if not is_there:
            click.echo(f"  left out, since it is not installed: {name}", err=True)
    if servers.has_nginx():
        yield servers.nginx(folder)
    if servers.has_trifid():
        yield servers.trifid(stack.enter_context(servers.oxigraph(release).running()))


def _settle(server: Running, name: str) -> None:
    """Wait until every process of a server has begun to answer: the first that does is not the last."""
    in_a_row = 0
    while in_a_row < _IN_A_ROW:
        began = time.monotonic()
        servers.get(server.port, f"/doc/{name}", HTML, 60)  # over a connection of its own, which the kernel gives to one of them
        in_a_row = in_a_row + 1 if time.monotonic() - began < _QUICK else 0


def _warm(server: Running, names: Sequence[str], seconds: float) -> None:
    for name, (accept, _) in FORMATS.items():
        measure(server.url, _targets(server, names, name), accept, max(CONNECTIONS), seconds, "each")


def _asked(server: Running, names: Sequence[str]) -> Iterator[tuple[Row, str, Measure]]:
    for name, (accept, _) in FORMATS.items():
        for connections in CONNECTIONS:
            targets = _targets(server, names, name)
            ask = partial(measure, server.url, targets, accept, connections, SECONDS, "each")
            yield (name, connections), server.server.name, costed(server, ask)


def _first_touch(release: Release, bodies: int) -> Iterator[tuple[Row, str, Measure]]:
    """A server that holds the release in memory, or reads it from the disk, asked for each page at most once.

    It has made other pages before, so that its templates are compiled.
    """
    others, *parts = (_names(bodies)[at :: 1 + len(CONNECTIONS)] for at in range(1 + len(CONNECTIONS)))
    for server in (servers.kiungo(release, name=FROM_DISK), servers.kiungo(release, name=FROM_MEMORY)):
        with server.running() as running:
            _settle(running, others[0])
            _warm(running, others, SECONDS)
            for names, connections in zip(parts, CONNECTIONS, strict=True):
                for name, (accept, _) in FORMATS.items():
                    targets = _targets(running, names, name)
                    ask = partial(measure, running.url, targets, accept, connections, SECONDS, "each")
                    yield (name, connections), server.name, costed(running, ask)


def _names(bodies: int) -> list[str]:
    return [kind.format(number) for number in range(bodies) for kind in _KINDS]


def _targets(server: Running, names: Sequence[str], form: str) -> list[str]:
    """Where a server has the documents: ours negotiates, nginx has a file for each format, Trifid answers at the thing itself."""
    suffix = f".{FORMATS[form][1]}" if server.server.name == NGINX else ""
    place = "/id/" if server.server.name == TRIFID else "/doc/"
    return [f"{place}{each}{suffix}" for each in names]


def _copied(ours: Running, names: Sequence[str], folder: Path) -> dict[str, int]:
    """Write what our server answers into files for nginx; the median of octets of each format."""
    sizes = {}
    for form, (accept, suffix) in FORMATS.items():
        def copy(name: str, accept: str = accept, suffix: str = suffix) -> int:
            status, body = servers.get(ours.port, f"/doc/{name}", accept, 60)
            if status != 200:
                raise click.ClickException(f"/doc/{name} is answered with {status}.")
            file = folder / "doc" / f"{name}.{suffix}"
            file.parent.mkdir(parents=True, exist_ok=True)
            return file.write_bytes(body)

        with ThreadPoolExecutor(8) as clients:
            sizes[form] = round(median(clients.map(copy, names)))
    return sizes

