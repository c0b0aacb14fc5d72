"""The page with the query form, and the publication's own queries as examples.

Examples are `sh:SPARQLExecutable`: https://www.w3.org/TR/shacl/#sparql-constraints-prefixes
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from flask import Response, render_template
from pyoxigraph import NamedNode

from kiungo.engine.evidence import literals, nodes
from kiungo.rdf import languages
from kiungo.rdf.formats import FORMATS
from kiungo.rdf.namespaces import (
    RDF_TYPE,
    RDFS_COMMENT,
    SH_ASK,
    SH_CONSTRUCT,
    SH_DECLARE,
    SH_EXECUTABLE,
    SH_NAMESPACE,
    SH_PREFIX,
    SH_PREFIXES,
    SH_SELECT,
)
from kiungo.rdf.queries import with_prologue
from kiungo.rdf.results import RESULTS_FORMATS
from kiungo.web import paths
from kiungo.web.contexts import Example, SparqlPage
from kiungo.web.frames import frame
from kiungo.web.graphs import graph_counts
from kiungo.web.pages import page_response
from kiungo.web.properties import Properties
from kiungo.web.site import Reader, Site
from kiungo.web.values import Node

_PATH = "sparql"


def query_form(site: Site) -> Callable[[], Response]:
    """The page with the query form, for the blueprint that answers queries."""
    return lambda: page_response(
        site, _PATH, lambda reader: render_template("sparql.html", page=_form(reader), t=reader.t)
    )


def _form(reader: Reader) -> SparqlPage:
    publication = reader.site.publication
    start = publication.about.start
    return SparqlPage(
        frame=frame(reader, reader.t("sparql_title"), path=_PATH),
        action=paths.relative(_PATH, reader.here),
        query=f"SELECT ?property ?value\nWHERE {{\n  <{start}> ?property ?value .\n}}\nLIMIT 100",
        formats=tuple((each.suffix, each.name) for each in (*RESULTS_FORMATS, *FORMATS)),
        graphs=graph_counts(reader, Properties(reader)),
        examples=tuple(_examples(reader)),
    )


def _examples(reader: Reader) -> Iterator[Example]:
    """The publication's queries in the order it gives them, with the prefixes they use."""
    shown = Properties(reader)
    dataset = reader.site.dataset
    position = NamedNode(reader.site.publication.roles.position)
    found = []
    for quad in dataset.quads(None, RDF_TYPE, SH_EXECUTABLE):
        if isinstance(quad.subject, Node):
            places = literals(dataset, quad.subject, position)
            found.append((_number(places[0].value) if places else 0, str(quad.subject), quad.subject))
    for _, _, node in sorted(found, key=lambda each: each[:2]):
        words = languages.best(literals(dataset, node, RDFS_COMMENT), reader.languages)
        kinds = (SH_SELECT, SH_ASK, SH_CONSTRUCT)
        query = next((each for name in kinds for each in literals(dataset, node, name)), None)
        if words is not None and query is not None:
            text = with_prologue(query.value.strip(), _prefixes(reader, node))
            href = f"{paths.relative(_PATH, reader.here)}?{urlencode({'query': text, 'format': 'json'})}"
            yield Example(shown.terms.words(words), text, href)


def _prefixes(reader: Reader, query: Node) -> dict[str, str]:
    dataset = reader.site.dataset
    found: dict[str, str] = {}
    for declaring in nodes(dataset, query, SH_PREFIXES):
        for each in nodes(dataset, declaring, SH_DECLARE):
            for name in literals(dataset, each, SH_PREFIX):
                for space in literals(dataset, each, SH_NAMESPACE):
                    found[name.value] = space.value
    return found


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
