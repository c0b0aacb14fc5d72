"""What is kept of the names of things: for one language of one release, and not without end."""

from __future__ import annotations

import re
from copy import copy

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad

from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.web import names, site_of
from kiungo.web.names import Names


def test_each_language_has_names_of_its_own(agency_app: Flask) -> None:
    site = site_of(agency_app)
    term = NamedNode(f"{site.base}ns#Mandate")
    first, again = ({tag: site.names[tag].label(term).text for tag in ("en", "sw")} for _ in range(2))
    assert first["en"] != first["sw"]
    assert again == first


def test_two_sites_in_one_process_keep_apart(app: Flask, copy_app: Flask) -> None:
    theirs = site_of(app).base
    for each in (site_of(app), site_of(copy_app)):
        thing = NamedNode(f"{theirs}id/nowhere")
        assert (each.names["en"].address(thing) == "nowhere") == (each.base == theirs)


def test_what_is_kept_is_bounded(app: Flask) -> None:
    site = site_of(app)
    found = Names(site.dataset, site.publication, "en")
    kept = [each for each in vars(found).values() if hasattr(each, "cache_info")]
    assert all(each.cache_info().maxsize == names._KEPT for each in kept)
    for number in range(names._KEPT + 10):
        found.label(NamedNode(f"{site.base}id/{number}"))
    assert found.label.cache_info().currsize == names._KEPT


def test_what_has_no_name_is_called_by_its_kind_and_what_it_is_of(agency_app: Flask) -> None:
    site = site_of(agency_app)

    def called(path: str, language: str) -> str:
        return site.names[language].label(NamedNode(f"{site.base}id/{path}")).text

    assert called("emendation/02/selector", "en") == "quote: “mbali mbali” read as “mbalimbali”"
    assert called("emendation/02/target", "sw") == "sehemu ya chanzo: “mbali mbali” isomwe “mbalimbali”"
    assert called("translation/en/founding", "en") == "Translation: Passage 3 of the source"
    assert called("nowhere/selector", "en") == "nowhere/selector"


def test_what_is_of_its_own_kind_is_called_by_its_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    site = site_of(app)
    thing = NamedNode(f"{site.base}id/circle/part")
    dataset = copy(site.dataset)
    circle = [Quad(each, RDF_TYPE, thing) for each in (thing, NamedNode(f"{site.base}id/circle"))]
    monkeypatch.setattr(dataset, "quads", lambda subject=None, *_: iter([each for each in circle if each.subject == subject]))
    assert Names(dataset, site.publication, "en").label(thing).text == "circle/part"


def test_a_part_is_called_by_its_kind_alone_on_the_page_of_the_whole(agency: FlaskClient) -> None:
    page = agency.get("/doc/emendation/02.html?lang=en").text
    named = re.findall(r'<p class="name"><a [^>]*href="[^"]*emendation/02/(\w+)[^"]*"[^>]*>([^<]*)<', page)
    assert dict(named) == {"target": "part of a source", "selector": "quote", "body": "text"}
    assert 'class="code"' not in page
