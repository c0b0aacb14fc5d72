"""Why a request gets what it gets: `?_explain=1` on whatever negotiates, where it would be a 406, too.

Nothing is decided here: what is told is the value that the answer is made of.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response, render_template, request

from kiungo.protocol import accept, language, profile
from kiungo.protocol.accept import MediaRange, Offer, Score
from kiungo.web import negotiation, paths
from kiungo.web.contexts.explanations import Explanation, ExplanationPage, Header, Variant
from kiungo.web.frames import frame
from kiungo.web.negotiation import HTML_TYPE, PLAIN_TYPE
from kiungo.web.responses import NEVER, vary
from kiungo.web.site import Reader

if TYPE_CHECKING:
    from kiungo.web.decisions import Decision

_JSON = "application/json"
_SHOWN = 2_000  # characters of a header, and of what was read from it, that are shown
_MEMBERS = 40


def wanted() -> bool:
    """Whether the request asks to be explained."""
    return request.args.get("_explain") == "1"


def explain(decision: Decision) -> Response:
    """The decision in words, where it is a refusal, too."""
    return _sent(replace(decision.reader, query=negotiation.query_without("lang")), _told(decision))


def _told(decision: Decision) -> Explanation:
    reader = decision.reader
    asked = negotiation.query_without("_explain")
    return Explanation(
        resource=_short(paths.queried(f"/{reader.here}", asked)),
        href=paths.queried(paths.relative(reader.here, reader.here), asked),
        status=decision.status,
        headers=_headers(),
        variants=tuple(_variant(score, url, decision.chosen) for score, url in decision.variants()),
        chosen=decision.chosen,
        reasons=tuple(reader.t(each.key, **each.values) for each in decision.why),
        location=decision.location,
        language=decision.language,
        language_reason=_language_reason(decision),
        entity_tag=decision.tag,
        cache_key=("URL", *decision.vary, *(("Accept-Encoding",) if decision.chosen else ())),
    )


def _headers() -> tuple[Header, ...]:
    """The headers that take part, as sent and as read."""
    asked = negotiation.accept_header()
    tongues, profiles = negotiation.language_header(), negotiation.profile_header()
    read = language.explain(tongues, ("",), "").ranges
    return (
        _header("Accept", asked, [_member(each) for each in accept.parse(asked)]),
        _header("Accept-Language", tongues, [f"{name};q={weight:g}" for name, weight in read]),
        _header("Accept-Profile", profiles, [f"<{iri}>;q={weight:g}" for iri, weight in profile.parse(profiles, {})]),
    )


def _header(name: str, sent: str | None, members: list[str]) -> Header:
    rest = [f"… (+{len(members) - _MEMBERS})"] if len(members) > _MEMBERS else []
    return Header(name, _short(sent or ""), tuple(_short(each) for each in members[:_MEMBERS] + rest))


def _member(each: MediaRange) -> str:
    parameters = "".join(f'; {name}="{value}"' for name, value in each.parameters)
    return f"{each.name}{parameters};q={each.quality:g}"


def _short(text: str) -> str:
    """Bounded, and without what could steer a terminal."""
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text[:_SHOWN])
    return shown + ("…" if len(text) > _SHOWN else "")


def _variant(score: Score[Any], url: str, chosen: str) -> Variant:
    kind = score.offer.media_type
    return Variant(
        kind, url, score.range, score.alias, score.specificity, round(score.client, 3), score.offer.quality,
        round(score.total, 3), kind == chosen,
    )


def _language_reason(decision: Decision) -> str:
    reader = decision.reader
    if decision.chosen and not decision.language:
        return reader.t("why_language_all")
    if reader.named:
        return reader.t("why_language_url")
    return reader.t("why_language", range=reader.asked) if reader.asked else reader.t("why_language_none")


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
    elif form == _JSON:
        response = Response(json.dumps(asdict(told), ensure_ascii=False, indent=1) + "\n", content_type=_JSON)
    else:
        response = Response(_text(told, reader.t), content_type=f"{PLAIN_TYPE}; charset=utf-8")
    response.headers["Content-Language"] = reader.language
    response.headers["Cache-Control"] = NEVER
    response.headers["X-Robots-Tag"] = "noindex"
    vary(response, "Accept", "Accept-Language")
    return response


def _text(told: Explanation, t: Callable[..., str]) -> str:
    lines = [told.resource, "", f"{told.status} {told.chosen or told.location}".rstrip(), *told.reasons, ""]
    for header in told.headers:
        lines += [f"{header.name}: {header.sent or '–'}", *(f"  {each}" for each in header.members)]
    if told.variants:
        lines += ["", *_columns([_heads(t), *(_row(each, t) for each in told.variants)])]
    place = "Location" if told.status == HTTPStatus.SEE_OTHER else "Content-Location"
    facts = ((place, told.location), ("Content-Language", told.language),
             ("", told.language_reason), ("ETag", told.entity_tag), (t("negotiated_key"), " + ".join(told.cache_key)))
    lines += ["", *(f"{name}: {value}" if name else f"  {value}" for name, value in facts if value)]
    return "\n".join(lines) + "\n"


def _heads(t: Callable[..., str]) -> tuple[str, ...]:
    return t("negotiated_variant"), "q", *(t(f"negotiated_{each}") for each in ("server", "score", "specificity", "range"))


def _row(each: Variant, t: Callable[..., str]) -> tuple[str, ...]:
    name = f"{each.media_type} ({t('negotiated_chosen')})" if each.chosen else each.media_type
    by = f"{each.range} {t('negotiated_alias')}" if each.alias else each.range or "–"
    return name, *(f"{number:g}" for number in (each.client, each.server, each.score, each.specificity)), by


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The rows as lines, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
