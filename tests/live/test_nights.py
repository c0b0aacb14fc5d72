"""The second night: between two releases one fact changed, and a harvester fetches what that changed and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from pyoxigraph import Dataset, Literal, NamedNode, Quad, RdfFormat, parse

from changes import changed
from kiungo.builder import build
from kiungo.checks import ValidationReport
from kiungo.release import Release, make_current
from kiungo.sources import Sources
from live.harvester import Answer, ask
from serving import free_port, serving

DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
FIRST, LATER = "2025-02-28", "2025-03-31"
DOCUMENTS = tuple(f"{stem}.{suffix}" for stem in ("catalog", "catalog-2") for suffix in ("ttl", "rdf", "jsonld", "nt"))


@dataclass(frozen=True)
class Nights:
    """Two releases, and what was answered by URL: the first night; the second, with the entity tags of the first; to new URLs."""

    base: str
    releases: tuple[Release, Release]
    first: dict[str, Answer]
    second: dict[str, Answer]
    new: dict[str, Answer]

    def catalogue(self, night: dict[str, Answer]) -> Dataset:
        """What the catalogue of a night says."""
        return Dataset(parse(night[f"{self.base}catalog.ttl"][2], RdfFormat.TURTLE))

    def files(self, night: dict[str, Answer]) -> set[str]:
        """The files that the catalogue of a night offers."""
        return _offered(night[f"{self.base}catalog.ttl"][2])

    def names(self, release: Release) -> dict[str, bytes]:
        """What is in the files of a release, by their names."""
        datasets = ("dataset", *release.publication.catalog.datasets)
        return {each.name: release.file(each.path).read_bytes() for name in datasets for each in release.downloads(name)}


@pytest.fixture(scope="module")
def nights(tiny_sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Nights:
    folder, port = tmp_path_factory.mktemp("nights"), free_port()
    base, found = f"http://127.0.0.1:{port}/", _with_two_graphs(tiny_sources)
    before = make_current(build(found, ValidationReport([]), folder, base))
    with serving(folder / "current", port):
        first = {f"{base}{name}": ask(f"{base}{name}") for name in DOCUMENTS}
        offered = {each.name for name in ("dataset", "statement", "editorial") for each in before.downloads(name)}
        for place in (before.name, "latest"):
            first |= {url: ask(url) for url in (f"{base}dataset/{place}/{name}" for name in offered)}
    after = make_current(build(changed(_issued(found)), ValidationReport([]), folder, base))
    with serving(folder / "current", port):
        second = {url: ask(url, If_None_Match=headers["etag"]) for url, (_, headers, _) in first.items()}
        new = {url: ask(url) for url in _offered(second[f"{base}catalog.ttl"][2]) - first.keys()}
    return Nights(base, (before, after), first, second, new)


def test_the_first_night_everything_is_there(nights: Nights) -> None:
    assert {status for status, _, _ in nights.first.values()} == {200}
    assert nights.files(nights.first) <= nights.first.keys()


def test_the_second_night_only_what_changed_is_sent(nights: Nights) -> None:
    """Catalogues, and under `latest` the files whose octets are others; what has a release in its address never changes."""
    before, after = (nights.names(each) for each in nights.releases)
    changed_files = {name for name in before if before[name] != after[name]}
    assert {"statement.ttl", "statement.nq.gz", "dataset.nq"} <= changed_files
    assert not [name for name in changed_files if name.startswith("editorial")]
    sent = {url.removeprefix(nights.base) for url, (status, _, _) in nights.second.items() if status == 200}
    assert sent == {*DOCUMENTS, *(f"dataset/latest/{name}" for name in changed_files)}
    assert {status for status, _, _ in nights.second.values()} == {200, 304}
    assert all(body == b"" for status, _, body in nights.second.values() if status == 304)


def test_the_catalogue_offers_new_addresses_for_what_changed_alone(nights: Nights) -> None:
    before, after = (nights.names(each) for each in nights.releases)
    new = nights.files(nights.second) - nights.files(nights.first)
    place = f"{nights.base}dataset/{nights.releases[1].name}/"
    offered = {name for name in before if ".nq." in name or not name.endswith((".gz", ".zst"))}
    assert new == {place + name for name in offered if before[name] != after[name]}
    assert len(nights.files(nights.second)) == len(nights.files(nights.first))


def test_the_catalogue_dates_what_changed_and_leaves_the_rest_as_it_was(nights: Nights) -> None:
    old, new = nights.catalogue(nights.first), nights.catalogue(nights.second)
    differing = {quad.subject.value.removeprefix(nights.base).partition("#")[0] for quad in set(old) ^ set(new)}
    assert differing == {"catalog", "dataset", "graph/statement"}
    for found, day in ((old, FIRST), (new, LATER)):
        for path, expected in (("dataset", day), ("graph/statement", day), ("graph/editorial", FIRST)):
            (modified,) = (quad.object.value for quad in found.quads_for_subject(NamedNode(nights.base + path))
                           if quad.predicate.value == f"{DCT}modified")
            assert modified == expected, path


def test_what_is_new_is_there(nights: Nights) -> None:
    assert nights.new.keys() == nights.files(nights.second) - nights.files(nights.first)
    assert {status for status, _, _ in nights.new.values()} == {200}


def test_the_transcript_in_the_documents_is_true(nights: Nights) -> None:
    text = (Path(__file__).parents[2] / "server" / "docs" / "harvest.md").read_text(encoding="utf-8")
    for name, release in zip(("FIRST", "SECOND"), nights.releases, strict=True):
        text = text.replace(name, release.name)
    told = re.findall(r'^(?:night \d)? +GET /(\S+) +(with ETag|"|) +(\d{3})$', text, re.MULTILINE)
    assert len(told) == 9
    for path, tag, status in told:
        night = nights.second if tag else nights.first | nights.new
        assert (path, night[nights.base + path][0]) == (path, int(status))


def _offered(catalogue: bytes) -> set[str]:
    quads = Dataset(parse(catalogue, RdfFormat.TURTLE)).quads_for_predicate(NamedNode(f"{DCAT}downloadURL"))
    return {quad.object.value for quad in quads}


def _with_two_graphs(found: Sources) -> Sources:
    """The tiny body, which offers one more of its graphs, described in words."""
    publication = found.publication
    offered = msgspec.structs.replace(publication.catalog, datasets=["statement", "editorial"])
    words = [Quad(NamedNode(publication.graph("editorial")), NamedNode(DCT + name), Literal("Words", language="en"),
                  NamedNode(publication.graph("catalog"))) for name in ("title", "description")]
    return replace(found, publication=msgspec.structs.replace(publication, catalog=offered), derived=[*found.derived, *words])


def _issued(found: Sources) -> Sources:
    about = msgspec.structs.replace(found.publication.about, issued=date.fromisoformat(LATER), version="1.3.0")
    return replace(found, publication=msgspec.structs.replace(found.publication, publication=about))
