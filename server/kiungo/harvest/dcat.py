"""The catalogue for harvesters: DCAT-AP, whole in one document, with nothing to look up and nothing to infer.

It differs from a description of the same things for readers. There is no `rdfs:label` on an IRI that a harvester is to
keep; no superclass is written beside a class; each dataset has one identifier, its IRI, for ever; each value that
harvesters check by its class has that class here. What nobody has told us is left out.
https://semiceu.github.io/DCAT-AP/releases/3.0.1/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from kiungo.harvest import authorities
from kiungo.messages import Catalogue
from kiungo.publication import Publication, Terms, Text
from kiungo.release.catalog import Profile, term
from kiungo.release.downloads import CSV, WHOLE, Download
from kiungo.release.manifest import Dates
from kiungo.release.services import SERVICES, SPARQL

_FILE_TYPES = {"text/turtle": "RDF_TURTLE", "application/ld+json": "JSON_LD", "application/n-triples": "RDF_N_TRIPLES",
               "application/rdf+xml": "RDF_XML", "application/trig": "RDF_TRIG", "application/n-quads": "RDF_N_QUADS",
               "text/csv": "CSV"}
"""Codes of the European table of file types, by media type."""

_Value = NamedNode | Literal
_Pair = tuple[str, _Value]


@dataclass(frozen=True)
class File:
    """A file, the releases in which it is as it is, the newest first, and the digest that the older profile asks for, in hex."""

    download: Download
    releases: Sequence[str]
    sha1: str

    @property
    def release(self) -> str:
        """The release in which it came: under its address it will be found until it changes."""
        return self.releases[-1]

    @property
    def digests(self) -> dict[str, str]:
        """Both digests by the name of the algorithm."""
        return {"sha256": self.download.entry.sha256, "sha1": self.sha1}


@dataclass(frozen=True)
class Dataset:
    """A dataset of the catalogue: the whole, or a named graph. `path` is its own, below the base."""

    name: str
    path: str
    title: Text
    description: Text
    dates: Dates
    files: Sequence[File]


def catalogue(publication: Publication, datasets: Sequence[Dataset], profile: Profile) -> list[Triple]:
    """The catalogue of a release in one profile, in the order in which a person would read it."""
    said = chain(
        _catalogue(publication, datasets, profile),
        *(_dataset(publication, each, profile) for each in datasets),
        _services(publication, datasets),
        _agents(publication), _statements(publication), _extent(publication),
    )
    found = list(dict.fromkeys(said))
    used = {each.object.value for each in found if isinstance(each.object, NamedNode)}
    return list(dict.fromkeys([*found, *authorities.closure(used, publication.about.languages)]))


def _catalogue(publication: Publication, datasets: Sequence[Dataset], profile: Profile) -> Iterator[Triple]:
    about, base = publication.about, publication.base
    yield from _told(f"{base}catalog", chain(
        [("rdf:type", term("dcat:Catalog"))],
        _words("dct:title", about.title), _words("dct:description", about.description),
        [("dct:publisher", NamedNode(about.publisher)), ("foaf:homepage", NamedNode(base)),
         ("dct:license", NamedNode(about.licence)),
         ("dct:issued", _date(datasets[0].dates.issued)), ("dct:modified", _date(datasets[0].dates.modified)),
         ("dct:conformsTo", NamedNode(profile.standard)),
         ("dcat:themeTaxonomy", NamedNode(authorities.DATA_THEME))],
        _languages(publication), _rights(publication, publication.terms()), _extents(publication),
        (("dcat:dataset", NamedNode(base + each.path)) for each in datasets),
        (("dcat:service", NamedNode(_part(publication, each.key))) for each in SERVICES),
    ))
    yield from _typed("foaf:Document", [base])
    yield from _typed("dct:Standard", [profile.standard])


def _dataset(publication: Publication, dataset: Dataset, profile: Profile) -> Iterator[Triple]:
    about = publication.about
    iri = publication.base + dataset.path
    yield from _told(iri, chain(
        [("rdf:type", term("dcat:Dataset"))],
        _words("dct:title", dataset.title), _words("dct:description", dataset.description),
        [("dct:identifier", Literal(iri)), ("dct:creator", NamedNode(about.publisher)),
         ("dct:publisher", NamedNode(about.publisher)),
         ("dct:issued", _date(dataset.dates.issued)), ("dct:modified", _date(dataset.dates.modified)),
         (profile.version, Literal(dataset.dates.version)), ("dcat:landingPage", NamedNode(f"{iri}.html"))],
        _languages(publication), _known(publication), _extents(publication), _frequency(publication),
        _origin(publication, dataset),
        (("dcat:distribution", NamedNode(f"{iri}#{each.download.key}")) for each in dataset.files),
        [("dcat:distribution", NamedNode(f"{iri}#{SPARQL.key}"))],
    ))
    yield from _typed("foaf:Document", [f"{iri}.html"])
    for each in dataset.files:
        yield from _file(publication, dataset, each, profile)
    yield from _queried(publication, dataset)


def _origin(publication: Publication, dataset: Dataset) -> Iterator[_Pair]:
    """The captured texts, for the whole and for the graphs that hold their words or translate them."""
    snapshots = publication.captured(dataset.name)
    yield from (("prov:wasDerivedFrom", NamedNode(each)) for each in snapshots)
    if snapshots:
        yield "dct:provenance", NamedNode(_part(publication, "provenance"))


def _file(publication: Publication, dataset: Dataset, file: File, profile: Profile) -> Iterator[Triple]:
    base, download = publication.base, file.download
    iri = f"{base}{dataset.path}#{download.key}"
    kind = NamedNode(authorities.FILE_TYPE + _FILE_TYPES[download.media_type])
    media = [("dcat:mediaType", download.media_type), ("dcat:compressFormat", download.compression)]
    yield from _told(iri, chain(
        _distribution(publication, dataset, download.format, "table" if download.media_type == CSV else "file"),
        [("dcat:accessURL", NamedNode(base + dataset.path)),
         ("dcat:downloadURL", NamedNode(f"{base}dataset/{file.release}/{download.name}")),
         ("dct:format", kind)],
        ((key, NamedNode(authorities.MEDIA_TYPE + value)) for key, value in media if value),
        [("dct:issued", _date(dataset.dates.issued)), ("dct:modified", _date(dataset.dates.modified)),
         ("dcat:byteSize", Literal(str(download.entry.size), datatype=term(f"xsd:{profile.size_type}"))),
         ("spdx:checksum", NamedNode(f"{iri}-{profile.digest}"))],
    ))
    yield from _told(f"{iri}-{profile.digest}", [
        ("rdf:type", term("spdx:Checksum")), ("spdx:algorithm", term(f"spdx:checksumAlgorithm_{profile.digest}")),
        ("spdx:checksumValue", Literal(file.digests[profile.digest], datatype=term("xsd:hexBinary"))),
    ])
    yield from _typed("spdx:ChecksumAlgorithm", [term(f"spdx:checksumAlgorithm_{profile.digest}").value])


def _queried(publication: Publication, dataset: Dataset) -> Iterator[Triple]:
    """The dataset as it can be asked, which is no file."""
    endpoint = publication.base + SPARQL.endpoint
    yield from _told(f"{publication.base}{dataset.path}#{SPARQL.key}", chain(
        _distribution(publication, dataset, SPARQL.name, SPARQL.key),
        [("dcat:accessURL", NamedNode(endpoint)), ("dcat:accessService", NamedNode(_part(publication, SPARQL.key)))],
    ))


def _distribution(publication: Publication, dataset: Dataset, name: str, message: str) -> Iterator[_Pair]:
    """What a distribution is, and the terms of its use. `name` is that of its format, `message` what describes it."""
    terms = publication.terms(None if dataset.name == WHOLE else dataset.name)
    yield "rdf:type", term("dcat:Distribution")
    yield from _titled(dataset.title, name)
    yield from _described(publication, message, format=name)
    if terms.licence:
        yield "dct:license", NamedNode(terms.licence)
    yield from _rights(publication, terms)
    if publication.catalog.availability:
        yield "dcatap:availability", NamedNode(publication.catalog.availability)


def _services(publication: Publication, datasets: Sequence[Dataset]) -> Iterator[Triple]:
    base, about = publication.base, publication.about
    for each in SERVICES:
        served = datasets if each.serves else ()
        yield from _told(_part(publication, each.key), chain(
            [("rdf:type", term("dcat:DataService"))],
            _titled(about.title, each.name), _described(publication, each.key),
            [("dcat:endpointURL", NamedNode(base + each.endpoint)),
             ("dcat:endpointDescription", NamedNode(base + each.description)),
             ("foaf:page", NamedNode(base + each.document)),
             ("dct:conformsTo", NamedNode(each.standard)), ("dct:publisher", NamedNode(about.publisher)),
             ("dct:license", NamedNode(about.licence))],
            _rights(publication, publication.terms()), _known(publication),
            (("dcat:servesDataset", NamedNode(base + dataset.path)) for dataset in served),
        ))
        yield from _typed("dct:Standard", [each.standard])
        yield from _typed("rdfs:Resource", [base + each.endpoint, base + each.description])
        yield from _typed("foaf:Document", [base + each.document])


def _agents(publication: Publication) -> Iterator[Triple]:
    """Who publishes, and the licence, with the title under which portals know it."""
    about, publisher = publication.about, publication.catalog.publisher
    if publisher.name:
        yield from _told(about.publisher, chain(
            [("rdf:type", term("foaf:Agent"))], _words("foaf:name", publisher.name),
            [("dct:type", NamedNode(publisher.type))] if publisher.type else [],
        ))
    for iri in filter(None, (about.licence, about.quoted_licence)):
        yield from _typed("dct:LicenseDocument", [iri])
        known = authorities.licence(iri)
        if known:
            yield from _told(iri, [
                ("dct:title", Literal(known.title)), ("dct:type", NamedNode(known.type)),
                ("skos:exactMatch", NamedNode(known.same)),
            ])


def _statements(publication: Publication) -> Iterator[Triple]:
    """Whom to write to, the note of rights, and where the data come from."""
    contact, rights = publication.contact, publication.about.rights
    if contact:
        yield from _told(_part(publication, "contact"), chain(
            [("rdf:type", term("vcard:Kind"))], _words("vcard:fn", contact.name),
            [("vcard:hasEmail", NamedNode(f"mailto:{contact.email}"))] if contact.email else [],
            [("vcard:hasURL", NamedNode(contact.url))] if contact.url else [],
        ))
    if rights:
        for name, said in (("rights", _words("dct:description", rights)), ("own", _described(publication, "own"))):
            yield from _typed("dct:RightsStatement", [_part(publication, name)])
            yield from _told(_part(publication, name), said)
    if publication.source:
        sources = ", ".join(f"<{each.snapshot}>" for each in publication.source)
        said = _described(publication, "provenance", sources=sources, graphs=", ".join(publication.graphs.evidenced))
        yield from _typed("dct:ProvenanceStatement", [_part(publication, "provenance")])
        yield from _told(_part(publication, "provenance"), said)


def _extent(publication: Publication) -> Iterator[Triple]:
    """The places and the time that the datasets are about."""
    for place in publication.catalog.spatial:
        yield from _typed("dct:Location", [place.iri])
        yield from _told(place.iri, _words("skos:prefLabel", place.name))
    period = publication.catalog.temporal
    if period:
        days = (("dcat:startDate", period.start), ("dcat:endDate", period.end))
        yield from _typed("dct:PeriodOfTime", [_part(publication, "period")])
        yield from _told(_part(publication, "period"), ((name, _date(day)) for name, day in days if day))


def _known(publication: Publication) -> Iterator[_Pair]:
    """What only the publication can know of its datasets and services."""
    catalog = publication.catalog
    yield from (("dcat:theme", NamedNode(each)) for each in catalog.themes)
    yield from (("dcat:keyword", Literal(word, language=tag)) for tag, words in catalog.keywords.items() for word in words)
    if publication.contact:
        yield "dcat:contactPoint", NamedNode(_part(publication, "contact"))
    if catalog.access_rights:
        yield "dct:accessRights", NamedNode(catalog.access_rights)


def _extents(publication: Publication) -> Iterator[_Pair]:
    """The places and the time that the data are about."""
    yield from (("dct:spatial", NamedNode(each.iri)) for each in publication.catalog.spatial)
    if publication.catalog.temporal:
        yield "dct:temporal", NamedNode(_part(publication, "period"))


def _frequency(publication: Publication) -> Iterator[_Pair]:
    if publication.catalog.frequency:
        yield "dct:accrualPeriodicity", NamedNode(publication.catalog.frequency)


def _rights(publication: Publication, terms: Terms) -> Iterator[_Pair]:
    """The note of others' rights where it holds; elsewhere, in a publication that knows of such rights, that there are none."""
    if publication.about.rights:
        yield "dct:rights", NamedNode(_part(publication, "rights" if terms.rights else "own"))


def _titled(title: Text, name: str) -> Iterator[_Pair]:
    return (("dct:title", Literal(f"{words}: {name}", language=tag)) for tag, words in title.items())


def _described(publication: Publication, message: str, **values: str) -> Iterator[_Pair]:
    """A description, in the languages of the publication."""
    return _words("dct:description", {tag: Catalogue("catalog", tag)(message, **values) for tag in publication.about.languages})


def _languages(publication: Publication) -> Iterator[_Pair]:
    known = (authorities.language(tag) for tag in publication.about.languages)
    return (("dct:language", NamedNode(iri)) for iri in known if iri)


def _part(publication: Publication, name: str) -> str:
    """The IRI of a node that belongs to the catalogue alone."""
    return f"{publication.base}catalog#{name}"


def _told(subject: str, pairs: Iterable[_Pair]) -> Iterator[Triple]:
    return (Triple(NamedNode(subject), term(name), value) for name, value in pairs)


def _typed(kind: str, iris: Sequence[str]) -> Iterator[Triple]:
    return (Triple(NamedNode(each), term("rdf:type"), term(kind)) for each in iris)


def _words(name: str, words: Text) -> Iterator[_Pair]:
    return ((name, Literal(text, language=tag)) for tag, text in words.items())


def _date(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=term("xsd:date"))
