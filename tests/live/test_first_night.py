"""The first night of a harvester that knows nothing of us but the address of the catalogue, and one on which nothing changed."""

from __future__ import annotations

import hashlib
import warnings

import pytest
from pyoxigraph import Dataset, NamedNode, RdfFormat, parse

from live.harvester import ask

DCAT, SPDX = "http://www.w3.org/ns/dcat#", "http://spdx.org/rdf/terms#"


@pytest.fixture(scope="module")
def catalogue(agency_url: str) -> Dataset:
    """What the first night brought."""
    return Dataset(parse(ask(f"{agency_url}catalog.ttl")[2], RdfFormat.TURTLE))


def urls(found: Dataset, name: str) -> dict[str, NamedNode]:
    """The URLs that a property gives, with who has them."""
    quads = found.quads_for_predicate(NamedNode(DCAT + name))
    return {quad.object.value: quad.subject for quad in quads}


def value(found: Dataset, subject: object, predicate: str) -> object:
    (quad,) = (each for each in found.quads_for_subject(subject) if each.predicate.value == predicate)
    return quad.object


@pytest.mark.parametrize(("path", "kind"), [
    ("catalog", "text/turtle"), ("catalog.ttl", "text/turtle"), ("catalog.rdf", "application/rdf+xml"),
    ("catalog.jsonld", "application/ld+json"), ("catalog-2.ttl", "text/turtle"), ("catalog-2.rdf", "application/rdf+xml"),
])
def test_the_first_request_is_a_head_without_accept_and_is_answered_with_rdf_at_once(
    agency_url: str, path: str, kind: str
) -> None:
    status, headers, body = ask(agency_url + path, "HEAD")
    assert (status, headers["content-type"].partition(";")[0], body) == (200, kind, b"")
    again, full, whole = ask(agency_url + path)
    assert again == 200
    assert full["content-length"] == headers["content-length"] == str(len(whole))


def test_a_browser_gets_a_page_at_the_same_address(agency_url: str) -> None:
    status, headers, body = ask(f"{agency_url}catalog", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"DCAT-AP 3.0.1" in body


def test_every_link_of_the_catalogue_answers_head(catalogue: Dataset) -> None:
    for name in ("accessURL", "downloadURL", "landingPage", "endpointURL", "endpointDescription"):
        found = urls(catalogue, name)
        assert found
        for url in found:
            assert ask(url, "HEAD")[0] == 200, url


def test_every_file_has_the_size_and_the_digest_that_it_is_said_to_have(catalogue: Dataset) -> None:
    for url, distribution in urls(catalogue, "downloadURL").items():
        status, headers, body = ask(url)
        assert status == 200
        size = getattr(value(catalogue, distribution, f"{DCAT}byteSize"), "value", "")
        digest = value(catalogue, value(catalogue, distribution, f"{SPDX}checksum"), f"{SPDX}checksumValue")
        assert (size, getattr(digest, "value", "")) == (str(len(body)), hashlib.sha256(body).hexdigest())
        kind = getattr(value(catalogue, distribution, f"{DCAT}mediaType"), "value", "").partition("media-types/")[2]
        if not url.endswith((".gz", ".zst")):
            assert headers["content-type"].partition(";")[0] == kind


def test_the_second_night_nothing_is_sent(agency_url: str, catalogue: Dataset) -> None:
    for url in (f"{agency_url}catalog.ttl", f"{agency_url}catalog.rdf", *list(urls(catalogue, "downloadURL"))[:3]):
        tag = ask(url)[1]["etag"]
        status, headers, body = ask(url, If_None_Match=tag)
        assert (status, headers["etag"], body) == (304, tag, b"")


def test_what_is_said_of_a_file_is_true_for_a_part_of_it_too(catalogue: Dataset) -> None:
    url = next(url for url in urls(catalogue, "downloadURL") if url.endswith(".nq.gz"))
    whole = ask(url)[2]
    status, headers, part = ask(url, Range="bytes=100-199")
    assert (status, part, headers["content-range"]) == (206, whole[100:200], f"bytes 100-199/{len(whole)}")


def test_an_oai_client_lists_every_dataset(agency_url: str, catalogue: Dataset) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the client's own parts
        from sickle import Sickle

        client = Sickle(f"{agency_url}oai")
        datasets = set(urls(catalogue, "dataset"))
        assert {each.identifier for each in client.ListIdentifiers(metadataPrefix="oai_dc")} == datasets
        assert {each.header.identifier for each in client.ListRecords(metadataPrefix="dcat_ap")} == datasets
        record = client.GetRecord(identifier=f"{agency_url}dataset", metadataPrefix="oai_dc")
        assert set(record.metadata["language"]) == {value.value for value in (
            quad.object for quad in catalogue.quads_for_subject(NamedNode(f"{agency_url}dataset"))
            if quad.predicate.value == "http://purl.org/dc/terms/language")}
        assert [each.metadataPrefix for each in client.ListMetadataFormats()] == ["oai_dc", "dcat_ap"]
        assert client.Identify().baseURL == f"{agency_url}oai"
