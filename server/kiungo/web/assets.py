"""The files that pages are made with beside the stylesheet: scripts, a card, and the query editor where it was built.

Each has its digest in its path, so that it may be kept for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources as package
from importlib.resources.abc import Traversable

from flask import Blueprint, Response

from kiungo.errors import NotFound
from kiungo.messages import Message
from kiungo.web.responses import FOREVER

QUERY = "query.js"
SEARCH = "search.js"
CARD = "card.png"
"""The mark of `icon.svg`, 1200 by 630 pixels, for link previews, which show no SVG: https://ogp.me/#structured"""
EDITOR = "editor.js"
EDITOR_STYLE = "editor.css"

_TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "png": "image/png"}


@dataclass(frozen=True)
class Asset:
    """A file and where it is found below the mount point."""

    name: str
    body: bytes

    @property
    def digest(self) -> str:
        """The beginning of the SHA-256 of the octets."""
        return hashlib.sha256(self.body).hexdigest()[:16]

    @property
    def path(self) -> str:
        """The encoded path."""
        return f"static/{self.digest}/{self.name}"

    @property
    def content_type(self) -> str:
        """By the file's suffix."""
        return _TYPES[self.name.rpartition(".")[2]]


def load() -> dict[str, Asset]:
    """The files by name. The editor is built by `make editor`; without it the form does the whole job."""
    static = package.files("kiungo.web") / "static"
    found = [static / QUERY, static / SEARCH, static / CARD, static / "editor" / EDITOR, static / "editor" / EDITOR_STYLE]
    return {each.name: _asset(each) for each in found if each.is_file()}


def _asset(file: Traversable) -> Asset:
    return Asset(file.name, file.read_bytes())


def blueprint(assets: Mapping[str, Asset]) -> Blueprint:
    """The routes of the files."""
    routes = Blueprint("assets", __name__)
    by_path = {each.path: each for each in assets.values()}

    @routes.get("/static/<digest>/<name>")
    def asset(digest: str, name: str) -> Response:
        found = by_path.get(f"static/{digest}/{name}")
        if found is None:
            raise NotFound(Message("no_asset"), "not-found")
        response = Response(found.body, content_type=found.content_type)
        response.headers["Cache-Control"] = FOREVER
        return response

    return routes
