"""The query service as a resource: its description, the form for people, and the page of an answer.

The protocol itself is `gateway/queries.py`. https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, Response, request
from pyoxigraph import Triple, serialize
from werkzeug.wrappers import Response as AnyResponse

from kiungo.evaluation.reading import Outcome
from kiungo.protocol import sparql as protocol
from kiungo.protocol.conditional import etag
from kiungo.web import negotiation, paths
from kiungo.web.answers import OUTCOME
from kiungo.web.forms import PATH
from kiungo.web.responses import conditional_response, moved, vary


def blueprint(
    digest: str,
    description: Sequence[Triple],
    prefixes: Mapping[str, str],
    form: Callable[[], Response],
    page: Callable[[Outcome], Response],
) -> Blueprint:
    """The one route, `/sparql`. `digest` names the data that are described.

    `form` and `page` make what people see: the form, and the page of an outcome. What asks for data is answered
    before it comes here.
    """
    routes = Blueprint("sparql", __name__)

    @routes.route("/sparql", methods=["GET", "POST", "QUERY"])
    def sparql() -> AnyResponse:
        if paths.requested(request).sent != PATH:
            return moved(PATH)
        outcome = request.environ.get(OUTCOME)
        response = page(outcome) if outcome else _visit(digest, description, prefixes, form)
        vary(response, "Accept")
        response.headers["Accept-Query"] = ", ".join((protocol.QUERY, protocol.FORM))
        return response

    return routes


def _visit(
    digest: str, description: Sequence[Triple], prefixes: Mapping[str, str], form: Callable[[], Response]
) -> Response:
    """The service described, to programs in RDF and to people as the form.

    https://www.w3.org/TR/sparql11-service-description/#accessing
    """
    here = {each.suffix: "" for each in negotiation.DATA_FIRST}
    chosen = negotiation.choose(negotiation.DATA_FIRST, here)
    written = chosen.form
    if written is None:
        return form()
    return conditional_response(
        etag(digest, "sparql", chosen.media_type),
        lambda: Response(
            serialize(description, format=written.writer, prefixes=dict(prefixes)),
            content_type=chosen.content_type,
        ),
    )
