"""No query makes the server ask another: a listener on this machine sees no connection, however SERVICE is spelled."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from live.exchange import accept, ask, direct, form, get

REFUSED = [
    "SELECT * { SERVICE <U> { ?a ?b ?c } }",
    "SELECT * { service <U> { ?a ?b ?c } }",
    "SELECT * { SeRvIcE<U>{ ?a ?b ?c } }",
    "SELECT * { SERVICE SILENT <U> { ?a ?b ?c } }",
    "SELECT * { SERVICESILENT<U>{ ?a ?b ?c } }",
    "SELECT * { SERVICE#c\n<U> { ?a ?b ?c } }",
    "SELECT * { # '\rSERVICE\t<U> { ?a ?b ?c } }",
    "SELECT * { ?a a ?c . VALUES ?s { <U> } SERVICE ?s { ?d ?e ?f } }",
    "SELECT * { ?a a ?c . BIND(IRI('U') AS ?s) SERVICE$s{ ?d ?e ?f } }",
    "PREFIX : <U> SELECT * { SERVICE : { ?a ?b ?c } }",
    "PREFIX : <U> SELECT * { SERVICE:x { ?a ?b ?c } }",
    "PREFIX SERVICE: <U> SELECT * { SERVICE SERVICE:x { ?a ?b ?c } }",
    "BASE <U> SELECT * { SERVICE <x> { ?a ?b ?c } }",
    "SELECT * { ?a a ?c.SERVICE <U> { ?d ?e ?f } }",
    "SELECT * { ?a a []SERVICE <U> { ?d ?e ?f } }",
    "SELECT * { VALUES ?x {true} ?s ?p ?o {}SERVICE <U> { ?d ?e ?f } }",
    "ASK { ?a ?b trueSERVICE <U> { ?d ?e ?f } }",
    "ASK { ?a ?b falseSERVICESILENT<U> { ?d ?e ?f } }",
    "ASK { ?a ?b 1SERVICE <U> { ?d ?e ?f } }",
    "ASK { ?a ?b 1e5SERVICE <U> { ?d ?e ?f } }",
    "ASK { ?a ?b 'x'SERVICE <U> { ?d ?e ?f } }",
    "SELECT * { OPTIONAL { SERVICE <U> { ?a ?b ?c } } }",
    "SELECT * { { SELECT * { SERVICE <U> { ?a ?b ?c } } } }",
    "SELECT * { SERVICE <U> { SERVICE <U> { ?a ?b ?c } } }",
    "SELECT * { FILTER EXISTS { SERVICE <U> { ?a ?b ?c } } }",
    "ASK { FILTER NOT EXISTS { SERVICE <U> { ?a ?b ?c } } }",
    "SELECT * { VALUES ?x {1} MINUS { SERVICE <U> { ?x ?b ?c } } }",
    "SELECT * { {} UNION { SERVICE <U> { ?x ?b ?c } } }",
    "SELECT * { GRAPH ?g { SERVICE <U> { ?x ?b ?c } } }",
    "SELECT * { LATERAL { SERVICE <U> { ?x ?b ?c } } }",
    "SELECT (EXISTS { SERVICE <U> { ?x ?b ?c } } AS ?y) {}",
    "SELECT * {} GROUP BY ?a HAVING (EXISTS { SERVICE <U> { ?x ?b ?c } })",
    "SELECT * {} ORDER BY (EXISTS { SERVICE <U> { ?x ?b ?c } })",
    "CONSTRUCT { ?a ?b ?c } WHERE { SERVICE <U> { ?a ?b ?c } }",
    "DESCRIBE ?a WHERE { SERVICE <U> { ?a ?b ?c } }",
    "SELECT * { VALUES ?c {1} FILTER(?c != <x:\\u0041#>)SERVICE <U> { ?d ?e ?f } }",
    "SELECT * { VALUES ?c {1} FILTER(?c != <x:\\u0041'>)SERVICE <U> { ?d ?e ?f } FILTER(?d != 'x') }",
    "SELECT * { VALUES ?c {1} FILTER(?c<2)SERVICE#>\n<U> { ?d ?e ?f } }",
    "SELECT * { VALUES ?c {1} FILTER(?c<2&&?c!='>')SERVICE <U> { ?d ?e ?f } #'\n }",
    "SELECT * { BIND(\"\\\"\" AS ?x) SERVICE <U> { ?d ?e ?f } #\"\n }",
]
"""What the grammar takes for federation; U stands for the listener's URL."""

NO_SPARQL = [
    "SELECT * { \\u0053ERVICE <U> { ?a ?b ?c } }",
    "SELECT * { S\\U00000045RVICE <U> { ?a ?b ?c } }",
    "SELECT * { #\\u000ASERVICE <U> { ?a ?b ?c }\n 1 }",
    "SELECT * { ＳERVICE <U> { ?a ?b ?c } }",
    "SELECT * { ſERVICE <U> { ?a ?b ?c } }",
    "SELECT * { SER/**/VICE <U> { ?a ?b ?c } }",
    "SELECT * { CALL SERVICES <U> { ?a ?b ?c } }",
]
"""What only looks like it to some readers."""

INNOCENT = [
    "SELECT ?service { ?service a $SERVICE } LIMIT 1",
    "SELECT * { ?a ?b 'SERVICE <U> { ?a ?b ?c }' } # SERVICE <U> {}",
    "SELECT * { ?a <http://www.w3.org/ns/sparql-service-description#Service> \"\"\"SERVICE <U>\"\"\" }",
    "SELECT * FROM <U> { ?a ?b ?c }",
    "SELECT * FROM NAMED <U> { GRAPH ?g { ?a ?b ?c } }",
    "SELECT * { GRAPH <U> { ?a ?b ?c } }",
    "DESCRIBE <U>",
]


@dataclass
class Listener:
    """Something on this machine that should hear nothing."""

    socket: socket.socket

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/"

    def heard(self) -> bool:
        """Whether anybody has connected since the last time."""
        try:
            self.socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield Listener(server)


def test_the_listener_would_hear(listener: Listener) -> None:
    socket.create_connection(listener.socket.getsockname()).close()
    assert listener.heard()
    assert not listener.heard()


@pytest.mark.parametrize(("query", "status"), [*((each, 403) for each in REFUSED), *((each, 400) for each in NO_SPARQL),
                                               *((each, 200) for each in INNOCENT)])
def test_no_spelling_reaches_another_server(agency_url: str, listener: Listener, query: str, status: int) -> None:
    written = query.replace("<U>", f"<{listener.url}>").replace("'U'", f"'{listener.url}'")
    answer = ask(agency_url, direct(written, headers=accept("*/*;q=0.1, application/problem+json")))
    assert not listener.heard()
    assert answer.status == status, answer.text
    assert status != 403 or answer.json()["type"].endswith("service")


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_no_graph_of_a_request_is_fetched(agency_url: str, listener: Listener, name: str) -> None:
    query = "SELECT * { { ?a ?b ?c } UNION { GRAPH ?g { ?a ?b ?c } } }"
    for request in (get(query, (name, listener.url), ("format", "csv")),
                    form(("query", query), (name, listener.url), ("format", "csv")),
                    direct(query, (name, listener.url), ("format", "csv"))):
        answer = ask(agency_url, request)
        assert (answer.status, answer.text.count("\n")) == (200, 1)
        assert not listener.heard()
