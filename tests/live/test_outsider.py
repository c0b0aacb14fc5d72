"""What a stranger's own client makes of us."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import Graph, URIRef
from rdflib.namespace import ORG, SKOS
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

AGENCY = "id/agency/e-government-agency"


def test_rdflib_follows_a_uri_to_the_data(agency_url: str) -> None:
    graph = Graph().parse(agency_url + AGENCY)
    agency = URIRef(agency_url + AGENCY)
    assert "Wakala wa Serikali Mtandao" in {str(name) for name in graph.objects(agency, SKOS.prefLabel)}
    assert graph.value(agency, ORG.subOrganizationOf) is not None


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml",
                                    "application/trig", "application/n-quads"])
def test_every_format_arrives_by_its_media_type(agency_url: str, accept: str) -> None:
    request = urllib.request.Request(agency_url + AGENCY, headers={"Accept": accept})
    with urllib.request.urlopen(request) as response:
        assert response.headers.get_content_type() == accept
        quads = list(parse(response.read(), RdfFormat.from_media_type(accept)))
    assert NamedNode(agency_url + AGENCY) in {quad.subject for quad in quads}


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_selects(agency_url: str, method: str) -> None:
    client = SPARQLWrapper(agency_url + "sparql", returnFormat=JSON)
    client.setMethod(method)
    client.setQuery(f"""
        PREFIX pbm: <{agency_url}ns#> PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX schema: <https://schema.org/>
        SELECT ?n ?text WHERE {{ ?agency pbm:hasObjective ?o . ?o schema:position ?n ; dcterms:description ?text
          FILTER(lang(?text) = "sw") }} ORDER BY ?n""")
    rows = client.queryAndConvert()["results"]["bindings"]
    assert [row["n"]["value"] for row in rows] == [str(number) for number in range(1, 12)]
    assert rows[0]["text"]["value"].startswith("Kuwa na kituo kimoja kinachosimamia")


def test_sparqlwrapper_asks_constructs_and_describes(agency_url: str) -> None:
    client = SPARQLWrapper(agency_url + "sparql", returnFormat=JSON)
    client.setQuery("ASK { ?a <http://www.w3.org/2002/07/owl#sameAs> ?b }")
    assert client.queryAndConvert()["boolean"] is False
    client.setReturnFormat(TURTLE)
    for query in (f"CONSTRUCT {{ <{agency_url}{AGENCY}> ?p ?o }} WHERE {{ <{agency_url}{AGENCY}> ?p ?o }}",
                  f"DESCRIBE <{agency_url}{AGENCY}>"):
        client.setQuery(query)
        assert len(Graph().parse(data=client.query().convert(), format="turtle")) > 30


@pytest.mark.parametrize(("form", "start"), [(CSV, b"s\r\n"), (XML, None)])
def test_sparqlwrapper_reads_other_formats(agency_url: str, form: str, start: bytes | None) -> None:
    client = SPARQLWrapper(agency_url + "sparql", returnFormat=form)
    client.setQuery("SELECT ?s WHERE { ?s a <http://www.w3.org/2002/07/owl#Ontology> } LIMIT 1")
    answer = client.query().convert()
    assert start is None or answer.startswith(start)


def test_every_uri_of_ours_in_a_document_dereferences(agency_url: str) -> None:
    """Follow each link of the agency's document, as a crawler would."""
    graph = Graph().parse(agency_url + AGENCY)
    links = {str(term).partition("#")[0] for triple in graph for term in triple
             if isinstance(term, URIRef) and str(term).startswith(agency_url)}
    links -= {agency_url + "sparql"}
    assert len(links) > 40
    for link in sorted(links):
        with urllib.request.urlopen(urllib.request.Request(link, headers={"Accept": "text/turtle"})) as response:
            assert response.status == 200
            assert response.headers.get_content_type() == "text/turtle", link


def test_a_body_over_the_limit_is_refused(agency_url: str) -> None:
    query = b"ASK {} #" + b"x" * (1024 * 1024)
    request = urllib.request.Request(agency_url + "sparql", query, {"Content-Type": "application/sparql-query",
                                                                   "Accept": "application/problem+json"})
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(request)
    with raised.value as error:
        assert error.code == 413
        assert json.loads(error.read())["status"] == 413


def test_a_query_that_runs_too_long_is_stopped_and_says_so(agency_url: str) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    request = urllib.request.Request(agency_url + "sparql?timeout=1", query.encode(),
                                     {"Content-Type": "application/sparql-query"})
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(request)
    with raised.value as error:
        assert error.code == 503
        assert error.headers["Retry-After"]
