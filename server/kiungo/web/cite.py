"""A citation alone, for programs that keep bibliographies: of a thing, a document, a term, or a query."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from kiungo.errors import BadRequest, NotAcceptable, NotFound
from kiungo.evaluation import tokens
from kiungo.messages import Message
from kiungo.protocol import accept
from kiungo.protocol.accept import Offer
from kiungo.protocol.conditional import etag
from kiungo.web import negotiation
from kiungo.web.citation import BIBTEX, CSL, PATH, Record, record, sentence
from kiungo.web.contexts import Words
from kiungo.web.lookup import place, read_iri
from kiungo.web.negotiation import PLAIN_TYPE
from kiungo.web.responses import LIFETIME, conditional_response, vary
from kiungo.web.site import Reader, Site
from kiungo.web.values import Terms

TYPES = {"text": PLAIN_TYPE, BIBTEX: "application/x-bibtex", CSL: "application/vnd.citationstyles.csl+json"}
"""The forms of a citation by name, with their media types."""
LONGEST = 7_000
"""Characters of a query that fit an address."""
_SUFFIXES = {"text": "txt", BIBTEX: "bib", CSL: "json"}


def blueprint(site: Site) -> Blueprint:
    """The route of citations."""
    routes = Blueprint("cite", __name__)

    @routes.get(f"/{PATH}")
    def cite() -> Response:
        form = _form()
        reader = negotiation.reader(site, PATH)
        found = _record(reader)
        tag = etag("cite", site.release.name, *reader.variant, found.iri, form)
        response = conditional_response(
            tag, lambda: Response(_written(reader, found, form), content_type=f"{TYPES[form]}; charset=utf-8")
        )
        response.headers["Content-Disposition"] = f'inline; filename="{found.key}.{_SUFFIXES[form]}"'
        response.headers["Content-Language"] = reader.language
        response.headers["Cache-Control"] = LIFETIME
        vary(response, *(() if "format" in request.args else ("Accept",)), *(() if reader.named else ("Accept-Language",)))
        return response

    return routes


def _form() -> str:
    named = request.args.get("format")
    if named is None:
        found = accept.choose(negotiation.accept_header(), [Offer(kind, name) for name, kind in TYPES.items()])
        if found is not None:
            return found.value
        variants = [{"type": kind, "url": f"?{urlencode({'format': name})}"} for name, kind in TYPES.items()]
        raise NotAcceptable(Message("format_none"), "not-acceptable", {"variants": variants})
    if named not in TYPES:
        raise BadRequest(Message("cite_form", forms=", ".join(TYPES)), "parameter", {"parameter": "format"})
    return named


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


def _written(reader: Reader, found: Record, form: str) -> str:
    if form == BIBTEX:
        return found.bibtex()
    return found.csl() if form == CSL else sentence(reader, found) + "\n"
