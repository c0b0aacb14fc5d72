"""The catalogue that portals harvest, checked as they read it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from pyoxigraph import Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib.namespace import SH

from changes import changed
from kiungo.builder import build
from kiungo.checks import ValidationReport
from kiungo.release import Release, make_current
from kiungo.release.catalog import PROFILES, Profile, term
from kiungo.release.services import SERVICES, Service
from kiungo.sources import Sources
from official import results

DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
SPDX, XSD = "http://spdx.org/rdf/terms#", "http://www.w3.org/2001/XMLSchema#"
FORMATS = {"ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES}
IDS = [each.stem for each in PROFILES]

@pytest.fixture(params=["agency", "tiny"])
def release(request: pytest.FixtureRequest) -> Release:
    found: Release = request.getfixturevalue(f"{request.param}_release")
    return found


def body(release: Release, profile: Profile = PROFILES[0], suffix: str = "ttl") -> bytes:
    return (release.path / "catalog" / f"{profile.stem}.{suffix}").read_bytes()


def catalogue(release: Release, profile: Profile = PROFILES[0], suffix: str = "ttl") -> Dataset:
    return Dataset(parse(body(release, profile, suffix), FORMATS[suffix]))


def said(found: Dataset, subject: str | None, predicate: str) -> list[Triple]:
    node = NamedNode(subject) if subject else None
    quads = found.quads_for_subject(node) if node else iter(found)
    return [quad.triple for quad in quads if quad.predicate.value == predicate]


@pytest.mark.parametrize("profile", PROFILES, ids=IDS)
def test_it_says_the_same_in_every_format(release: Release, profile: Profile) -> None:
    turtle = set(catalogue(release, profile))
    assert turtle
    for suffix in FORMATS:
        assert set(catalogue(release, profile, suffix)) == turtle


def test_every_iri_is_absolute_and_no_node_is_blank(release: Release) -> None:
    for quad in catalogue(release):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)
    assert "@base" not in (release.path / "catalog" / "catalog.ttl").read_text()


def test_every_dataset_has_one_identifier_its_own_iri(release: Release) -> None:
    found = catalogue(release)
    datasets = [each.object.value for each in said(found, None, f"{DCAT}dataset")]
    typed = {each.subject.value for each in said(found, None, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
             if each.object == NamedNode(f"{DCAT}Dataset")}
    assert typed == set(datasets), "the catalogue itself is no dataset"
    for iri in datasets:
        assert [each.object.value for each in said(found, iri, f"{DCT}identifier")] == [iri]


def test_no_iri_that_a_harvester_keeps_has_a_label_in_its_place(release: Release) -> None:
    assert said(catalogue(release), None, "http://www.w3.org/2000/01/rdf-schema#label") == []


def test_titles_descriptions_and_keywords_are_in_every_language_of_the_publication(release: Release) -> None:
    found, languages = catalogue(release), set(release.publication.about.languages)
    for each in said(found, None, f"{DCAT}dataset"):
        for name in (f"{DCT}title", f"{DCT}description", f"{DCAT}keyword"):
            values = [triple.object for triple in said(found, each.object.value, name)]
            assert {value.language for value in values if isinstance(value, Literal)} == languages, name


def test_dates_are_dates(release: Release) -> None:
    found = catalogue(release)
    for name in ("issued", "modified"):
        values = {each.object.datatype.value for each in said(found, None, DCT + name) if isinstance(each.object, Literal)}
        assert values == {f"{XSD}date"}


@pytest.mark.parametrize(("profile", "kind", "digest"), [
    (PROFILES[0], "nonNegativeInteger", "sha256"), (PROFILES[1], "decimal", "sha1"),
], ids=IDS)
def test_size_and_digest_of_every_file_are_true(release: Release, profile: Profile, kind: str, digest: str) -> None:
    found = catalogue(release, profile)
    files = said(found, None, f"{DCAT}downloadURL")
    assert len(files) >= 10 * (1 + len(release.publication.catalog.datasets))
    for each in files:
        body = _file(release, each.object.value).read_bytes()
        (size,) = said(found, each.subject.value, f"{DCAT}byteSize")
        assert size.object == Literal(str(len(body)), datatype=NamedNode(XSD + kind))
        (checksum,) = said(found, each.subject.value, f"{SPDX}checksum")
        (value,) = said(found, checksum.object.value, f"{SPDX}checksumValue")
        assert value.object.value == hashlib.new(digest, body).hexdigest()
        (algorithm,) = said(found, checksum.object.value, f"{SPDX}algorithm")
        assert algorithm.object.value == f"{SPDX}checksumAlgorithm_{digest}"


def test_the_licence_has_the_title_under_which_portals_know_it(agency_release: Release) -> None:
    found = catalogue(agency_release)
    (title,) = said(found, agency_release.publication.about.licence, f"{DCT}title")
    assert title.object == Literal("Creative Commons Attribution")


def test_what_nobody_has_told_us_is_left_out(agency_release: Release, tiny_release: Release) -> None:
    for name in (f"{DCT}temporal", f"{DCT}accrualPeriodicity", f"{DCAT}contactPoint"):
        assert said(catalogue(agency_release), None, name) == []
        assert said(catalogue(tiny_release), None, name) != []


def test_it_is_as_the_documents_show_it(agency_release: Release) -> None:
    text = (Path(__file__).parents[3] / "server" / "docs" / "harvest.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```turtle\n(.+?)```", text, re.DOTALL)
    told = (agency_release.path / "catalog" / "catalog.ttl").read_text(encoding="utf-8")
    told = re.sub(r"/dataset/[0-9a-f]{16}/|\"[0-9]+\"\^\^xsd:n|\"[0-9a-f]{64}\"", _dotted, told)
    assert len(shown.splitlines()) > 10
    assert not set(shown.splitlines()) - set(told.splitlines())


def _dotted(found: re.Match[str]) -> str:
    return re.sub(r"[0-9a-f]{16,}|[0-9]+", "…", found[0])


OFFICIAL = [
    ("3.0.1/shapes.ttl", PROFILES[0]), ("3.0.1/range.ttl", PROFILES[0]), ("3.0.1/ranges.ttl", PROFILES[0]),
    ("3.0.1/dcat-ap-SHACL.ttl", PROFILES[0]), ("3.0.1/deprecateduris.ttl", PROFILES[0]),
    ("2.1.1/shapes.ttl", PROFILES[1]), ("2.1.1/range.ttl", PROFILES[1]),
]


def test_the_publisher_has_the_name_that_it_has_in_the_graphs(agency_release: Release) -> None:
    publisher = agency_release.publication.about.publisher
    names = {each.object for each in said(catalogue(agency_release), publisher, "http://xmlns.com/foaf/0.1/name")}
    assert names == {Literal("Kiungo", language=tag) for tag in agency_release.publication.about.languages}


@pytest.mark.parametrize(("file", "profile"), OFFICIAL, ids=[file for file, _ in OFFICIAL])
def test_the_official_shapes_find_nothing(release: Release, conformance: Path, file: str, profile: Profile) -> None:
    assert list(results(body(release, profile), conformance / "dcat-ap-shacl" / file)) == []


WITHHELD = {"dcat:contactPoint", "dct:temporal", "dct:type", "dcatap:availability"}
"""Facts that nobody has told us of the agency: README.md of the documents lists what the operator must supply."""


@pytest.mark.parametrize(("which", "withheld"), [("agency", WITHHELD | {"dct:license"}), ("tiny", set())])
def test_what_is_recommended_is_there_but_for_what_nobody_knows_or_what_there_is_not(
    request: pytest.FixtureRequest, conformance: Path, which: str, withheld: set[str]
) -> None:
    """There is no box around a place and no centre of it, which are others' to draw; an endpoint is no file, so it has no
    format of one; OAI-PMH serves the catalogue and no dataset of it. The source's own words have no licence of ours."""
    release: Release = request.getfixturevalue(f"{which}_release")
    file = conformance / "dcat-ap-shacl" / "3.0.1" / "shapes_recommended.ttl"
    found = Counter(results(body(release), file, SH.Warning))
    datasets = 1 + len(release.publication.catalog.datasets)
    expected = {term("dcat:bbox").value: 1, term("dcat:centroid").value: 1, term("dct:format").value: datasets,
                term("dcat:servesDataset").value: 1}
    assert {name: found[name] for name in expected} == expected
    assert set(found) - expected.keys() == {term(name).value for name in withheld}


@pytest.mark.parametrize("service", SERVICES, ids=[each.key for each in SERVICES])
def test_every_service_says_who_offers_it_what_it_is_and_on_which_terms(tiny_release: Release, service: Service) -> None:
    found, iri = catalogue(tiny_release), f"https://harbour.example/lod/catalog#{service.key}"
    for name in ("dct:description", "dct:publisher", "dcat:keyword", "dcat:theme", "dct:accessRights", "dct:license",
                 "dcat:contactPoint", "dcat:endpointURL", "dcat:endpointDescription", "foaf:page"):
        assert said(found, iri, term(name).value), name
    assert bool(said(found, iri, f"{DCAT}servesDataset")) == service.serves
    services = {each.object.value for each in said(found, "https://harbour.example/lod/catalog", f"{DCAT}service")}
    assert services == {f"https://harbour.example/lod/catalog#{each.key}" for each in SERVICES}


def test_every_dataset_can_be_asked_through_a_service(release: Release) -> None:
    found, base = catalogue(release), release.publication.base
    asked = [each.subject.value for each in said(found, None, f"{DCAT}accessService")]
    assert sorted(asked) == sorted(f"{each.object.value}#sparql" for each in said(found, f"{base}catalog", f"{DCAT}dataset"))


def test_what_holds_the_source_s_words_says_where_they_come_from(agency_release: Release) -> None:
    found, base = catalogue(agency_release), agency_release.publication.base
    (snapshot,) = (each.snapshot for each in agency_release.publication.source)
    derived = {each.subject.value for each in said(found, None, "http://www.w3.org/ns/prov#wasDerivedFrom")}
    assert derived == {f"{base}dataset", f"{base}graph/statement", f"{base}graph/translation"}
    (words,) = (each.object.value for each in said(found, f"{base}catalog#provenance", f"{DCT}description")
                if each.object.language == "en")
    assert snapshot in words


@pytest.mark.parametrize(("path", "licensed", "noted", "rights"), [
    ("dataset", True, True, "rights"), ("graph/statement", False, True, "rights"), ("graph/vocabulary", True, False, "own"),
])
def test_a_licence_is_given_for_our_own_work_and_a_note_for_what_is_quoted(
    agency_release: Release, path: str, rights: str, *, licensed: bool, noted: bool
) -> None:
    """The same in DCAT and in VoID."""
    found, iri = catalogue(agency_release), agency_release.publication.base + path
    for each in said(found, iri, f"{DCAT}distribution"):
        assert bool(said(found, each.object.value, f"{DCT}license")) == licensed
        (note,) = said(found, each.object.value, f"{DCT}rights")
        assert note.object.value == f"{agency_release.publication.base}catalog#{rights}"
    void = Dataset(parse(path=str(agency_release.dump("catalog", "nt")), format=RdfFormat.N_TRIPLES))
    assert bool(said(void, iri, f"{DCT}license")) == licensed
    assert bool(said(void, iri, f"{DCT}rights")) == noted


def test_what_did_not_change_is_told_as_it_was_the_night_before(tiny_sources: Sources, tmp_path: Path) -> None:
    """A portal that compares what it got with what it has must find a difference only where there is one."""
    publication = tiny_sources.publication
    offered = msgspec.structs.replace(publication.catalog, datasets=["editorial"])
    words = [Quad(NamedNode(publication.graph("editorial")), NamedNode(DCT + name), Literal("Words", language="en"),
                  NamedNode(publication.graph("catalog"))) for name in ("title", "description")]
    found = replace(tiny_sources, publication=msgspec.structs.replace(publication, catalog=offered),
                    derived=[*tiny_sources.derived, *words])
    first = make_current(build(found, ValidationReport([]), tmp_path))
    about = msgspec.structs.replace(publication.about, issued=date(2025, 3, 31), version="1.3.0")
    later = changed(replace(found, publication=msgspec.structs.replace(found.publication, publication=about)))
    second = make_current(build(later, ValidationReport([]), tmp_path))
    before, after = set(catalogue(first)), set(catalogue(second))
    differing = {quad.subject.value.removeprefix(publication.base).partition("#")[0] for quad in before ^ after}
    assert differing == {"catalog", "dataset"}
    (url,) = said(catalogue(second), f"{publication.graph('editorial')}#ttl", f"{DCAT}downloadURL")
    assert url.object.value == f"{publication.base}dataset/{first.name}/editorial.ttl"


@pytest.mark.parametrize(("version", "profile", "unsatisfiable"), [
    ("3.0.1", PROFILES[0], {f"{SPDX}algorithm"}), ("2.1.1", PROFILES[1], set()),
], ids=IDS)
def test_values_come_from_the_vocabularies_that_must_be_used(
    release: Release, conformance: Path, version: str, profile: Profile, unsatisfiable: set[str]
) -> None:
    """But for the algorithm of a checksum: the shapes ask for an IRI in `https`, the vocabulary has it in `http`.
    """
    file = conformance / "dcat-ap-shacl" / version / "mdr-vocabularies.shape.ttl"
    assert set(results(body(release, profile), file)) == unsatisfiable


def _file(release: Release, url: str) -> Path:
    prefix = f"{release.publication.base}dataset/{release.name}/"
    assert url.startswith(prefix)
    name = url.removeprefix(prefix)
    return next(file for folder in ("dumps", "compressed", "") if (file := release.path / folder / name).is_file())
