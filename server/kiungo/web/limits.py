"""The policy of the query service: what a query may take, and what happens to one that takes more."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from kiungo.protocol import sparql
from kiungo.settings import Settings
from kiungo.web import forms
from kiungo.web.contexts.queries import LimitsPage
from kiungo.web.frames import frame
from kiungo.web.pages import page_response
from kiungo.web.site import Reader, Site
from kiungo.web.tables import ROWS

_STATUSES = ("400", "403", "413", "429", "503")


def blueprint(site: Site) -> Blueprint:
    """The route of the page."""
    routes = Blueprint("limits", __name__)
    figures = tuple(f"{value:g}" for _, value in _figures(site.settings))

    @routes.get(f"/{forms.LIMITS}")
    def limits() -> Response:
        return page_response(
            site, forms.LIMITS, lambda reader: render_template("limits.html", page=_page(reader), t=reader.t), figures
        )

    return routes


def _figures(settings: Settings) -> tuple[tuple[str, float], ...]:
    """The limits in the order in which a query meets them: the message that names each, and its figure."""
    return (
        ("limit_body", sparql.MAXIMUM // 2**20),
        ("limit_workers", settings.query_workers),
        ("limit_queue", settings.query_queue),
        ("limit_seconds", settings.query_seconds),
        ("limit_memory", settings.query_memory_mb),
        ("limit_result", settings.query_result_mb),
        ("limit_client_seconds", settings.client_seconds),
        ("limit_client_errors", settings.client_errors),
        ("limit_rows", ROWS),
    )


def _page(reader: Reader) -> LimitsPage:
    return LimitsPage(
        frame=frame(reader, reader.t("limits_title"), path=forms.LIMITS),
        limits=tuple(
            (reader.t(name), reader.t(f"{name}_is", n=f"{value:g}")) for name, value in _figures(reader.site.settings)
        ),
        statuses=tuple((each, reader.t(f"limits_{each}")) for each in _STATUSES),
        sparql=reader.to(forms.PATH),
        dataset=reader.to("dataset"),
    )
