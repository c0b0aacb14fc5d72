"""Signposts: the same links in the header, in the head of the page and in the linkset, in both of its formats."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiungo.protocol.linkset import JSON, TEXT

BASE = "https://harbour.example/lod/"
DOCUMENT = "doc/duty/lights"
PATHS = [DOCUMENT, "ns", "shapes", "graph/editorial", "dataset", "catalog"]
LEVEL_ONE = {"author", "cite-as", "describedby", "item", "license", "type"}
Links = set[tuple[str, str]]


def _get(client: FlaskClient, path: str, accept: str = "text/html") -> TestResponse:
    return client.get(f"/{path}", base_url=BASE, headers={"Accept": accept})


def _header(answer: TestResponse, path: str) -> Links:
    """The links of the document; those from elsewhere have an anchor."""
    found = re.findall(r'<([^>]*)>; rel="([^"]+)"([^,<]*)', answer.headers["Link"])
    return {(rel, urljoin(BASE + path, target)) for target, rel, rest in found if "anchor=" not in rest}


def _head(answer: TestResponse, path: str) -> Links:
    found = re.findall(r'<link rel="([^"]+)"(?: type="[^"]+")? href="([^"]+)">', answer.text)
    return {(rel, urljoin(BASE + path, unescape(target))) for rel, target in found} - {("stylesheet", "")}


def _linkset(client: FlaskClient, path: str) -> dict[str, Links]:
    contexts = json.loads(_get(client, f"linkset/{path}", JSON).text)["linkset"]
    return {
        each["anchor"]: {(rel, target["href"]) for rel, targets in each.items() if rel != "anchor" for target in targets}
        for each in contexts
    }


@pytest.mark.parametrize("path", PATHS)
def test_header_head_and_linkset_say_the_same(client: FlaskClient, path: str) -> None:
    page = _get(client, path)
    told = _header(page, path)
    assert {rel for rel, _ in told} >= LEVEL_ONE | {"linkset", "alternate", "canonical"}
    profiled = re.findall(r'<([^>]*)>; rel="alternate"[^,]*; profile=', page.headers["Link"])
    other = {("alternate", urljoin(BASE + path, each)) for each in profiled} | {each for each in told if each[0] == "profile"}
    assert told - other <= _head(page, path)
    assert told == _linkset(client, path)[BASE + path]
    assert len(page.headers["Link"]) < 4096


def test_a_document_leads_to_its_thing_and_to_who_made_it(client: FlaskClient) -> None:
    told = _header(_get(client, DOCUMENT), DOCUMENT)
    assert ("cite-as", f"{BASE}id/duty/lights") in told
    assert ("author", f"{BASE}id/office/harbour") in told
    assert {target for rel, target in told if rel == "type"} == {"https://schema.org/AboutPage", f"{BASE}ns#Duty"}
    assert {target for rel, target in told if rel == "item"} == {f"{BASE}{DOCUMENT}.trig"}


@pytest.mark.parametrize("path", PATHS)
def test_content_leads_back(client: FlaskClient, path: str) -> None:
    contexts = _linkset(client, path)
    items = {target for rel, target in contexts[BASE + path] if rel == "item"}
    assert items
    for item in items:
        assert ("collection", BASE + path) in contexts[item]
        answer = _get(client, item.removeprefix(BASE), "*/*")
        assert answer.status_code == 200
        if path != "dataset":
            assert ("collection", BASE + path) in _header(answer, item.removeprefix(BASE))


def test_the_items_of_the_dataset_are_its_files(client: FlaskClient) -> None:
    items = {target for rel, target in _header(_get(client, "dataset"), "dataset") if rel == "item"}
    assert len(items) > 3
    assert {urljoin(each, ".") for each in items} == {urljoin(min(items), ".")}


def test_a_linkset_comes_in_both_formats_and_is_kept(client: FlaskClient) -> None:
    json_answer, text = (_get(client, f"linkset/{DOCUMENT}", each) for each in (JSON, TEXT))
    assert (json_answer.mimetype, text.mimetype) == (JSON, TEXT)
    assert "Accept" in json_answer.vary
    targets = {target for links in _linkset(client, DOCUMENT).values() for _, target in links}
    assert {target for target, _ in re.findall(r'<([^>]*)>; rel="([^"]+)"; anchor="https:', text.text)} == targets
    assert json_answer.headers["ETag"] != text.headers["ETag"]
    again = client.get(f"/linkset/{DOCUMENT}", headers={"Accept": TEXT, "If-None-Match": text.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["nothing", f"{DOCUMENT}.ttl", "doc/nothing", "id/duty/lights"])
def test_what_is_no_document_has_no_linkset(client: FlaskClient, path: str) -> None:
    assert _get(client, f"linkset/{path}").status_code == 404
