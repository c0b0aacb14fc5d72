"""The one table of RDF serializations.

`W3C` formats: https://www.w3.org/ns/formats/ ; media types as registered with IANA.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import RdfFormat


@dataclass(frozen=True)
class Format:
    """A serialization of RDF: its media type, its file suffix, and the name of its writer.

    `datasets` is true where a document keeps its named graphs (in JSON-LD only the whole dataset does:
    who asks for one thing in JSON-LD expects its triples at the top). `aliases` are other media types that clients
    send and mean this; they are accepted and never sent.
    """

    name: str
    media_type: str
    suffix: str
    writer: RdfFormat
    iri: str
    datasets: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type with the charset where the registration has that parameter."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


TURTLE = Format(
    "Turtle", "text/turtle", "ttl", RdfFormat.TURTLE, "http://www.w3.org/ns/formats/Turtle",
    aliases=("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3", "application/rdf+n3"),
)
JSON_LD = Format(
    "JSON-LD", "application/ld+json", "jsonld", RdfFormat.JSON_LD, "http://www.w3.org/ns/formats/JSON-LD",
    aliases=("application/json",),
)
N_TRIPLES = Format(
    "N-Triples", "application/n-triples", "nt", RdfFormat.N_TRIPLES, "http://www.w3.org/ns/formats/N-Triples",
    aliases=("text/plain",),
)
RDF_XML = Format(
    "RDF/XML", "application/rdf+xml", "rdf", RdfFormat.RDF_XML, "http://www.w3.org/ns/formats/RDF_XML",
    aliases=("application/xml", "text/xml", "text/rdf"),
)
TRIG = Format(
    "TriG", "application/trig", "trig", RdfFormat.TRIG, "http://www.w3.org/ns/formats/TriG",
    datasets=True, aliases=("application/x-trig",),
)
N_QUADS = Format(
    "N-Quads", "application/n-quads", "nq", RdfFormat.N_QUADS, "http://www.w3.org/ns/formats/N-Quads",
    datasets=True, aliases=("text/x-nquads",),
)

PREFIXED = (TURTLE, TRIG)  # those for reading, whose prefixes stand in front
FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS)  # in the server's order of preference


def by_suffix(suffix: str) -> Format | None:
    """The format whose files end in `.suffix`, or None."""
    return next((each for each in FORMATS if each.suffix == suffix), None)
