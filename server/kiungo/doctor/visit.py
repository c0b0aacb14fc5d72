"""A visit to one server: the thing, what is discovered from it, and every answer kept, so that nothing is asked twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urldefrag, urljoin, urlsplit

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kiungo.doctor.exchange import REQUESTS, Exchange, Transport, Unreachable
from kiungo.doctor.rules import Skipped, broken

TURTLE, HTML, NT = "text/turtle", "text/html", "application/n-triples"
FORMATS = {
    "text/turtle": RdfFormat.TURTLE, "application/ld+json": RdfFormat.JSON_LD, "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML, "application/trig": RdfFormat.TRIG, "application/n-quads": RdfFormat.N_QUADS,
}
"""The registered media types of RDF, and what reads them."""

VOID = "http://rdfs.org/ns/void#"
_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]*))?)*)')
_PARAMETER = re.compile(r';\s*([\w!#$&+.^`|~*-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*)))?')
_HOPS = 6

Statement = tuple[str, str, str]


@dataclass(frozen=True)
class WebLink:
    """A link of a `Link` header: target as absolute URL, relations, the other attributes."""

    target: str
    rel: tuple[str, ...]
    attributes: dict[str, str]


@dataclass
class Visit:
    """One examination of one server. `given` may name document, ontology, sparql, withdrawn."""

    thing: str
    send: Transport
    given: dict[str, str] = field(default_factory=dict)
    _kept: dict[tuple[str, ...], Exchange] = field(default_factory=dict)
    _asked: int = 0

    def ask(self, url: str, accept: str = "*/*", method: str = "GET", **headers: str) -> Exchange:
        """One answer, no redirect followed. Header names are given with underscores."""
        sent = {"Accept": accept, **{name.replace("_", "-"): value for name, value in headers.items()}}
        target = urldefrag(url).url
        key = (method, target, *(f"{name}:{value}" for name, value in sent.items()))
        if key not in self._kept:
            if self._asked >= REQUESTS:
                raise Unreachable(f"{REQUESTS} requests are enough.")
            self._asked += 1
            self._kept[key] = self.send(method, target, sent)
        return self._kept[key]

    def chain(self, url: str, accept: str = "*/*", **headers: str) -> list[Exchange]:
        """The answers from a URL along its redirects, at most six."""
        found = [self.ask(url, accept, **headers)]
        while 300 <= found[-1].status < 400 and found[-1].header("location") and len(found) <= _HOPS:
            found.append(self.ask(urljoin(found[-1].url, found[-1].header("location")), accept, **headers))
        return found

    def follow(self, url: str, accept: str = "*/*", **headers: str) -> Exchange:
        """The last answer along the redirects."""
        return self.chain(url, accept, **headers)[-1]

    @cached_property
    def document(self) -> str:
        """The URL of the document about the thing."""
        return self.given.get("document") or self.follow(self.thing, f"{TURTLE}, */*;q=0.1").url

    @cached_property
    def statements(self) -> list[Statement]:
        """What the document says in the first format of RDF that there is; [] where there is none."""
        for kind in FORMATS:
            answer = self.follow(self.document, kind)
            if answer.status == 200 and answer.media_type in FORMATS:
                return statements(answer)
        return []

    @cached_property
    def ontology(self) -> str:
        """The document of the vocabulary. Raises Skipped where none is found on this server."""
        if self.given.get("ontology"):
            return self.given["ontology"]
        host = urlsplit(self.thing).netloc
        used = [each for statement in self.statements for each in statement[1:]]
        for term in dict.fromkeys(each for each in used if urlsplit(each).netloc == host and "#" in each):
            place = urldefrag(term).url
            if place != urldefrag(self.document).url and any(_declares(each) for each in self.read(place)):
                return place
        raise Skipped("no vocabulary was found on this server; name it with --ontology")

    @cached_property
    def void(self) -> list[Statement]:
        """What /.well-known/void says."""
        return self.read(urljoin(self.thing, "/.well-known/void"))

    @cached_property
    def sparql(self) -> str:
        """The SPARQL endpoint. Raises Skipped where none is named."""
        named = [each for _, predicate, each in [*self.statements, *self.void] if predicate == f"{VOID}sparqlEndpoint"]
        if not self.given.get("sparql") and not named:
            raise Skipped("no endpoint is named by VoID; name it with --sparql")
        return self.given.get("sparql") or named[0]

    def read(self, url: str) -> list[Statement]:
        """The statements at a URL; [] where it has none that can be read."""
        answer = self.follow(url, TURTLE)
        try:
            return statements(answer) if answer.status == 200 and answer.media_type in FORMATS else []
        except (SyntaxError, ValueError):
            return []


def _declares(statement: Statement) -> bool:
    return statement[2] in ("http://www.w3.org/2002/07/owl#Ontology", "http://www.w3.org/2002/07/owl#Class",
                            "http://www.w3.org/2000/01/rdf-schema#Class")


def statements(answer: Exchange) -> list[Statement]:
    """The triples of a body, terms as text. Raises Broken where it does not parse as its type."""
    form = FORMATS.get(answer.media_type)
    if form is None:
        broken(f"{answer.media_type or 'no type'} is no RDF")
    try:
        found = list(parse(answer.body, form, base_iri=answer.url))
    except (SyntaxError, ValueError) as error:
        broken(f"{answer.url} does not parse as {answer.media_type}: {error}")
    return [(_text(each.subject), _text(each.predicate), _text(each.object)) for each in found]


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def links(answer: Exchange) -> list[WebLink]:
    """The links of a `Link` header, read leniently."""
    return list(_links(answer))


def _links(answer: Exchange) -> Iterator[WebLink]:
    for target, rest in _LINK.findall(answer.header("link")):
        attributes = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(rest)}
        yield WebLink(urljoin(answer.url, target), tuple(attributes.pop("rel", "").split()), attributes)


def linked(answer: Exchange, rel: str) -> list[WebLink]:
    """The links with a relation."""
    return [each for each in links(answer) if rel in each.rel]


def members(header: str) -> set[str]:
    """The members of a list of names, in lower case."""
    return {each.strip().lower() for each in header.split(",") if each.strip()}
