"""The one table of query result formats, beside that of RDF formats in `kiungo.rdf.formats`.

https://www.w3.org/TR/sparql11-results-json/ · https://www.w3.org/TR/rdf-sparql-XMLres/ ·
https://www.w3.org/TR/sparql11-results-csv-tsv/ (which says nothing of ASK: `true` or `false` is sent)
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat


@dataclass(frozen=True)
class ResultsFormat:
    """A serialization of the results of SELECT and ASK. `aliases` are accepted and never sent."""

    name: str
    media_type: str
    suffix: str
    writer: QueryResultsFormat
    iri: str
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type with the charset where the registration has that parameter."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


JSON = ResultsFormat(
    "JSON",
    "application/sparql-results+json",
    "json",
    QueryResultsFormat.JSON,
    "http://www.w3.org/ns/formats/SPARQL_Results_JSON",
    ("application/json", "text/json"),
)
XML = ResultsFormat(
    "XML",
    "application/sparql-results+xml",
    "xml",
    QueryResultsFormat.XML,
    "http://www.w3.org/ns/formats/SPARQL_Results_XML",
    ("application/xml", "text/xml"),
)
CSV = ResultsFormat(
    "CSV",
    "text/csv",
    "csv",
    QueryResultsFormat.CSV,
    "http://www.w3.org/ns/formats/SPARQL_Results_CSV",
)
TSV = ResultsFormat(
    "TSV",
    "text/tab-separated-values",
    "tsv",
    QueryResultsFormat.TSV,
    "http://www.w3.org/ns/formats/SPARQL_Results_TSV",
)

RESULTS_FORMATS = (JSON, XML, CSV, TSV)  # in the server's order of preference
