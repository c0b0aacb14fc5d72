"""Which representation a request gets: binds the pure rules of `protocol` to what a resource offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from flask import request

from kiungo.errors import NotAcceptable
from kiungo.messages import Message
from kiungo.protocol import accept, language, profile
from kiungo.protocol.accept import Offer, Score
from kiungo.rdf.formats import FORMATS, Format
from kiungo.rdf.results import RESULTS_FORMATS
from kiungo.web.site import Reader, Site

HTML_TYPE = "text/html"
PROBLEM_TYPE = "application/problem+json"
PLAIN_TYPE = "text/plain"


@dataclass(frozen=True)
class Representation:
    """One form of a document. `form` is None for HTML, which alone differs by language."""

    suffix: str
    media_type: str
    content_type: str
    form: Format | None = None

    @property
    def is_html(self) -> bool:
        """Whether this is the form for people."""
        return self.form is None


HTML = Representation("html", HTML_TYPE, "text/html; charset=utf-8")
RDF = tuple(Representation(each.suffix, each.media_type, each.content_type, each) for each in FORMATS)

PAGE_FIRST = (HTML, *RDF)
"""What is offered of things: where a client does not care, it gets the page."""

DATA_FIRST = (*RDF, HTML)
"""What is offered of vocabularies and graphs: where a client does not care, it gets Turtle."""


def by_suffix(suffix: str, offered: Iterable[Representation]) -> Representation | None:
    """The representation whose URL ends in `.suffix`, or None."""
    return next((each for each in offered if each.suffix == suffix), None)


def accept_header() -> str | None:
    """The request's Accept: several lines count as one (RFC 9110 §5.3); None where there is none."""
    return ", ".join(request.headers.getlist("Accept")) or None


def choose(offered: Sequence[Representation], urls: dict[str, str]) -> Representation:
    """The representation that the request's Accept asks for.

    Raises NotAcceptable with the list of those there are; `urls` gives the URL of each suffix.
    https://www.rfc-editor.org/rfc/rfc9110#section-15.5.7
    """
    found = best(offered)
    if found is not None:
        return found
    variants = [{"type": each.media_type, "url": urls[each.suffix]} for each in offered]
    raise NotAcceptable(
        Message("representation_none"),
        "not-acceptable", {"variants": variants},
    )


def best(offered: Sequence[Representation]) -> Representation | None:
    """The representation that serves the client best, or None where it accepts none of them."""
    found = accept.best(scores(offered))
    return None if found is None else found.offer.value


def scores(offered: Sequence[Representation]) -> tuple[Score[Representation], ...]:
    """How well each representation serves the client, in the server's order."""
    return _scores(accept_header(), tuple(offered))


def choose_error() -> str:
    """The media type in which the client can read an error.

    A page for browsers, a problem document for programs that ask for data, a line of text for the rest.
    """
    plain = Offer(PLAIN_TYPE, PLAIN_TYPE)
    page = Offer(HTML_TYPE, HTML_TYPE, aliases=("application/xhtml+xml",))
    problem = Offer(PROBLEM_TYPE, PROBLEM_TYPE, aliases=("application/json",))
    data = [Offer(each.media_type, PROBLEM_TYPE) for each in (*FORMATS, *RESULTS_FORMATS)]
    found = accept.choose(accept_header(), [plain, page, problem, *data])
    return found.value if found else PROBLEM_TYPE


def reader(site: Site, here: str, query: str = "") -> Reader:
    """Who reads a page at a path, or the part of it that `query` names.

    In the language of `?lang=`, else of Accept-Language, else the publication's first.
    Both are looked up (RFC 4647 §3.4), so that `en` serves `en-GB`. A `?lang=` that nothing serves decides nothing; the page
    then says that it is in another language than the one asked for.
    """
    available = site.publication.about.languages
    wanted = request.args.get("lang") or ""
    named = language.lookup(wanted, available)
    if named is not None:
        return Reader(site, here, named, named=True, query=query)
    asked = language.explain(language_header(), available, available[0])
    is_substitute = bool(wanted or (asked.ranges and not asked.range))
    return Reader(site, here, asked.language, is_substitute=is_substitute, asked=asked.range, query=query)


def profiles(tokens: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    """The profiles that the URL asks for, else those of Accept-Profile; a URL may name them by token."""
    named = request.args.get("_profile")
    return profile.parse(named, tokens) if named else profile.parse(profile_header(), {})


def profile_header() -> str | None:
    """The request's Accept-Profile, its lines joined; None where there is none."""
    return ", ".join(request.headers.getlist("Accept-Profile")) or None


def query_without(*names: str) -> str:
    """What the request's URL asks for beside some parameters."""
    return urlencode([(name, value) for name, value in request.args.items(multi=True) if name not in names])


def language_header() -> str | None:
    """The request's Accept-Language, its lines joined; None where there is none."""
    return ", ".join(request.headers.getlist("Accept-Language")) or None


@lru_cache(256)  # most clients of a kind send the same header
def _scores(header: str | None, offered: tuple[Representation, ...]) -> tuple[Score[Representation], ...]:
    return accept.scores(header, [_offer(each) for each in offered])


def _offer(each: Representation) -> Offer[Representation]:
    aliases = each.form.aliases if each.form else ("application/xhtml+xml",)
    return Offer(each.media_type, each, aliases=aliases)
