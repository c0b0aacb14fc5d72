"""Browsing: the classes and the concepts of a release, and what is on the shelf of each, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from pyoxigraph import NamedNode

from kiungo.errors import NotFound, ServiceUnavailable
from kiungo.messages import Message
from kiungo.publication import map_iri
from kiungo.rdf.namespaces import OWL, OWL_CLASS, RDF_TYPE, RDFS, RDFS_CLASS, RDFS_SUB_CLASS_OF, SHACL, SKOS
from kiungo.release.shelves import Shelf
from kiungo.web import examples, paging
from kiungo.web.contexts import Reference
from kiungo.web.contexts.browse import BrowsePage, Place, Places, ShelfPage
from kiungo.web.frames import frame
from kiungo.web.lookup import read_iri
from kiungo.web.pages import page_response
from kiungo.web.site import Reader, Site
from kiungo.web.values import Terms
from kiungo.web.vocabularies import schemes

PATH = "browse"
THINGS = 100
"""Things on a page of a shelf."""

_CLASSES = 300  # told; the query behind the page has them all
_SCHEMES, _CONCEPTS = 50, 100  # likewise; the page of a scheme has more
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_MACHINERY = (_RDF, *(each[""].value for each in (OWL, RDFS, SHACL, SKOS)))
"""Where classes stand whose things are terms, rules, concepts, and records about statements."""

_SHELVED = """FILTER(?graph != {catalogue} && isIRI(?thing))
  FILTER NOT EXISTS {{ ?thing {withdrawn} true }}"""
"""What stands on shelves: what has an IRI, less what describes the whole and what was withdrawn."""
_COUNT = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {{
  GRAPH ?graph {{ ?thing a ?class }}
  {shelved}
}}
GROUP BY ?class
ORDER BY DESC(?things)"""
_THINGS = """SELECT DISTINCT ?thing WHERE {{
  GRAPH ?graph {{ ?thing a {node} }}
  {shelved}
}}
ORDER BY ?thing LIMIT 1000"""
_NAMING = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE {{
  GRAPH ?graph {{ ?thing ?property {node} }}
  {shelved}
  FILTER(?property NOT IN (rdf:subject, rdf:predicate, rdf:object) && !STRSTARTS(STR(?property), STR(skos:)))
}}
ORDER BY ?thing LIMIT 1000"""


def blueprint(site: Site) -> Blueprint:
    """The route of the shelves."""
    routes = Blueprint("browse", __name__)
    unpublished = tuple(_unpublished(site))

    @routes.get(f"/{PATH}")
    def browse() -> Response:
        if "in" in request.args:
            return _shelf(site, request.args["in"], paging.asked())
        return page_response(
            site, PATH, lambda reader: render_template("browse.html", page=_all(reader, unpublished), t=reader.t)
        )

    return routes


def _unpublished(site: Site) -> Iterator[NamedNode]:
    """The publication's own classes of which there is nothing, nor of any class below them."""
    dataset, found = site.dataset, [NamedNode(each.iri) for each in site.shelves.all.values() if not each.is_concept]
    used: set[object] = set()
    while found:
        here = found.pop()
        if here not in used:
            used.add(here)
            found += [each.object for each in dataset.quads(here, RDFS_SUB_CLASS_OF) if isinstance(each.object, NamedNode)]
    own = {quad.subject for kind in (OWL_CLASS, RDFS_CLASS) for quad in dataset.quads(None, RDF_TYPE, kind)}
    for each in sorted(own - used, key=str):
        if isinstance(each, NamedNode) and each.value.startswith(site.base):
            yield each


def _all(reader: Reader, unpublished: tuple[NamedNode, ...]) -> BrowsePage:
    terms = Terms(reader)
    classes = [each for each in reader.site.shelves.all.values() if not each.is_concept]
    things = [each for each in classes if not each.iri.startswith(_MACHINERY)]
    rest = [each for each in classes if each.iri.startswith(_MACHINERY)]
    return BrowsePage(
        frame=frame(reader, reader.t("browse_title"), path=PATH),
        kinds=_places(reader, terms, things),
        themes=tuple(_themes(reader, terms)),
        unpublished=tuple(sorted((terms.reference(each, with_text=False) for each in unpublished), key=_by_name)),
        rest=_places(reader, terms, rest),
        behind=_behind(reader, _COUNT),
    )


def _places(reader: Reader, terms: Terms, shelves: list[Shelf]) -> Places:
    """The shelves by name; of very many the largest."""
    first = sorted(shelves, key=lambda each: (-each.size, each.iri))[:_CLASSES]
    found = sorted((_place(reader, terms, each) for each in first), key=lambda each: _by_name(each.reference))
    return Places(_distinct(terms, found), len(shelves))


def _distinct(terms: Terms, places: Iterable[Place]) -> tuple[Place, ...]:
    """The places, those of one name with the prefixed names that tell them apart."""
    found = tuple(places)
    names = Counter(each.reference.label.text.casefold() for each in found)
    return tuple(
        replace(each, code=terms.compact(NamedNode(each.reference.iri)))
        if names[each.reference.label.text.casefold()] > 1 and not each.reference.is_code else each
        for each in found
    )


def _place(reader: Reader, terms: Terms, shelf: Shelf) -> Place:
    href = reader.to(PATH, query=_query(reader.site, shelf)) if shelf.size else ""
    return Place(terms.reference(NamedNode(shelf.iri), with_text=False), shelf.size, href)


def _behind(reader: Reader, query: str, **terms: NamedNode) -> str:
    """The page of the query behind a list of what stands on shelves. Terms are written into it as N-Triples has them."""
    publication = reader.site.publication
    catalogue, marker = NamedNode(publication.graph("catalog")), NamedNode(publication.roles.withdrawn)
    return examples.behind(reader, query.format(shelved=_SHELVED.format(catalogue=catalogue, withdrawn=marker), **terms))


def _query(site: Site, shelf: Shelf) -> str:
    """What names a shelf in an address: short, and the same in a copy."""
    iri = map_iri(shelf.iri, site.base, site.publication.canonical_base)
    return urlencode({"in": site.publication.compact(shelf.iri) or iri})


def _by_name(reference: Reference) -> tuple[str, str]:
    return reference.label.text.casefold(), reference.iri


def _themes(reader: Reader, terms: Terms) -> Iterator[tuple[Reference, Places]]:
    """The concept schemes by name, each with the concepts that name most things first."""
    dataset, shelves = reader.site.dataset, reader.site.shelves.all
    found = {quad.subject for quad in dataset.quads(None, RDF_TYPE, SKOS["ConceptScheme"])}
    named = [(terms.reference(each, with_text=False), each) for each in found if isinstance(each, NamedNode)]
    for reference, scheme in sorted(named, key=lambda each: _by_name(each[0]))[:_SCHEMES]:
        concepts = [shelves.get(each.value, Shelf(each.value, True, 0)) for each in schemes.concepts(dataset, scheme)]
        first = sorted(concepts, key=lambda each: (-each.size, each.iri))[:_CONCEPTS]
        yield reference, Places(_distinct(terms, (_place(reader, terms, each) for each in first)), len(concepts))


def _shelf(site: Site, iri: str, number: int) -> Response:
    node = read_iri(site, iri)
    shelf = site.shelves.all.get(node.value) if node is not None else None
    if shelf is None:
        raise NotFound(Message("no_shelf"), "not-found")
    pages = paging.count(shelf.size, THINGS)
    if number > pages:
        raise NotFound(Message("no_page", n=pages), "not-found")
    return page_response(
        site, PATH, lambda reader: render_template("shelf.html", page=_shelf_page(reader, shelf, number), t=reader.t),
        query=_query(site, shelf), number=number, pages=pages,
    )


def _shelf_page(reader: Reader, shelf: Shelf, number: int) -> ShelfPage:
    terms, start = Terms(reader), (number - 1) * THINGS
    try:
        things = reader.site.shelves.things(shelf, reader.language, start, THINGS)
    except TimeoutError as error:
        raise ServiceUnavailable(Message("search_slow"), "timeout", headers={"Retry-After": "5"}) from error
    place = _place(reader, terms, shelf)
    query = _query(reader.site, shelf)
    return ShelfPage(
        frame=frame(reader, place.reference.label.text, path=PATH),
        place=place,
        is_concept=shelf.is_concept,
        index=reader.to(PATH),
        first=start + 1,
        things=tuple(terms.reference(NamedNode(each), with_text=False) for each in things),
        pager=paging.pager(reader, PATH, number, paging.count(shelf.size, THINGS), query=query),
        behind=_behind(reader, _NAMING if shelf.is_concept else _THINGS, node=NamedNode(shelf.iri)),
    )
