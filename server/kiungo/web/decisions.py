"""What a request gets, and why: one value, of which the answer and its explanation are both made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Response

from kiungo.errors import NotAcceptable
from kiungo.messages import Message
from kiungo.protocol import accept
from kiungo.protocol.accept import Offer, Score
from kiungo.web import explanations, negotiation, paths
from kiungo.web.negotiation import HTML_TYPE
from kiungo.web.responses import conditional_response, vary
from kiungo.web.site import Reader


@dataclass(frozen=True)
class Reason:
    """A sentence of an explanation: a message of the interface and what fills its placeholders."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


NOT_ACCEPTED = Message("representation_none")

Variants = tuple[tuple[Score[Any], str], ...]
"""What there is, each with its score and its URL, "" for the one that was asked for."""


@dataclass(frozen=True)
class Decision:
    """What a request gets. Strings are "" where something does not apply.

    `variants` are made when they are told, which is seldom; `chosen` is the media type that is sent, "" where none fits.
    `location` leads to what is sent, or to where to go; `language` is that of a page; `vary` names the headers that decided.
    `why` tells how the form was chosen; the reader knows how the language was. `refusal` is what a 406 says.
    """

    reader: Reader
    tag: str = ""
    chosen: str = ""
    location: str = ""
    language: str = ""
    vary: tuple[str, ...] = ()
    variants: Callable[[], Variants] = tuple
    why: tuple[Reason, ...] = ()
    status: HTTPStatus = HTTPStatus.OK
    refusal: Message = NOT_ACCEPTED


def answer(decision: Decision, make: Callable[[], Response]) -> Response:
    """What `make` makes, 304 where the client holds it, or the explanation where that is asked for. Raises NotAcceptable."""
    if explanations.wanted():
        return explanations.explain(decision)
    if decision.status == HTTPStatus.NOT_ACCEPTABLE:
        there = [{"type": score.offer.media_type, "url": url} for score, url in decision.variants()]
        raise NotAcceptable(decision.refusal, "not-acceptable", {"variants": there}, {"Vary": ", ".join(decision.vary)})
    response = conditional_response(decision.tag, make) if decision.tag else make()
    if decision.status != HTTPStatus.OK:
        response.status_code = decision.status
    if decision.location:
        response.headers["Content-Location"] = decision.location
    if decision.language:
        response.headers["Content-Language"] = decision.language
    vary(response, *decision.vary)
    return response


@dataclass(frozen=True)
class Choice:
    """What is sent of what there is at an address. `kind` is its media type, "" where nothing fits."""

    kind: str
    vary: tuple[str, ...] = ()
    variants: Callable[[], Variants] = tuple
    why: tuple[Reason, ...] = ()
    refusal: Message = NOT_ACCEPTED

    def decision(self, reader: Reader, tag: str) -> Decision:
        """The decision for this where all there is is in the reader's language."""
        is_there = bool(self.kind)
        return Decision(
            reader, tag if is_there else "", self.kind, language=reader.language if is_there else "",
            vary=(*self.vary, *(() if reader.named else ("Accept-Language",))), variants=self.variants, why=self.why,
            status=HTTPStatus.OK if is_there else HTTPStatus.NOT_ACCEPTABLE, refusal=self.refusal,
        )


ONLY_PAGE = Choice(HTML_TYPE, why=(Reason("why_single"),))
"""Where there is a page and nothing else."""


def choose(offers: Sequence[Offer[str]], named: str = "") -> Choice:
    """What `format` names, as a media type, else what Accept asks for; the value of an offer is its name in `format`."""
    scored = accept.scores(negotiation.accept_header(), offers)
    best = accept.best(scored)
    kept = negotiation.query_without("format", "_explain")
    return Choice(
        named or (best.offer.media_type if best else ""),
        () if named else ("Accept",),
        lambda: tuple((each, paths.queried("", kept, f"format={each.offer.value}")) for each in scored),
        (Reason("why_format"),) if named else by_accept(scored),
        Message("format_none"),
    )


def in_place(scored: tuple[Score[Any], ...]) -> Callable[[], Variants]:
    """The variants of a URL that leads to all of them."""
    return lambda: tuple((each, "") for each in scored)


def by_accept(scored: tuple[Score[Any], ...]) -> tuple[Reason, ...]:
    """Why Accept leads to the variant that it leads to."""
    best = accept.best(scored)
    if best is None:
        return (Reason("why_none"),)
    found = {"media_type": best.offer.media_type, "range": best.range, "score": f"{best.total:.3g}"}
    equals = sum(each.total == best.total for each in scored)
    tie = (Reason("why_tie", {"count": equals}),) if equals > 1 else ()
    return Reason("why_alias" if best.alias else "why_best", found), *tie
