"""`?_explain=1`: the same choice as without it, told; where it is a 406, too; never cached, never raw."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from kiungo.protocol.quality import MEMBERS

BOTH = ["text/html", "text/turtle", "*/*", "image/png", "application/xml;q=0.9, text/html;q=0", "text/*;q=.3,application/rdf+xml"]




@pytest.mark.parametrize("header", BOTH)
@pytest.mark.parametrize("path", ["/dataset", "/ns"])
def test_what_is_told_is_what_is_sent(client: FlaskClient, path: str, header: str) -> None:
    plain = client.get(path, headers={"Accept": header})
    explained = client.get(f"{path}?_explain=1", headers={"Accept": header})
    assert explained.status_code == 200
    assert explained.headers["Cache-Control"] == "no-store"
    assert "ETag" not in explained.headers
    text = explained.text
    assert str(plain.status_code) in text
    if plain.status_code == 200:
        assert plain.headers["ETag"].strip('"') in text
        assert plain.mimetype in text
    else:
        assert "406" in text


def test_each_kind_of_client_can_read_it(client: FlaskClient) -> None:
    kinds = {"text/html": "text/html", "*/*": "text/plain", "text/turtle": "application/json", "image/png": "text/plain",
             "application/json": "application/json"}
    for header, kind in kinds.items():
        assert client.get("/dataset?_explain=1", headers={"Accept": header}).mimetype == kind


def test_programs_get_the_scores(client: FlaskClient) -> None:
    told = client.get("/dataset?_explain=1", headers={"Accept": "application/json;q=0.5, text/*;q=0.2"}).get_json()
    scores = {each["media_type"]: (each["score"], each["specificity"], each["alias"]) for each in told["variants"]}
    assert scores["application/ld+json"] == (0.4, 3, True)
    assert scores["text/turtle"] == (0.2, 2, False)
    assert told["chosen"] == "application/ld+json"
    assert told["cache_key"] == ["URL", "Accept", "Accept-Language"]


def test_the_language_is_explained(client: FlaskClient) -> None:
    ask = {"Accept": "text/html;q=0.9, application/json", "Accept-Language": "xx, en-GB;q=0.5"}
    told = client.get("/ns?_explain=1", headers={**ask, "Accept": "text/html"})
    assert "en-gb" in told.text
    assert client.get("/ns.html?_explain=1", headers=ask).get_json()["reason"].startswith("The path ends in .html")


def test_a_thing_explains_its_303(client: FlaskClient) -> None:
    thing = next(each for each in client.get("/dataset.nt").text.split() if "/id/" in each).strip("<>").split("/id/")[1]
    told = client.get(f"/id/{thing}?_explain=1", headers={"Accept": "application/json"})
    assert told.get_json()["status"] == 303
    assert told.get_json()["location"] == client.get(f"/id/{thing}").headers["Location"]
    assert client.get("/id/nothing?_explain=1").status_code == 404


@pytest.mark.parametrize("header", ["<script>alert(1)</script>, text/html", 'text/html, a/b;x="<img src=x onerror=1>"'])
def test_a_header_is_escaped(client: FlaskClient, header: str) -> None:
    page = client.get("/dataset?_explain=1", headers={"Accept": header, "Accept-Language": "<b>"}).text
    assert "<script>" not in page
    assert "<img" not in page
    assert "<b>" not in page


def test_a_long_header_makes_no_long_answer(client: FlaskClient) -> None:
    for header in (",".join(["a/b;c=" + "d" * 400] * MEMBERS), "text/html," * 5_000, 'a/b;c="' + "x" * 60_000):
        answer = client.get("/dataset?_explain=1", headers={"Accept": header, "Accept-Language": "en," * 20_000})
        assert answer.status_code == 200
        assert len(answer.data) < 60_000
