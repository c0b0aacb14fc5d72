"""The route of the OAI-PMH service. An error of the protocol is an answer with status 200, as the protocol has it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, request

from kiungo.web.oai.answers import Service, answer
from kiungo.web.oai.arguments import Arguments, OaiError, read
from kiungo.web.oai.records import Repository
from kiungo.web.responses import NEVER
from kiungo.web.site import Site

PATH = "oai"


def blueprint(site: Site) -> Blueprint:
    """The route of the service, for GET and POST alike."""
    routes = Blueprint("oai", __name__)
    service = Service(f"{site.public_url}{PATH}", site.publication, Repository(list(site.release.line())))

    @routes.route(f"/{PATH}", methods=["GET", "POST"])
    def oai() -> Response:
        pairs = request.form if request.method == "POST" else request.args
        body = answer(service, _asked(list(pairs.items(multi=True))), datetime.now(UTC))
        # The answer says when it was given, so it is another each time.
        return Response(body, content_type="text/xml; charset=utf-8", headers={"Cache-Control": NEVER})

    return routes


def _asked(pairs: list[tuple[str, str]]) -> Arguments | OaiError:
    try:
        return read(pairs)
    except OaiError as error:
        return error
