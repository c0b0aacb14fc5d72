"""Memento (RFC 7089), LDP, TPF and Hydra: examined where the server claims them."""

from __future__ import annotations

from kiungo.doctor.exchange import Exchange
from kiungo.doctor.rules import HOUSE, MUST, SHOULD, NotApplicable, Rule, Skipped, require
from kiungo.doctor.visit import HTML, TURTLE, Statement, Visit, linked, links, members, statements

_MEMENTO = "https://www.rfc-editor.org/rfc/rfc7089"
_LDP = "http://www.w3.org/ns/ldp#Resource"
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_NEW_YEAR = "Tue, 01 Jan 2019 00:00:00 GMT"
_PAGES = 20
_BESIDE = ("primaryTopic", "memberOf", "22-rdf-syntax-ns#subject")  # what documents and records say of a thing is no link to it


def _gate(visit: Visit, when: str = _NEW_YEAR) -> Exchange:
    found = linked(visit.follow(visit.document, HTML), "timegate")
    if not found:
        raise NotApplicable("no link to a timegate")
    return visit.ask(found[0].target, Accept_Datetime=when)


def _timegate(visit: Visit) -> str:
    answer = _gate(visit)
    require(answer.status == 302, f"{answer.status}, not 302")
    require("accept-datetime" in members(answer.header("vary")), "Vary without accept-datetime")
    require(linked(answer, "original"), "no original")
    return answer.header("location")


def _memento(visit: Visit) -> str:
    answer = visit.follow(_gate(visit).url, Accept_Datetime=_NEW_YEAR)
    require(answer.status == 200 and answer.header("memento-datetime"), f"{answer.status}, no Memento-Datetime")
    require(linked(answer, "original"), "no original")
    require("accept-datetime" not in members(answer.header("vary")), "the memento varies by accept-datetime")
    return answer.header("memento-datetime")


def _timemap(visit: Visit) -> str:
    found = linked(_gate(visit), "timemap")
    require(found, "no timemap")
    answer = visit.follow(found[0].target, "application/link-format")
    require(answer.media_type == "application/link-format", answer.media_type)
    require(all(each in answer.text for each in ("original", "timegate", "self", "memento")), "a relation is missing")
    return found[0].target


def _dates(visit: Visit) -> str:
    require(_gate(visit, "yesterday").status == 400, "an unreadable date is not 400")
    for when in ("Mon, 01 Jan 1900 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"):
        require(_gate(visit, when).status == 302, f"{when}: no memento")
    return "400, first, last"


def _both(visit: Visit) -> str:
    require("accept" in members(_gate(visit).header("vary")), "Vary lost Accept")
    return _gate(visit).header("vary")


def _ldp(visit: Visit) -> str:
    answer = visit.follow(visit.document, TURTLE)
    if not any(each.target == _LDP for each in linked(answer, "type")):
        raise NotApplicable("no link to ldp:Resource")
    require(answer.header("etag"), "no ETag")
    require(answer.media_type == TURTLE, answer.media_type)
    require("allow" in visit.ask(visit.document, method="OPTIONS").headers, "OPTIONS without Allow")
    return "ETag, Allow, Turtle"


def _paging(visit: Visit) -> str:
    page = visit.follow(visit.document, HTML)
    if not linked(page, "next"):
        raise NotApplicable("no link to a next page")
    urls, told, total = _pages(visit)
    require(len(told) == len(set(told)), "a link comes on two pages")
    require(total is None or total == len(told), f"{total} links are counted, {len(told)} are told")
    return f"{urls} pages, {len(told)} links"


def _pages(visit: Visit) -> tuple[int, list[Statement], int | None]:
    """How many pages in RDF there are, every link to the thing on them, and the total that they tell."""
    page, urls, told, totals = visit.follow(visit.document, TURTLE), list[str](), list[Statement](), set[int]()
    while True:
        require(page.status == 200, f"{page.status} at {page.url}")
        require(page.url not in urls, f"{page.url} comes twice")
        urls.append(page.url)
        said = set(statements(page))
        told += [each for each in said if each[2] == visit.thing and not each[1].endswith(_BESIDE)]
        totals |= {int(o) for _, p, o in said if p == f"{_HYDRA}totalItems" and o.isdecimal()}
        found = linked(page, "next")
        if not found:
            break
        if len(urls) == _PAGES:
            raise Skipped(f"more than {_PAGES} pages")
        page = visit.follow(found[0].target, TURTLE)
    require(len(totals) < 2, "the pages disagree on the total")
    return len(urls), told, min(totals, default=None)


def _fragments(visit: Visit) -> str:
    if not any(p == f"{_HYDRA}search" for _, p, _ in visit.statements):
        raise NotApplicable("no hydra:search in the document")
    require(any(p.endswith(("void#triples", "core#totalItems")) for _, p, _ in visit.statements), "no count")
    return "search and count"


def _documentation(visit: Visit) -> str:
    found = [each for each in links(visit.follow(visit.document, HTML)) if f"{_HYDRA}apiDocumentation" in each.rel]
    if not found:
        raise NotApplicable("no link to an API documentation")
    status = visit.follow(found[0].target, "application/ld+json").status
    require(status == 200, f"{found[0].target} answers {status}")
    return found[0].target


RULES = (
    Rule(41, MUST, f"{_MEMENTO}#section-4.1", "A TimeGate answers 302 and varies by accept-datetime",
         "Send both, and rel=original.", _timegate),
    Rule(42, MUST, f"{_MEMENTO}#section-2.2", "A memento has its datetime and original",
         "Send Memento-Datetime and Link.", _memento),
    Rule(43, MUST, f"{_MEMENTO}#section-5", "A TimeMap in application/link-format", "Publish the TimeMap.", _timemap),
    Rule(44, MUST, f"{_MEMENTO}#section-4.5", "Unreadable dates are 400; before the first and after the last there is one",
         "Check the date first.", _dates),
    Rule(45, HOUSE, _MEMENTO, "Vary adds accept-datetime to Accept", "Add, do not overwrite.", _both),
    Rule(46, MUST, "https://www.w3.org/TR/ldp/#ldpr-resource", "LDP: ETag, OPTIONS with Allow, Turtle", "Send them.", _ldp),
    Rule(47, SHOULD, "https://www.rfc-editor.org/rfc/rfc8288", "Pages of a list: next leads to the end, no page twice",
         "Order by a stable key.", _paging),
    Rule(48, SHOULD, "https://linkeddatafragments.org/specification/triple-pattern-fragments/", "A fragment has its count",
         "Add void:triples.", _fragments),
    Rule(49, SHOULD, "https://www.hydra-cg.com/spec/latest/core/", "The API documentation dereferences",
         "Serve it.", _documentation),
)
