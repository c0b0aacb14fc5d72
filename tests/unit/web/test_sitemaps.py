"""What crawlers are told: the policy, and every document with the day on which it last changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import msgspec
import pytest
from flask.testing import FlaskClient

from changes import changed
from kiungo.builder import build
from kiungo.checks import ValidationReport
from kiungo.release import Release, make_current
from kiungo.settings import load
from kiungo.sources import Sources
from kiungo.web import create_app, sitemaps

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
BASE = "https://harbour.example/lod/"


def entries(body: bytes, kind: str) -> dict[str, str]:
    """URL → day."""
    root = ElementTree.fromstring(body)  # noqa: S314 - our own
    return {str(each.findtext("s:loc", namespaces=NS)): str(each.findtext("s:lastmod", namespaces=NS))
            for each in root.findall(f"s:{kind}", NS)}


def text(release: Release, path: str, **flags: object) -> str:
    app = create_app(release, load({}, flags))
    return app.test_client().get(path).text


def test_the_index_leads_to_sitemaps_that_list_every_document(client: FlaskClient) -> None:
    index = entries(client.get("/sitemap.xml").data, "sitemap")
    assert index == {f"{BASE}sitemap/1.xml": "2025-02-28"}
    found = entries(client.get("/sitemap/1.xml").data, "url")
    assert {BASE, f"{BASE}catalog", f"{BASE}query/", f"{BASE}ns", f"{BASE}dataset", f"{BASE}doc/office/harbour"} <= found.keys()
    for url in found:
        assert client.get(url.removeprefix(BASE.rstrip("/"))).status_code == 200, url
    assert client.get("/sitemap/2.xml").status_code == client.get("/sitemap/0.xml").status_code == 404


def test_many_documents_are_parted(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = entries(client.get("/sitemap/1.xml").data, "url")
    monkeypatch.setattr(sitemaps, "URLS", 5)
    index = entries(client.get("/sitemap.xml").data, "sitemap")
    assert len(index) == -(-len(whole) // 5)
    parts: dict[str, str] = {}
    for url in index:
        parts |= entries(client.get(url.removeprefix(BASE.rstrip("/"))).data, "url")
    assert parts == whole


def test_a_document_is_as_old_as_what_it_says(tiny_sources: Sources, tmp_path: Path) -> None:
    make_current(build(tiny_sources, ValidationReport([]), tmp_path))
    about = msgspec.structs.replace(tiny_sources.publication.about, issued=date(2025, 3, 31))
    later = replace(changed(tiny_sources), publication=msgspec.structs.replace(tiny_sources.publication, publication=about))
    second = make_current(build(later, ValidationReport([]), tmp_path))
    found = {url.removeprefix(BASE): day for url, day in entries(text(second, "/sitemap/1.xml").encode(), "url").items()}
    assert found["doc/office/harbour"] == found[""] == found["graph/statement"] == "2025-03-31"
    assert found["doc/duty/lights"] == found["shapes"] == "2025-02-28"


@pytest.mark.parametrize(("crawlers", "allowed", "refused"), [
    ("allow", ["doc/a", "ns", "dataset/latest/dataset.ttl", "query/q01", ""], ["sparql", "search?q=a", "browse?class=a", "oai"]),
    ("limited", ["doc/a", "ns"], ["dataset/latest/dataset.ttl", "feed", "sparql"]),
    ("deny", [], ["doc/a", ""]),
])
def test_the_policy_lets_crawlers_have_documents_and_no_queries(
    tiny_release: Release, crawlers: str, allowed: list[str], refused: list[str]
) -> None:
    policy = RobotFileParser()
    policy.parse(text(tiny_release, "/robots.txt", crawlers=crawlers).splitlines())
    assert [path for path in allowed if not policy.can_fetch("any", BASE + path)] == []
    assert [path for path in refused if policy.can_fetch("any", BASE + path)] == []
    assert policy.site_maps() == (None if crawlers == "deny" else [f"{BASE}sitemap.xml"])


def test_a_copy_wants_no_crawler(tiny_copy: Release) -> None:
    assert text(tiny_copy, "/robots.txt") == "User-agent: *\nDisallow: /\n"


def test_absolute_urls_are_those_of_the_server_where_it_knows_them(tiny_release: Release) -> None:
    assert "https://data.example.org/sitemap.xml" in text(tiny_release, "/robots.txt", public_url="https://data.example.org/")
    assert "<loc>https://data.example.org/ns</loc>" in text(tiny_release, "/sitemap/1.xml", public_url="https://data.example.org/")
