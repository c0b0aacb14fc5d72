"""The production server: gunicorn with threads, over one release.

gunicorn closes the connection when a body fails half-way, so that no client takes half an answer for the
whole; why not another server: `server/docs/decisions/0002-gunicorn.md`.
"""

from __future__ import annotations

import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker

from kiungo import web
from kiungo.errors import SettingsError
from kiungo.release import Release, open_release
from kiungo.settings import Settings

_HEADER_BYTES = 16 * 1024
"""Longer than the longest Accept that a client was seen to send, by far; negotiation bounds its own work."""

_LINE_BYTES = 8190
"""The longest request line gunicorn can be told to read; longer queries are sent by POST."""


class _Server(BaseApplication):
    """Gunicorn, configured from our settings instead of a file of its own."""

    def __init__(self, release: Release, settings: Settings, listener: socket.socket) -> None:
        self._release, self._settings, self._listener = release, settings, listener
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's settings; https://docs.gunicorn.org/en/stable/settings.html"""
        options: dict[str, Any] = {
            "bind": f"fd://{self._listener.fileno()}",
            "workers": self._settings.workers,
            "worker_class": "gthread",
            "threads": self._settings.threads,
            "keepalive": 15,
            "limit_request_line": _LINE_BYTES,
            "limit_request_field_size": _HEADER_BYTES,
            "graceful_timeout": 10,
            "control_socket_disable": True,  # one socket a user would tie servers together
            "worker_exit": _end_worker,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application; called once in each worker process, after the fork."""
        return web.create_app(self._release, self._settings)


def _end_worker(_arbiter: object, worker: Worker) -> None:
    """Stop the query processes of a server process that ends."""
    if isinstance(worker.wsgi, Flask):
        web.close(worker.wsgi)


def run(settings: Settings) -> None:
    """Serve until stopped. Raises ReleaseError or SettingsError when it cannot start."""
    release = open_release(settings.release)
    listener = _listen(settings.host, settings.port)
    about = release.publication.about
    title = next(iter(about.title.values()))
    print(f"{title}\nRelease {release.name}, base {release.publication.base}\n"
          f"http://{settings.host}:{listener.getsockname()[1]}/  (stop with Ctrl-C)", flush=True)
    _Server(release, settings, listener).run()


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, inherited by the server's processes."""
    try:
        listener = socket.create_server((host, port), backlog=2048)
    except OSError as error:
        raise SettingsError(
            f"Cannot listen on {host}:{port}: {error.strerror}. Choose another with --port, or stop what uses it."
        ) from error
    listener.set_inheritable(True)
    return listener
