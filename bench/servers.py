"""The servers that are compared: each started as its documentation says, over the same N-Quads, and asked over HTTP alone."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import click

from bench import generator
from bench.release import DATA
from bench.shapes import JSON, POINT_LOOKUP, TURTLE, Shape, target
from kiungo.release import Release
from kiungo.settings import SETTINGS

PEERS = Path(__file__).parent / ".venv" / "bin"
_TRIFID = Path(__file__).parent / "trifid"
OURS, ON_DISK = "kiungo", "kiungo, disk"
FROM_MEMORY, FROM_DISK = "kiungo, first touch, memory", "kiungo, first touch, disk"
BARE, NGINX, TRIFID = "bare WSGI", "nginx", "Trifid"

# Limits on what one client may ask are off: here one client is all there are.
_UNLIMITED = ("--client-seconds", "0", "--client-errors", "0")


@dataclass(frozen=True)
class Server:
    """How a server is started, `{port}` standing for its port, and the path of its query endpoint; without one, of anything.

    With `only`, the name of a shape, nothing else is asked of it.
    """

    name: str
    command: tuple[str, ...]
    path: str
    only: str = ""
    is_endpoint: bool = True

    def takes(self, shape: Shape) -> bool:
        """Whether a shape is asked of it."""
        return self.only in ("", shape.name)

    @contextmanager
    def running(self) -> Iterator[Running]:
        """The server, answering; it is stopped with all its descendants, whatever they do."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        log = DATA / f"{self.name.replace(' ', '')}.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [each.replace("{port}", str(port)) for each in self.command],
                stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, start_new_session=True,
            )
        try:
            yield Running(self, process, port, _first_answer(process, port, self, log))
        finally:
            _stop(process)


@dataclass(frozen=True)
class Running:
    """A server that answers; `started` is the seconds from its start to the first right answer."""

    server: Server
    process: subprocess.Popen[bytes]
    port: int
    started: float

    @property
    def url(self) -> str:
        """Where it listens, without a path."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, query: str, accept: str = JSON, timeout: float = 120) -> tuple[int, bytes]:
        """Status and body of the answer to a query. Raises OSError and http.client.HTTPException where it breaks off."""
        return get(self.port, target(self.server.path, query), accept, timeout)


def get(port: int, path: str, accept: str, timeout: float) -> tuple[int, bytes]:
    """Status and body of a GET over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Accept": accept})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def kiungo(release: Release, *flags: str, name: str = OURS) -> Server:
    """Ours, as `kiungo serve` starts it, with the release in memory or, by its name, on the disk."""
    quads = "0" if name in (ON_DISK, FROM_DISK) else str(release.manifest.quads)
    command = (sys.executable, "-m", "kiungo", "serve", "--release", str(release.path), "--port", "{port}")
    return Server(name, (*command, "--memory-quads", quads, *_UNLIMITED, *flags), "/sparql")


def oxigraph(release: Release, timeout: int | None = None) -> Server:
    """The Rust server over a store of its own.

    With a deadline (seconds) it starts a thread for each query that sleeps as long as the deadline is, and at thousands of
    queries a second it ends when it may have no more threads; so with a short one it takes part in the lookup alone.
    """
    program, store = str(PEERS / "oxigraph"), DATA / f"oxigraph-{release.name}"
    if not store.exists():
        click.echo("Loading oxigraph's store, once …", err=True)
        loading = store.with_suffix(".loading")
        for verb in (("load", "--file", str(release.dump("dataset", "nq"))), ("optimize",)):
            subprocess.run([program, verb[0], "--location", str(loading), *verb[1:]], check=True, capture_output=True)
        loading.rename(store)
    return Server(f"oxigraph --timeout-s {timeout}" if timeout else "oxigraph", (
        program, "serve-read-only", "--location", str(store), "--bind", "127.0.0.1:{port}",
        "--union-default-graph", *(("--timeout-s", str(timeout)) if timeout else ()),
    ), "/query", POINT_LOOKUP if timeout else "")


def rdflib_endpoint(release: Release) -> Server:
    """The rdflib server; it reads everything into memory at each start."""
    data = str(release.dump("dataset", "nq"))
    program = str(PEERS / "rdflib-endpoint")
    return Server("rdflib-endpoint", (program, "serve", "--host", "127.0.0.1", "--port", "{port}", data), "/")


def bare(octets: int) -> Server:
    """The WSGI server under ours, in as many processes, with an application that does nothing."""
    workers = next(str(each.default) for each in SETTINGS if each.name == "workers")
    return Server(BARE, (
        "env", f"BENCH_OCTETS={octets}", sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws",
        "--workers", workers, "--port", "{port}", "--log-level", "error", "bench.bare:application",
    ), "/", is_endpoint=False)


def has_nginx() -> bool:
    """Whether nginx is installed."""
    return shutil.which("nginx") is not None


def nginx(folder: Path) -> Server:
    """A web server that sends files; its configuration is written beside them."""
    file = folder / "nginx.{port}.conf"
    text = (
        "worker_processes auto; daemon off; pid nginx.pid; error_log nginx.log; events { worker_connections 1024; } "
        "http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=5000; "
        "types { text/turtle ttl; text/html html; } server { listen 127.0.0.1:{port}; root .; "
        "location = / { return 200 'true'; } } }"
    )
    script = 'printf %s "$1" > "$2" && exec nginx -p "$3" -e nginx.log -c "$2"'
    return Server(NGINX, ("sh", "-c", script, "sh", text, str(file), f"{folder}/"), "/", is_endpoint=False)


def has_trifid() -> bool:
    """Whether Trifid is installed, and what runs it."""
    return shutil.which("node") is not None and (_TRIFID / "node_modules").is_dir()


def trifid(endpoint: Running) -> Server:
    """A usual server of linked data, over a SPARQL endpoint of its own."""
    asked = f"{endpoint.url}{endpoint.server.path}"
    first = "/" + generator.body_iri(0).removeprefix(generator.BASE)
    return Server(TRIFID, ("node", str(_TRIFID / "server.js"), "{port}", asked, generator.BASE), first, is_endpoint=False)


def _first_answer(process: subprocess.Popen[bytes], port: int, server: Server, log: Path) -> float:
    began = time.monotonic()
    path, accept = (target(server.path, "ASK { ?s ?p ?o }"), JSON) if server.is_endpoint else (server.path, TURTLE)
    while process.poll() is None and time.monotonic() < began + 300:
        try:
            status, body = get(port, path, accept, 30)
            if status == HTTPStatus.OK and (b"true" in body or not server.is_endpoint):
                return time.monotonic() - began
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.02)
    raise click.ClickException(f"{server.name} does not answer; see {log}.")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):  # it may wait for queries that never end
        process.wait(timeout=5)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
