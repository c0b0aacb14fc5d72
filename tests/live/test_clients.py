"""Round trips with the clients that researchers use: what they ask is answered, and what fails they notice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import HTTPError
from xml.dom.minidom import Document

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store
from rdflib import Graph, URIRef
from rdflib.namespace import ORG, SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

AGENCY = "id/agency/e-government-agency"
ELEVEN = [str(number) for number in range(1, 12)]


def objectives(base: str) -> str:
    """A query for the eleven objectives in their order, in Swahili."""
    return f"""PREFIX pbm: <{base}ns#> PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX schema: <https://schema.org/>
        SELECT ?n ?text WHERE {{ <{base}{AGENCY}> pbm:hasObjective ?o . ?o schema:position ?n ; dcterms:description ?text
          FILTER(lang(?text) = "sw") }} ORDER BY ?n"""


# SPARQLWrapper: https://sparqlwrapper.readthedocs.io/


def wrapper(url: str, query: str, form: str = JSON, *, negotiating: bool = False) -> SPARQLWrapper:
    """A client with a query."""
    client = SPARQLWrapper(f"{url}sparql", returnFormat=form)
    client.setOnlyConneg(negotiating)
    client.setQuery(query)
    return client


@contextmanager
def _answered(client: SPARQLWrapper) -> Iterator[object]:
    """The converted answer of a client; its connection is closed, since SPARQLWrapper leaves that to us."""
    result = client.query()
    try:
        yield result.convert()
    finally:
        result.response.close()


@pytest.mark.parametrize("negotiating", [False, True], ids=["by parameters", "by Accept"])
@pytest.mark.parametrize(("method", "how"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_every_form_of_a_table(agency_url: str, form: str, method: str, how: str, negotiating: bool) -> None:
    client = wrapper(agency_url, objectives(agency_url), form, negotiating=negotiating)
    client.setMethod(method)
    client.setRequestMethod(how)
    with _answered(client) as answer:
        if isinstance(answer, dict):
            numbers = [row["n"]["value"] for row in answer["results"]["bindings"]]
        elif isinstance(answer, Document):
            numbers = [each.firstChild.data for each in answer.getElementsByTagName("literal")][::2]
        else:
            assert isinstance(answer, bytes)
            numbers = [line.replace("\t", ",").split(",")[0] for line in answer.decode().splitlines()[1:]]
    assert numbers == ELEVEN


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # SPARQLWrapper 2.0 makes one
@pytest.mark.parametrize("negotiating", [False, True], ids=["by parameters", "by Accept"])
@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML, JSONLD])
def test_sparqlwrapper_reads_every_form_of_a_graph(agency_url: str, form: str, negotiating: bool) -> None:
    client = wrapper(agency_url, f"DESCRIBE <{agency_url}{AGENCY}>", form, negotiating=negotiating)
    with _answered(client) as answer:
        graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    assert graph.value(URIRef(agency_url + AGENCY), ORG.subOrganizationOf) is not None


def test_sparqlwrapper_asks(agency_url: str) -> None:
    with _answered(wrapper(agency_url, f"ASK {{ <{agency_url}{AGENCY}> ?p ?o }}")) as answer:
        assert answer == {"head": {}, "boolean": True}


def test_sparqlwrapper_sends_a_long_query(agency_url: str) -> None:
    client = wrapper(agency_url, objectives(agency_url) + " #" + "x" * 200_000)
    client.setMethod(POST)
    with _answered(client) as answer:
        assert isinstance(answer, dict)
        assert len(answer["results"]["bindings"]) == 11


def test_sparqlwrapper_asks_a_graph_by_name(agency_url: str) -> None:
    client = wrapper(agency_url, objectives(agency_url))
    client.addDefaultGraph(f"{agency_url}graph/catalog")
    with _answered(client) as answer:
        assert isinstance(answer, dict)
        assert answer["results"]["bindings"] == []


def test_sparqlwrapper_tells_a_mistake_and_a_deadline_apart(agency_url: str) -> None:
    with pytest.raises(QueryBadFormed, match="org:"):
        wrapper(agency_url, "SELECT * { ?s org:unitOf ?o }").query()
    client = wrapper(agency_url, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    client.addParameter("timeout", "0.5")
    with pytest.raises(HTTPError) as raised:
        client.query()
    with raised.value as error:
        assert error.code == 503
        assert "0.5 seconds" in error.read().decode()


# rdflib's store over an endpoint: https://rdflib.readthedocs.io/en/stable/apidocs/rdflib.plugins.stores/


@pytest.fixture(params=["GET", "POST", "POST_FORM"])
def remote(request: pytest.FixtureRequest, agency_url: str) -> SPARQLStore:
    """The endpoint as a store of rdflib."""
    return SPARQLStore(f"{agency_url}sparql", method=request.param)


@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_queries_the_endpoint_as_a_store(agency_url: str, form: str) -> None:
    graph = Graph(SPARQLStore(f"{agency_url}sparql", returnFormat=form))
    rows = list(graph.query(objectives(agency_url)))
    assert [str(row[0]) for row in rows] == ELEVEN  # type: ignore[index]
    assert str(rows[0][1]).startswith("Kuwa na kituo kimoja kinachosimamia")  # type: ignore[index]


def test_rdflib_reads_patterns_of_triples(agency_url: str, remote: SPARQLStore) -> None:
    graph = Graph(remote)
    agency = URIRef(agency_url + AGENCY)
    assert "Wakala wa Serikali Mtandao" in {str(name) for name in graph.objects(agency, SKOS.prefLabel)}
    assert len(set(graph.triples((agency, URIRef(f"{agency_url}ns#hasObjective"), None)))) == 11
    assert (agency, URIRef(f"{agency_url}ns#hasObjective"), agency) not in graph
    assert len(graph) > 5000


def test_rdflib_reads_one_graph_of_the_dataset(agency_url: str, remote: SPARQLStore) -> None:
    term = URIRef(f"{agency_url}ns#hasObjective")
    for name, expected in (("statement", 11), ("catalog", 0)):
        graph = Graph(remote, identifier=URIRef(f"{agency_url}graph/{name}"))
        assert len(list(graph.triples((None, term, None)))) == expected, name
    assert f"{agency_url}graph/statement" in {str(each) for each in remote.contexts()}  # type: ignore[no-untyped-call]


def test_rdflib_constructs_a_graph(agency_url: str, remote: SPARQLStore) -> None:
    found = Graph(remote).query(f"DESCRIBE <{agency_url}{AGENCY}>")
    assert found.graph is not None
    assert len(found.graph) > 30


# Oxigraph's federation, towards us: https://www.w3.org/TR/sparql11-federated-query/


def test_oxigraph_joins_its_own_data_with_ours(agency_url: str) -> None:
    store = Store()
    store.add(Quad(BlankNode(), NamedNode("x:mine"), Literal(3)))
    query = f"""PREFIX pbm: <{agency_url}ns#> PREFIX schema: <https://schema.org/> SELECT ?o ?n {{
        ?mine <x:mine> ?n . SERVICE <{agency_url}sparql> {{ ?a pbm:hasObjective ?o . ?o schema:position ?n }} }}"""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    assert [each["o"].value for each in found] == [f"{agency_url}id/objective/legal-tools-for-shared-infrastructure"]


def test_oxigraph_in_another_process_reads_the_objectives(agency_url: str) -> None:
    program = "import sys, pyoxigraph; print(len(list(pyoxigraph.Store().query(sys.argv[1]))))"
    prologue, select, rest = objectives(agency_url).partition("SELECT")
    query = f"{prologue} SELECT * {{ SERVICE <{agency_url}sparql> {{ {{ {select} {rest} }} }} }}"
    result = subprocess.run([sys.executable, "-c", program, query], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.strip() == "11"


def test_oxigraph_is_told_of_a_query_that_we_refuse(agency_url: str) -> None:
    query = f"SELECT * {{ SERVICE <{agency_url}sparql> {{ SELECT (<x:f>(1) AS ?x) {{}} }} }}"
    with pytest.raises((OSError, RuntimeError), match="400"):
        list(Store().query(query))  # type: ignore[arg-type]
