"""Content negotiation by profile: https://www.w3.org/TR/dx-prof-conneg/"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF
from werkzeug.test import TestResponse

from kiungo.protocol.profile import PROFILE

BASE = "https://harbour.example/lod/"
DOCUMENT, THING = "/doc/duty/lights", URIRef(f"{BASE}id/duty/lights")
WHOLE, PLAIN = f"{BASE}dataset#profile-description", f"{BASE}dataset#profile-plain"
ALTR = "http://www.w3.org/ns/dx/conneg/altr"
THREE, TWO = ("https://semiceu.github.io/DCAT-AP/releases/3.0.1/", "https://semiceu.github.io/DCAT-AP/releases/2.1.1/")

WAYS = [
    (DOCUMENT, "", None, WHOLE), (DOCUMENT, "", f"<{PLAIN}>", PLAIN), (DOCUMENT, "", f"<{WHOLE}>;q=0.2, <{PLAIN}>;q=0.7", PLAIN),
    (DOCUMENT, "_profile=plain", None, PLAIN), (DOCUMENT, f"_profile={quote(f'<{PLAIN}>')}", None, PLAIN),
    (DOCUMENT, "_profile=description", f"<{PLAIN}>", WHOLE), (f"{DOCUMENT}.ttl", "_profile=plain", None, PLAIN),
    (f"{DOCUMENT}.ttl", "", f"<{PLAIN}>", WHOLE),
    ("/catalog", "", None, THREE), ("/catalog", "", f"<{TWO}>", TWO), ("/catalog", "_profile=dcat-ap-2", None, TWO),
    ("/catalog-2", "", f"<{THREE}>", TWO),
]


def _path(url: str) -> str:
    return f"/{url.removeprefix(BASE)}"


def _ask(client: FlaskClient, path: str, query: str = "", header: str | None = None, accept: str = "text/turtle") -> TestResponse:
    headers = {"Accept": accept} | ({"Accept-Profile": header} if header else {})
    return client.get(f"{path}?{query}", headers=headers, base_url=BASE)


@pytest.mark.parametrize(("path", "query", "header", "profile"), WAYS)
def test_the_profile_asked_for_is_sent_and_named(
    client: FlaskClient, path: str, query: str, header: str | None, profile: str
) -> None:
    answer = _ask(client, path, query, header)
    assert answer.status_code == 200
    assert f'<{profile}>; rel="profile"' in answer.headers["Link"]
    assert len(answer.headers["Link"]) < 4096
    again = client.get(_path(urljoin(BASE + path[1:], answer.headers["Content-Location"])), base_url=BASE)
    assert again.data == answer.data
    assert again.headers["ETag"] == answer.headers["ETag"]
    decides = path in (DOCUMENT, "/catalog") and not query
    assert ("Accept-Profile" in answer.vary) is decides


def test_the_plain_profile_has_what_is_said_of_the_thing_and_no_more(client: FlaskClient) -> None:
    bodies = (client.get(f"{DOCUMENT}.ttl?_profile={each}").data for each in ("description", "plain"))
    whole, plain = (Graph().parse(data=each, format="turtle") for each in bodies)
    assert set(plain.predicate_objects(THING)) >= {(RDF.type, URIRef(f"{BASE}ns#Duty"))}
    assert not list(plain.subject_predicates(URIRef(f"{BASE}ns#Warrant")))
    assert list(whole.subject_predicates(URIRef(f"{BASE}ns#Warrant")))
    assert not list(plain.subjects(URIRef(f"{BASE}ns#hasDuty")))


@pytest.mark.parametrize(("query", "header", "accept"), [
    ("", "<https://x.example/p>", "text/turtle"), ("_profile=nonsense", None, "text/turtle"),
    ("_profile=plain", None, "text/html"),
])
def test_what_does_not_conform_is_not_there(client: FlaskClient, query: str, header: str | None, accept: str) -> None:
    answer = _ask(client, DOCUMENT, query, header, accept)
    assert answer.status_code == 406
    assert "_profile=plain" in answer.text


def test_a_refusal_by_profile_is_kept_for_whoever_names_the_same(client: FlaskClient) -> None:
    by_header = _ask(client, DOCUMENT, "", "<https://x.example/p>")
    assert {"Accept", "Accept-Profile"} <= set(by_header.vary)
    assert "Accept-Profile" not in _ask(client, DOCUMENT, "_profile=nonsense").vary
    assert "_profile=alt lists those there are" in by_header.get_json()["detail"]
    assert client.get(f"{DOCUMENT}?_profile=alt").status_code == 200


def test_documents_without_a_choice_ignore_profiles(client: FlaskClient) -> None:
    answer = _ask(client, "/ns", header="<https://x.example/p>")
    assert answer.status_code == 200
    assert "Accept-Profile" not in answer.vary


@pytest.mark.parametrize("path", [DOCUMENT, "/catalog"])
def test_tokens_are_told_with_quoted_anchors(client: FlaskClient, path: str) -> None:
    link = client.get(path, headers={"Accept": "text/turtle"}).headers["Link"]
    told = dict(re.findall(rf'<{PROFILE}>; rel="type"; token="([^"]+)"; anchor="([^"]+)"', link))
    wanted = {"description": WHOLE, "plain": PLAIN} if path == DOCUMENT else {"dcat-ap-3": THREE, "dcat-ap-2": TWO}
    assert told == wanted | {"alt": ALTR}


@pytest.mark.parametrize("path", [DOCUMENT, "/catalog"])
def test_all_forms_are_listed_and_each_is_there(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}?_profile=alt", headers={"Accept": "text/turtle"}, base_url=BASE)
    assert f'<{ALTR}>; rel="profile"' in answer.headers["Link"]
    graph = Graph().parse(data=answer.data, format="turtle")
    here = URIRef(BASE + path[1:])
    forms = list(graph.objects(here, URIRef(f"{ALTR}#hasRepresentation")))
    assert len(forms) > 8
    assert graph.value(here, URIRef(f"{ALTR}#hasDefaultRepresentation")) in forms
    for form in forms:
        sent = client.get(_path(form), base_url=BASE)
        assert sent.status_code == 200
        assert Literal(sent.mimetype) == graph.value(form, DCTERMS.format)
        assert f'<{graph.value(form, DCTERMS.conformsTo)}>; rel="profile"' in sent.headers["Link"]
    page = client.get(f"{path}?_profile=alt", headers={"Accept": "text/html"}, base_url=BASE)
    assert page.text.count("<li><a href=") >= len(forms)


def test_profiles_are_described_where_their_iris_lead(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/dataset.ttl").data, format="turtle")
    for profile in (WHOLE, PLAIN):
        assert (URIRef(profile), RDF.type, URIRef(PROFILE)) in graph
