"""Requests in numbers, by wrk: one measure, and medians of many."""

from __future__ import annotations

import itertools
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from math import ceil, nan
from pathlib import Path
from statistics import median

import click

SCRIPT = Path(__file__).with_name("requests.lua")
_RUNS = itertools.count()


@dataclass(frozen=True)
class Measure:
    """What came back in one stretch of time: whole answers a second, and milliseconds until one was there.

    `refused` is the share of requests answered with an error or not at all; `cpu` the milliseconds of processor time
    that the server took for a whole answer, the one figure that a busy machine leaves nearly alone.
    """

    rate: float
    p50: float
    p99: float
    refused: float = 0.0
    cpu: float = 0.0
    answers: int = 0


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


def batch(asks: Sequence[Callable[[], int]], at_once: int) -> Measure:
    """Run each of `asks` (which gives an HTTP status) exactly once, so many at a time: for what takes long.

    Over a stretch of time one would count whole answers only, of which there might be none.
    """
    began = time.monotonic()
    clients = ThreadPoolExecutor(at_once)
    try:
        found = list(clients.map(_timed, asks))
    finally:
        clients.shutdown(wait=False, cancel_futures=True)
    lasted = time.monotonic() - began
    times = sorted(taken for _, taken in found)
    right = sum(status == HTTPStatus.OK for status, _ in found)
    return Measure(right / lasted, median(times), times[ceil(0.99 * len(times)) - 1], 1 - right / len(found), answers=right)


def _timed(ask: Callable[[], int]) -> tuple[int, float]:
    began = time.monotonic()
    try:
        status = ask()
    except (OSError, HTTPException):
        status = 0
    return status, 1000 * (time.monotonic() - began)


def _read(printed: str) -> Measure:
    found = next((line for line in printed.splitlines() if line.startswith("RESULT ")), None)
    if found is None:
        raise click.ClickException(f"wrk said nothing of use:\n{printed}")
    told = json.loads(found.removeprefix("RESULT "))
    lost = told["refused"] + told["failed"]
    whole = max(0, told["requests"] - told["refused"])
    half, most = (told["p50"] / 1e3, told["p99"] / 1e3) if whole else (nan, nan)  # wrk says 0 where no answer came in time
    return Measure(
        whole / (told["duration"] / 1e6), half, most,
        lost / max(1, told["requests"] + told["failed"]), answers=whole,
    )


def middle(measures: Sequence[Measure]) -> Measure:
    """The median of each figure."""
    return Measure(*(median(getattr(each, name) for each in measures) for name in ("rate", "p50", "p99", "refused", "cpu")))
