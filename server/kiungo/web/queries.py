"""Stored queries as resources: each question of the publication at `query/{slug}`, its parameters in the URL.

Values are checked against their declaration and bound as terms by the engine; none is ever written into a query.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from kiungo.errors import BadRequest, NotFound
from kiungo.evaluation.negotiation import EXCEL, PAGE, RESULTS, named
from kiungo.evaluation.operation import Operation
from kiungo.evaluation.reading import read
from kiungo.messages import Message
from kiungo.protocol import accept
from kiungo.protocol.accept import Offer
from kiungo.protocol.conditional import etag
from kiungo.protocol.link import Link
from kiungo.protocol.sparql import SparqlRequest
from kiungo.publication import map_iri
from kiungo.rdf.parameters import ParameterError
from kiungo.rdf.results import RESULTS_FORMATS, ResultsFormat
from kiungo.release.services import OPENAPI as OPENAPI_TYPE
from kiungo.web import explanations, negotiation, paths
from kiungo.web.answers import OUTCOME
from kiungo.web.attachments import is_excel
from kiungo.web.decisions import NOT_ACCEPTED, Decision, Reason, answer, by_accept
from kiungo.web.negotiation import HTML
from kiungo.web.openapi import PATH as OPENAPI
from kiungo.web.openapi import document
from kiungo.web.pages import page_response
from kiungo.web.questions import INDEX, index_page, query_page
from kiungo.web.responses import LIFETIME, NEVER, conditional_response, links, moved
from kiungo.web.site import Reader, Site
from kiungo.web.stored import Bindings, StoredQuery, stored_queries
from kiungo.web.tables import ROWS

_TABLES = tuple(Offer[ResultsFormat | None](each.media_type, each.value, each.aliases) for each in RESULTS)
_PAGE: Offer[ResultsFormat | None] = Offer(HTML.media_type, None, ("application/xhtml+xml",))
_OFFERED = (*_TABLES, _PAGE)
"""What there is of an answer: where a client does not care, it gets data. None stands for the page."""

OPERATIONS = "kiungo.operations"
"""The name in a WSGI environ of a list, into which goes the Operation on whose answer the response waits.

Whoever called evaluates it: data complete the response that was begun; for a page the same is asked again, with the Outcome.
"""

_FIELDS = 50  # of a query string


def blueprint(site: Site) -> Blueprint:
    """The routes of the stored queries and of the document that describes them."""
    routes = Blueprint("queries", __name__)
    stored = stored_queries(site.dataset, site.publication.roles.position)
    described = document(site.publication, stored.values(), site.public_url)

    @routes.get("/query/")
    def index() -> AnyResponse:
        return _index(site, stored)

    @routes.get("/query/<slug>")
    def query(slug: str) -> AnyResponse:
        if slug not in stored:
            raise NotFound(Message("no_query"), "not-found")
        if paths.requested(request).sent != stored[slug].path:
            return moved(stored[slug].path)
        return _represent(_Asked.read(site, stored[slug]))

    @routes.get(f"/{OPENAPI}")
    def openapi() -> Response:
        return conditional_response(
            etag(site.release.name, OPENAPI, site.public_url), lambda: Response(described, content_type=OPENAPI_TYPE)
        )

    return routes


@dataclass(frozen=True)
class _Asked:
    """One request for a stored query, read and checked."""

    site: Site
    stored: StoredQuery
    given: dict[str, str]
    bindings: Bindings
    offer: Offer[ResultsFormat | None] | None
    """What is sent; None where nothing fits."""
    name: str | None
    """What `format` names the form by, where it does."""
    reader: Reader

    @classmethod
    def read(cls, site: Site, stored: StoredQuery) -> _Asked:
        """Raises BadRequest for parameters that are unknown, repeated or of another kind."""
        found = _parameters()
        for each in ("lang", "_explain"):
            found.pop(each, None)
        name = found.pop("format", None) or None
        try:
            bindings = stored.bindings(found)
        except ParameterError as error:
            raise _refused(error) from error
        offer = accept.choose(negotiation.accept_header(), _OFFERED) if name is None else _named(name)
        given = {each: value for each, value in found.items() if value}
        reader = negotiation.reader(site, stored.path, urlencode(given))
        return cls(site, stored, given, bindings, offer, name, reader)

    @property
    def form(self) -> ResultsFormat | None:
        """The format of data; None for the page."""
        return self.offer.value if self.offer else None

    @property
    def tag(self) -> str:
        """The entity tag: the release, the query, what is bound, and how it is told."""
        bound = [part for binding in self.bindings for part in binding]
        parts = (self.site.release.name, self.stored.slug, *bound)
        if self.form is not None:
            return etag(*parts, "as", self.form.media_type, EXCEL if is_excel(self.request, self.form.media_type) else "")
        return etag(*parts, "as", HTML.media_type, *self.reader.variant, self.reader.query)

    @property
    def request(self) -> SparqlRequest:
        """The query with the values that are bound."""
        return SparqlRequest(self.stored.query, format=self.name, bindings=self.bindings)

    @property
    def operation(self) -> Operation:
        """What is to be evaluated."""
        return Operation(self.request, self.offer.media_type if self.offer else None, None, is_safe=True, slug=self.stored.slug)


def _represent(asked: _Asked) -> Response:
    """200 or 304, or 200 that nobody may keep where the query answers otherwise each time."""
    is_volatile = asked.operation.is_volatile
    response = answer(_decide(asked, "" if is_volatile or not asked.offer else asked.tag), lambda: _answer(asked))
    if not explanations.wanted():
        response.headers["Cache-Control"] = NEVER if is_volatile else LIFETIME
        links(response, _links(asked))
    return response


def _decide(asked: _Asked, tag: str) -> Decision:
    scored = accept.scores(negotiation.accept_header(), _OFFERED)
    is_page = asked.offer is not None and asked.form is None
    tongues = (is_page or asked.name is None) and not asked.reader.named
    return Decision(
        asked.reader,
        tag,
        asked.offer.media_type if asked.offer else "",
        language=asked.reader.language if is_page else "",
        vary=(*(("Accept",) if asked.name is None else ()), *(("Accept-Language",) if tongues else ())),
        variants=lambda: tuple((each, f"?{urlencode({**asked.given, 'format': _name(each.offer)})}") for each in scored),
        why=(Reason("why_format"),) if asked.name else by_accept(scored),
        status=HTTPStatus.OK if asked.offer else HTTPStatus.NOT_ACCEPTABLE,
        refusal=_unfit(asked.stored) if asked.name else NOT_ACCEPTED,
    )


def _unfit(stored: StoredQuery) -> Message:
    """Why a format that there is, is none for this query."""
    types = ", ".join(each.media_type for each in RESULTS_FORMATS)
    return Message("format_results", form="ASK" if stored.is_ask else "SELECT", types=types)


def _name(offer: Offer[ResultsFormat | None]) -> str:
    """By which `format` names it."""
    return offer.value.suffix if offer.value else HTML.suffix


def _answer(asked: _Asked) -> Response:
    """The page where its answer is known; else what can be said of the answer before."""
    outcome = request.environ.get(OUTCOME)
    if outcome is not None:
        page = query_page(asked.reader, asked.stored, asked.given, asked.bindings, read(outcome.answer, ROWS))
        return Response(render_template("stored.html", page=page, t=asked.reader.t), content_type=HTML.content_type)
    request.environ[OPERATIONS].append(asked.operation)
    response = Response(iter(()))
    response.headers.remove("Content-Type")
    return response


def _index(site: Site, stored: dict[str, StoredQuery]) -> AnyResponse:
    if paths.requested(request).sent != INDEX:
        return moved(INDEX)
    given = _parameters()
    for each in ("lang", "_explain"):
        given.pop(each, None)
    for name in given:
        there_are = Message("parameters_are", names="lang")
        raise _refused(ParameterError(Message("parameter_none", name=name[:40]), there_are, name[:40]))
    response = page_response(
        site, INDEX, lambda reader: render_template("stored_index.html", page=index_page(reader, stored), t=reader.t)
    )
    links(response, [
        Link(site.publication.canonical_base + INDEX, "canonical"),
        Link(site.publication.about.licence, "license"),
        Link(paths.relative(OPENAPI, INDEX), "service-desc", {"type": OPENAPI_TYPE}),
    ])
    return response


def _links(asked: _Asked) -> list[Link]:
    """What describes the service (RFC 8631), the question, and the other forms of this answer."""
    here, publication = asked.stored.path, asked.site.publication
    thing = map_iri(asked.stored.iri.value, publication.base, publication.canonical_base)
    others = [
        Link(f"{asked.stored.slug}?{urlencode({**asked.given, 'format': each.suffix})}", "alternate", {"type": each.media_type})
        for each in RESULTS_FORMATS
    ]
    return [
        Link(paths.relative(OPENAPI, here), "service-desc", {"type": OPENAPI_TYPE}),
        Link("./", "service-doc", {"type": HTML.media_type}),
        *others,
        Link(paths.queried(publication.canonical_base + here, asked.reader.query), "canonical"),
        Link(thing, "cite-as"),
        Link(publication.about.licence, "license"),
    ]


def _parameters() -> dict[str, str]:
    """The parameters of the URL, each once. Raises BadRequest."""
    try:
        pairs = parse_qsl(
            request.query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS
        )
    except UnicodeDecodeError as error:
        raise BadRequest(Message("parameters_utf8"), "parameter") from error
    except ValueError as error:
        raise BadRequest(Message("parameters_many", n=_FIELDS), "parameter") from error
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise _refused(ParameterError(Message("parameter_twice", name=name[:40]), Message("parameter_once"), name[:40]))
        found[name] = value
    return found


def _named(name: str) -> Offer[ResultsFormat | None] | None:
    """The offer that a parameter names, by the names that the query service knows; None for a form of graphs."""
    return _PAGE if name.lower() in PAGE.names else accept.choose(named(name), _TABLES)


def _refused(error: ParameterError) -> BadRequest:
    members: dict[str, object] = {"parameter": error.name, "remedy": error.remedy}
    return BadRequest(error.message, "parameter", members)
