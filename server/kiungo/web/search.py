"""Search: words in names and texts, in any language, without regard to accents and letter case; or an IRI, looked up.

Pages for people, JSON for the script that suggests while one types. What is found and in which order is a function
of the release; the search of a request never becomes part of a query.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from pyoxigraph import Literal, NamedNode

from kiungo.errors import BadRequest, NotFound, ServiceUnavailable
from kiungo.messages import Message
from kiungo.protocol.accept import Offer
from kiungo.rdf import languages
from kiungo.release.search import Entry, Found, Words, read_words
from kiungo.web import examples, negotiation, paging
from kiungo.web.contexts.search import Hit, Match, SearchPage
from kiungo.web.decisions import Choice, choose
from kiungo.web.find import PATH, search_form
from kiungo.web.frames import frame
from kiungo.web.lookup import Mentions, mentions, mentions_page, place, read_iri
from kiungo.web.negotiation import HTML_TYPE
from kiungo.web.pages import page_response
from kiungo.web.responses import LIFETIME, vary, with_scripts
from kiungo.web.site import Reader, Site
from kiungo.web.tongues import tongue
from kiungo.web.values import Terms
from kiungo.web.warrants.highlight import pieces

JSON_TYPE = "application/json"
_KINDS = {"html": HTML_TYPE, "json": JSON_TYPE}
_OFFERS = (Offer(HTML_TYPE, "html", aliases=("application/xhtml+xml",)), Offer(JSON_TYPE, "json"))
HITS = 20
"""Things on a page."""
LONGEST = 1_000
"""Characters of a search: a long IRI."""

_MATCHES = 2  # of a thing, beside its name
_BEFORE, _SHOWN = 60, 220  # characters of a long text before the first marked word, and of all that is shown of it


@dataclass(frozen=True)
class _Asked:
    """A search as it was asked for."""

    text: str
    page: int
    choice: Choice

    @property
    def query(self) -> str:
        """What the URL asks for, beside the page."""
        return urlencode({"q": self.text}) if self.text else ""

    @property
    def is_data(self) -> bool:
        """Whether a program asks."""
        return self.choice.kind == JSON_TYPE

    def refuse_beyond(self, pages: int) -> None:
        """Raises NotFound for a page that there is not."""
        if self.page > pages:
            raise NotFound(Message("no_page", n=pages), "not-found")

    @classmethod
    def read(cls) -> _Asked:
        """Raises BadRequest for a search that is too long, a page that is none, and a format that there is not."""
        text, form = (request.args.get(name, "") for name in ("q", "format"))
        if len(text) > LONGEST:
            raise BadRequest(Message("search_long", n=LONGEST), "parameter", {"parameter": "q"})
        if form not in ("", *_KINDS):
            raise BadRequest(Message("search_format"), "parameter", {"parameter": "format"})
        return cls(text.lstrip(), paging.asked(), choose(_OFFERS, _KINDS.get(form, "")))


def blueprint(site: Site) -> Blueprint:
    """The route of the search."""
    routes = Blueprint("search", __name__)

    @routes.get(f"/{PATH}")
    def search() -> Response:
        asked = _Asked.read()
        node = read_iri(site, asked.text)
        response = _looked_up(site, asked, node) if node is not None else _searched(site, asked)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return routes


def _looked_up(site: Site, asked: _Asked, node: NamedNode) -> Response:
    """303 to what is ours; else who mentions it."""
    found = place(site, node)
    if found is not None:
        path, fragment = found
        response = Response(status=303)
        response.headers["Location"] = negotiation.reader(site, PATH).to(path, fragment=fragment)
        response.headers["Cache-Control"] = LIFETIME
        vary(response, *asked.choice.vary)
        return response
    mentioned = mentions(site, node)
    asked.refuse_beyond(mentioned.pages)
    return _response(site, asked, lambda reader: _mentions(reader, asked, node, mentioned), mentioned.pages)


def _mentions(reader: Reader, asked: _Asked, node: NamedNode, found: Mentions) -> str:
    page = mentions_page(reader, search_form(reader, asked.text), node, found, asked.page)
    if asked.is_data:
        return _json({
            "query": asked.text, "page": asked.page, "iri": page.iri, "known": page.is_known, "count": page.count,
            "whole": page.is_whole,
            "mentions": [{"iri": subject.iri, "property": predicate.iri} for subject, predicate in page.mentions],
        })
    return render_template("mentions.html", page=page, t=reader.t)


def _searched(site: Site, asked: _Asked) -> Response:
    words = read_words(asked.text)
    try:
        found = site.search.find(words)
        suggested = None if found.things else site.search.suggestion(asked.text)
    except TimeoutError as error:
        raise ServiceUnavailable(Message("search_slow"), "timeout", headers={"Retry-After": "5"}) from error
    pages = paging.count(len(found.things), HITS)
    asked.refuse_beyond(pages)
    return _response(site, asked, lambda reader: _told(reader, asked, words, found, suggested), pages)


def _response(site: Site, asked: _Asked, make: Callable[[Reader], str], pages: int = 1) -> Response:
    response = page_response(site, PATH, make, (asked.choice.kind,), asked.query, asked.page, pages, asked.choice)
    if not asked.is_data:
        with_scripts(response)
    return response


def _told(reader: Reader, asked: _Asked, words: Words, found: Found, suggested: str | None) -> str:
    """A page of what was found, as HTML or JSON."""
    terms, start = Terms(reader), (asked.page - 1) * HITS
    hits = tuple(_hit(reader, terms, words, iri, numbers) for iri, numbers in found.things[start : start + HITS])
    if asked.is_data:
        return _json({
            "query": asked.text, "page": asked.page, "count": len(found.things), "whole": found.is_whole,
            "suggestion": suggested,
            "results": [_plain(each) for each in hits],
        })
    page = SearchPage(
        frame=frame(reader, reader.t("search_title"), path=PATH),
        form=search_form(reader, asked.text),
        count=len(found.things),
        is_whole=found.is_whole,
        first=start + 1,
        hits=hits,
        suggestion=(suggested, reader.to(PATH, query=urlencode({"q": suggested}))) if suggested else None,
        pager=paging.pager(reader, PATH, asked.page, paging.count(len(found.things), HITS), query=asked.query),
        behind=examples.behind(reader, _query(words)) if words.words else "",
    )
    return render_template("search.html", page=page, t=reader.t)


def _hit(reader: Reader, terms: Terms, words: Words, iri: str, numbers: tuple[int, ...]) -> Hit:
    node = NamedNode(iri)
    found = reader.site.search.entries(numbers[: _MATCHES + 1])
    reference = terms.reference(node, with_text=False)
    name = next((each for each in found if not each.is_text and each.words == reference.label.text), None)
    others = [_match(reader, words, each) for each in found if each is not name]
    kinds = {each.label.text: each for each in (terms.reference(kind, with_text=False) for kind in reversed(terms.types(node)))}
    return Hit(
        replace(reference, href=reader.to(PATH, query=urlencode({"q": iri}))) if reference.is_outside else reference,
        tuple(reversed(kinds.values())),  # of several of one name the first
        _match(reader, words, name) if name else None,
        tuple(others[:_MATCHES]),
    )


def _match(reader: Reader, words: Words, entry: Entry) -> Match:
    text = _excerpt(entry.words, words) if entry.is_text else entry.words
    return Match(
        pieces(text, (), words.spans(text)), entry.language, _tongue(reader, entry.language),
        entry.is_translation, not entry.is_text,
    )


def _tongue(reader: Reader, tag: str) -> str:
    """What a language is called that is not the reader's own."""
    return tongue(tag, reader.language) if tag and not languages.suits(tag, reader.language) else ""


def _excerpt(text: str, words: Words) -> str:
    """As much of a long text as is read at a glance, from shortly before the first word that was looked for."""
    if len(text) <= _SHOWN:
        return text
    first = next((start for start, _ in words.spans(text)), 0)
    start = text.rfind(" ", 0, max(first - _BEFORE, 0)) + 1 if first > _BEFORE else 0
    rest = text[start:]
    shown = rest if len(rest) <= _SHOWN else rest[:_SHOWN].rpartition(" ")[0] or rest[:_SHOWN]
    return ("… " if start else "") + shown + (" …" if len(shown) < len(rest) else "")


def _plain(hit: Hit) -> dict[str, object]:
    """A hit for programs."""
    label = {"label": hit.reference.label.text, "language": hit.reference.label.lang}
    found = (*([hit.name] if hit.name else []), *hit.matches)
    matches = [{"text": "".join(one.text for one in each.pieces), "language": each.lang, "name": each.is_name} for each in found]
    types = [each.iri for each in hit.types]
    return {"iri": hit.reference.iri, "href": hit.reference.href, **label, "types": types, "matches": matches}


def _json(tree: dict[str, object]) -> str:
    return json.dumps(tree, ensure_ascii=False) + "\n"


def _query(words: Words) -> str:
    """Nearly the same search in SPARQL, which knows nothing of accents and compares letters; each word as a literal."""
    conditions = " && ".join(f"CONTAINS(LCASE(STR(?text)), {Literal(each.lower())})" for each in words.words)
    pattern = f"?thing ?property ?text\n  FILTER(isLiteral(?text) && {conditions})"
    return f"SELECT DISTINCT ?thing ?text WHERE {{\n  {pattern}\n}}\nLIMIT 100"
