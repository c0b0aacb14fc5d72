"""Why a request gets the representation it gets: `?_explain=1` on whatever negotiates, where it would be a 406, too.

The scores come from the functions that choose; nothing is decided here.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from flask import Response, render_template, request

from kiungo.protocol import accept, language
from kiungo.protocol.accept import MediaRange, Offer, Score
from kiungo.web import negotiation, paths
from kiungo.web.contexts.explanations import Explanation, ExplanationPage, Header, Variant
from kiungo.web.documents import Found, entity_tag
from kiungo.web.frames import frame
from kiungo.web.negotiation import HTML_TYPE, PLAIN_TYPE, Representation
from kiungo.web.responses import NEVER, vary
from kiungo.web.site import Reader, Site

_JSON = "application/json"
_SHOWN = 2_000  # characters of a header, and of what was read from it, that are shown
_MEMBERS = 40


def wanted() -> bool:
    """Whether the request asks to be explained."""
    return request.args.get("_explain") == "1"


def document(site: Site, found: Found) -> Response:
    """What a negotiated document would answer, and why."""
    reader = negotiation.reader(site, found.path)
    tag, named = reader.language, reader.named
    scored = negotiation.scores(found.document.offered)
    best = accept.best(scored)
    chosen = found.representation or (best.offer.value if best else None)
    if found.representation is not None:
        why = f"The path ends in .{found.representation.suffix}, which decides; Accept is not read."
    elif best is None:
        why = "No variant has a score above 0: the answer is 406 with the list of variants."
    else:
        why = _reason(best, scored)
    speaks = chosen is None or chosen.is_html
    return _sent(reader, Explanation(
        resource=found.path,
        status=200 if chosen else 406,
        headers=_headers(),
        variants=tuple(_variant(each, found, chosen) for each in scored),
        chosen=chosen.media_type if chosen else "",
        reason=why,
        location=paths.relative(f"{found.document.path}.{chosen.suffix}", found.path) if chosen else "",
        language=tag if speaks else "",
        language_reason=_language_reason(site, named) if speaks else "RDF is sent in all its languages.",
        entity_tag=entity_tag(site, found.document, chosen, reader) if chosen else "",
        cache_key=_cache_key(found, chosen, named),
    ))


def redirection(site: Site, path: str, target: str) -> Response:
    """Why a thing leads to its document, whatever the request says."""
    return _sent(negotiation.reader(site, path), Explanation(
        resource=path, status=303, headers=_headers(), variants=(), chosen="",
        reason="A thing cannot be sent; the document about it can. Every Accept gets the same 303; the document negotiates.",
        location=target, language="", language_reason="", entity_tag="", cache_key=("URL",),
    ))


def _headers() -> tuple[Header, ...]:
    """The headers that take part, as sent and as read."""
    asked = negotiation.accept_header()
    tongues = negotiation.language_header()
    read = language.explain(tongues, ("",), "").ranges
    return (
        _header("Accept", asked, [_member(each) for each in accept.parse(asked)]),
        _header("Accept-Language", tongues, [f"{name};q={weight:g}" for name, weight in read]),
    )


def _header(name: str, sent: str | None, members: list[str]) -> Header:
    rest = [f"… {len(members) - _MEMBERS} more"] if len(members) > _MEMBERS else []
    return Header(name, _short(sent or ""), tuple(_short(each) for each in members[:_MEMBERS] + rest))


def _member(each: MediaRange) -> str:
    parameters = "".join(f'; {name}="{value}"' for name, value in each.parameters)
    return f"{each.name}{parameters};q={each.quality:g}"


def _short(text: str) -> str:
    """Bounded, and without what could steer a terminal."""
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text[:_SHOWN])
    return shown + ("…" if len(text) > _SHOWN else "")


def _variant(each: Score[Representation], found: Found, chosen: Representation | None) -> Variant:
    shape = each.offer.value
    return Variant(
        shape.media_type, paths.relative(f"{found.document.path}.{shape.suffix}", found.path), each.range, each.alias,
        each.specificity, round(each.client, 3), each.offer.quality, round(each.total, 3), shape == chosen,
    )


def _reason(best: Score[Representation], scored: tuple[Score[Representation], ...]) -> str:
    how = "by another name of it, " if best.alias else ""
    equals = sum(each.total == best.total for each in scored)
    tie = f" {equals} variants have that score; the first in the server's order wins." if equals > 1 else ""
    return f"{best.offer.media_type} is asked for {how}by {best.range} and has the highest score, {best.total:.3g}.{tie}"


def _language_reason(site: Site, named: bool) -> str:
    if named:
        return "The URL names it with ?lang=."
    available = site.publication.about.languages
    decided = language.explain(negotiation.language_header(), available, available[0]).range
    if decided:
        return f"Accept-Language asks for {decided}."
    return "Accept-Language asks for none that there is: the publication's first that is not refused."


def _cache_key(found: Found, chosen: Representation | None, named: bool) -> tuple[str, ...]:
    """What a cache has to keep apart: the URL and the headers of `Vary`."""
    accepts = ("Accept",) if found.representation is None else ()
    tongues = not named and (found.representation is None or (chosen is not None and chosen.is_html))
    return ("URL", *accepts, *(("Accept-Language",) if tongues else ()))


def _sent(reader: Reader, told: Explanation) -> Response:
    """The explanation in a form that the client can read; never kept by a cache."""
    plain = Offer(PLAIN_TYPE, PLAIN_TYPE)
    page = Offer(HTML_TYPE, HTML_TYPE, aliases=("application/xhtml+xml",))
    data = [Offer(each.media_type, _JSON) for each in negotiation.RDF if each.media_type != PLAIN_TYPE]
    found = accept.choose(negotiation.accept_header(), [plain, page, Offer(_JSON, _JSON), *data])
    form = found.value if found else PLAIN_TYPE
    if form == HTML_TYPE:
        context = ExplanationPage(frame(reader, reader.t("negotiated")), told)
        response = Response(render_template("explanation.html", page=context, t=reader.t))
        response.headers["Content-Language"] = reader.language
    elif form == _JSON:
        response = Response(json.dumps(asdict(told), ensure_ascii=False, indent=1) + "\n", content_type=_JSON)
    else:
        response = Response(_text(told), content_type=f"{PLAIN_TYPE}; charset=utf-8")
    response.headers["Cache-Control"] = NEVER
    response.headers["X-Robots-Tag"] = "noindex"
    vary(response, "Accept", "Accept-Language")
    return response


def _text(told: Explanation) -> str:
    lines = [f"{told.status} {told.chosen or told.location}", told.reason, ""]
    for header in told.headers:
        lines += [f"{header.name}: {header.sent or '(none)'}", *(f"  {each}" for each in header.members)]
    if told.variants:
        lines += ["", f"  {'variant':24}{'q':>6} {'server':>6} {'score':>6}  by"]
    for each in told.variants:
        by = f"{each.range} ({'another name' if each.alias else f'specificity {each.specificity}'})" if each.range else "-"
        mark = "*" if each.chosen else " "
        lines.append(f"{mark} {each.media_type:24}{each.client:6g} {each.server:6g} {each.score:6g}  {by}")
    facts = (("Content-Location" if told.status == 200 else "Location", told.location), ("Language", told.language),
             ("", told.language_reason), ("ETag", told.entity_tag), ("Cache key", " + ".join(told.cache_key)))
    lines += ["", *(f"{name}: {value}" if name else f"  {value}" for name, value in facts if value)]
    return "\n".join(lines) + "\n"
