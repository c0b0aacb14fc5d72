"""A hub over HTTP: its pages are linked, each has its own validator, and all of them are reached by following `next`."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from werkzeug.http import parse_list_header

from bench import generator
from kiungo import builder, settings, web
from kiungo.builder.rebase import rebase
from kiungo.checks import ValidationReport
from kiungo.release import open_release
from kiungo.sources import Sources

BODIES = 60
BASE, PATH = "https://harbour.example/lod/", "/doc/register/bodies"
HUB = f"{BASE}id/register/bodies"
TOTAL = BODIES * generator.HUB_LINKS + 1  # the first body is the register's own, too


@pytest.fixture(scope="module")
def app(tiny_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The tiny body with sixty more, all of which stand in one register."""
    more = rebase(generator.quads(BODIES), generator.BASE, BASE)
    found = dataclasses.replace(tiny_sources, derived=[*tiny_sources.derived, *more])
    path: Path = builder.build(found, ValidationReport([]), tmp_path_factory.mktemp("hubs"))
    return web.create_app(open_release(path), settings.load({}, {"query_workers": 1}))


@pytest.fixture
def hubs(app: Flask) -> FlaskClient:
    """Asks it."""
    return app.test_client()


def steps(header: str) -> dict[str, str]:
    """The pages that a Link header leads to, by relation."""
    members = [each.partition(">; rel=") for each in parse_list_header(header.replace('"', ""))]
    return {relation: target[1:] for target, _, relation in members if relation in ("first", "prev", "next", "last")}


def test_following_next_to_the_end_gives_every_link_once_and_as_many_as_were_promised(hubs: FlaskClient) -> None:
    place, told, seen = f"{PATH}.nt", [], set()
    while place:
        answer = hubs.get(place)
        assert answer.status_code == 200
        assert answer.headers["ETag"] not in seen
        seen.add(answer.headers["ETag"])
        graph = Graph().parse(data=answer.text, format="nt")
        total = next(graph.objects(None, URIRef("http://www.w3.org/ns/hydra/core#totalItems")))
        told += [each for each in graph.triples((None, None, URIRef(HUB))) if "doc/" not in each[0]]
        following = steps(answer.headers["Link"]).get("next", "")
        place = f"/doc/register/{following.rpartition('/')[2]}" if following else ""
    assert len(seen) == 3
    assert len(told) == len(set(told)) == int(total) == TOTAL


def test_the_links_of_a_page_keep_representation_and_language(hubs: FlaskClient) -> None:
    answer = hubs.get(f"{PATH}.html?page=2&lang=en")
    found = {relation: target.rpartition("/")[2] for relation, target in steps(answer.headers["Link"]).items()}
    assert found == {
        "first": "bodies.html?lang=en", "prev": "bodies.html?lang=en",
        "next": "bodies.html?page=3&lang=en", "last": "bodies.html?page=3&lang=en",
    }
    for each in found.values():
        assert hubs.get(f"/doc/register/{each}").status_code == 200


def test_a_page_names_itself_and_its_own_formats(hubs: FlaskClient) -> None:
    answer = hubs.get(f"{PATH}?page=2", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert answer.headers["Content-Location"].endswith("bodies.html?page=2&lang=en")
    assert f"<{BASE}doc/register/bodies?page=2>; rel=\"canonical\"" in answer.headers["Link"]
    assert "bodies.ttl?page=2>; rel=\"alternate\"" in answer.headers["Link"]
    assert len(answer.headers["Link"]) < 4096
    assert 'rel="next" href="../../doc/register/bodies?page=3#incoming"' in answer.text
    assert 'hreflang="en" href="../../doc/register/bodies?page=2&amp;lang=en"' in answer.text
    assert "Page 2 of 3" in answer.text.partition("</title>")[0]


def test_a_page_shows_how_many_links_there_are_of_each_property(hubs: FlaskClient) -> None:
    text = hubs.get(f"{PATH}.html?lang=en").text
    assert f'<span class="count">{TOTAL - 1}</span>' in text
    assert '<span class="count">1</span>' in text
    (elsewhere,) = re.findall(r'<a href="([^"]*)">on other pages</a>', text)
    assert elsewhere == "../../doc/register/bodies?page=3&amp;lang=en#incoming"


@pytest.mark.parametrize(("page", "status"), [
    ("1", 200), ("3", 200), ("4", 404), ("0", 400), ("-1", 400), ("2x", 400), ("", 400), ("9999999999", 400), ("%D9%A2", 400),
])
def test_a_page_that_there_is_not_is_an_error(hubs: FlaskClient, page: str, status: int) -> None:
    assert hubs.get(f"{PATH}.ttl?page={page}").status_code == status


def test_the_first_page_has_one_address(hubs: FlaskClient) -> None:
    one, other = hubs.get(f"{PATH}.ttl"), hubs.get(f"{PATH}.ttl?page=1")
    assert (one.data, one.headers["ETag"]) == (other.data, other.headers["ETag"])
    assert one.headers["Content-Location"] == other.headers["Content-Location"]


def test_what_is_no_hub_has_no_other_pages(hubs: FlaskClient) -> None:
    answer = hubs.get("/doc/organization/body-1.ttl")
    assert not steps(answer.headers["Link"])
    assert hubs.get("/doc/organization/body-1.ttl?page=2").status_code == 404
    assert "hydra" not in answer.text
