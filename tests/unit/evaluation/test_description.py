"""The service described in the words of SPARQL 1.1 Service Description."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse, serialize

from kiungo.evaluation.description import description

ENDPOINT = "https://x.example/sparql"
GRAPHS = {"https://x.example/graph/a": 3, "https://x.example/graph/b": 4}
PREFIXES = {"ex": "https://x.example/"}
SD = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX void: <http://rdfs.org/ns/void#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> """


@pytest.fixture
def store() -> Store:
    found = Store()
    turtle = serialize(description(ENDPOINT, GRAPHS, 6, PREFIXES), format=RdfFormat.TURTLE)
    assert turtle is not None
    found.extend(parse(turtle, RdfFormat.TURTLE))
    return found


@pytest.mark.parametrize(
    "pattern",
    [
        f"?s a sd:Service ; sd:endpoint <{ENDPOINT}> ; sd:supportedLanguage sd:SPARQL11Query",
        "?s sd:feature sd:UnionDefaultGraph",
        "?s sd:resultFormat <http://www.w3.org/ns/formats/SPARQL_Results_CSV> , <http://www.w3.org/ns/formats/Turtle>",
        "?s sd:defaultEntailmentRegime <http://www.w3.org/ns/entailment/Simple>",
        "?s sd:defaultDataset ?d . ?d a sd:Dataset ; sd:defaultGraph ?g . ?g a sd:Graph ; void:triples 6",
        "?d sd:namedGraph [ sd:name <https://x.example/graph/b> ; sd:graph [ a sd:Graph ; void:triples 4 ] ]",
        "[] sh:prefix 'ex' ; sh:namespace 'https://x.example/'^^xsd:anyURI",
    ],
)
def test_the_service_says_what_it_can_do(store: Store, pattern: str) -> None:
    assert store.query(f"{SD} ASK {{ {pattern} }}")


def test_every_named_graph_is_named(store: Store) -> None:
    named = "?s sd:defaultDataset/sd:namedGraph [ a sd:NamedGraph ; sd:name ?name ]"
    found = store.query(f"{SD} SELECT ?name {{ {named} }}")
    assert isinstance(found, QuerySolutions)
    assert {each["name"] for each in found} == {NamedNode(each) for each in GRAPHS}


def test_nothing_is_claimed_beyond_what_is_promised(store: Store) -> None:
    over = "sd:extensionFunction|sd:extensionAggregate|sd:languageExtension|sd:propertyFeature"
    assert not store.query(f"{SD} ASK {{ ?s {over} ?x }}")
    assert not store.query(f"{SD} ASK {{ ?s sd:feature sd:BasicFederatedQuery }}")
