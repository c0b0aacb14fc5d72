"""The well-known places."""

from __future__ import annotations

from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from kiungo.release import Release

VOID = "http://rdfs.org/ns/void#"
BASE = "https://harbour.example/lod/"


def test_void_is_where_crawlers_of_linked_data_look(client: FlaskClient) -> None:
    answer = client.get("/.well-known/void")
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    triples = [quad.triple for quad in parse(answer.data, RdfFormat.TURTLE)]
    said = {each.predicate.value: each.object.value for each in triples if each.subject == NamedNode(f"{BASE}dataset")}
    assert said[f"{VOID}sparqlEndpoint"] == f"{BASE}sparql"
    counted = len({*parse(client.get("/dataset/latest/dataset.nt", buffered=True).data, RdfFormat.N_TRIPLES)})
    of_the_catalogue = len({*parse(client.get("/graph/catalog.nt", buffered=True).data, RdfFormat.N_TRIPLES)})
    assert int(said[f"{VOID}triples"]) == counted - of_the_catalogue, "the catalogue does not count itself"
    dumps = [each.object.value for each in triples if each.predicate.value == f"{VOID}dataDump"]
    for url in (*dumps, said[f"{VOID}exampleResource"]):
        assert client.get(url.removeprefix(BASE.rstrip("/")), buffered=True).status_code in (200, 303)
    assert client.get("/.well-known/void", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_every_service_of_the_api_catalogue_and_its_descriptions_answer(client: FlaskClient) -> None:
    answer = client.get("/.well-known/api-catalog")
    assert answer.mimetype == "application/linkset+json"
    assert 'rel="api-catalog"' in client.head("/.well-known/api-catalog").headers["Link"]
    linkset = answer.get_json(force=True)["linkset"]
    assert {each["anchor"] for each in linkset} == {f"{BASE}sparql", f"{BASE}query/", f"{BASE}feed", f"{BASE}oai"}
    for each in linkset:
        for relation in ("service-desc", "service-doc"):
            for target in each[relation]:
                found = client.get(target["href"].removeprefix(BASE.rstrip("/")), headers={"Accept": target["type"]})
                assert (found.status_code, found.mimetype) == (200, target["type"].partition(";")[0])


def test_whom_to_tell_of_a_weakness_is_said_where_the_operator_has_said_it(client: FlaskClient, agency: FlaskClient) -> None:
    lines = client.get("/.well-known/security.txt").text.splitlines()
    assert lines == ["Contact: mailto:clerk@harbour.example", "Expires: 2030-12-31T00:00:00Z", "Preferred-Languages: en"]
    missing = agency.get("/.well-known/security.txt")
    assert missing.status_code == 404
    assert "[security] in kiungo.toml" in missing.text


def test_a_language_model_finds_its_way(agency_release: Release, agency: FlaskClient, client: FlaskClient) -> None:
    text = agency.get("/llms.txt").text
    assert text.startswith("# The e-Government Agency")
    assert f" {agency_release.manifest.quads} statements in 12 named graphs" in text
    plain = client.get("/llms.txt").text
    for line in plain.splitlines():
        for url in line.split("](")[1:]:
            path = url.partition(")")[0].removeprefix(BASE.rstrip("/"))
            assert client.get(path, buffered=True).status_code == 200, path
