"""What F-UJI 0.8 and FOOPS! ask of the landing page and of the vocabulary, each by its name, of a running server.

What they ask of the public Internet (a registered base, a registered prefix, a listing) is no test here: `PUBLIC` names it,
and `server/docs/harvest.md` says what the operator must do.
https://github.com/pangaea-data-publisher/fuji/blob/master/fuji_server/yaml/metrics_v0.8.yaml · https://w3id.org/foops/
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import pytest
from pyoxigraph import Dataset, Literal, NamedNode, RdfFormat, parse

from kiungo.rdf.namespaces import expanded

PREFIXES = {
    "bibo": "http://purl.org/ontology/bibo/", "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#", "vann": "http://purl.org/vocab/vann/",
}
Json = dict[str, object]


@dataclass(frozen=True)
class Page:
    """An address as an assessor sees it."""

    url: str

    def get(self, url: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers in lower case, body; redirects are followed."""
        with urlopen(Request(urljoin(self.url, url), headers=headers), timeout=30) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()

    @cached_property
    def html(self) -> str:
        """The page for people."""
        return self.get(Accept="text/html")[2].decode()

    @cached_property
    def embedded(self) -> Json:
        """The JSON-LD in the page."""
        (island,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', self.html, re.DOTALL)
        found: Json = json.loads(island)
        return found

    @cached_property
    def links(self) -> dict[str, list[str]]:
        """The targets of the Link header by relation, split at commas as F-UJI does."""
        found: dict[str, list[str]] = {}
        for each in self.get(Accept="text/html")[1]["link"].split(", <"):
            target, _, rest = each.lstrip("<").partition(">")
            found.setdefault(re.findall(r'rel="([^"]+)"', rest)[0], []).append(target)
        return found

    @cached_property
    def graph(self) -> Dataset:
        """What it says in Turtle."""
        return Dataset(parse(self.get(Accept="text/turtle")[2], RdfFormat.TURTLE))

    def said(self, name: str, subject: str = "") -> list[str]:
        """The values of a property, given as a prefixed name."""
        quads = self.graph.quads_for_subject(NamedNode(subject or self.url))
        found = (quad.object for quad in quads if quad.predicate == expanded(name, PREFIXES))
        return [each.value for each in found if isinstance(each, NamedNode | Literal)]

    def terms(self) -> list[str]:
        """The terms of a vocabulary."""
        return [each.subject.value for each in self.graph.quads_for_object(NamedNode(self.url))
                if each.predicate == expanded("rdfs:isDefinedBy", PREFIXES)]


def files(page: Page) -> list[Json]:
    """The files that the page offers."""
    found = page.embedded["distribution"]
    assert isinstance(found, list)
    return found


def downloaded(page: Page) -> bool:
    """Whether every file that is offered is there, of the type and the size that are told."""
    for each in files(page):
        status, headers, body = page.get(str(each["contentUrl"]))
        if (status, headers["content-type"].partition(";")[0], f"{len(body)} B") != (
                200, each["encodingFormat"], each["contentSize"]):
            return False
    return True


def is_http(page: Page) -> bool:
    """Whether all addresses are of a protocol that anybody speaks, and that has authentication."""
    return {urlsplit(each).scheme for each in (page.url, *(str(file["contentUrl"]) for file in files(page)))} <= {"http", "https"}


Test = Callable[[Page], object]

F_UJI: dict[str, Test] = {
    "FsF-F1-01MD": lambda page: urlsplit(str(page.embedded["identifier"])).netloc,
    "FsF-F1-02MD-1": lambda page: page.links["cite-as"][0].startswith("https://w3id.org/"),
    "FsF-F2-01M": lambda page: all(page.embedded[name] for name in (
        "creator", "name", "identifier", "datePublished", "publisher", "@type", "description", "keywords")),
    "FsF-F3-01M": lambda page: page.links["item"] and all(each["contentUrl"] for each in files(page)),
    "FsF-F4-01M": lambda page: page.embedded["@context"]["@vocab"] == "https://schema.org/",  # type: ignore[index, call-overload]
    "FsF-A1-01M": lambda page: str(page.embedded["conditionsOfAccess"]).endswith("/access-right/PUBLIC")
    and page.embedded["isAccessibleForFree"] is True,
    "FsF-A1-02MD": lambda page: page.get()[0] == 200 and downloaded(page),
    "FsF-A1.1-01MD": is_http,
    "FsF-A1.2-01MD": is_http,
    "FsF-I1-01M": lambda page: page.embedded and list(page.graph) and page.links["describedby"],
    "FsF-I2-01M": lambda page: {"http://purl.org/dc/terms/", "http://www.w3.org/ns/dcat#"} <= {
        re.sub(r"[^/#]*$", "", quad.predicate.value) for quad in page.graph},
    "FsF-I3-01M": lambda page: page.embedded["isBasedOn"],
    "FsF-R1-01M": lambda page: page.embedded["@type"] == ["Dataset"] and all(
        each["encodingFormat"] and each["contentSize"] for each in files(page)),
    "FsF-R1.1-01M": lambda page: page.embedded["license"] in page.links["license"],
    "FsF-R1.2-01M": lambda page: all(page.embedded[name] for name in ("creator", "datePublished", "dateModified", "version")),
    "FsF-R1.3-01M": lambda page: NamedNode("http://www.w3.org/ns/dcat#Dataset") in {quad.object for quad in page.graph},
    "FsF-R1.3-02D": lambda page: "text/csv" in {each["encodingFormat"] for each in files(page)},
}
"""Metrics of the landing page of the data set, all 17."""

FOOPS: dict[str, Test] = {
    "URI1": lambda page: list(page.graph),
    "URI2": lambda page: page.said("rdf:type"),
    "VER1": lambda page: page.said("owl:versionIRI") and page.url not in page.said("owl:versionIRI"),
    "VER2": lambda page: [page.get(each, Accept="text/turtle")[0] for each in page.said("owl:versionIRI")] == [200],
    "FIND1": lambda page: page.said("vann:preferredNamespacePrefix"),
    "FIND3-bis": lambda page: page.said("schema:includedInDataCatalog"),
    "HTTP1": lambda page: page.url.startswith("http"),
    "CN1": lambda page: {page.get(Accept=kind)[1]["content-type"].partition(";")[0] for kind in (
        "text/html", "text/turtle", "application/rdf+xml", "application/ld+json")} == {
        "text/html", "text/turtle", "application/rdf+xml", "application/ld+json"},
    "DOC1": lambda page: len(page.html) > 1000,
    "RDF1": lambda page: list(page.graph),
    "VOC1": lambda page: page.said("dct:title") and page.said("vann:preferredNamespaceUri"),
    "VOC2": lambda page: {quad.object.value for quad in page.graph if isinstance(quad.object, NamedNode)
                          and quad.predicate == expanded("rdfs:subClassOf", PREFIXES)
                          and not quad.object.value.startswith(page.url)},
    "VOC3": lambda page: page.terms() and all(page.said("rdfs:label", each) for each in page.terms()),
    "VOC4": lambda page: page.terms() and all(page.said("skos:definition", each) for each in page.terms()),
    "OM1": lambda page: all(page.said(each) for each in (
        "dct:title", "dct:description", "dct:license", "owl:versionIRI", "dct:creator", "vann:preferredNamespaceUri")),
    "OM2": lambda page: all(page.said(each) for each in (
        "vann:preferredNamespacePrefix", "owl:versionInfo", "dct:created", "dct:bibliographicCitation")),
    "OM3": lambda page: all(page.said(each) for each in ("dct:publisher", "bibo:status", "dct:source", "dct:issued")),
    "OM4.1": lambda page: page.said("dct:license"),
    "OM5.1": lambda page: page.said("dct:creator") and page.said("dct:created"),
    "OM5.2": lambda page: page.said("dct:issued") and page.said("dct:publisher"),
}
"""Tests of the vocabulary, 20 of 24."""

PUBLIC = ("FsF-F1-02MD-2", "PURL1", "FIND2", "FIND3", "OM4.2")
"""What only the public Internet can answer."""


@pytest.fixture(scope="module")
def landing(agency_url: str) -> Page:
    """The landing page of the data set."""
    return Page(f"{agency_url}dataset")


@pytest.fixture(scope="module")
def vocabulary(agency_url: str) -> Page:
    """The vocabulary."""
    return Page(f"{agency_url}ns")


@pytest.mark.parametrize("metric", F_UJI)
def test_the_landing_page_has_what_f_uji_asks(landing: Page, metric: str) -> None:
    assert F_UJI[metric](landing)


@pytest.mark.parametrize("metric", FOOPS)
def test_the_vocabulary_has_what_foops_asks(vocabulary: Page, metric: str) -> None:
    assert FOOPS[metric](vocabulary)


def test_what_only_the_internet_can_answer_is_in_the_documents_with_what_to_do() -> None:
    text = (Path(__file__).parents[2] / "server" / "docs" / "harvest.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([A-Z][A-Za-z0-9.-]+)` \|", text, re.MULTILINE) == list(PUBLIC)
    assert len(F_UJI) == 17
    assert len(FOOPS) + len(PUBLIC) - 1 == 24
