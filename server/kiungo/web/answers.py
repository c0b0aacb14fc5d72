"""An answer as a page for people: the query, the table or why there is none, and the ways to take it along."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, render_template

from kiungo.errors import HttpError
from kiungo.evaluation import tokens
from kiungo.evaluation.reading import Answer, Outcome, read
from kiungo.protocol.sparql import SparqlRequest
from kiungo.web import negotiation, paths
from kiungo.web.citation import citation
from kiungo.web.contexts import Download, Frame, Words
from kiungo.web.contexts.queries import AnswerPage, Stop
from kiungo.web.errors import spoken
from kiungo.web.examples import examples
from kiungo.web.forms import GRAPHS, LIMITS, PATH, TABLES, form, graphs_asked, programs
from kiungo.web.frames import frame
from kiungo.web.responses import BRIEFLY, LIFETIME, NEVER, vary, with_scripts
from kiungo.web.site import Reader, Site
from kiungo.web.tables import ROWS, table

OUTCOME = "kiungo.outcome"
"""The name in a WSGI environ of the Outcome that is to be told; queries are evaluated before Flask is reached."""

URL = 7000
"""Characters of a query string that still fit the request line, with the rest of it."""


_FOR_GOOD = frozenset({"timeout", "memory", "size"})
"""Problems of the query itself, which waiting does not cure."""


def answer_page(site: Site, outcome: Outcome) -> Response:
    """The page of an answer, or of why there is none, with the query still in the form; its status is that of the answer."""
    asked = replace(outcome.asked, query=outcome.asked.query.replace("\r\n", "\n"))  # as browsers send what was typed
    reader = negotiation.reader(site, PATH)
    answer = read(outcome.answer, ROWS) if outcome.answer else None
    page = _page(reader, asked, outcome.seconds, answer, outcome.error)
    response = Response(
        render_template("answer.html", page=page, t=reader.t), content_type=negotiation.HTML.content_type
    )
    _describe(response, reader, asked, outcome.error)
    return response


def _describe(response: Response, reader: Reader, asked: SparqlRequest, error: HttpError | None) -> None:
    """The headers: no entity tag, for the page tells how long it took; nothing for search engines."""
    with_scripts(response)
    response.headers["Content-Language"] = reader.language
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = NEVER if tokens.is_volatile(asked.query) else LIFETIME
    vary(response, "Accept", *(() if reader.named else ("Accept-Language",)))
    if error is not None:
        response.status_code = error.status
        response.headers.update(error.headers)
        response.headers["Cache-Control"] = BRIEFLY if error.status < 500 else NEVER


def _page(
    reader: Reader, asked: SparqlRequest, seconds: float, answer: Answer | None, error: HttpError | None
) -> AnswerPage:
    parameters = _parameters(asked)
    fits = len(urlencode(parameters)) <= URL
    known = next((each for each in examples(reader) if each.query.strip() == asked.query.strip()), None)
    url = f"{paths.relative(PATH, reader.here)}?{urlencode(parameters)}"
    return AnswerPage(
        frame=_frame(reader, parameters if fits else ()),
        form=form(reader, asked.query, asked),
        seconds=_told(seconds),
        limits=reader.to(LIMITS),
        permalink=url if fits else "",
        short=known.load if known and not graphs_asked(asked) else "",
        downloads=() if answer is None else _downloads(answer, url, fits=fits),
        snippets=programs(reader, asked.query, _parameters(asked)[1:]),
        examples=f"{reader.to(PATH)}#examples",
        question=known.question if known else None,
        table=table(reader, answer) if answer else None,
        stop=_stop(reader, error) if error else None,
    )


def _parameters(asked: SparqlRequest) -> tuple[tuple[str, str], ...]:
    """What asks the same again, but for the format and the language."""
    timeout = (("timeout", asked.timeout),) if asked.timeout else ()
    return (("query", asked.query), *graphs_asked(asked), *timeout)


def _frame(reader: Reader, parameters: tuple[tuple[str, str], ...]) -> Frame:
    """The frame, whose language switch keeps the query, and which names no address to search engines."""
    if not parameters:
        return replace(frame(reader, reader.t("answer_title"), path=PATH), canonical="", explanation="")
    title = Words(reader.t("cite_query"), reader.language)
    place = f"{reader.site.base}{PATH}?{urlencode(parameters)}"
    cited = citation(reader, title, place, query=parameters[0][1])
    asking = replace(reader, query=urlencode(parameters))
    return replace(frame(asking, reader.t("answer_title"), path=PATH, cited=cited), canonical="")


def _told(seconds: float) -> str:
    """Seconds as people say them: three digits are enough."""
    return f"{seconds:.3f}" if seconds < 1 else f"{seconds:.1f}"


def _downloads(answer: Answer, url: str, *, fits: bool) -> tuple[Download, ...]:
    formats = GRAPHS if answer.kind == "graph" else TABLES
    return tuple(
        Download(name, f"{url}&{urlencode({'format': value})}" if fits else value, "") for value, name in formats
    )


def _stop(reader: Reader, error: HttpError) -> Stop:
    """Why there is no answer. What the catalogues do not explain by its problem, they explain by its status."""
    said = f"stop_{error.problem.replace('-', '_')}"
    known = reader.site.catalogues[reader.language].keys()
    titled = f"error_{error.status}"
    return Stop(
        status=error.status,
        title=reader.t(said if said in known else titled) if {said, titled} & known else error.title,
        explanation=reader.t(f"{titled}_text") if said not in known and f"{titled}_text" in known else "",
        detail=spoken(reader, error.said),
        excerpt=str(error.members.get("excerpt", "")),
        remedy=spoken(reader, error.members["remedy"]) if "remedy" in error.members else None,
        retry="" if error.problem in _FOR_GOOD else error.headers.get("Retry-After", ""),
    )
