"""What the redirects at w3id.org have to do, for whoever reads the rules: a test in Python, or Apache itself."""

from __future__ import annotations

BASE, SERVER = "https://w3id.org/znz-egov/", "https://data.example/egov%20data/"

Row = tuple[str, str, int, str | None]
"""A method, a path below the host with its query as sent, and the status and the rest of the URL that it leads to."""

_PATHS = (
    "", "id/agency/e-government-agency", "id/source/about-page/passage/vision", "doc/agency/e-government-agency.ttl", "ns",
    "ns/0.1.0", "shapes", "graph/statement.trig", "dataset", "dataset/latest/dataset.nq.gz", "catalog", "catalog-2.rdf",
    "feed/0123456789abcdef/1", "query/q01?lang=sw", "sparql?query=ASK%20%7B%7D&format=json", ".well-known/void", "robots.txt",
    "static/00/kiungo.css", "id/a%3Fb", "id/50%25", "id/jina%20refu", "id/m%C3%BCtter", "id/a+b", "id/a%23b",
    "id/znz-egov/within",
)

ROWS: list[Row] = [
    *(("GET", f"/znz-egov/{path}", 302, path) for path in _PATHS),
    ("HEAD", "/znz-egov/id/agency/e-government-agency", 302, "id/agency/e-government-agency"),
    ("POST", "/znz-egov/sparql", 307, "sparql"),
    ("QUERY", "/znz-egov/sparql?timeout=2", 307, "sparql?timeout=2"),
    ("OPTIONS", "/znz-egov/sparql", 204, None),
]
