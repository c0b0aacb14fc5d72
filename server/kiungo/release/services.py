"""The services beside the files, in one table: what the catalogue, the well-known places and the pages tell of them."""

from __future__ import annotations

from dataclasses import dataclass

OPENAPI = "application/vnd.oai.openapi+json; version=3.1"


@dataclass(frozen=True)
class Service:
    """A service. Paths stand below the base; `media_type` is that of the description for programs.

    `key` is its fragment in the catalogue, and its key in messages. `serves` is whether it gives the datasets themselves.
    """

    key: str
    name: str
    standard: str
    endpoint: str
    description: str
    media_type: str
    document: str
    """The page for people."""
    serves: bool = True


SPARQL = Service("sparql", "SPARQL", "https://www.w3.org/TR/sparql11-protocol/", "sparql", "sparql", "text/turtle", "limits")

SERVICES = (
    SPARQL,
    Service("queries", "REST", "https://spec.openapis.org/oas/v3.1.0", "query/", "openapi.json", OPENAPI, "query/"),
    Service("feed", "LDES", "https://w3id.org/ldes/specification", "feed", "feed.ttl", "text/turtle", "catalog.html"),
    Service("oai", "OAI-PMH", "http://www.openarchives.org/OAI/openarchivesprotocol.html", "oai", "oai?verb=Identify",
            "text/xml", "catalog.html", serves=False),
)
