"""In which formats a query's answer is given, found out before the query is evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kiungo.errors import BadRequest, NotAcceptable
from kiungo.evaluation.tokens import GRAPH_FORMS
from kiungo.messages import Message
from kiungo.protocol import accept
from kiungo.protocol.accept import Offer
from kiungo.rdf.formats import FORMATS, RDF_XML, TURTLE, Format
from kiungo.rdf.results import CSV, RESULTS_FORMATS, ResultsFormat

RESULTS = tuple(Offer(each.media_type, each, each.aliases) for each in RESULTS_FORMATS)
GRAPHS = tuple(Offer(each.media_type, each, each.aliases) for each in FORMATS)


EXCEL = "csv-excel"
"""The name of CSV with a byte order mark, without which Excel takes UTF-8 for the machine's own code page."""


@dataclass(frozen=True)
class Page:
    """An answer as a page for people, which is no format of any standard."""

    media_type: str = "text/html"
    names: tuple[str, ...] = ("html", "text/html")


PAGE = Page()


@dataclass(frozen=True)
class Choice:
    """The formats a client accepts best: for SELECT and ASK, for CONSTRUCT and DESCRIBE; None for none."""

    results: ResultsFormat | None
    graph: Format | None

    def of(self, kind: str) -> ResultsFormat | Format | None:
        """The format for an answer of a kind: solutions, boolean or graph."""
        return self.graph if kind == "graph" else self.results

    def media_types(self) -> tuple[str, str]:
        """Both media types, for whoever needs to tell one choice from another; "" for none."""
        results = self.results.media_type if self.results else ""
        return results, self.graph.media_type if self.graph else ""


@lru_cache(maxsize=256)  # clients repeat their headers, and the answer is a function of them
def choose(header: str | None) -> Choice:
    """The formats that an `Accept` header asks for."""
    results = accept.choose(header, RESULTS)
    graph = accept.choose(header, GRAPHS)
    return Choice(results.value if results else None, graph.value if graph else None)


@lru_cache(maxsize=256)
def wants_page(header: str | None, format_name: str | None) -> bool:
    """Whether an answer is asked for as a page: by the name `html`, or by an `Accept` header without a name.

    The page is offered last, so a client that takes data as gladly gets data.
    """
    if format_name is not None:
        return format_name.lower() in PAGE.names
    data = [Offer(each.media_type, False, each.aliases) for each in (*RESULTS_FORMATS, *FORMATS)]
    chosen = accept.choose(header, [*data, Offer(PAGE.media_type, True, ("application/xhtml+xml",))])
    return chosen is not None and chosen.value


def named(format_name: str) -> str:
    """The `Accept` header that a `format` parameter stands for: a suffix such as csv, a name, or a media type.

    `json` and `xml` stand for the formats of tables and of graphs alike. Names other than suffixes are those that
    SPARQLWrapper sends. Raises BadRequest for a name that is none of them.
    """
    sent = {"json": "application/json", "xml": "application/xml", "n3": TURTLE.media_type, "rdf+xml": RDF_XML.media_type}
    known = {each.suffix: each.media_type for each in (*RESULTS_FORMATS, *FORMATS)} | sent
    known |= {each.name.lower(): each.media_type for each in FORMATS} | {EXCEL: CSV.media_type}
    types = {*known.values(), *(each.media_type for each in RESULTS_FORMATS)}
    sent_names = (each.strip() for each in format_name.lower().split(","))  # SPARQLWrapper sends two for JSON-LD
    media_type = next((known.get(each, each) for each in sent_names if known.get(each, each) in types), None)
    if media_type is None:
        names = ", ".join(("html", *known))
        remedy = Message("write_one_of", values=names)
        raise BadRequest(Message("format_unknown", name=format_name[:40]), "format", {"parameter": "format", "remedy": remedy})
    return media_type


def none_fits(form: str) -> NotAcceptable:
    """The error for a query of this form that cannot be answered acceptably, with what there is."""
    graph = form in GRAPH_FORMS
    offers: tuple[Offer[Format] | Offer[ResultsFormat], ...] = GRAPHS if graph else RESULTS
    return NotAcceptable(
        Message("format_graph" if graph else "format_results", form=form, types=", ".join(each.media_type for each in offers)),
        "not-acceptable",
        {"variants": [{"type": each.media_type} for each in offers]},
    )
