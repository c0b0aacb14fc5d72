"""How the dataset is found: VoID, service description, sitemap; and the page for people."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from kiungo.doctor.markup import read
from kiungo.doctor.rules import HOUSE, SHOULD, NotApplicable, Rule, require
from kiungo.doctor.visit import FORMATS, HTML, TURTLE, VOID, Visit, statements

_ENTRIES = 50_000
_PLACES = 20  # of each kind that are asked for


def _void(visit: Visit) -> str:
    require(visit.void, "/.well-known/void has no RDF")
    require(any(p == f"{VOID}inDataset" for _, p, _ in visit.statements), "the document has no void:inDataset")
    for name in ("dataDump", "exampleResource", "sparqlEndpoint"):
        for place in sorted({o for _, p, o in visit.void if p == f"{VOID}{name}"})[:_PLACES]:
            status = visit.ask(place, "*/*", "HEAD").status
            require(status < 400, f"void:{name} {place} answers {status}")
    spaces = {o for _, p, o in visit.void if p == f"{VOID}uriSpace"}
    inside = any(visit.thing.startswith(each) for each in spaces)
    require(not spaces or inside, f"the thing is in none of the void:uriSpace {', '.join(sorted(spaces))}")
    return f"{len(visit.void)} triples"


def _described(visit: Visit) -> str:
    answer = visit.follow(visit.sparql, TURTLE)
    require(answer.status == 200 and answer.media_type in FORMATS, f"{answer.status} {answer.media_type}")
    described = any("sparql-service-description#" in p for _, p, _ in statements(answer))
    require(described, "no service description inside")
    return visit.sparql


def _sitemap(visit: Visit) -> str:
    if "noindex" in visit.follow(visit.document, HTML).header("x-robots-tag"):
        raise NotApplicable("the server asks not to be indexed")
    robots = visit.follow(urljoin(visit.thing, "/robots.txt"))
    found = re.search(r"(?im)^sitemap:\s*(\S+)", robots.text) if robots.status == 200 else None
    require(found, "robots.txt names no sitemap")
    place = found[1] if found else ""
    answer = visit.follow(place)
    is_sitemap = answer.status == 200 and re.search(r"<(?:\w+:)?(?:urlset|sitemapindex)\b", answer.text)
    require(is_sitemap, f"{answer.status} at {place}")
    require(answer.text.count("<loc>") <= _ENTRIES, f"over {_ENTRIES} entries")
    return place


def _readable(visit: Visit) -> str:
    page = visit.follow(visit.document, HTML)
    require(page.media_type == HTML, f"no HTML: {page.status} {page.media_type}")
    markup = read(page.text)
    require(any(each.get("lang") for each in markup.tags("html")), "html has no lang")
    require(len(markup.headings) == 1, f"{len(markup.headings)} h1")
    require(markup.headings[0].strip(), "the h1 is empty without scripts")
    skip = next((each.get("href", "") for each in markup.tags("a")), "")
    anchors = {attributes["id"] for _, attributes in markup.found if "id" in attributes}
    require(skip.startswith("#") and skip[1:] in anchors, "the first link does not skip to the content")
    return "lang, one h1, skip link, readable without scripts"


RULES = (
    Rule(50, SHOULD, "https://www.w3.org/TR/void/#well-known", "VoID at /.well-known/void; documents link to the dataset",
         "Publish VoID; add void:inDataset.", _void),
    Rule(51, SHOULD, "https://www.w3.org/TR/sparql11-service-description/", "The endpoint without a query describes itself",
         "Answer GET without a query with the description.", _described),
    Rule(52, HOUSE, "https://www.sitemaps.org/protocol.html", "robots.txt names a sitemap within its bounds",
         "Publish a sitemap.", _sitemap),
    Rule(53, HOUSE, "https://www.w3.org/TR/WCAG22/", "The page: lang, one h1, skip link, readable without scripts",
         "Write the page on the server.", _readable),
)
