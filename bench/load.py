"""Requests in numbers, by wrk: one measure, and medians of many."""

from __future__ import annotations

import itertools
import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click

SCRIPT = Path(__file__).with_name("requests.lua")
_RUNS = itertools.count()


@dataclass(frozen=True)
class Measure:
    """What came back in one stretch of time: whole answers a second, and milliseconds until one was there.

    `refused` is the share of requests answered with an error or not at all.
    """

    rate: float
    p50: float
    p99: float
    refused: float = 0.0


def measure(url: str, targets: Sequence[str], accept: str, connections: int, seconds: float, manner: str) -> Measure:
    """Ask for the targets over so many connections for about so long; `manner` is one of those of requests.lua."""
    with tempfile.NamedTemporaryFile("w", suffix=".targets") as file:
        file.write("\n".join(targets) + "\n")
        file.flush()
        command = [
            "wrk", "--connections", str(connections), "--threads", "1", "--duration", f"{round(max(1, seconds))}s",
            "--timeout", "60s", "--header", f"Accept: {accept}", "--script", str(SCRIPT), url,
            "--", file.name, manner, f"r{next(_RUNS)}n",
        ]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return _read(printed)


def _read(printed: str) -> Measure:
    found = next((line for line in printed.splitlines() if line.startswith("RESULT ")), None)
    if found is None:
        raise click.ClickException(f"wrk said nothing of use:\n{printed}")
    told = json.loads(found.removeprefix("RESULT "))
    lost = told["refused"] + told["failed"]
    whole = max(0, told["requests"] - told["refused"])
    return Measure(
        whole / (told["duration"] / 1e6), told["p50"] / 1e3, told["p99"] / 1e3, lost / max(1, told["requests"] + told["failed"])
    )


def middle(measures: Sequence[Measure]) -> Measure:
    """The median of each figure."""
    return Measure(*(median(getattr(each, name) for each in measures) for name in ("rate", "p50", "p99", "refused")))
