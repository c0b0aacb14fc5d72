"""The query service as a stranger's program meets it: https://www.w3.org/TR/sparql11-protocol/

The rows of requests and answers stand in `protocol_rows.py`; here is what takes more than one request.
"""

from __future__ import annotations

import gzip
import re
import socket
from collections.abc import Callable, Sequence
from urllib.parse import quote, urljoin, urlsplit

import pytest
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results

from kiungo.evaluation.pool import HELD
from live.exchange import QUERY, Answer, Request, accept, ask, direct, encoded, form, get
from live.protocol_rows import (
    BROWSER,
    FOR_EVER,
    GRAPH,
    HTML,
    NOTHING,
    PROBLEM,
    RESULTS_JSON,
    ROWS,
    TABLE,
    query_method,
)

SD = "http://www.w3.org/ns/sparql-service-description#"


def sound(answer: Answer, method: str) -> None:
    """What holds of every answer of the service, whatever it answers."""
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    if method == "HEAD" or answer.status in (204, 304):
        assert answer.body == b""
    elif "Content-Length" in answer.headers:
        assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert answer.status != 405 or {"GET", "HEAD", "POST", "OPTIONS"} <= answer.members("Allow")
    assert answer.status != 503 or int(answer.headers["Retry-After"]) > 0
    assert answer.status < 400 or answer.headers["Cache-Control"] in ("public, max-age=60", "no-store")
    assert b"Traceback" not in answer.body
    if answer.media_type in (PROBLEM, RESULTS_JSON) and method != "HEAD":
        assert isinstance(answer.json(), dict)
    if answer.media_type == PROBLEM and method != "HEAD":
        assert answer.json()["status"] == answer.status


@pytest.mark.parametrize(("request_", "status", "kind", "body", "holds", "headers"), ROWS)
def test_the_answer_is_the_one_the_contract_names(
    agency_url: str, request_: Request, status: int, kind: str | None, body: str | None, holds: tuple[str, ...],
    headers: dict[str, str],
) -> None:
    answer = ask(agency_url, request_)
    assert answer.status == status, answer.text[:300]
    assert kind is None or answer.headers["Content-Type"] == kind
    assert body is None or answer.text == body
    for words in holds:
        assert words in answer.text
    for name, members in headers.items():
        assert {each.strip().lower() for each in members.split(",")} <= {each.lower() for each in answer.members(name)}, name
    sound(answer, request_.method)


# The dataset of a request. Each row gives the number of objectives, which the graph `statement` alone states.

OBJECTIVES = "PREFIX m: <{base}ns#> SELECT (COUNT(*) AS ?n) {from_} WHERE {{ {pattern} }}"
HERE, NAMED = "?a m:hasObjective ?o", "GRAPH ?g { ?a m:hasObjective ?o }"
WAYS_TO_SEND = [
    pytest.param(lambda query, pairs: get(query, *pairs, headers=accept("text/csv")), id="GET"),
    pytest.param(lambda query, pairs: form(("query", query), *pairs, headers=accept("text/csv")), id="POST of a form"),
    pytest.param(lambda query, pairs: direct(query, *pairs, headers=accept("text/csv")), id="POST of the query"),
    pytest.param(lambda query, pairs: query_method(query, target="/sparql?" + encoded(*pairs, ("format", "csv"))), id="QUERY"),
]
DATASETS = [
    pytest.param(HERE, "", [], 11, id="none: all graphs together"),
    pytest.param(NAMED, "", [], 11, id="none: each graph by name"),
    pytest.param(HERE, "", ["default statement"], 11, id="a default graph that has it"),
    pytest.param(HERE, "", ["default catalog"], 0, id="a default graph that lacks it"),
    pytest.param(HERE, "", ["default catalog", "default statement"], 11, id="two default graphs"),
    pytest.param(HERE, "", ["default statement", "default statement"], 11, id="one default graph twice"),
    pytest.param(HERE, "", ["default nowhere"], 0, id="a default graph that is none"),
    pytest.param(NAMED, "", ["default statement"], 0, id="a default graph has no name"),
    pytest.param(NAMED, "", ["named statement"], 11, id="a named graph that has it"),
    pytest.param(NAMED, "", ["named catalog"], 0, id="a named graph that lacks it"),
    pytest.param(NAMED, "", ["named catalog", "named statement"], 11, id="two named graphs"),
    pytest.param(HERE, "", ["named statement"], 0, id="named graphs leave the default graph empty"),
    pytest.param(NAMED, "", ["default statement", "named catalog"], 0, id="one of each, asked by name"),
    pytest.param(HERE, "", ["default statement", "named catalog"], 11, id="one of each, asked without"),
    pytest.param(HERE, "FROM statement", [], 11, id="FROM a graph that has it"),
    pytest.param(HERE, "FROM catalog", [], 0, id="FROM a graph that lacks it"),
    pytest.param(NAMED, "FROM NAMED statement", [], 11, id="FROM NAMED a graph that has it"),
    pytest.param(NAMED, "FROM NAMED catalog", [], 0, id="FROM NAMED a graph that lacks it"),
    pytest.param(HERE, "FROM NAMED statement", [], 0, id="FROM NAMED leaves the default graph empty"),
    pytest.param(HERE, "FROM statement", ["default catalog"], 0, id="the request outweighs FROM"),
    pytest.param(HERE, "FROM catalog", ["default statement"], 11, id="the request outweighs FROM the other way"),
    pytest.param(NAMED, "FROM NAMED statement", ["named catalog"], 0, id="the request outweighs FROM NAMED"),
]


@pytest.mark.parametrize("send", WAYS_TO_SEND)
@pytest.mark.parametrize(("pattern", "from_", "graphs", "expected"), DATASETS)
def test_the_dataset_of_the_request_is_asked(
    agency_url: str, send: Callable[[str, Sequence[tuple[str, str]]], Request], pattern: str, from_: str, graphs: list[str],
    expected: int,
) -> None:
    named = re.sub(r"(statement|catalog)$", rf"<{agency_url}graph/\1>", from_)
    pairs = [(f"{kind}-graph-uri", f"{agency_url}graph/{name}") for kind, name in (each.split() for each in graphs)]
    answer = ask(agency_url, send(OBJECTIVES.format(base=agency_url, from_=named, pattern=pattern), pairs))
    assert (answer.status, answer.text) == (200, f"n\r\n{expected}\r\n")


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["", "relative", "x y", "<x:a>", "http://[/"])
def test_a_graph_that_is_no_iri_is_a_bad_request(agency_url: str, name: str, graph: str) -> None:
    assert ask(agency_url, get("ASK { ?s ?p ?o }", (name, graph))).status == 400


FRAMING = ("Date", "Server-Timing", "Transfer-Encoding", "Connection")  # of this answer, not of the representation


@pytest.mark.parametrize("query", [TABLE, GRAPH, "DESCRIBE <x:a>", "ASK {}", NOTHING, "SELECT * { ?a ?b ?c }", "SELEC",
                                   "CLEAR ALL", ""])
@pytest.mark.parametrize("kind", ["*/*", "text/csv, application/n-triples", BROWSER, "image/png"])
def test_head_has_the_headers_of_get(agency_url: str, query: str, kind: str) -> None:
    answers = [ask(agency_url, Request(method, get(query).target, accept(kind))) for method in ("GET", "HEAD")]
    framing = (*FRAMING, "Content-Length") if len(answers[0].body) > HELD else FRAMING  # known when it was taken once
    whole, head = (sorted(each for each in answer.headers.items() if each[0].title() not in framing) for answer in answers)
    assert (answers[1].status, head) == (answers[0].status, whole)
    assert answers[1].body == b""


# Validators: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2


@pytest.mark.parametrize("query", [TABLE, GRAPH, "ASK {}", "SELECT * { ?a ?b ?c }"])
def test_an_answer_has_a_tag_by_which_it_need_not_be_sent_again(agency_url: str, query: str) -> None:
    tag = ask(agency_url, get(query)).headers["ETag"]
    assert re.fullmatch(r'"[!#-~]+"', tag), "strong"
    for held in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        answer = ask(agency_url, get(query, headers=[("If-None-Match", held)]))
        assert (answer.status, answer.headers["ETag"], answer.media_type) == (304, tag, ""), held
        assert "Accept" in answer.members("Vary")
        sound(answer, "GET")
    assert ask(agency_url, get(query, headers=[("If-None-Match", '"x"')])).status == 200


def test_what_answers_otherwise_has_another_tag(agency_url: str) -> None:
    graph = ("default-graph-uri", f"{agency_url}graph/statement")
    requests = [get("ASK {}"), get("ASK { }"), get("ASK {}", headers=accept("text/csv")), get("ASK {}", graph),
                get("ASK {}", ("named-graph-uri", graph[1])), get("ASK {}", ("format", "xml"))]
    tags = [ask(agency_url, each).headers["ETag"] for each in requests]
    assert len(set(tags)) == len(tags)
    assert ask(agency_url, get("ASK {}")).headers["ETag"] == tags[0]


@pytest.mark.parametrize("call", ["RAND()", "NOW()", "UUID()", "STRUUID()", "rand()"])
def test_an_answer_that_differs_each_time_is_not_kept(agency_url: str, call: str) -> None:
    answer = ask(agency_url, get(f"SELECT ({call} AS ?x) {{}}", headers=[("If-None-Match", "*")]))
    assert (answer.status, answer.headers["Cache-Control"], answer.headers["ETag"]) == (200, "no-store", None)


def test_an_answer_may_be_kept_for_a_time_and_no_error_for_long(agency_url: str) -> None:
    assert re.search(r"max-age=[1-9]", ask(agency_url, get(TABLE)).headers["Cache-Control"])
    assert ask(agency_url, get(FOR_EVER, ("timeout", "0.3"))).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("wanted", "coding"), [
    pytest.param("gzip", "gzip"),
    pytest.param("br;q=0.5, gzip;q=0.8, *;q=0", "gzip"),
    ("identity", None), ("gzip;q=0", None), (None, None),
])
def test_an_answer_is_compressed_for_those_who_ask(agency_url: str, wanted: str | None, coding: str | None) -> None:
    query = f"SELECT ?p ?o {{ <{agency_url}id/agency/e-government-agency> ?p ?o }} ORDER BY ?p ?o"
    plain = ask(agency_url, get(query))
    answer = ask(agency_url, get(query, headers=[("Accept-Encoding", wanted)] if wanted else []))
    assert answer.headers["Content-Encoding"] == coding
    assert (gzip.decompress(answer.body) if coding else answer.body) == plain.body
    if coding:
        assert len(answer.body) < len(plain.body) / 3
        assert "Accept-Encoding" in answer.members("Vary")
        assert answer.headers["ETag"] != plain.headers["ETag"], "another representation has another strong tag"


# The service described: https://www.w3.org/TR/sparql11-service-description/


@pytest.mark.parametrize("kind", ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"])
def test_the_service_describes_itself_with_its_dataset(agency_url: str, kind: str) -> None:
    answer = ask(agency_url, Request("GET", "/sparql", accept(kind)))
    assert (answer.status, answer.media_type) == (200, kind)
    found = {(each.subject, each.predicate.value, each.object)
             for each in parse(answer.body, RdfFormat.from_media_type(kind), base_iri=f"{agency_url}sparql")}
    values = {p.removeprefix(SD): {str(o.value) for _, other, o in found if other == p} for _, p, _ in found}
    assert values["endpoint"] == {f"{agency_url}sparql"}
    assert f"{SD}SPARQL11Query" in values["supportedLanguage"]
    assert f"{SD}UnionDefaultGraph" in values["feature"]
    assert len(values["resultFormat"]) >= 10
    assert len(values["defaultDataset"]) == len(values["defaultGraph"]) == 1
    named = ask(agency_url, get("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", ("format", "csv"))).text.splitlines()[1:]
    assert values["name"] == set(named)
    assert len(named) > 5


@pytest.mark.parametrize(("lines", "status", "kind"), [
    ([], 200, "text/turtle"), (["*/*"], 200, "text/turtle"), ([BROWSER], 200, HTML), (["text/html"], 200, HTML),
    (["image/png"], 406, None), (["text/turtle;q=0.1, application/rdf+xml"], 200, "application/rdf+xml"),
])
def test_the_endpoint_without_a_query_suits_its_visitor(agency_url: str, lines: list[str], status: int, kind: str | None) -> None:
    answer = ask(agency_url, Request("GET", "/sparql", accept(*lines)))
    assert answer.status == status
    assert kind is None or answer.media_type == kind
    assert "Accept" in answer.members("Vary")
    assert kind != HTML or "<textarea" in answer.text
    sound(answer, "GET")


def test_the_description_has_a_tag(agency_url: str) -> None:
    tag = ask(agency_url, Request("GET", "/sparql")).headers["ETag"]
    assert ask(agency_url, Request("GET", "/sparql", [("If-None-Match", tag)])).status == 304


# What the formats must bring back whole.


@pytest.mark.parametrize("form_", [QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.TSV], ids=str)
def test_terms_come_back_as_they_were_sent(agency_url: str, form_: QueryResultsFormat) -> None:
    terms = ['"é漢😀\\u0301"', '"مرحبا"@ar', '"\\"quoted\\"\\t\\n"', "<http://x.example/é?a=b&c=d#ü>", '"&<>"', '" blanks "',
             '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>', '"x"^^<x:type>', "true", "-12"]
    query = "SELECT ?n ?x { VALUES (?n ?x) {" + " ".join(f"({n} {term})" for n, term in enumerate(terms)) + "} } ORDER BY ?n"
    answer = ask(agency_url, form(("query", query), headers=accept(form_.media_type)))
    assert answer.status == 200
    found = parse_query_results(answer.body, form_)
    assert not isinstance(found, QueryBoolean)
    rows = [each["x"] for each in found]
    again = "SELECT ?n ?x { VALUES (?n ?x) {" + " ".join(f"({n} {term})" for n, term in enumerate(rows)) + "} } ORDER BY ?n"
    assert ask(agency_url, form(("query", again), headers=accept(form_.media_type))).body == answer.body
    assert rows[0].value == "é漢😀\u0301"
    assert rows[3] == NamedNode("http://x.example/é?a=b&c=d#ü")


# What only a socket can say.


def _raw(url: str, octets: bytes) -> bytes:
    """What comes back on a connection of one's own until the server closes it."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as connection:
        connection.sendall(octets)
        pieces = []
        while piece := connection.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


CLOSE = b"Host: x.example\r\nConnection: close\r\n"
CSV_ONLY = b"Accept: text/csv\r\n"


BODY = b"Content-Type: application/sparql-query\r\n"


@pytest.mark.parametrize(("octets", "answers"), [
    pytest.param(b"POST /sparql HTTP/1.1\r\n" + CLOSE + CSV_ONLY + BODY + b"Transfer-Encoding: chunked\r\n\r\n"
                 b"3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n", ["200"], id="a body in chunks"),
    pytest.param(b"POST /sparql HTTP/1.1\r\n" + CLOSE + CSV_ONLY + BODY + b"Content-Length: 6\r\n"
                 b"Expect: 100-continue\r\n\r\nASK {}", ["100", "200"], id="a body announced"),
    pytest.param(b"GET /sparql?query=ASK{} HTTP/1.0\r\n" + CSV_ONLY + b"\r\n", ["200"], id="HTTP/1.0 without a host"),
    pytest.param(b"GET http://x.example/sparql?query=ASK{} HTTP/1.1\r\n" + CLOSE + CSV_ONLY + b"\r\n", ["200"],
                 id="an absolute target"),
    pytest.param(b"GET /sparql?query=SELEC HTTP/1.1\r\nHost: x\r\n\r\n"
                 b"GET /sparql?query=ASK{} HTTP/1.1\r\n" + CLOSE + CSV_ONLY + b"\r\n", ["400", "200"],
                 id="an answer after an error on one connection"),
    pytest.param(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nASK {}"
                 b"GET /sparql?query=ASK{} HTTP/1.1\r\n" + CLOSE + CSV_ONLY + b"\r\n", ["415", "200"],
                 id="an answer after a body refused"),
    pytest.param(b"GET /sparql?query=ASK{}\xe9 HTTP/1.1\r\n" + CLOSE + b"\r\n", ["400"], id="a raw octet that is not UTF-8"),
])
def test_the_server_speaks_http(agency_url: str, octets: bytes, answers: list[str]) -> None:
    found = _raw(agency_url, octets)
    assert re.findall(r"HTTP/1\.[01] (\d{3})", found.decode(errors="replace")) == answers
    assert answers[-1] != "200" or found.endswith((b"true", b"4\r\ntrue\r\n0\r\n\r\n"))


@pytest.mark.parametrize("query", [f"{form} {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}" for form in ("SELECT *", "CONSTRUCT WHERE")])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_half_an_answer_never_looks_whole(agency_url: str, query: str, version: str) -> None:
    """After the first rows only the connection can say that the rest will not come."""
    request = f"GET /sparql?timeout=1&query={quote(query)} HTTP/{version}\r\n".encode() + CLOSE + b"\r\n"
    head, _, body = _raw(agency_url, request).partition(b"\r\n\r\n")
    if b" 503 " in head.splitlines()[0]:  # nothing was sent: by HTTP/1.0, which cannot break off, or since it failed early
        assert version == "1.0" or not query.startswith("SELECT")
        return
    assert b"chunked" in head.lower()
    assert not body.endswith(b"0\r\n\r\n")
    assert b"Service Unavailable" not in body
    assert b"timeout" not in body


@pytest.mark.parametrize("path", ["/sparql/", "/sp%61rql", "/sparql%2f"])
@pytest.mark.parametrize(("method", "status"), [("GET", 301), ("HEAD", 301), ("POST", 308), ("QUERY", 308)])
def test_another_spelling_of_the_path_answers_no_query_and_leads_to_the_one_that_does(
    agency_url: str, path: str, method: str, status: int
) -> None:
    query = encoded(("query", "ASK {}"))
    body = None if status == 301 else b"ASK {}"
    answer = ask(agency_url, Request(method, f"{path}?{query}", [("Content-Type", QUERY), *accept("text/html")], body))
    assert answer.status == status
    assert urljoin(f"http://x.example{path}", answer.headers["Location"]) == f"http://x.example/sparql?{query}"


def test_problem_documents_have_the_members_that_programs_need(agency_url: str) -> None:
    found = ask(agency_url, get("SELECT *\n{ ?s org:x ?o }", headers=accept("application/json"))).json()
    assert found["type"] == "urn:kiungo:problem:syntax"
    assert (found["status"], found["title"], found["line"], found["column"]) == (400, "Bad Request", 2, 6)
    assert found["excerpt"] == "{ ?s org:x ?o }\n     ^"
    assert found["remedy"] == "Begin with “PREFIX org: <http://www.w3.org/ns/org#>”."
