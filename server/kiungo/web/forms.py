"""The page with the query form, and the form itself as it stands above an answer."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Response, render_template, request

from kiungo.errors import NotFound
from kiungo.evaluation import tokens
from kiungo.evaluation.negotiation import EXCEL
from kiungo.messages import Message
from kiungo.protocol.sparql import SparqlRequest
from kiungo.rdf.formats import FORMATS
from kiungo.rdf.results import RESULTS_FORMATS
from kiungo.web import assets, negotiation, paths
from kiungo.web.contexts.queries import QueryForm, Scripts, SparqlPage
from kiungo.web.decisions import Choice, by_accept, in_place
from kiungo.web.examples import examples
from kiungo.web.frames import frame
from kiungo.web.graphs import graph_counts
from kiungo.web.negotiation import DATA_FIRST
from kiungo.web.pages import page_response
from kiungo.web.properties import Properties
from kiungo.web.responses import with_scripts
from kiungo.web.site import Reader, Site
from kiungo.web.snippets import Snippet, snippets

PATH = "sparql"
LIMITS = "limits"

TABLES = (*((each.suffix, each.name) for each in RESULTS_FORMATS), (EXCEL, "CSV (Excel)"))
GRAPHS = tuple((each.suffix, each.name) for each in FORMATS)


def query_form(site: Site) -> Callable[[], Response]:
    """The page with the query form, for the blueprint that answers queries; `?example=` puts a query into it."""

    def page() -> Response:
        slug = request.args.get("example", "")
        parts = (site.public_url, f"{site.settings.query_seconds:g}", *(each.digest for each in site.assets.values()))
        scored = negotiation.scores(DATA_FIRST)
        choice = Choice(negotiation.HTML_TYPE, ("Accept",), in_place(scored), by_accept(scored))
        query = urlencode({"example": slug}) if slug else ""
        response = page_response(site, PATH, lambda reader: _rendered(reader, slug), parts, query, choice=choice)
        with_scripts(response)
        return response

    return page


def _rendered(reader: Reader, slug: str) -> str:
    return render_template("sparql.html", page=_page(reader, slug), t=reader.t)


def _page(reader: Reader, slug: str) -> SparqlPage:
    found = examples(reader)
    loaded = next((each for each in found if each.slug == slug), None)
    if slug and loaded is None:
        raise NotFound(Message("no_example", name=slug[:80]), "not-found")
    query = loaded.query if loaded else _first(reader)
    return SparqlPage(
        frame=frame(reader, reader.t("sparql_title"), path=PATH),
        form=form(reader, query),
        graphs=graph_counts(reader, Properties(reader)),
        examples=found,
        loaded=loaded,
        limits=reader.to(LIMITS),
        snippets=programs(reader, query),
    )


def _first(reader: Reader) -> str:
    """A query to begin with: all that is said of the thing that the home page shows."""
    start = reader.site.publication.about.start
    return f"SELECT ?property ?value\nWHERE {{\n  <{start}> ?property ?value .\n}}\nLIMIT 100"


def form(reader: Reader, query: str, asked: SparqlRequest | None = None) -> QueryForm:
    """The form with a query in it, and with what else was asked along with it."""
    hidden = [("lang", reader.language)] if reader.named else []
    return QueryForm(
        action=f"{paths.relative(PATH, reader.here)}#answer",
        query=query,
        tables=TABLES,
        graphs=GRAPHS,
        format=_chosen(asked),
        timeout=(asked.timeout or "") if asked else "",
        longest=f"{reader.site.settings.query_seconds:g}",
        hidden=(*hidden, *(graphs_asked(asked) if asked else ())),
        scripts=_scripts(reader),
    )


def programs(reader: Reader, query: str, parameters: tuple[tuple[str, str], ...] = ()) -> tuple[Snippet, ...]:
    """The programs that ask a query; `parameters` are what else is asked, which may stand in the URL even when it is posted."""
    form = tokens.form(query)
    endpoint = f"{reader.site.public_url}{PATH}" + (f"?{urlencode(parameters)}" if parameters else "")
    return snippets(endpoint, query, form if form in tokens.FORMS else "SELECT")


def graphs_asked(asked: SparqlRequest) -> tuple[tuple[str, str], ...]:
    """The parameters that name the graphs of a request."""
    default = (("default-graph-uri", each) for each in asked.default_graphs)
    return (*default, *(("named-graph-uri", each) for each in asked.named_graphs))


def _chosen(asked: SparqlRequest | None) -> str:
    known = {name for name, _ in (*TABLES, *GRAPHS)}
    return asked.format if asked and asked.format in known else ""


def _scripts(reader: Reader) -> Scripts:
    found = {name: paths.relative(each.path, reader.here) for name, each in reader.site.assets.items()}
    return Scripts(found[assets.QUERY], found.get(assets.EDITOR, ""), found.get(assets.EDITOR_STYLE, ""))


