"""Every kind of page there is: each template with the paths of pages made from it.

The tests of layout and accessibility visit all of them. A new template needs a row here; a test says so.
"""

from __future__ import annotations

from urllib.parse import quote

_MANY = quote("SELECT ?thing ?type ?graph WHERE { GRAPH ?graph { ?thing a ?type } } LIMIT 60")
_TRIPLES = quote("CONSTRUCT WHERE { ?s a ?type } LIMIT 5")

KINDS: dict[str, tuple[str, ...]] = {
    "home.html": ("",),
    "thing.html": (
        "doc/agency/e-government-agency", "doc/source/about-page/passage/founding", "doc/objective/ict-research",
        "doc/source/about-page/snapshot/09eda7de2b00", "doc/emendation/04", "doc/evidence/005",
        "doc/instrument/public-service-act-2011",
    ),
    "vocabulary.html": ("ns", "shapes"),
    "scheme.html": ("doc/scheme/theme",),
    "graph.html": ("graph/statement",),
    "dataset.html": ("dataset",),
    "catalog.html": ("catalog",),
    "sparql.html": ("sparql", "sparql?example=objectives"),
    "answer.html": (
        f"sparql?query={_MANY}&format=html", f"sparql?query={_TRIPLES}&format=html",
        "sparql?query=ASK%7B%7D&format=html", "sparql?query=SELEC&format=html",
    ),
    "stored_index.html": ("query/",),
    "stored.html": ("query/objective-by-number", "query/name"),
    "search.html": ("search?q=serikali+mtandao", "search", "search?q=nothing+at+all"),
    "mentions.html": ("search?q=skos:prefLabel", "search?q=http://www.wikidata.org/entity/Q1774", "search?q=urn:nobody"),
    "browse.html": ("browse",),
    "shelf.html": ("browse?in=pbm:Objective", "browse?in=rdf:Statement&page=2"),
    "limits.html": ("limits",),
    "statement.html": ("privacy", "accessibility"),
    "explanation.html": ("doc/agency/e-government-agency?_explain=1",),
    "alternates.html": ("doc/agency/e-government-agency?_profile=alt",),
    "error.html": ("nothing/here",),
    "tombstone.html": ("doc/objective/twelve",),
}


WITHDRAWN = frozenset(KINDS["tombstone.html"])
"""The agency has withdrawn nothing: the fixture `base` lets it do so for these pages."""

PATHS = [path for paths in KINDS.values() for path in paths]


def address(base: str, path: str, language: str) -> str:
    """The URL of a page in a language. HTML is asked for as browsers do, by Accept."""
    return f"{base}{path}{'&' if '?' in path else '?'}lang={language}"
