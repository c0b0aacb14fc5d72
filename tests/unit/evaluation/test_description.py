"""The service described in the words of SPARQL 1.1 Service Description."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse, serialize

from kiungo.evaluation.description import description

ENDPOINT = "https://x.example/sparql"
GRAPHS = ("https://x.example/graph/a", "https://x.example/graph/b")
SD = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "


@pytest.fixture
def store() -> Store:
    found = Store()
    turtle = serialize(description(ENDPOINT, GRAPHS), format=RdfFormat.TURTLE)
    assert turtle is not None
    found.extend(parse(turtle, RdfFormat.TURTLE))
    return found


@pytest.mark.parametrize(
    "pattern",
    [
        f"?s a sd:Service ; sd:endpoint <{ENDPOINT}> ; sd:supportedLanguage sd:SPARQL11Query",
        "?s sd:feature sd:UnionDefaultGraph",
        "?s sd:resultFormat <http://www.w3.org/ns/formats/SPARQL_Results_CSV> , <http://www.w3.org/ns/formats/Turtle>",
        "?s sd:defaultDataset ?d . ?d a sd:Dataset ; sd:defaultGraph ?g . ?g a sd:Graph",
    ],
)
def test_the_service_says_what_it_can_do(store: Store, pattern: str) -> None:
    assert store.query(f"{SD} ASK {{ {pattern} }}")


def test_every_named_graph_is_named(store: Store) -> None:
    named = "?s sd:defaultDataset/sd:namedGraph [ a sd:NamedGraph ; sd:name ?name ]"
    found = store.query(f"{SD} SELECT ?name {{ {named} }}")
    assert isinstance(found, QuerySolutions)
    assert {each["name"] for each in found} == {NamedNode(each) for each in GRAPHS}
