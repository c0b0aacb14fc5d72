"""The command: `python -m bench`. It builds what is missing, measures, and writes the tables."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click

from bench import agreement, generator, pages, report, rounds, servers
from bench.hostile import Stop, stops
from bench.release import release
from bench.rounds import Table, by_shape, probe, probes, table, under_attack
from bench.servers import ON_DISK, PEERS, Server
from bench.shapes import POINT_LOOKUP, hostile, shapes
from kiungo.release import Release

PARTS = ("fresh", "repeated", "pages", "attack", "stops", "stops-peers")
ATTACKERS = ("b-product-counted", "c-values-counted")  # they take time and no memory, so that every server survives them
SMALL = 200_000  # triples; rdflib-endpoint is left out of larger runs: a minute to start, seconds for one answer
DEADLINE = 2  # seconds, where it is measured how queries are stopped


def _number(_context: click.Context, _option: click.Parameter, text: str) -> int:
    """`10k`, `1m` or `2500` as a number."""
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1:].lower(), 1)
    digits = text if factor == 1 else text[:-1]
    if not digits.isdecimal():
        raise click.BadParameter("write it like 100k or 1m")
    return int(digits) * factor


@click.command()
@click.option("--size", default="1m", callback=_number, help="How many triples: 10k, 100k, 1m …")
@click.option("--rounds", "count", default=3, help="How often each thing is measured; medians are shown.")
@click.option("--parts", default="fresh,repeated,pages,attack,stops", help=f"What to measure, of {', '.join(PARTS)}.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("bench/RESULTS.md"), help="Where the tables go.")
def main(size: int, count: int, parts: str, out: Path) -> None:
    """Measure our server against its peers, over the same data in the same run."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are stopped, too
    if shutil.which("wrk") is None or not PEERS.is_dir():
        raise click.ClickException("wrk or bench/.venv is missing: see bench/README.md.")
    chosen = [each.strip() for each in parts.split(",")]
    sections = [f"# The bench, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC", report.machine()]
    built = release(size)
    sections += _Run(built, generator.bodies(size), count).sections(chosen)
    text = "\n".join(each.rstrip("\n") + "\n" for each in sections)
    out.write_text(text, encoding="utf-8")
    click.echo(text, nl=False)


class _Run:
    """One run over one release."""

    def __init__(self, built: Release, bodies: int, count: int) -> None:
        self._release, self._bodies, self._rounds = built, bodies, count
        self._shapes = shapes()

    def sections(self, parts: Sequence[str]) -> list[str]:
        """The Markdown of each part, the goals last."""
        quads = self._release.manifest.quads
        found = [f"{quads:,} quads, {self._bodies:,} public bodies; rounds: {self._rounds}, medians shown.\n"]
        fresh = repeated = None
        if {"fresh", "repeated"} & set(parts):
            text, fresh, repeated = self._compare(parts)
            found += text
        goals: list[report.Goal] = []
        if "pages" in parts:
            documents, octets = pages.measured(self._release, self._bodies, self._rounds)
            found += ["## Documents about things\n", report.pages(documents, octets)]
            goals += report.goals_of_pages(documents)
        quiet = attacked = None
        if "attack" in parts:
            quiet, attacked = self._attack()
            found += ["## With two hostile queries running\n", f"They are {' and '.join(ATTACKERS)}.\n",
                      report.attacked(quiet, {"attacked": attacked})]
        if {"stops", "stops-peers"} & set(parts):
            found += ["## Hostile queries, one at a time\n", f"Every server is told to stop queries after {DEADLINE} s.\n",
                      report.stops(self._stops("stops-peers" in parts))]
        if fresh:
            goals = [*report.goals(fresh, repeated, quiet, attacked), *goals]
        if goals:
            found += ["## Goals\n", report.judged(goals)]
        return found

    def _peers(self) -> list[Server]:
        small = self._release.manifest.quads <= SMALL
        rust = [servers.oxigraph(self._release), servers.oxigraph(self._release, DEADLINE)]
        return [*rust, *([servers.rdflib_endpoint(self._release)] if small else [])]

    def _compare(self, parts: Sequence[str]) -> tuple[list[str], Table | None, Table | None]:
        fresh = repeated = None
        with ExitStack() as stack:
            ours = (servers.kiungo(self._release), servers.kiungo(self._release, name=ON_DISK))
            running = [stack.enter_context(each.running()) for each in (*ours, *self._peers())]
            sizes = agreement.require(running, self._shapes, self._bodies)
            found = [report.starts(running)]
            if "fresh" in parts:
                fresh = by_shape(running, self._shapes, self._bodies, self._rounds, "fresh", rounds.CONNECTIONS)
                found += ["## Requests that nobody made before\n", report.shapes(fresh, sizes)]
            if "repeated" in parts:
                repeated = by_shape([running[0], running[2]], self._shapes, self._bodies, self._rounds, "same", (8,))
                found += ["## The same request again and again\n", report.shapes(repeated, sizes)]
        return found, fresh, repeated

    def _attack(self) -> tuple[Table, Table]:
        quiet, attacked = [], []
        lookup = next(each for each in self._shapes if each.name == POINT_LOOKUP)
        queries = [hostile()[name] for name in ATTACKERS]
        for number in range(1, self._rounds + 1):
            for each in (servers.kiungo(self._release), servers.oxigraph(self._release)):
                click.echo(f"  round {number} of {self._rounds}, under attack: {each.name}", err=True)
                with each.running() as server:  # a new one each time: not every server stops what it was asked
                    asked = probes(server, lookup, self._bodies)
                    quiet += list(probe(server, asked, 8))
                    attacked += list(under_attack(server, asked, queries, 8))
        return table(quiet), table(attacked)

    def _stops(self, peers: bool) -> dict[str, dict[str, Stop]]:
        found = {}
        subject = generator.body_iri(0)
        click.echo("  hostile queries, one at a time", err=True)
        with servers.kiungo(self._release, "--query-seconds", str(DEADLINE), name=ON_DISK).running() as server:
            found[ON_DISK] = stops(server, hostile(), subject, DEADLINE + 5)
        if peers:
            found["oxigraph"] = {}
            for name, query in hostile().items():
                with servers.oxigraph(self._release, DEADLINE).running() as server:
                    found["oxigraph"] |= stops(server, {name: query}, subject, DEADLINE + 5)
        return found


if __name__ == "__main__":
    main()
