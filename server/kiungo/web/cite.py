"""A citation alone, for programs that keep bibliographies: of a thing, a document, a term, or a query."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from kiungo.errors import BadRequest, NotFound
from kiungo.evaluation import tokens
from kiungo.messages import Message
from kiungo.protocol.accept import Offer
from kiungo.protocol.conditional import etag
from kiungo.web import negotiation
from kiungo.web.citation import BIBTEX, CSL, PATH, Record, record, sentence
from kiungo.web.contexts import Words
from kiungo.web.decisions import answer, choose
from kiungo.web.lookup import place, read_iri
from kiungo.web.negotiation import PLAIN_TYPE
from kiungo.web.site import Reader, Site
from kiungo.web.values import Terms

TYPES = {"text": PLAIN_TYPE, BIBTEX: "application/x-bibtex", CSL: "application/vnd.citationstyles.csl+json"}
"""The forms of a citation by name, with their media types."""
LONGEST = 7_000
"""Characters of a query that fit an address."""
_SUFFIXES = {TYPES["text"]: "txt", TYPES[BIBTEX]: "bib", TYPES[CSL]: "json"}
_OFFERS = tuple(Offer(kind, name) for name, kind in TYPES.items())


def blueprint(site: Site) -> Blueprint:
    """The route of citations."""
    routes = Blueprint("cite", __name__)

    @routes.get(f"/{PATH}")
    def cite() -> Response:
        named = request.args.get("format")
        if named is not None and named not in TYPES:
            raise BadRequest(Message("cite_form", forms=", ".join(TYPES)), "parameter", {"parameter": "format"})
        choice = choose(_OFFERS, TYPES[named] if named else "")
        reader = negotiation.reader(site, PATH)
        found = _record(reader)
        tag = etag("cite", site.release.name, *reader.variant, found.iri, choice.kind)
        return answer(choice.decision(reader, tag), lambda: _response(reader, found, choice.kind))

    return routes


def _response(reader: Reader, found: Record, kind: str) -> Response:
    response = Response(_written(reader, found, kind), content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{found.key}.{_SUFFIXES[kind]}"'
    return response


def _record(reader: Reader) -> Record:
    """What the request names. Raises NotFound, and BadRequest where it names nothing."""
    site, query, iri = reader.site, request.args.get("query", ""), request.args.get("of", "")
    if query and len(query) <= LONGEST:
        if tokens.form(query) not in tokens.FORMS:
            raise BadRequest(Message("cite_no_query", forms=", ".join(tokens.FORMS)), "parameter", {"parameter": "query"})
        title = Words(reader.t("cite_query"), reader.language)
        return record(reader, title, f"{site.base}sparql?{urlencode({'query': query})}")
    if not iri:
        raise BadRequest(Message("cite_what", n=LONGEST), "parameter")
    node = read_iri(site, iri)
    if node is None or place(site, node) is None:
        raise NotFound(Message("no_thing"), "not-found")
    return record(reader, Terms(reader).heading(node), node.value)


def _written(reader: Reader, found: Record, kind: str) -> str:
    if kind == TYPES[BIBTEX]:
        return found.bibtex()
    return found.csl() if kind == TYPES[CSL] else sentence(reader, found) + "\n"
