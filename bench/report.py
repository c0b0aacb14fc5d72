"""What was measured, as Markdown tables, and what it says of the goals."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, isnan
from pathlib import Path

from bench.hostile import Stop
from bench.rounds import CONNECTIONS, SLOW, Row, Table
from bench.servers import BARE, FROM_DISK, FROM_MEMORY, OURS, TRIFID, Running
from bench.shapes import POINT_LOOKUP

_MIB = 2**20
Line = tuple[str, ...]


@dataclass(frozen=True)
class Goal:
    """A ratio asked for, and the one reached. `at_most` turns the comparison round."""

    words: str
    asked: float
    reached: float
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether it was reached."""
        return self.reached <= self.asked if self.at_most else self.reached >= self.asked


def table(head: Line, lines: Sequence[Line]) -> str:
    """A Markdown table; every column but the first holds numbers."""
    rule = ("---", *("---:" for _ in head[1:]))
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines)) + "\n"


def machine() -> str:
    """Where and of what this was measured."""
    commit = subprocess.run(("git", "describe", "--always", "--dirty"), capture_output=True, text=True, check=False).stdout  # noqa: S607
    models = (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line)
    cores = f"{os.cpu_count()} × {next(models, 'unknown')}"
    return (f"Commit {commit.strip() or 'unknown'}; Python {platform.python_version()}; {cores}; load before the start "
            f"{os.getloadavg()[0]:.1f}. wrk runs on the same machine.\n")


def starts(servers: Sequence[Running]) -> str:
    """How long each server took to its first right answer."""
    return table(("server", "start to first answer, s"), [(each.server.name, f"{each.started:.2f}") for each in servers])


def shapes(found: Table, sizes: Mapping[str, int]) -> str:
    """One line a shape and number of connections: answers a second, milliseconds, and ratios."""
    names = found.servers()
    others = [name for name in names if name != OURS]
    head = ["shape (rows)", "connections"]
    for name in names:
        head += [f"{name} /s", "p50 ms", "p99 ms", "CPU ms", "refused"]
    head += [f"/s ÷ {name}" for name in others]
    return table(tuple(head), [_line(found, row, names, others, sizes) for row in sorted(found.cells)])


def _line(found: Table, row: Row, names: Sequence[str], others: Sequence[str], sizes: Mapping[str, int]) -> Line:
    line = [f"{row[0]} ({sizes[row[0]]:,})", str(row[1])]
    for name in names:
        if name not in found.cells[row]:
            line += ["–"] * 5
            continue
        each = found.middle(row, name)
        line += [_figure(each.rate), _figure(each.p50), _figure(each.p99), _figure(each.cpu)]
        line.append(f"{each.refused:.0%}" if each.refused else "–")
    ratios = [found.ratio(row, OURS, other) for other in others]
    return (*line, *("–" if isnan(each) else f"**{each:.2f}**" for each in ratios))


def attacked(quiet: Table, states: Mapping[str, Table]) -> str:
    """What a small request feels of hostile ones: one line a request, server and state."""
    head = ("request", "connections", "server", "state", "/s", "p50 ms", "p99 ms", "CPU ms", "refused", "p99 ÷ quiet",
            "/s ÷ quiet")
    lines: list[Line] = []
    for row in quiet.cells:
        for server in quiet.cells[row]:
            calm = quiet.middle(row, server)
            for state, found in {"quiet": quiet, **states}.items():
                each = found.middle(row, server)
                lines.append((row[0], str(row[1]), server, state, _figure(each.rate), _figure(each.p50), _figure(each.p99),
                              _figure(each.cpu), f"{each.refused:.0%}" if each.refused else "–",
                              f"{_over(each.p99, calm.p99):.2f}", f"{_over(each.rate, calm.rate):.2f}"))
    return table(head, lines)


def pages(found: Table, octets: Mapping[str, int]) -> str:
    """One line a format, number of connections and server."""
    head = ("page (octets)", "connections", "server", "/s", "p50 ms", "p99 ms", "CPU ms", "refused", f"÷ {BARE}", f"÷ {TRIFID}")
    lines: list[Line] = []
    for row in sorted(found.cells):
        for server in found.cells[row]:
            each = found.middle(row, server)
            ratios = (found.ratio(row, server, other) for other in (BARE, TRIFID))
            lines.append((f"{row[0]} ({octets[row[0]]:,})", str(row[1]), server, _figure(each.rate), _figure(each.p50),
                          _figure(each.p99), _figure(each.cpu), f"{each.refused:.0%}" if each.refused else "–",
                          *("–" if isnan(ratio) else f"{ratio:.2f}" for ratio in ratios)))
    return table(head, lines)


def goals_of_pages(found: Table) -> list[Goal]:
    """What is asked of documents."""
    goals = []
    for row in sorted(found.cells):
        words = f"{row[0]}, {row[1]} connections"
        goals += [
            Goal(f"{words}, warm, ÷ {BARE}", 0.7, found.ratio(row, OURS, BARE)),
            Goal(f"{words}, first touch from memory, ÷ {BARE}", 0.3, found.ratio(row, FROM_MEMORY, BARE)),
            Goal(f"{words}, first touch from disk, ÷ {TRIFID}", 50, found.ratio(row, FROM_DISK, TRIFID)),
        ]
        if row[1] == max(CONNECTIONS):
            slower = _over(found.middle(row, OURS).p99, found.middle(row, BARE).p99)
            goals.append(Goal(f"{words}, warm, p99 ÷ {BARE}'s", 2, slower, at_most=True))
    return [each for each in goals if isfinite(each.reached)]


def stops(found: Mapping[str, Mapping[str, Stop]]) -> str:
    """How each hostile query was stopped, a line for each server."""
    head = ("hostile query", "server", "how it ended", "after s", "worker's peak MiB", "all above before, MiB", "left MiB",
            "slowest lookup meanwhile, s", "still burning, CPU s/s")
    return table(head, [
        (name, server, each.outcome, f"{each.seconds:.2f}", f"{each.worker / _MIB:.0f}" if each.worker else "–",
         f"{each.whole / _MIB:.0f}", f"{each.after / _MIB:.0f}", f"{each.slowest:.2f}", f"{each.burning:.2f}")
        for server, queries in found.items() for name, each in queries.items()
    ])


def goals(fresh: Table, repeated: Table | None, quiet: Table | None, hostile: Table | None) -> list[Goal]:
    """The goals of the project that this run can judge."""
    found = list(_goals_of_shapes(fresh))
    if repeated:
        found += [Goal(f"repeated {row[0]}, {row[1]} connections, ÷ oxigraph", 3, repeated.ratio(row, OURS, "oxigraph"))
                  for row in sorted(repeated.cells)]
    if quiet and hostile:
        for row, servers in hostile.cells.items():
            slower = _over(hostile.middle(row, OURS).p99, quiet.middle(row, OURS).p99)
            found.append(Goal(f"{row[0]}, two hostile queries running: p99 ÷ quiet", 2, slower, at_most=True))
            if "oxigraph" in servers:
                found.append(Goal(f"{row[0]}, two hostile queries running, ÷ oxigraph", 2, hostile.ratio(row, OURS, "oxigraph")))
    return [each for each in found if isfinite(each.reached)]


def _goals_of_shapes(fresh: Table) -> Iterator[Goal]:
    for row in sorted(fresh.cells):
        alone = row[1] == 1
        servers = fresh.cells[row]
        if row[0] == POINT_LOOKUP and not alone:
            for peer in (each for each in servers if each.startswith("oxigraph")):
                yield Goal(f"fresh {row[0]}, {row[1]} connections, ÷ {peer}", 1, fresh.ratio(row, OURS, peer))
        if "oxigraph" in servers and alone and fresh.middle(row, "oxigraph").p50 > 1000 * SLOW:
            slower = _over(fresh.middle(row, OURS).p50, fresh.middle(row, "oxigraph").p50)
            yield Goal(f"heavy {row[0]}: median time ÷ oxigraph's", 1, slower, at_most=True)
        if "rdflib-endpoint" in servers:
            yield Goal(f"fresh {row[0]}, {row[1]} connections, ÷ rdflib-endpoint", 5, fresh.ratio(row, OURS, "rdflib-endpoint"))


def judged(found: Sequence[Goal]) -> str:
    """Each goal with what was reached."""
    return table(("goal", "asked", "reached", "met"), [
        (each.words, f"{'≤' if each.at_most else '≥'} {each.asked:g}", f"{each.reached:.2f}", "yes" if each.met else "**no**")
        for each in found
    ])


def _over(one: float, other: float) -> float:
    return one / other if other else float("inf")


def _figure(number: float) -> str:
    """Three digits or so; a dash for what could not be told, as the processor time of processes that ended meanwhile."""
    if isnan(number) or number < 0:
        return "–"
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"
