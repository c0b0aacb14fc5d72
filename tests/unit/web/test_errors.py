"""Every error in every form a client can ask for."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kiungo import errors, settings, web
from kiungo.release import Release

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RAPPER = "application/rdf+xml, text/turtle, text/plain;q=0.1, text/html;q=0.6, */*;q=0.1"


@pytest.fixture(scope="module")
def failing(tiny_release: Release) -> Flask:
    """An application with one route for every error of ours, and one that fails by mistake."""
    app = web.create_app(tiny_release, settings.load({}, {"query_workers": 1}))

    def fail(name: str) -> str:
        if name == "mistake":
            raise ZeroDivisionError("a secret of ours")
        headers = {"Retry-After": "7"} if name == "ServiceUnavailable" else {}
        raise getattr(errors, name)("What <b>was</b> wrong.", "slug", {"line": 3}, headers)

    def limit(problem: str) -> str:
        raise errors.ServiceUnavailable("Too much.", problem)

    app.add_url_rule("/fail/<name>", view_func=fail)
    app.add_url_rule("/limited/<problem>", view_func=limit)
    return app


OURS = ["BadRequest", "Forbidden", "NotFound", "MethodNotAllowed", "NotAcceptable", "ContentTooLarge", "UriTooLong",
        "UnsupportedMediaType", "ServiceUnavailable"]


@pytest.mark.parametrize("name", OURS)
def test_programs_get_a_problem_document(failing: Flask, name: str) -> None:
    asked = ("application/problem+json", "application/json", "text/turtle", "text/csv, text/html;q=0.1", RAPPER, "image/png")
    for accept in asked:
        answer = failing.test_client().get(f"/fail/{name}", headers={"Accept": accept})
        assert answer.status_code == getattr(errors, name).status
        assert answer.mimetype == "application/problem+json"
        assert answer.get_json() == {
            "type": "urn:kiungo:problem:slug", "title": getattr(errors, name).title, "status": answer.status_code,
            "detail": "What <b>was</b> wrong.", "line": 3,
        }
        assert {"Accept", "Accept-Language"} <= set(answer.vary)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", OURS)
def test_browsers_get_a_page_with_everything_escaped(failing: Flask, name: str) -> None:
    answer = failing.test_client().get(f"/fail/{name}", headers={"Accept": BROWSER})
    assert answer.status_code == getattr(errors, name).status
    assert answer.mimetype == "text/html"
    assert answer.headers["Content-Language"] == "en"
    assert answer.text.count("<h1>") == 1
    assert "What &lt;b&gt;was&lt;/b&gt; wrong." in answer.text


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("accept", [None, "*/*", "text/plain"])
def test_the_rest_get_a_line(failing: Flask, name: str, accept: str | None) -> None:
    answer = failing.test_client().get(f"/fail/{name}", headers={"Accept": accept} if accept else {})
    assert answer.mimetype == "text/plain"
    assert answer.text.splitlines()[0] == f"{answer.status_code} {getattr(errors, name).title}"
    assert "What <b>was</b> wrong." in answer.text


def test_headers_of_an_error_are_sent(failing: Flask) -> None:
    assert failing.test_client().get("/fail/ServiceUnavailable").headers["Retry-After"] == "7"


@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/turtle"])
def test_a_mistake_of_ours_is_on_record_and_not_shown(
    failing: Flask, accept: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = failing.test_client().get("/fail/mistake", headers={"Accept": accept})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    record = next(each for each in caplog.records if each.levelno == logging.ERROR)
    number = record.args[0] if isinstance(record.args, tuple) else ""
    assert str(number) in answer.text
    assert record.exc_info is not None
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_for_what_is_not_there_leads_home(client: FlaskClient) -> None:
    page = client.get("/no/such", headers={"Accept": "text/html"}).text
    assert "<code>/no/such</code>" in page
    assert 'href="../"' in page


def test_errors_speak_the_reader_s_language(agency: FlaskClient) -> None:
    page = agency.get("/no/such", headers={"Accept": "text/html", "Accept-Language": "sw"})
    assert '<html lang="sw">' in page.text
    assert "Ukurasa haujapatikana" in page.text
    assert page.headers["Content-Language"] == "sw"


@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*"])
def test_what_is_wrong_and_what_to_do_are_told_in_the_reader_s_language(agency: FlaskClient, accept: str) -> None:
    asked = {"query": "ASK { ?s ?p ?o }", "timeout": "soon"}
    swahili = agency.get("/sparql", query_string=asked, headers={"Accept": accept, "Accept-Language": "sw-TZ, en;q=0.5"})
    english = agency.get("/sparql", query_string=asked, headers={"Accept": accept, "Accept-Language": "en"})
    assert (swahili.status_code, swahili.headers["Content-Language"]) == (400, "sw")
    assert (english.status_code, english.headers["Content-Language"]) == (400, "en")
    said = "Kigezo “timeout” ni idadi ya sekunde"
    assert said in swahili.text
    assert said not in english.text
    assert 'lang="en"' not in swahili.text.partition("<main")[2].partition("</main")[0]


def test_programs_that_name_no_language_are_told_in_english(agency: FlaskClient) -> None:
    answer = agency.get("/sparql", query_string={"query": "ASK {}", "timeout": "soon"}, headers={"Accept": "application/json"})
    assert answer.headers["Content-Language"] == "en"
    assert answer.get_json()["detail"] == "The parameter “timeout” is a number of seconds, at least 0.1."


def test_an_address_that_leads_nowhere_can_be_searched_for(client: FlaskClient) -> None:
    page = client.get("/doc/duty/good-lights.html", headers={"Accept": "text/html"}).text
    assert 'name="q" type="search" value="good lights"' in page
    assert page.count("Nothing") == 1
    odd = client.get("/doc/%22%3E%3Cscript%3E", headers={"Accept": "text/html"}).text
    assert "<script>" not in odd[odd.index("<main"):]


@pytest.mark.parametrize("problem", ["rate", "timeout", "memory", "size", "busy", "service", "update", "too-large"])
@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*"])
def test_every_error_about_a_limit_leads_to_the_policy(failing: Flask, problem: str, accept: str) -> None:
    answer = failing.test_client().get(f"/limited/{problem}", headers={"Accept": accept})
    assert '<../limits>; rel="help"' in answer.headers["Link"]
    if accept == "text/html":
        assert '<a href="../limits">' in answer.text
    elif accept == "application/json":
        assert answer.get_json()["help"] == "https://harbour.example/lod/limits"
    else:
        assert answer.text.splitlines()[-1] == "https://harbour.example/lod/limits"


def test_an_error_about_no_limit_does_not(failing: Flask) -> None:
    for accept in ("text/html", "application/json", "*/*"):
        answer = failing.test_client().get("/fail/BadRequest", headers={"Accept": accept})
        assert "limits" not in answer.text.partition("<main")[2] + answer.headers.get("Link", "")
        assert "help" not in (answer.get_json(silent=True) or {})


def test_a_query_that_is_too_large_is_a_problem_of_its_own(client: FlaskClient) -> None:
    answer = client.post("/sparql", data=b" " * (2**20 + 1), headers={"Accept": "application/json",
                                                                    "Content-Type": "application/sparql-query"})
    assert (answer.status_code, answer.get_json()["type"]) == (413, "urn:kiungo:problem:too-large")
