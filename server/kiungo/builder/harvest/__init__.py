"""What data portals harvest: the catalogue in DCAT-AP, with every file's true size and digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, Quad, serialize

from kiungo.builder.harvest.dcat import PREFIXES, Dataset, File, catalogue
from kiungo.publication import Text
from kiungo.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from kiungo.release import Release
from kiungo.release.catalog import FOLDER, PROFILES
from kiungo.release.downloads import COMPRESSED, WHOLE, downloads
from kiungo.release.manifest import entries

FORMATS = (TURTLE, RDF_XML, JSON_LD, N_TRIPLES)
_DCTERMS = "http://purl.org/dc/terms/"


def write(folder: Path, release: Release, quads: Iterable[Quad]) -> None:
    """Write the catalogue of a release into `folder`, which holds its dumps, in every profile and format."""
    datasets = list(_datasets(folder, release, list(quads)))
    (folder / FOLDER).mkdir()
    for profile in PROFILES:
        triples = catalogue(release.publication, release.name, datasets, profile)
        for form in FORMATS:
            body = serialize(triples, format=form.writer, prefixes=PREFIXES) or b""
            (folder / FOLDER / f"{profile.stem}.{form.suffix}").write_bytes(body)


def _datasets(folder: Path, release: Release, quads: list[Quad]) -> Iterator[Dataset]:
    """The whole, then the graphs that the publication offers by themselves."""
    publication, manifest = release.publication, release.manifest
    about, files = publication.about, {**manifest.files, **entries(folder, below=COMPRESSED)}
    words = {WHOLE: (about.title, about.description)}
    for name in publication.catalog.datasets:
        graph = publication.graph(name)
        words[name] = (_words(quads, graph, "title"), _words(quads, graph, "description"))
    for name, (title, description) in words.items():
        path = name if name == WHOLE else f"graph/{name}"
        found = tuple(File(each, _sha1(folder / each.path)) for each in downloads(files, name))
        yield Dataset(name, path, title, description, manifest.dates[name], found)


def _words(quads: Iterable[Quad], subject: str, term: str) -> Text:
    """What the editors' catalogue says of a graph, by language."""
    found = (
        quad.object for quad in quads
        if quad.predicate.value == _DCTERMS + term and getattr(quad.subject, "value", "") == subject
    )
    return {each.language: each.value for each in found if isinstance(each, Literal) and each.language}


def _sha1(file: Path) -> str:
    """The digest that DCAT-AP 2.1.1 asks for; it protects nothing here."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()
