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
from typing import TYPE_CHECKING

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from kiungo.errors import SettingsError
from kiungo.release import Release, open_release
from kiungo.settings import Settings

if TYPE_CHECKING:
    from kiungo.gateway import Gateway

_HEAD_BYTES = 64 * 1024
"""Request line and headers together: twice the target over which the gateway refuses in words what it gets to see."""

_HEAD_MILLISECONDS = 15_000
"""In which a client must have sent them."""

_GRACE = 10
"""Seconds for answers that are on their way when the server stops."""


def run(settings: Settings) -> None:
    """Serve until stopped. Raises ReleaseError or SettingsError when it cannot start."""
    release = open_release(settings.release)
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
    """The application; called once in each server process, in a fresh interpreter, which alone imports it."""
    from kiungo.gateway import Gateway

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
