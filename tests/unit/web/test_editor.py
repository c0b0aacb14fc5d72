"""What query editors ask an endpoint to learn the data: prefixes, examples, classes with their properties.

The SIB's editor sends three queries of this kind; these are ours to the same effect. Each is answered from the
endpoint itself, as it is asked in a browser: without a dataset of its own, so of the union of all graphs.
"""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store, parse

PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX void: <http://rdfs.org/ns/void#> PREFIX void-ext: <http://ldf.fi/void-ext#> PREFIX schema: <https://schema.org/>
"""
DECLARED = "SELECT ?prefix ?namespace { [] sh:prefix ?prefix ; sh:namespace ?namespace }"
EXAMPLES = """SELECT ?example ?comment ?query ?target {
    ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query
    OPTIONAL { ?example schema:target ?target } }"""
CLASSES = """SELECT ?class ?property ?triples ?objects ?datatype {
    ?part void:class ?class ; void:propertyPartition ?inner . ?inner void:property ?property
    OPTIONAL { ?inner void:triples ?triples }
    OPTIONAL { ?inner void:classPartition [ void:class ?objects ] }
    OPTIONAL { ?inner void-ext:datatypePartition [ void-ext:datatype ?datatype ] } }"""
EDITOR = {  # the shape of what the SIB's editor sends, clause for clause: https://github.com/sib-swiss/sparql-editor
    "prefixes": "SELECT DISTINCT ?name ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?name } ORDER BY ?name",
    "examples": """SELECT DISTINCT ?example ?comment ?query WHERE { ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ;
        sh:select|sh:ask|sh:construct|sh:describe ?query . } ORDER BY ?example""",
    "schema": """SELECT DISTINCT ?class ?property ?objects ?datatype WHERE {
        { ?part void:class ?class ; void:propertyPartition ?inner . ?inner void:property ?property .
          OPTIONAL { { ?inner void:classPartition [ void:class ?objects ] . }
                     UNION { ?inner void-ext:datatypePartition [ void-ext:datatype ?datatype ] . } } }
        UNION { ?links void:subjectsTarget [ void:class ?class ] ; void:linkPredicate ?property ;
                       void:objectsTarget [ void:class ?objects ] . } }""",
}
BODIES = {
    "client": ("https://harbour.example/lod/", "ns#Office", "ns#hasDuty", "ns#Duty"),
    "agency": ("https://w3id.org/znz-egov/", "ns#Mandate", "ns#coversArea", "ns#MandateArea"),
}


@pytest.fixture(params=BODIES)
def body(request: pytest.FixtureRequest) -> tuple[FlaskClient, tuple[str, ...]]:
    """Each of the two bodies: who asks it, its base, and a class with a property and the class of its objects."""
    return request.getfixturevalue(request.param), BODIES[request.param]


def rows(client: FlaskClient, query: str) -> list[dict[str, str]]:
    """The rows that the endpoint answers, as values."""
    sent = urlencode({"ac": "1", "query": PREFIXES + query})  # by `ac` the SIB leaves such queries out of its statistics
    answer = client.get(f"/sparql?{sent}", headers={"Accept": "application/sparql-results+json"})
    assert answer.status_code == 200, answer.text
    found = json.loads(answer.text)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def test_every_prefix_of_the_publication_is_declared_and_none_in_two_ways(body: tuple[FlaskClient, tuple[str, ...]]) -> None:
    client, _ = body
    publication = client.application.extensions["kiungo"].publication
    found = [(row["prefix"], row["namespace"]) for row in rows(client, DECLARED)]
    assert len(dict(found)) == len(set(found))
    assert dict(found) == dict(found) | publication.prefixes


def test_the_queries_of_the_editor_are_answered_as_it_sends_them(body: tuple[FlaskClient, tuple[str, ...]]) -> None:
    client, (base, kind, relation, target) = body
    found = {name: rows(client, query) for name, query in EDITOR.items()}
    names = [row["name"] for row in found["prefixes"]]
    assert names == sorted(names)
    assert set(names) == {row["prefix"] for row in rows(client, DECLARED)}
    assert {row["example"] for row in found["examples"]} == {row["example"] for row in rows(client, EXAMPLES)}
    assert {"class": base + kind, "property": base + relation, "objects": base + target} in found["schema"]
    assert any("datatype" in row and "objects" not in row for row in found["schema"])


def test_every_question_is_an_example_for_this_endpoint(body: tuple[FlaskClient, tuple[str, ...]]) -> None:
    client, (base, *_) = body
    found = rows(client, EXAMPLES)
    assert {row["target"] for row in found} == {f"{base}sparql"}
    queries = {row["example"].rpartition("/")[2]: row["query"] for row in found}
    page = client.get("/query/").text
    assert set(queries) == {each for each in queries if f'href="../query/{each}"' in page}
    assert len(queries) == page.partition("<main")[2].partition("</main>")[0].count("<li>")
    declared = "".join(f"PREFIX {row['prefix']}: <{row['namespace']}>\n" for row in rows(client, DECLARED))
    for query in queries.values():
        sent = urlencode({"query": declared + query})
        assert client.get(f"/sparql?{sent}", headers={"Accept": "application/json"}).status_code == 200


def test_classes_come_with_their_properties_and_what_these_lead_to(body: tuple[FlaskClient, tuple[str, ...]]) -> None:
    client, (base, kind, relation, target) = body
    found = rows(client, CLASSES)
    (row,) = [each for each in found if (each["class"], each["property"], each.get("objects")) == (base + kind, base + relation,
                                                                                                  base + target)]
    counted = rows(client, f"SELECT (COUNT(*) AS ?n) {{ ?s a <{base}{kind}> ; <{base}{relation}> ?o }}")
    assert row["triples"] == counted[0]["n"]
    assert any(each.get("datatype", "").endswith("langString") for each in found)


def test_the_examples_of_a_copy_are_for_the_copy(copy: FlaskClient) -> None:
    found = rows(copy, EXAMPLES)
    assert {row["target"] for row in found} == {"http://localhost:8000/sparql"}
    assert all("harbour.example" not in row["query"] for row in found)


def test_the_service_describes_its_graphs_and_prefixes(agency: FlaskClient, client: FlaskClient) -> None:
    for asked in (agency, client):
        site = asked.application.extensions["kiungo"]
        store = Store()
        store.extend(parse(asked.get("/sparql", headers={"Accept": "text/turtle"}).data, RdfFormat.TURTLE))
        sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> " + PREFIXES
        named = store.query(f"{sd} SELECT ?name ?n {{ [] sd:namedGraph [ sd:name ?name ; sd:graph [ void:triples ?n ] ] }}")
        counts = {row["name"].value.rpartition("/")[2]: int(row["n"].value) for row in named}
        assert counts == site.release.manifest.graphs
        default = f"{sd} ASK {{ [] sd:defaultGraph [ void:triples {site.release.manifest.triples} ] }}"
        assert store.query(default)
        declared = {row["prefix"].value: row["namespace"].value for row in store.query(f"{sd} {DECLARED}")}
        assert declared == site.publication.prefixes
