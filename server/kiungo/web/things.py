"""The page of a thing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.engine.description import Description, Neighbours, describe
from kiungo.rdf.formats import TURTLE
from kiungo.rdf.namespaces import FOAF_PAGE, RDF_OBJECT, RDF_SUBJECT
from kiungo.rdf.questions import query_path
from kiungo.release.hubs import LINKS
from kiungo.web import examples, paging, paths
from kiungo.web.contexts import Backlinks, Reference, ThingPage
from kiungo.web.frames import frame
from kiungo.web.negotiation import Representation
from kiungo.web.neighbourhood import neighbourhood
from kiungo.web.properties import Properties
from kiungo.web.site import Reader
from kiungo.web.values import Node, shortened
from kiungo.web.warrants.sources import Sources

_QUERY = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?property ?thing WHERE {{
  ?thing ?property {thing} FILTER(?property != rdf:subject)
  FILTER(COALESCE(!STRSTARTS(STR(?thing), {path}) && !STRSTARTS(STR(?thing), {fragment}), true))
}}
ORDER BY ?property ?thing LIMIT 1000"""
"""What leads to a thing from outside: neither its parts nor records about it. Terms are written as N-Triples has them."""


def thing_page(
    reader: Reader, thing: NamedNode, path: str, offered: tuple[Representation, ...], number: int = 1
) -> ThingPage:
    """All that is said of a thing, with one page of what leads to it, for one reader."""
    shown = Properties(reader)
    terms = shown.terms
    found = describe(reader.site.dataset, thing, number)
    roles = reader.site.publication.roles
    is_passage = terms.is_passage(thing)
    label = terms.heading(thing)
    pager = paging.pager(reader, path, found.incoming.page, found.incoming.pages, fragment="incoming")
    title = shortened(label.text) + (f" · {pager.place}" if pager else "")
    graphs = {quad.graph_name for quad in found.outgoing if isinstance(quad.graph_name, NamedNode)}
    mine = [quad for quad in found.outgoing if quad.subject == thing]
    answers = _answers(reader, thing, mine)
    return ThingPage(
        frame=frame(reader, title, path=path, offered=offered, topic=thing),
        label=label,
        other_labels=terms.other_labels(thing),
        types=tuple(terms.reference(each, with_text=False) for each in terms.types(thing)),
        iri=reader.site.permanent(thing),
        href=reader.to(path),
        answers=answers,
        texts=shown.texts(thing, mine),
        missing_texts=shown.missing_texts(thing, mine),
        claim=shown.warrants.claim(thing),
        source=Sources(reader, shown.terms, shown.warrants).text(thing),
        data=paths.relative(f"{path}.{TURTLE.suffix}", reader.here),
        groups=shown.groups(thing, mine, {
            *roles.text, *([roles.verbatim_text] if is_passage else []), *([FOAF_PAGE.value] if answers else []),
        }),
        text=shown.warrants.quote(thing) if is_passage else None,
        text_translations=tuple(terms.words(each) for each in terms.translations(thing)) if is_passage else (),
        readings=shown.warrants.readings(thing),
        backlinks=_backlinks(reader, shown, found.incoming, path),
        pager=pager,
        behind=_behind(reader, thing) if found.incoming.quads else "",
        neighbourhood=neighbourhood(reader, shown, thing, mine, found.incoming.quads),
        graphs=tuple(shown.graph(each) for each in sorted(graphs, key=str)),
        notes=tuple(_notes(reader, thing, found, shown.warrants.cut(thing))),
    )


def _behind(reader: Reader, thing: NamedNode) -> str:
    path, fragment = (Literal(thing.value + each) for each in "/#")
    return examples.behind(reader, _QUERY.format(thing=thing, path=path, fragment=fragment))


def _answers(reader: Reader, thing: NamedNode, quads: Iterable[Quad]) -> str | None:
    """The page on which a question of the publication is answered; None for all else."""
    page = NamedNode(reader.site.base + query_path(thing.value))
    return reader.link(page) if any((quad.predicate, quad.object) == (FOAF_PAGE, page) for quad in quads) else None


def _backlinks(reader: Reader, shown: Properties, links: Neighbours, path: str) -> tuple[Backlinks, ...]:
    """Incoming links by property, with those properties that are on other pages; what comes from evidence stands last."""
    by_predicate: dict[NamedNode, dict[Node, None]] = {NamedNode(each): {} for each in links.properties}
    for quad in links.quads:
        if isinstance(quad.subject, Node):
            by_predicate.setdefault(quad.predicate, {})[quad.subject] = None
    before = accumulate(links.properties.values(), initial=0)  # links in the order of their properties, so many a page
    first = dict(zip(links.properties, (each // LINKS + 1 for each in before), strict=False))
    evidence = {reader.site.publication.roles.derived_from, RDF_OBJECT.value}
    found = [
        Backlinks(
            shown.terms.predicate(predicate), _subjects(shown, subjects, links), links.properties[predicate.value],
            predicate.value in evidence,
            "" if subjects else paging.reference(reader, path, first[predicate.value], "", "incoming"),
        )
        for predicate, subjects in by_predicate.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.is_evidence, each.name.label.text.casefold(), each.name.iri)))


def _subjects(shown: Properties, subjects: Iterable[Node], links: Neighbours) -> tuple[Reference, ...]:
    """By name, where that is all of them; else in the order that goes on from page to page."""
    found = tuple(shown.terms.reference(each, with_text=False) for each in subjects)
    return found if links.pages > 1 else tuple(sorted(found, key=lambda each: (each.label.text.casefold(), each.iri)))


def _notes(reader: Reader, thing: NamedNode, found: Description, records: tuple[int, int] | None) -> Iterable[tuple[str, str]]:
    """What the page leaves out, each with the query that finds it."""
    if found.total is not None:
        shown = len(found.outgoing)
        total = found.total or reader.t("more_than", n=shown)
        yield reader.t("note_cut", shown=shown, total=total), _whole(reader, f"{thing} ?property ?value")
    if records:
        behind = _whole(reader, f"?record {RDF_SUBJECT} {thing} ; ?property ?value")
        yield reader.t("evidence_cut", shown=records[0], total=records[1]), behind


def _whole(reader: Reader, pattern: str) -> str:
    return examples.behind(reader, f"SELECT DISTINCT * WHERE {{\n  {pattern}\n}}")
