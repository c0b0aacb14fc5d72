"""The query service as a resource: one Flask application with nothing else in it. The protocol is tested in `live/`."""

from __future__ import annotations

from typing import cast

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse

from kiungo.errors import HttpError
from kiungo.evaluation.description import description
from kiungo.evaluation.reading import Outcome
from kiungo.protocol.sparql import SparqlRequest
from kiungo.web.answers import OUTCOME
from kiungo.web.site import Reader, Site
from kiungo.web.sparql import blueprint

ENDPOINT = "https://x.example/sparql"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(blueprint(
        "sha256-1", description(ENDPOINT, {"http://x.example/graph": 3000}, 3000, {}), {},
        lambda: Reader(cast("Site", None), "sparql", "en"), lambda: Response("<h1>Form</h1>"),
        lambda outcome: Response(outcome.asked.query),
    ))
    app.register_error_handler(HttpError, lambda error: Response(status=error.status))
    return app.test_client()


@pytest.mark.parametrize("method", ["GET", "POST", "QUERY"])
def test_what_became_of_a_query_is_told_on_a_page(client: FlaskClient, method: str) -> None:
    outcome = Outcome(SparqlRequest("ASK {}"), 0.1)
    answer = client.open("/sparql?query=ASK", method=method, environ_overrides={OUTCOME: outcome})
    assert answer.text == "ASK {}"
    assert "Accept" in answer.vary


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
    assert form != RdfFormat.TURTLE or f"sd:endpoint <{ENDPOINT}>" in response.text
    again = client.get("/sparql", headers={"Accept": accept, "If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_description_in_no_known_format_is_refused(client: FlaskClient) -> None:
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
