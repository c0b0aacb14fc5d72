"""OAI-PMH: every verb, every error of the protocol, and what a record holds in each format."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import msgspec
import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from changes import changed
from kiungo.builder import build
from kiungo.checks import ValidationReport
from kiungo.release import Release, make_current
from kiungo.sources import Sources
from kiungo.web.oai.answers import Service, answer
from kiungo.web.oai.arguments import read
from kiungo.web.oai.records import Repository

NS = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/",
      "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
DATASET = "https://harbour.example/lod/dataset"


def asked(client: FlaskClient, query: str, *, post: bool = False) -> Element:
    answer = client.post("/oai", data=query, content_type="application/x-www-form-urlencoded") if post \
        else client.get(f"/oai?{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/xml"
    return ElementTree.fromstring(answer.data)  # noqa: S314 - our own


def code(found: Element) -> str | None:
    error = found.find("o:error", NS)
    return error.attrib["code"] if error is not None else None


def test_the_service_says_what_it_is(client: FlaskClient) -> None:
    found = asked(client, "verb=Identify")
    said = {each.tag.partition("}")[2]: each.text for each in found.find("o:Identify", NS) or ()}
    assert said == {
        "repositoryName": "The Harbour Office", "baseURL": "https://harbour.example/lod/oai", "protocolVersion": "2.0",
        "adminEmail": "clerk@harbour.example", "earliestDatestamp": "2025-02-28", "deletedRecord": "transient",
        "granularity": "YYYY-MM-DD",
    }
    request = found.find("o:request", NS)
    assert request is not None
    assert request.attrib == {"verb": "Identify"}
    assert request.text == "https://harbour.example/lod/oai"


def test_an_address_that_nobody_has_given_is_not_made_up(agency: FlaskClient) -> None:
    assert asked(agency, "verb=Identify").find("o:Identify/o:adminEmail", NS) is None


@pytest.mark.parametrize(("query", "expected"), [
    ("", "badVerb"), ("verb=None", "badVerb"), ("verb=Identify&verb=Identify", "badVerb"),
    ("verb=Identify&extra=1", "badArgument"), ("verb=ListRecords", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-02-30", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-02-28T00:00:00Z", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-03-01&until=2025-02-01", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
    ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
    (f"verb=GetRecord&metadataPrefix=marc&identifier={DATASET}", "cannotDisseminateFormat"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=none", "idDoesNotExist"),
    ("verb=ListMetadataFormats&identifier=none", "idDoesNotExist"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-03-01", "noRecordsMatch"),
    ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
    ("verb=ListSets", "noSetHierarchy"), ("verb=ListRecords&metadataPrefix=oai_dc&set=a", "noSetHierarchy"),
])
def test_an_error_has_the_code_that_the_protocol_has_for_it(client: FlaskClient, query: str, expected: str) -> None:
    for post in (False, True):
        found = asked(client, query, post=post)
        assert code(found) == expected
        if expected in ("badVerb", "badArgument"):
            request = found.find("o:request", NS)
            assert request is not None
            assert request.attrib == {}


@pytest.mark.parametrize("query", ["&from=2025-02-28", "&until=2025-02-28", "&from=2025-02-28&until=2025-02-28", ""])
def test_both_days_of_a_range_are_in_it(client: FlaskClient, query: str) -> None:
    found = asked(client, f"verb=ListIdentifiers&metadataPrefix=oai_dc{query}")
    identifiers = [each.text for each in found.findall("o:ListIdentifiers/o:header/o:identifier", NS)]
    assert identifiers == [DATASET, "https://harbour.example/lod/graph/statement"]


def test_a_record_in_dublin_core_has_the_words_with_their_languages(client: FlaskClient) -> None:
    found = asked(client, f"verb=GetRecord&metadataPrefix=oai_dc&identifier={DATASET}")
    title = found.find(".//dc:title", NS)
    assert title is not None
    assert (title.text, title.attrib["{http://www.w3.org/XML/1998/namespace}lang"]) == ("The Harbour Office", "en")
    assert found.findtext(".//dc:identifier", namespaces=NS) == DATASET
    assert found.findtext(".//dc:date", namespaces=NS) == "2025-02-28"


def test_whoever_has_a_name_is_named_and_not_linked_to(client: FlaskClient, agency: FlaskClient) -> None:
    query = "verb=GetRecord&metadataPrefix=oai_dc&identifier="
    assert asked(client, query + DATASET).findtext(".//dc:publisher", namespaces=NS) == "The Harbour Office"
    in_the_graphs = asked(agency, f"{query}https://w3id.org/znz-egov/dataset").findtext(".//dc:publisher", namespaces=NS)
    assert in_the_graphs == "Kiungo"


def test_rdf_is_told_by_the_schema_that_the_protocol_keeps_for_it_and_by_known_prefixes(client: FlaskClient) -> None:
    found = asked(client, "verb=ListMetadataFormats").findall("o:ListMetadataFormats/o:metadataFormat", NS)
    schemas = {each.findtext("o:metadataPrefix", namespaces=NS): each.findtext("o:schema", namespaces=NS) for each in found}
    assert schemas["dcat_ap"] == "http://www.openarchives.org/OAI/2.0/rdf.xsd"
    body = client.get(f"/oai?verb=GetRecord&metadataPrefix=dcat_ap&identifier={DATASET}").text
    assert "<dcat:Dataset" in body or "<dct:title" in body
    assert "ns0:" not in body


def test_a_record_in_dcat_ap_is_the_catalogue_s_own_description_of_one_dataset(
    client: FlaskClient, tiny_release: Release
) -> None:
    found = asked(client, f"verb=GetRecord&metadataPrefix=dcat_ap&identifier={DATASET}").find(".//rdf:RDF", NS)
    assert found is not None
    triples = {quad.triple for quad in parse(ElementTree.tostring(found), RdfFormat.RDF_XML)}
    whole = {quad.triple for quad in parse(path=str(tiny_release.path / "catalog" / "catalog.nt"), format=RdfFormat.N_TRIPLES)}
    assert triples < whole
    subjects = {each.subject for each in triples}
    assert NamedNode(f"{DATASET}#ttl-sha256") in subjects
    assert NamedNode("https://harbour.example/lod/graph/statement") not in subjects


def test_a_dataset_that_is_no_longer_offered_is_told_as_deleted(tiny_sources: Sources, tmp_path: Path) -> None:
    first = make_current(build(tiny_sources, ValidationReport([]), tmp_path))
    publication = tiny_sources.publication
    catalog = msgspec.structs.replace(publication.catalog, datasets=[])
    about = msgspec.structs.replace(publication.about, issued=date(2025, 3, 31))
    fewer = msgspec.structs.replace(publication, catalog=catalog, publication=about)
    second = make_current(build(replace(changed(tiny_sources), publication=fewer), ValidationReport([]), tmp_path))
    service = Service("http://localhost/oai", fewer, Repository([second, first]))
    arguments = read([("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("from", "2025-03-31")])
    found = ElementTree.fromstring(answer(service, arguments, datetime.now(UTC)))  # noqa: S314 - our own
    headers = found.findall(".//o:header", NS)
    assert [each.attrib.get("status") for each in headers] == [None, "deleted"]
    assert [each.findtext("o:datestamp", namespaces=NS) for each in headers] == ["2025-03-31"] * 2
    assert len(found.findall(".//o:metadata", NS)) == 1
