"""The query service over HTTP: one Flask application with nothing else in it, over a real pool."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse
from werkzeug.test import TestResponse

from kiungo.errors import HttpError, ServiceUnavailable
from kiungo.evaluation.description import description
from kiungo.evaluation.pool import Limits, Pool
from kiungo.protocol.sparql import FORM, MAXIMUM, QUERY
from kiungo.web.sparql import blueprint

EX = "http://x.example/"
FEW = f"SELECT ?n {{ <{EX}5> ?p ?n }}"
MANY = "SELECT * { ?s ?p ?o }"
FOR_EVER = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GRAPH = f"CONSTRUCT WHERE {{ <{EX}5> ?p ?o }}"
ENDPOINT = "https://x.example/sparql"


def _told(error: HttpError) -> Response:
    return Response(
        json.dumps([error.problem, error.detail]), error.status, error.headers, content_type="text/x-problem"
    )


def application(pool: Pool, digest: str) -> Flask:
    app = Flask(__name__)
    service = description(ENDPOINT, {f"{EX}graph": 3000}, 3000, {})
    app.register_blueprint(blueprint(pool, digest, service, {"ex": EX}, lambda: Response("<h1>Form</h1>")))
    app.register_error_handler(HttpError, _told)
    return app


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    path = tmp_path_factory.mktemp("sparql") / "store"
    store = Store(str(path))
    graph, number = NamedNode(f"{EX}graph"), NamedNode(f"{EX}number")
    store.bulk_extend(Quad(NamedNode(f"{EX}{each}"), number, Literal(each), graph) for each in range(3000))
    store.flush()
    del store
    found = Pool(path, Limits(size=1, queue=4, deadline=3), {"ex": EX})
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(pool: Pool) -> FlaskClient:
    return application(pool, "sha256-1").test_client()


def get(client: FlaskClient, query: str, accept: str = "text/csv", **parameters: str) -> TestResponse:
    return client.get("/sparql?" + urlencode({"query": query, **parameters}), headers={"Accept": accept})


@pytest.mark.parametrize(
    ("send", "body"),
    [
        (lambda client: get(client, FEW), "n\r\n5\r\n"),
        (
            lambda client: client.post("/sparql", data={"query": FEW}, headers={"Accept": "text/csv"}),
            "n\r\n5\r\n",
        ),
        (
            lambda client: client.post(
                "/sparql", data=FEW, content_type=QUERY, headers={"Accept": "text/csv"}
            ),
            "n\r\n5\r\n",
        ),
        (lambda client: get(client, FEW, **{"default-graph-uri": f"{EX}other"}), "n\r\n"),
        (lambda client: get(client, FEW, "*/*", format="csv"), "n\r\n5\r\n"),
        (lambda client: get(client, GRAPH, "*/*", format="nt"), f'<{EX}5> <{EX}number> "5"^^'),
    ],
)
def test_a_query_is_answered_however_it_is_sent(client: FlaskClient, send: object, body: str) -> None:
    response = send(client)  # type: ignore[operator]
    assert response.status_code == 200
    assert response.text.startswith(body)
    assert "Accept" in response.vary


@pytest.mark.parametrize(
    ("accept", "query", "content_type"),
    [
        ("*/*", FEW, "application/sparql-results+json"),
        ("text/csv", FEW, "text/csv; charset=utf-8"),
        ("application/xml", FEW, "application/sparql-results+xml"),
        ("*/*", GRAPH, "text/turtle; charset=utf-8"),
        ("application/ld+json", GRAPH, "application/ld+json"),
    ],
)
def test_the_content_type_is_what_was_chosen(
    client: FlaskClient, accept: str, query: str, content_type: str
) -> None:
    assert get(client, query, accept).content_type == content_type


@pytest.mark.parametrize("query", [FEW, MANY])
def test_head_has_the_headers_of_get_and_frees_the_worker(client: FlaskClient, query: str) -> None:
    target = "/sparql?" + urlencode({"query": query})
    for _ in range(2):  # there is one worker only
        head, whole = client.head(target, buffered=True), client.get(target, buffered=True)
        assert (head.status_code, head.headers.to_wsgi_list()) == (200, whole.headers.to_wsgi_list())
        assert (head.data, bool(whole.data)) == (b"", True)


@pytest.mark.parametrize(
    ("path", "method", "content_type", "body", "status"),
    [
        ("?query=", "GET", None, b"", 400),
        ("?query=SELEC", "GET", None, b"", 400),
        ("?query=%FF", "GET", None, b"", 400),
        ("?query=ASK{}&timeout=0", "GET", None, b"", 400),
        ("?query=ASK{}&timeout=nan", "GET", None, b"", 400),
        ("?query=ASK{}&format=pdf", "GET", None, b"", 400),
        ("?update=CLEAR+ALL", "GET", None, b"", 403),
        ("", "PUT", None, b"", 405),
        ("?query=CONSTRUCT{}WHERE{}", "GET", None, b"", 406),
        ("", "POST", QUERY, b" " * (MAXIMUM + 1), 413),
        ("", "POST", "text/plain", b"ASK {}", 415),
        ("", "POST", None, b"", 415),
    ],
)
def test_what_cannot_be_answered_says_so_by_its_status(
    client: FlaskClient, path: str, method: str, content_type: str | None, body: bytes, status: int
) -> None:
    response = client.open(
        "/sparql" + path, method=method, data=body, content_type=content_type, headers={"Accept": "text/csv"}
    )
    assert response.status_code == status


def test_a_body_in_chunks_is_read_up_to_the_limit(client: FlaskClient) -> None:
    def post(body: bytes) -> TestResponse:
        return client.post(
            "/sparql",
            input_stream=io.BytesIO(body),
            content_type=FORM,
            headers={"Accept": "text/csv", "Transfer-Encoding": "chunked"},
            environ_overrides={"wsgi.input_terminated": True},
        )

    query = urlencode({"query": FEW}).encode()
    assert post(query).text == "n\r\n5\r\n"
    assert post(query + b"&x=" + b"y" * MAXIMUM).status_code == 413


def test_a_client_that_holds_the_answer_is_not_sent_it_again(client: FlaskClient, pool: Pool) -> None:
    first = get(client, FEW)
    target = "/sparql?" + urlencode({"query": FEW})
    headers = {"Accept": "text/csv", "If-None-Match": first.headers["ETag"]}
    again = client.get(target, headers=headers)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert "Accept" in again.vary
    assert client.get(target, headers={**headers, "Accept": "application/json"}).status_code == 200
    other = application(pool, "sha256-2").test_client()
    assert other.get(target, headers=headers).status_code == 200


def test_entity_tags_differ_by_query_dataset_and_format(client: FlaskClient) -> None:
    graph = f"{EX}graph"
    responses = [
        get(client, FEW),
        get(client, FEW + " "),
        get(client, FEW, "application/json"),
        get(client, FEW, **{"default-graph-uri": graph}),
        get(client, FEW, **{"named-graph-uri": graph}),
    ]
    assert len({each.headers["ETag"] for each in responses}) == len(responses)


def test_an_answer_that_changes_by_itself_is_not_kept(client: FlaskClient) -> None:
    response = get(client, "SELECT (RAND() AS ?r) {}")
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_a_client_may_ask_for_less_time(client: FlaskClient) -> None:
    response = get(client, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout="0.5")
    assert response.status_code == 503
    assert "0.5 seconds" in response.text
    assert response.headers["Retry-After"] == "60"


def test_an_answer_that_breaks_off_raises_through_the_server(client: FlaskClient) -> None:
    with pytest.raises(ServiceUnavailable):
        client.get("/sparql?" + urlencode({"query": FOR_EVER, "timeout": "1"}), buffered=True)


def test_http_1_0_gets_an_answer_whole_or_not_at_all(client: FlaskClient) -> None:
    old = {"SERVER_PROTOCOL": "HTTP/1.0"}
    target = "/sparql?" + urlencode({"query": MANY})
    whole = client.get(target, buffered=True).data
    spooled = client.get(target, environ_overrides=old, buffered=True)
    assert (spooled.data, spooled.content_length) == (whole, len(whole))
    broken = client.get("/sparql?" + urlencode({"query": FOR_EVER, "timeout": "1"}), environ_overrides=old)
    assert broken.status_code == 503


@pytest.mark.parametrize(
    "accept", ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"]
)
def test_people_get_a_form(client: FlaskClient, accept: str) -> None:
    response = client.get("/sparql?lang=en", headers={"Accept": accept})
    assert response.text == "<h1>Form</h1>"
    assert "Accept" in response.vary


@pytest.mark.parametrize(
    ("accept", "form"), [("*/*", RdfFormat.TURTLE), ("application/rdf+xml", RdfFormat.RDF_XML)]
)
def test_programs_get_the_service_description(client: FlaskClient, accept: str, form: RdfFormat) -> None:
    response = client.get("/sparql", headers={"Accept": accept})
    store = Store()
    store.extend(parse(response.data, form))
    found = store.query("SELECT ?e { ?s <http://www.w3.org/ns/sparql-service-description#endpoint> ?e }")
    assert isinstance(found, QuerySolutions)
    assert [each["e"] for each in found] == [NamedNode(ENDPOINT)]
    again = client.get("/sparql", headers={"Accept": accept, "If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_description_in_no_known_format_is_refused(client: FlaskClient) -> None:
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
