"""The production server: granian, over one release.

granian breaks the connection when an ASGI answer fails half-way, so that no client takes half an answer for
the whole, and tells us of clients that go away; why not another server: `server/docs/decisions/0005-granian.md`.
"""

from __future__ import annotations

import multiprocessing
import socket
import time
from contextlib import suppress
from functools import partial
from threading import Thread

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from kiungo.errors import SettingsError
from kiungo.gateway import Gateway
from kiungo.gateway.clients import networks
from kiungo.gateway.messages import LONGEST
from kiungo.release import Release, open_release
from kiungo.settings import Settings

_HEAD_BYTES = 2 * LONGEST
"""Request line and headers together. The gateway refuses a target that is too long in words, as far as it gets to see it."""

_HEAD_MILLISECONDS = 15_000
"""In which a client must have sent them."""

_GRACE = 10
"""Seconds for answers that are on their way when the server stops."""


def run(settings: Settings) -> None:
    """Serve until stopped. Raises ReleaseError or SettingsError when it cannot start."""
    release = open_release(settings.release)
    networks(settings.trusted_proxies)  # refused here, not in each process
    port = _probe(settings.host, settings.port)
    # A forked process inherits locks that other threads held, and waits for them for ever.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "kiungo.gateway",
        settings.host,
        port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        backlog=2048,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_MILLISECONDS, max_buffer_size=_HEAD_BYTES),
        websockets=False,
        url_path_prefix=settings.mount or None,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=_GRACE,
    )
    server.on_startup(lambda: Thread(target=_announce, args=(release, settings.host, port, settings.mount), daemon=True).start())
    server.serve(target_loader=partial(load, release, settings), wrap_loader=False)


def load(release: Release, settings: Settings) -> Gateway:
    """The application; called once in each server process, in a fresh interpreter."""
    return Gateway(release, settings)


def _announce(release: Release, host: str, port: int, mount: str) -> None:
    """Say where the server is, once it is there: its processes begin to listen a moment after they start."""
    while True:
        with suppress(OSError), socket.create_connection((host, port), timeout=1):
            break
        time.sleep(0.05)
    title = next(iter(release.publication.about.title.values()))
    print(f"{title}\nRelease {release.name}, base {release.publication.base}\n"
          f"http://{host}:{port}{mount}/  (stop with Ctrl-C)", flush=True)


def _probe(host: str, port: int) -> int:
    """The port to listen on, a free one for 0. Says in time, and in words, that it cannot be listened on."""
    try:
        with socket.create_server((host, port)) as listener:
            return int(listener.getsockname()[1])
    except OSError as error:
        raise SettingsError(
            f"Cannot listen on {host}:{port}: {error.strerror}. Choose another with --port, or stop what uses it."
        ) from error
