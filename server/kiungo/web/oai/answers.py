"""The answers of OAI-PMH as XML: https://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from pyoxigraph import Literal, NamedNode, Triple

from kiungo.publication import Publication
from kiungo.rdf.namespaces import XSD_STRING
from kiungo.rdf.terms import text
from kiungo.release.catalog import PREFIXES
from kiungo.web.oai.arguments import Arguments, OaiError
from kiungo.web.oai.records import Record, Repository

OAI = "http://www.openarchives.org/OAI/2.0/"
_OAI_DC, _DC = "http://www.openarchives.org/OAI/2.0/oai_dc/", "http://purl.org/dc/elements/1.1/"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"

FORMATS = {
    "oai_dc": (f"{OAI}oai_dc.xsd", _OAI_DC),
    "dcat_ap": (f"{OAI}rdf.xsd", PREFIXES["rdf"]),
}
"""Each metadata format by its prefix: its schema, and its namespace. RDF/XML has the schema that OAI keeps for it."""

_DUBLIN_CORE = (("title", "dct:title"), ("description", "dct:description"), ("publisher", "dct:publisher"),
                ("date", "dct:modified"), ("identifier", "dct:identifier"), ("language", "dct:language"),
                ("subject", "dcat:keyword"))
"""The elements of a record in Dublin Core, with the property of the catalogue that each comes from."""


@dataclass(frozen=True)
class Service:
    """What the answers are made from. `url` is the base URL of the service."""

    url: str
    publication: Publication
    repository: Repository


def answer(service: Service, asked: Arguments | OaiError, now: datetime) -> bytes:
    """The XML of an answer, or of an error, which repeats no arguments where these were wrong."""
    root = Element("OAI-PMH", {"xmlns": OAI, _XSI: f"{OAI} {OAI}OAI-PMH.xsd"})
    _add(root, "responseDate", now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    try:
        if isinstance(asked, OaiError):
            raise asked
        found = _VERBS[asked.verb](service, asked)
        _add(root, "request", service.url, **asked.given)
        root.append(found)
    except OaiError as error:
        given = asked.given if isinstance(asked, Arguments) and error.code not in ("badVerb", "badArgument") else {}
        _add(root, "request", service.url, **given)
        _add(root, "error", str(error), code=error.code)
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _identify(service: Service, _asked: Arguments) -> Element:
    found, about = Element("Identify"), service.publication.about
    _add(found, "repositoryName", about.title[about.languages[0]])
    _add(found, "baseURL", service.url)
    _add(found, "protocolVersion", "2.0")
    contact = service.publication.contact
    if contact and contact.email:
        _add(found, "adminEmail", contact.email)
    _add(found, "earliestDatestamp", service.repository.earliest.isoformat())
    _add(found, "deletedRecord", "transient")  # old releases may be removed, and what they say with them
    _add(found, "granularity", "YYYY-MM-DD")
    return found


def _formats(service: Service, asked: Arguments) -> Element:
    if asked.identifier:
        _one(service, asked)
    found = Element("ListMetadataFormats")
    for prefix, (schema, namespace) in FORMATS.items():
        one = _add(found, "metadataFormat")
        _add(one, "metadataPrefix", prefix)
        _add(one, "schema", schema)
        _add(one, "metadataNamespace", namespace)
    return found


def _identifiers(service: Service, asked: Arguments) -> Element:
    found = Element("ListIdentifiers")
    found.extend(_header(each) for each in _selected(service, asked))
    return found


def _records(service: Service, asked: Arguments) -> Element:
    found = Element("ListRecords")
    found.extend([_record(service, each, asked.prefix) for each in _selected(service, asked)])
    return found


def _get(service: Service, asked: Arguments) -> Element:
    found = Element("GetRecord")
    record = _one(service, asked)
    _require_format(asked)
    found.append(_record(service, record, asked.prefix))
    return found


_VERBS = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListIdentifiers": _identifiers,
    "ListRecords": _records,
    "GetRecord": _get,
}


def _one(service: Service, asked: Arguments) -> Record:
    found = service.repository.records.get(asked.identifier)
    if found is None:
        raise OaiError("idDoesNotExist", "There is no record of that identifier.")
    return found


def _require_format(asked: Arguments) -> None:
    if asked.prefix not in FORMATS:
        raise OaiError("cannotDisseminateFormat", f"The formats are {', '.join(FORMATS)}.")


def _selected(service: Service, asked: Arguments) -> list[Record]:
    """The records of the days asked for, both included."""
    _require_format(asked)
    found = [
        each for each in service.repository.records.values()
        if (asked.since is None or each.day >= asked.since) and (asked.until is None or each.day <= asked.until)
    ]
    if not found:
        raise OaiError("noRecordsMatch", "Nothing changed in those days.")
    return found


def _header(record: Record) -> Element:
    found = Element("header", {"status": "deleted"} if record.is_deleted else {})
    _add(found, "identifier", record.iri)
    _add(found, "datestamp", record.day.isoformat())
    return found


def _record(service: Service, record: Record, prefix: str) -> Element:
    found = Element("record")
    found.append(_header(record))
    if not record.is_deleted:
        write = _dublin_core if prefix == "oai_dc" else _dcat_ap
        _add(found, "metadata").append(write(service.repository, record))
    return found


def _dublin_core(repository: Repository, record: Record) -> Element:
    found = Element("oai_dc:dc", {"xmlns:oai_dc": _OAI_DC, "xmlns:dc": _DC, _XSI: f"{_OAI_DC} {OAI}oai_dc.xsd"})
    for name, source in _DUBLIN_CORE:
        for value in repository.values(record.iri, source):
            named = repository.values(value.value, "foaf:name") if isinstance(value, NamedNode) else []
            for words in named or [value]:
                _add(found, f"dc:{name}", words.value, **_language(words))
    _add(found, "dc:type", "Dataset")
    return found


def _dcat_ap(repository: Repository, record: Record) -> Element:
    """What the catalogue says of a dataset, which has no blank nodes: https://www.w3.org/TR/rdf-syntax-grammar/"""
    found = Element("rdf:RDF", {f"xmlns:{prefix}": space for prefix, space in PREFIXES.items()})
    for subject, triples in groupby(repository.description(record.iri), key=lambda triple: triple.subject):
        described = _add(found, "rdf:Description", **{"rdf:about": text(subject)})
        for each in triples:
            _property(described, each)
    return found


def _property(parent: Element, triple: Triple) -> None:
    name, value = _name(triple.predicate.value), triple.object
    if isinstance(value, Literal):
        datatype = {} if value.language or value.datatype == XSD_STRING else {"rdf:datatype": value.datatype.value}
        _add(parent, name, value.value, **_language(value), **datatype)
    else:
        _add(parent, name, **{"rdf:resource": text(value)})


def _name(iri: str) -> str:
    """The prefixed name of a term of the catalogue."""
    return next(f"{prefix}:{iri.removeprefix(space)}" for prefix, space in PREFIXES.items() if iri.startswith(space))


def _language(value: NamedNode | Literal) -> dict[str, str]:
    return {"xml:lang": value.language} if isinstance(value, Literal) and value.language else {}


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    child = SubElement(parent, name, attributes)
    child.text = text or None
    return child
