"""What a page tells search engines: JSON-LD that names its topic, in the types that the publication chose."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

SCHEMA = "https://schema.org/"
AGENCY = "https://w3id.org/znz-egov/"
HARBOUR = "https://harbour.example/lod/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def _text(page: str) -> str:
    (island,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return str(island)


def _graph(page: str) -> Store:
    """What a processor of JSON-LD reads, which has no address to fetch a context from."""
    store = Store()
    store.load(_text(page).encode(), RdfFormat.JSON_LD)
    return store


def _values(store: Store, subject: str, name: str) -> set[str]:
    return {str(quad.object) for quad in store.quads_for_pattern(NamedNode(subject), NamedNode(SCHEMA + name), None)}


def _types(store: Store, subject: str) -> set[str]:
    found = store.quads_for_pattern(NamedNode(subject), TYPE, None)
    return {quad.object.value.removeprefix(SCHEMA) for quad in found if isinstance(quad.object, NamedNode)}


@pytest.mark.parametrize(("path", "iri", "types"), [
    ("doc/agency/e-government-agency", "id/agency/e-government-agency", {"GovernmentOrganization"}),
    ("doc/instrument/public-service-act-2011", "id/instrument/public-service-act-2011", {"CreativeWork", "Legislation"}),
    ("doc/provision/public-service-act-2011-section-97", "id/provision/public-service-act-2011-section-97", {"Legislation"}),
    ("doc/theme/security", "id/theme/security", {"DefinedTerm"}),
    ("doc/scheme/theme", "id/scheme/theme", {"DefinedTermSet"}),
    ("doc/evidence/005", "id/evidence/005", {"Thing"}),
    ("ns", "ns", {"DefinedTermSet"}),
    ("dataset", "dataset", {"Dataset"}),
])
@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_island_names_the_thing_and_its_types(
    agency: FlaskClient, path: str, iri: str, types: set[str], language: str
) -> None:
    store = _graph(agency.get(f"/{path}.html?lang={language}").text)
    assert _types(store, AGENCY + iri) == types
    assert _values(store, AGENCY + iri, "name")


def test_words_keep_their_language_and_a_translation_is_known_as_one(agency: FlaskClient) -> None:
    store = _graph(agency.get("/doc/agency/e-government-agency.html?lang=en").text)
    names = _values(store, f"{AGENCY}id/agency/e-government-agency", "name")
    assert names == {'"Wakala wa Serikali Mtandao"@sw', '"e-Government Agency"@en-t-sw-t0-und'}


def test_the_dataset_has_what_search_engines_ask_for_and_each_file_is_there(agency: FlaskClient) -> None:
    island = json.loads(_text(agency.get("/dataset.html?lang=en").text))
    assert 50 <= len(island["description"]) <= 5000
    assert island["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (island["version"], island["datePublished"]) == ("0.1.0", "2026-11-23")
    assert island["creator"]["name"] == {"@value": "Kiungo", "@language": "en"}
    assert len(island["distribution"]) >= 6
    for each in island["distribution"]:
        answer = agency.head(f"/{each['contentUrl'].removeprefix(AGENCY)}")
        assert (answer.status_code, answer.mimetype) == (200, each["encodingFormat"])


def test_another_body_s_terms_are_mapped_by_its_own_table(client: FlaskClient, copy: FlaskClient) -> None:
    for asked, base in ((client, HARBOUR), (copy, "http://localhost:8000/")):
        store = _graph(asked.get("/doc/office/harbour.html").text)
        assert _types(store, f"{base}id/office/harbour") == {"GovernmentOrganization"}
        assert _values(store, f"{base}id/office/harbour", "knowsAbout") == {f"<{base}id/duty/lights>"}


def test_markup_in_the_data_cannot_end_the_island(client: FlaskClient) -> None:
    page = client.get("/doc/duty/lights.html").text
    assert "<" not in _text(page)
    store = _graph(page)
    assert _types(store, f"{HARBOUR}id/duty/lights") == {"Thing"}
    assert "alert('lights')</script> & lamps" in "".join(_values(store, f"{HARBOUR}id/duty/lights", "name"))


def test_a_number_keeps_its_datatype(client: FlaskClient) -> None:
    store = _graph(client.get("/doc/duty/lights.html").text)
    (quad,) = store.quads_for_pattern(None, NamedNode(f"{SCHEMA}size"), None)
    assert quad.object == Literal("2.2", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


@pytest.mark.parametrize("path", ["sparql", "limits", "query/"])
def test_a_page_about_no_thing_has_no_island(agency: FlaskClient, path: str) -> None:
    assert "ld+json\">{" not in agency.get(f"/{path}", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("name", ["dataset", "graph/statement", "graph/vocabulary", "graph/shapes"])
@pytest.mark.parametrize("language", ["en", "sw"])
def test_a_dataset_s_page_tells_search_engines_what_they_ask(agency: FlaskClient, name: str, language: str) -> None:
    """https://developers.google.com/search/docs/appearance/structured-data/dataset"""
    found = json.loads(_text(agency.get(f"/{name}.html?lang={language}").text))
    told = found["description"] if isinstance(found["description"], list) else [found["description"]]
    words = " ".join(str(each["@value"] if isinstance(each, dict) else each) for each in told)
    assert 50 <= len(words) <= 5000
    assert found["keywords"]
    assert found["dateModified"] == "2026-11-23"
    assert found["isAccessibleForFree"] is True
    assert [each["name"] for each in found["spatialCoverage"]] == ["Zanzibar"]
    assert ("license" in found) == (name != "graph/statement")
    assert ("isBasedOn" in found) == (name in ("dataset", "graph/statement"))
    for each in found["distribution"]:
        path = each["contentUrl"].removeprefix(AGENCY.rstrip("/"))
        body = agency.get(path).data
        assert each["contentSize"] == f"{len(body)} B"
        assert each["sha256"] == hashlib.sha256(body).hexdigest()


def test_what_nobody_has_told_is_not_told_to_search_engines(agency: FlaskClient, client: FlaskClient) -> None:
    assert "temporalCoverage" not in json.loads(_text(agency.get("/dataset.html").text))
    assert json.loads(_text(client.get("/dataset.html").text))["temporalCoverage"] == "2024-01-01/2024-12-31"


@pytest.mark.parametrize("language", ["en", "sw"])
def test_home_tells_of_the_data_set_and_of_the_body_that_it_is_about(agency: FlaskClient, language: str) -> None:
    store = _graph(agency.get(f"/?lang={language}").text)
    assert _types(store, f"{AGENCY}dataset") == {"Dataset"}
    assert _values(store, f"{AGENCY}dataset", "distribution")
    assert _types(store, f"{AGENCY}id/agency/e-government-agency") == {"GovernmentOrganization"}


@pytest.mark.parametrize(("path", "words"), [
    ("doc/agency/e-government-agency", "Through section 97 of Act No. 2 on the public service"),
    ("doc/purpose/vision", "To have an efficient e-government"),
    ("doc/theme/security", "Keeping systems, information and communication safe."),
    ("doc/organization/department-of-e-government", "Department of e-Government (organisation). What one captured page says"),
])
def test_the_description_of_a_page_is_of_its_thing(agency: FlaskClient, path: str, words: str) -> None:
    page = agency.get(f"/{path}.html?lang=en").text
    assert f'<meta name="description" content="{words}' in page
    assert f'<meta property="og:description" content="{words}' in page
