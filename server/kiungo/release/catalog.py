"""The catalogue for harvesters: files of a release, in each application profile.

There are several profiles where two versions of DCAT-AP cannot be met by one document: `dcat:byteSize` is an
`xsd:nonNegativeInteger` in one and an `xsd:decimal` in the other, which also knows no digest but SHA-1.
https://github.com/SEMICeu/DCAT-AP/issues/422
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pyoxigraph import NamedNode

from kiungo.rdf.namespaces import expanded

FOLDER = "catalog"

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def term(name: str) -> NamedNode:
    """A term of the catalogue's vocabularies by its prefixed name."""
    return expanded(name, PREFIXES)


@dataclass(frozen=True)
class Profile:
    """A version of DCAT-AP. `stem` is the path of its documents below the base, without suffix; `token` its short name."""

    stem: str
    token: str
    name: str
    standard: str
    """The IRI of the profile's specification."""
    size_type: str
    """The local name of the XSD type of byte sizes."""
    digest: Literal["sha256", "sha1"]
    version: str
    """The property that holds a version, as a prefixed name."""


PROFILES = (
    Profile("catalog", "dcat-ap-3", "DCAT-AP 3.0.1", "https://semiceu.github.io/DCAT-AP/releases/3.0.1/",
            "nonNegativeInteger", "sha256", "dcat:version"),
    Profile("catalog-2", "dcat-ap-2", "DCAT-AP 2.1.1", "https://semiceu.github.io/DCAT-AP/releases/2.1.1/",
            "decimal", "sha1", "owl:versionInfo"),
)
"""The first is the catalogue; the others are for those who cannot read it yet."""
