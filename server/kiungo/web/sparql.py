"""The query service as a resource: its description, the form for people, and the page of an answer.

The protocol itself is `gateway/queries.py`. https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request
from pyoxigraph import Triple
from werkzeug.wrappers import Response as AnyResponse

from kiungo.evaluation import negotiation as formats
from kiungo.evaluation import tokens
from kiungo.evaluation.description import SD
from kiungo.evaluation.negotiation import PAGE
from kiungo.evaluation.operation import Operation
from kiungo.evaluation.reading import Outcome
from kiungo.protocol import accept
from kiungo.protocol import sparql as protocol
from kiungo.protocol.accept import Offer
from kiungo.protocol.conditional import etag
from kiungo.rdf.formats import TURTLE
from kiungo.rdf.serialization import abbreviated
from kiungo.web import explanations, negotiation, paths
from kiungo.web.answers import OUTCOME
from kiungo.web.decisions import Decision, Reason, answer, by_accept, in_place
from kiungo.web.forms import PATH
from kiungo.web.responses import moved, vary
from kiungo.web.site import Reader

ASKED = "kiungo.asked"
"""The key in the environment under which there is an operation that is to be explained and not evaluated, and its entity tag."""

_PAGE = Offer(PAGE.media_type, PAGE, aliases=("application/xhtml+xml",))


def blueprint(
    digest: str,
    description: Sequence[Triple],
    prefixes: Mapping[str, str],
    reader: Callable[[], Reader],
    form: Callable[[], Response],
    page: Callable[[Outcome], Response],
) -> Blueprint:
    """The one route, `/sparql`. `digest` names what is described.

    `reader` tells who asks; `form` and `page` make what people see: the form, and the page of an outcome. What asks for
    data is answered before it comes here.
    """
    routes = Blueprint("sparql", __name__)

    @routes.route("/sparql", methods=["GET", "POST", "QUERY"])
    def sparql() -> AnyResponse:
        if paths.requested(request).sent != PATH:
            return moved(PATH)
        outcome, asked = request.environ.get(OUTCOME), request.environ.get(ASKED)
        if asked:
            response = explanations.explain(_decided(reader(), *asked))
        else:
            response = page(outcome) if outcome else _visit(digest, description, prefixes, reader, form)
        vary(response, "Accept")
        response.headers["Accept-Query"] = ", ".join((protocol.QUERY, protocol.FORM))
        return response

    return routes


def _visit(
    digest: str, description: Sequence[Triple], prefixes: Mapping[str, str], reader: Callable[[], Reader],
    form: Callable[[], Response],
) -> Response:
    """The service described, to programs in RDF and to people as the form.

    https://www.w3.org/TR/sparql11-service-description/#accessing
    """
    scored = negotiation.scores(negotiation.DATA_FIRST)
    best = accept.best(scored)
    written = best.offer.value.form if best else None
    if best and written is None:
        return form()
    kind = best.offer.media_type if best else ""
    decision = Decision(
        reader(), tag=etag(digest, "sparql", kind), chosen=kind, vary=("Accept",), variants=in_place(scored),
        why=by_accept(scored), status=HTTPStatus.OK if best else HTTPStatus.NOT_ACCEPTABLE,
    )
    return answer(decision, lambda: Response(
        abbreviated(description, written or TURTLE, {"sd": SD}, prefixes),
        content_type=(written or TURTLE).content_type,
    ))


def _decided(reader: Reader, asked: Operation, tag: str) -> Decision:
    """In which format the answer to a query is given; the first word of the query tells which formats there are."""
    is_graph = tokens.form(asked.request.query) in tokens.GRAPH_FORMS
    offers: list[Offer[Any]] = [*(formats.GRAPHS if is_graph else formats.RESULTS)]
    scored = accept.scores(asked.accept, [*offers, _PAGE] if asked.wants_page else offers)
    best = accept.best(scored)
    kind = PAGE.media_type if asked.wants_page else best.offer.media_type if best else ""
    is_data = kind not in ("", PAGE.media_type)
    return Decision(
        reader, tag=tag if is_data else "", chosen=kind, language=reader.language if asked.wants_page else "",
        vary=("Accept",) if is_data else ("Accept", "Accept-Language"), variants=in_place(scored),
        why=(Reason("why_format"),) if asked.request.format else by_accept(scored),
        status=HTTPStatus.OK if kind else HTTPStatus.NOT_ACCEPTABLE,
    )
