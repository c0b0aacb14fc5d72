"""Browsing by class and by theme: what is counted is there, page by page, in the order of names."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode

from kiungo.engine.evidence import literals, nodes
from kiungo.rdf.namespaces import RDF_TYPE, SH_EXECUTABLE, SKOS, VOID_CLASS, VOID_CLASS_PARTITION, VOID_ENTITIES
from kiungo.release import shelves
from kiungo.release.shelves import Shelf, open_shelves
from kiungo.web import browse
from kiungo.web.site import Site

PBM = "https://w3id.org/znz-egov/ns#"


def _shelf(client: FlaskClient, iri: str, more: str = "") -> str:
    return client.get(f"/browse?in={quote(iri, safe='')}{more}").text.partition("<main")[2]


def _listed(page: str) -> list[str]:
    return re.findall(r'<li><a [^>]*title="([^"]*)"', page.partition('<ol class="shelf"')[2].partition("</ol>")[0])


def test_every_class_is_counted_as_the_catalogue_counts_it(agency_site: Site) -> None:
    dataset, whole = agency_site.dataset, NamedNode(f"{agency_site.base}dataset")
    told = {
        str(kind.value): int(count.value)
        for part in nodes(dataset, whole, VOID_CLASS_PARTITION) for kind in nodes(dataset, part, VOID_CLASS)
        for count in literals(dataset, part, VOID_ENTITIES)
    }
    found = {each.iri: each.size for each in agency_site.shelves.all.values() if not each.is_concept}
    blank = {kind for kind in told if any(not isinstance(quad.subject, NamedNode)
                                          for quad in dataset.quads(None, RDF_TYPE, NamedNode(kind)))}
    assert {kind: count for kind, count in told.items() if kind not in blank} == \
        {kind: count for kind, count in found.items() if kind not in blank}
    assert len(found.keys() - blank) > 15


@pytest.mark.parametrize("kind", [f"{PBM}Objective", SH_EXECUTABLE.value])
@pytest.mark.parametrize("language", ["en", "sw"])
def test_a_class_lists_its_things_by_name(agency: FlaskClient, agency_site: Site, language: str, kind: str) -> None:
    page = _shelf(agency, kind, f"&lang={language}")
    things = {quad.subject for quad in agency_site.dataset.quads(None, RDF_TYPE, NamedNode(kind))}
    assert sorted(_listed(page)) == sorted(each.value for each in things if isinstance(each, NamedNode))
    listed = page.partition("<ol")[2].partition("</ol>")[0]
    names = [unescape(each).casefold() for each in re.findall(r"<li><a [^>]*>([^<]*)</a>", listed)]
    assert names == sorted(names)
    assert f'<span class="count">{len(things)}</span>' in page


@pytest.mark.parametrize("language", ["en", "sw"])
def test_kinds_of_one_name_are_told_apart_by_their_prefixed_names(agency: FlaskClient, language: str) -> None:
    """FOAF and PROV-O both have an agent."""
    page = agency.get(f"/browse?lang={language}").text.partition("<main")[2]
    for listed in re.findall(r'<ul class="shelves">(.*?)</ul>', page, re.DOTALL):
        names = [re.sub(r"<[^>]*>|\s+", " ", each.partition('<span class="count">')[0]).strip().casefold()
                 for each in re.findall(r"<li>(.*?)</li>", listed)]
        assert len(names) == len(set(names))
    assert {"foaf:Agent", "prov:Agent"} <= set(re.findall(r'<span class="code">([^<]*)</span>', page))


def test_a_theme_lists_what_names_it(agency: FlaskClient, agency_site: Site) -> None:
    dataset, shelves = agency_site.dataset, agency_site.shelves.all
    found = {quad.subject.value for quad in dataset.quads(None, SKOS["inScheme"]) if isinstance(quad.subject, NamedNode)}
    concepts = [shelves[each] for each in sorted(found & shelves.keys())]
    assert len(concepts) > 5
    index = agency.get("/browse?lang=en").text
    for each in concepts:
        named = quote(agency_site.publication.compact(each.iri) or each.iri, safe="")
        assert f'href="browse?in={named}&amp;lang=en"' in index
        listed = _listed(_shelf(agency, each.iri))
        assert len(listed) == min(each.size, browse.THINGS)
        for thing in listed:
            by = {quad.predicate.value for quad in dataset.quads(NamedNode(thing), None, NamedNode(each.iri))}
            assert any(not predicate.startswith(SKOS[""].value) for predicate in by)


def test_classes_of_which_nothing_is_published_are_told(client: FlaskClient, agency: FlaskClient, agency_site: Site) -> None:
    main = agency.get("/browse?lang=en").text
    missing = main.partition("Kinds that are foreseen")[2].partition("</section>")[0]
    told = re.findall(r'title="([^"]*)"', missing)
    assert all("not yet published" in each for each in missing.split("<li>")[1:])
    for iri in told:
        assert not list(agency_site.dataset.quads(None, RDF_TYPE, NamedNode(iri)))
    own = {quad.subject.value for quad in agency_site.dataset.quads(None, RDF_TYPE, NamedNode("http://www.w3.org/2002/07/owl#Class"))
           if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(PBM)}
    assert set(told) == {each for each in own if each not in agency_site.shelves.all and not _has_used_below(agency_site, each)}
    assert "By kind" in client.get("/browse").text


def _has_used_below(site: Site, iri: str) -> bool:
    below = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    subjects = {quad.subject for quad in site.dataset.quads(None, below, NamedNode(iri))}
    found = [each.value for each in subjects if isinstance(each, NamedNode)]
    return any(each in site.shelves.all or _has_used_below(site, each) for each in found)


def test_a_long_shelf_has_pages_that_lead_on(agency: FlaskClient, agency_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browse, "THINGS", 4)
    iri = f"{PBM}Objective"
    place: str | None = f"/browse?in={quote(iri, safe='')}"
    seen: list[str] = []
    while place:
        answer = agency.get(place)
        assert len(_listed(answer.text)) <= 4
        seen += _listed(answer.text)
        following = re.search(r'<([^>]*)>; rel="next"', answer.headers["Link"])
        place = f"/{following[1]}" if following else None
    assert seen == agency_site.shelves.things(agency_site.shelves.all[iri], "sw", 0, 1000)
    assert 'start="5"' in _shelf(agency, iri, "&page=2")
    assert agency.get(f"/browse?in={quote(iri, safe='')}&page=4").status_code == 404


@pytest.mark.parametrize(("query", "status"), [
    ("in=urn:nobody", 404), ("in=", 404), ("in=h:Nothing", 404), ("in=h:Duty&page=0", 400), ("in=h:Duty&page=x", 400),
    ("in=%3Cscript%3E", 404), ("in=h:Duty", 200),
])
def test_what_is_no_shelf_is_refused(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get(f"/browse?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert "<script>" not in answer.text


def test_any_page_of_a_shelf_is_read_alone(tmp_path: Path) -> None:
    things = [f"urn:{number:04}" for number in range(1_000)]
    shelf = Shelf("urn:shelf", False, len(things))
    shelves.write(tmp_path, [(shelf, [("en", things), ("sw", things[::-1])])])
    found = open_shelves(tmp_path)
    assert found.all == {"urn:shelf": shelf}
    assert found.things(shelf, "en", 990, 100) == things[990:]
    assert found.things(shelf, "sw", 0, 2) == ["urn:0999", "urn:0998"]
    assert found.things(shelf, "en", 1_000, 100) == []
