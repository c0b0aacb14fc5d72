"""The feeds: an event stream page by page, and the list of releases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from changes import changed
from kiungo.builder import build
from kiungo.checks import ValidationReport
from kiungo.release import Release, make_current
from kiungo.settings import load
from kiungo.sources import Sources
from kiungo.web import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
FORMATS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_page_of_a_release_says_the_same_in_every_format_and_is_kept_for_ever(
    client: FlaskClient, tiny_release: Release, suffix: str
) -> None:
    answer = client.get(f"/feed/{tiny_release.name}/1.{suffix}")
    expected = set(parse(path=str(tiny_release.path / "feed" / "1.nt"), format=RdfFormat.N_TRIPLES))
    assert set(parse(answer.data, FORMATS[suffix])) == expected
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_first_page_negotiates_and_is_asked_for_again(client: FlaskClient) -> None:
    for accept, kind in (("*/*", "text/turtle"), ("application/ld+json", "application/ld+json")):
        answer = client.get("/feed", headers={"Accept": accept})
        assert answer.mimetype == kind
        assert "Accept" in answer.headers["Vary"]
        assert "must-revalidate" in answer.headers["Cache-Control"]
        assert client.get("/feed", headers={"Accept": accept, "If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["0000000000000000/1", "{release}/2", "{release}/0", "{release}/1.trig", "{release}/x"])
def test_there_is_no_other_page(client: FlaskClient, tiny_release: Release, path: str) -> None:
    assert client.get(f"/feed/{path.format(release=tiny_release.name)}").status_code == 404


def test_the_list_of_releases_is_atom(client: FlaskClient, tiny_release: Release) -> None:
    answer = client.get("/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.data)  # noqa: S314 - our own
    for each in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):  # https://www.rfc-editor.org/rfc/rfc4287#section-4.1.2
            assert each.findtext(ATOM + name)
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "The Harbour Office"
    assert feed.findtext(f"{ATOM}author/{ATOM}uri") == f"{tiny_release.publication.base}id/office/harbour"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert tiny_release.name in str(entry.findtext(f"{ATOM}id"))
    for link in entry.findall(f"{ATOM}link"):
        path = link.attrib["href"].removeprefix(tiny_release.publication.base.rstrip("/"))
        assert client.get(path, buffered=True).status_code == 200


def test_the_publisher_has_its_own_name_and_not_that_of_the_data(agency: FlaskClient) -> None:
    feed = ElementTree.fromstring(agency.get("/feed.atom").data)  # noqa: S314 - our own
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Kiungo"


def test_links_of_the_list_lead_to_where_the_server_is_reached(tiny_release: Release) -> None:
    app = create_app(tiny_release, load({}, {"public_url": "https://data.example.org/"}))
    feed = ElementTree.fromstring(app.test_client().get("/feed.atom").data)  # noqa: S314 - our own
    links = [each.attrib["href"] for each in feed.iter(f"{ATOM}link")]
    assert "https://data.example.org/feed.atom" in links
    assert all(each.startswith("https://data.example.org/") for each in links)


def test_a_closed_page_keeps_its_bytes_and_its_tag_when_another_release_follows(
    tiny_sources: Sources, tmp_path: Path
) -> None:
    """Also where the publication has other prefixes by then."""
    first = make_current(build(tiny_sources, ValidationReport([]), tmp_path))
    before = _page(first, first.name)
    publication = tiny_sources.publication
    prefixes = {name: iri for name, iri in publication.prefixes.items() if name != "h"} | {"harbour": publication.prefixes["h"]}
    later = replace(changed(tiny_sources), publication=msgspec.structs.replace(publication, prefixes=prefixes))
    second = make_current(build(later, ValidationReport([]), tmp_path))
    assert _page(second, first.name) == before
    assert b"@prefix harbour:" in _page(second, second.name)[0]


def _page(release: Release, name: str) -> tuple[bytes, str]:
    """The first page of the changes of a release, as another release serves it, and its tag."""
    app = create_app(release, load({}, {}))
    answer = app.test_client().get(f"/feed/{name}/1.ttl")
    return answer.data, answer.headers["ETag"]
