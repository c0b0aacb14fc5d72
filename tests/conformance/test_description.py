"""The W3C's tests of service descriptions, which say in their names what must hold, and nothing more.

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from conformance.exchange import Service
from conformance.suite import DESCRIPTION, RDF, RDFS, Description, Entry, Term, parameters

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")


def _described(service: Service, accept: str | None = None) -> list[Quad]:
    """What a GET of the endpoint answers, read as what it says it is."""
    response = service.send("GET", "/sparql", [("Host", service.host), *([("Accept", accept)] if accept else [])])
    response.require(2)
    assert accept in (None, response.media_type)
    form = RdfFormat.from_media_type(response.media_type)
    assert form is not None, f"{response.media_type} is not RDF"
    return list(parse(response.body, form, base_iri=service.url))


def _returns_rdf(service: Service, _schema: Path) -> None:
    for accept in (None, *FORMATS):
        assert _described(service, accept)


def _has_endpoint_triple(service: Service, _schema: Path) -> None:
    endpoints = [quad.object for quad in _described(service) if quad.predicate.value == f"{SD}endpoint"]
    assert endpoints == [NamedNode(service.url)]


def _conforms_to_schema(service: Service, schema: Path) -> None:
    """Domains and ranges of the vocabulary, as the W3C publishes it, read as what must be stated."""
    quads, vocabulary = _described(service), Description(parse(schema.read_bytes(), RdfFormat.TURTLE))
    found = Description(quads)
    kinds = {quad.subject: _kinds(quad.subject, found, vocabulary) for quad in quads}
    assert any(f"{SD}Service" in each for each in kinds.values())
    for quad in quads:
        if quad.predicate.value.startswith(SD):
            _property(quad, kinds, vocabulary)
        for term in (quad.predicate, quad.object):
            known = not isinstance(term, NamedNode) or not term.value.startswith(SD) or vocabulary.values(term, f"{RDF}type")
            assert known, f"{term} is no term of the vocabulary"


def _property(quad: Quad, kinds: dict[Term, set[str]], vocabulary: Description) -> None:
    domain, range_ = (vocabulary.value(quad.predicate, f"{RDFS}{each}") for each in ("domain", "range"))
    assert domain is None or domain.value in kinds[quad.subject], f"{quad}: the subject is no {domain}"
    if quad.predicate.value in (f"{SD}endpoint", f"{SD}name"):
        assert isinstance(quad.object, NamedNode)
    if range_ is None or not range_.value.startswith(SD):
        return
    own = kinds.get(quad.object) or _kinds(quad.object, Description([]), vocabulary)
    assert range_.value in own, f"{quad}: the object is no {range_}"


def _kinds(node: Term, found: Description, vocabulary: Description) -> set[str]:
    """The classes of a resource, as stated of it here or by the vocabulary, and the classes above them."""
    open_ = [*found.values(node, f"{RDF}type"), *vocabulary.values(node, f"{RDF}type")]
    kinds: set[str] = set()
    while open_:
        kind = open_.pop()
        kinds.add(kind.value)
        open_ += vocabulary.values(kind, f"{RDFS}subClassOf")
    return kinds


TESTS = {
    "returns-rdf": _returns_rdf,
    "has-endpoint-triple": _has_endpoint_triple,
    "conforms-to-schema": _conforms_to_schema,
}


@pytest.mark.parametrize("entry", parameters([DESCRIPTION], ["ServiceDescriptionTest"]))
def test_w3c_service_is_described(entry: Entry, service: Service, conformance: Path) -> None:
    TESTS[entry.name](service, conformance / "vocabularies" / "sparql-service-description.ttl")
