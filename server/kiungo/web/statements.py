"""What every reader is owed: how private a visit is, and for whom the pages work. Facts of the engine, in its own words."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from kiungo.web.contexts.frames import StatementPage
from kiungo.web.frames import frame
from kiungo.web.pages import page_response
from kiungo.web.site import Reader, Site

_SECTIONS = {
    "privacy": ("device", "others", "memory", "log"),
    "accessibility": ("tests", "limits", "ways"),
}
"""Paths, and the messages that make up the page of each."""


def blueprint(site: Site) -> Blueprint:
    """A route for each statement."""
    routes = Blueprint("statements", __name__)

    for path in _SECTIONS:
        @routes.get(f"/{path}", endpoint=path)
        def statement(path: str = path) -> Response:
            return page_response(
                site, path, lambda reader: render_template("statement.html", page=_page(reader, path), t=reader.t)
            )

    return routes


def _page(reader: Reader, path: str) -> StatementPage:
    title = reader.t(f"nav_{path}")
    return StatementPage(
        frame=frame(reader, title, path=path),
        title=title,
        lead=reader.t(f"{path}_lead"),
        sections=tuple((reader.t(f"{path}_{each}"), reader.t(f"{path}_{each}_text")) for each in _SECTIONS[path]),
    )
