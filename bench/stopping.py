"""Hostile queries against a running server: how long each lasts, how it ends, and what memory its worker took.

`python -m bench.stopping RELEASE` serves a release with small limits, asks the queries of `bench/hostile/` one after
another, and prints a table. The tests use the same parts.

A file's first line says what it attacks, the second how it may end: by the name of a problem type, `broken` for an
answer that breaks off, `answer` for one that is right. What is too long to be kept is a `.rq.template`, in which
`⟦N|text⟧` stands for N times the text; in it `{i}` counts from 1 and `{j}` from 2.
"""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.processes import Watch

HOSTILE = Path(__file__).with_name("hostile")
SECONDS, MEMORY_MB, WORKERS = 1.5, 128, 3
LIMITS = ("--workers", "1", "--query-workers", str(WORKERS), "--query-seconds", str(SECONDS),
          "--query-memory-mb", str(MEMORY_MB), "--query-result-mb", "256")

_REPEATED = re.compile(r"⟦(\d+)\|([^⟧]*)⟧")


@dataclass(frozen=True)
class Hostile:
    """A query that means harm. `ends` are the ways in which it may end."""

    name: str
    attacks: str
    ends: frozenset[str]
    text: str


@dataclass(frozen=True)
class Outcome:
    """How a query ended: a problem type's last word, `broken`, `answer`, or what should not be."""

    ending: str
    status: int
    seconds: float
    octets: int


def queries(folder: Path = HOSTILE) -> list[Hostile]:
    """The hostile queries, written out, in the order of their names."""
    return [_read(file) for file in sorted([*folder.glob("*.rq"), *folder.glob("*.rq.template")])]


def _read(file: Path) -> Hostile:
    first, second, *rest = file.read_text(encoding="utf-8").splitlines()
    said = re.match(r"# ends: (.*)", second)
    ends = said[1].split() if said else ["timeout", "memory", "broken"]
    lines = rest if said else [second, *rest]
    return Hostile(file.name.partition(".")[0], first.lstrip("# "), frozenset(ends), _written_out("\n".join(lines)))


def _written_out(template: str) -> str:
    def repeated(match: re.Match[str]) -> str:
        text = match[2]
        if "{i}" not in text and "{j}" not in text:
            return text * int(match[1])
        return "".join(text.replace("{i}", str(n)).replace("{j}", str(n + 1)) for n in range(1, int(match[1]) + 1))

    return _REPEATED.sub(repeated, template)


def ask(url: str, query: str, timeout: float = 30) -> Outcome:
    """Send a query by POST, read the answer to its end, and say how that was."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    headers = {"Content-Type": "application/sparql-query", "Accept": "*/*;q=0.1, application/problem+json"}
    started = time.monotonic()
    status, octets, kind, body = 0, 0, "", b""
    try:
        connection.request("POST", "/sparql", query.encode(), headers)
        with connection.getresponse() as response:
            status, kind = response.status, response.headers.get_content_type()
            while piece := response.read1(2**16) if response.chunked else response.read(2**16):
                octets += len(piece)
                body = body + piece if octets < 2**20 else b""
            whole = response.length in (0, None)
        ending = _ending(status, kind, body) if whole else "broken"
    except (http.client.IncompleteRead, ConnectionError):
        ending = "broken" if octets else "lost"
    except TimeoutError:
        ending = "unanswered"
    finally:
        connection.close()
    return Outcome(ending, status, time.monotonic() - started, octets)


def _ending(status: int, kind: str, body: bytes) -> str:
    if kind != "application/problem+json":
        return "answer" if status == 200 and b"urn:kiungo" not in body else f"{status} in {kind}"
    right = json.loads(body)["status"] == status and status in (400, 503)
    return problem(body) if right else f"{status} {problem(body)}"


def problem(body: bytes) -> str:
    """The last word of the type of a problem (RFC 9457), or the beginning of whatever was said instead."""
    text = body.decode(errors="replace")
    kind = re.search(r'"type"\s*:\s*"([^"]*)"', text)
    return re.split(r"[:/]", kind[1])[-1] if kind else text[:24]


@contextmanager
def served(release: Path, *flags: str) -> Iterator[tuple[str, int]]:
    """The URL and the process of a server over a release; it stops with the block."""
    command = [sys.executable, "-m", "kiungo", "serve", "--release", str(release), "--port", "0",
               "--client-seconds", "0", "--client-errors", "0", *flags]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            lines = iter(server.stdout or ())
            url = next(found[0] for line in lines if (found := re.match(r"http://\S+/", line)))
            yield url, server.pid
        finally:
            server.terminate()
            server.communicate(timeout=20)


def main(release: str) -> None:
    """Print the table."""
    with served(Path(release), *LIMITS) as (url, pid):
        ask(url, "ASK {}")
        print(f"Limits: {SECONDS:g} s, {MEMORY_MB} MiB above an idle worker.\n")
        print("| query | attacks | ended | after (s) | peak of its worker (MiB) | sent (MB) |\n|---|---|---|---:|---:|---:|")
        for each in queries():
            with Watch(pid) as watch:
                found = ask(url, each.text)
            said = found.ending if found.ending in each.ends else f"**{found.ending}**"
            peak, sent = watch.worker / 2**20, found.octets / 1e6
            print(f"| {each.name} | {each.attacks} | {said} | {found.seconds:.2f} | {peak:.0f} | {sent:.1f} |", flush=True)
            time.sleep(0.3)  # the worker that was killed is replaced


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m bench.stopping RELEASE")
    main(sys.argv[1])
