"""What data portals harvest: the catalogue in DCAT-AP, with every file's true size and digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Literal, Quad, serialize

from kiungo.harvest.dcat import Dataset, File, catalogue
from kiungo.harvest.rules import broken
from kiungo.publication import Publication, Text
from kiungo.rdf.formats import FORMATS as ALL_FORMATS
from kiungo.rdf.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TURTLE
from kiungo.release import Release
from kiungo.release.catalog import FOLDER, PREFIXES, PROFILES
from kiungo.release.downloads import COMPRESSED, PLAIN, WHOLE, Download, downloads
from kiungo.release.manifest import Dates, FileEntry, entries

FORMATS = (TURTLE, RDF_XML, JSON_LD, N_TRIPLES)
_DCTERMS = "http://purl.org/dc/terms/"


Files = Mapping[str, Sequence[File]]
"""The files that are offered, by the name of their dataset."""


def files_in(folder: Path, release: Release) -> Files:
    """The files in `folder` that the catalogue of a release offers, by dataset, each with the releases that hold it, too."""
    entered = {**release.manifest.files, **entries(folder, below=COMPRESSED)}
    line = list(release.line())[1:]
    return {
        name: [
            File(each, _homes(release, line, each), _sha1(folder / each.path))
            for each in downloads(entered, name) if _is_offered(each)
        ]
        for name in (WHOLE, *release.publication.catalog.datasets)
    }


def _is_offered(download: Download) -> bool:
    """Whether a portal is told of a file: of all, and of compressed ones of N-Quads alone, since it shows each as a resource."""
    return not download.compression or download.media_type == N_QUADS.media_type


def write(folder: Path, release: Release, quads: Iterable[Quad], files: Files) -> None:
    """Write the catalogue of a release into `folder`, in every profile and format."""
    datasets = offered(release.publication, list(quads), release.manifest.dates, files)
    (folder / FOLDER).mkdir()
    for profile in PROFILES:
        triples = catalogue(release.publication, datasets, profile)
        for form in FORMATS:
            body = serialize(triples, format=form.writer, prefixes=PREFIXES) or b""
            (folder / FOLDER / f"{profile.stem}.{form.suffix}").write_bytes(body)


def faults(folder: Path, publication: Publication, files: Files) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the catalogue in `folder`, read again in every profile: the profile, the rule, what breaks it."""
    known, languages = addresses(publication, files), frozenset(publication.about.languages)
    for profile in PROFILES:
        body = (folder / FOLDER / f"{profile.stem}.{TURTLE.suffix}").read_bytes()
        yield from ((profile.name, *fault) for fault in broken(body, TURTLE.writer, languages, known))


def addresses(publication: Publication, files: Files) -> dict[str, File]:
    """Files by every URL under which each is found."""
    return {
        f"{publication.base}dataset/{name}/{each.download.name}": each
        for found in files.values() for each in found for name in each.releases
    }


def draft(publication: Publication, quads: Sequence[Quad]) -> bytes:
    """The catalogue in Turtle as it would be, before there are files: each has no octets and no digest."""
    names = (WHOLE, *publication.catalog.datasets)
    entered = {f"{PLAIN}/{name}.{form.suffix}": FileEntry("", 0) for name in names for form in ALL_FORMATS}
    files = {name: [File(each, ["draft"], "") for each in downloads(entered, name)] for name in names}
    dates = dict.fromkeys(names, Dates(publication.about.issued, publication.about.issued, publication.about.version))
    triples = catalogue(publication, offered(publication, quads, dates, files), PROFILES[0])
    return serialize(triples, format=TURTLE.writer, prefixes=PREFIXES) or b""


def offered(
    publication: Publication, quads: Sequence[Quad], dates: Mapping[str, Dates], files: Files
) -> list[Dataset]:
    """The whole, then the graphs that the publication offers by themselves, with dates and files by name."""
    about = publication.about
    found = [Dataset(WHOLE, WHOLE, about.title, about.description, dates[WHOLE], files[WHOLE])]
    for name in publication.catalog.datasets:
        graph = publication.graph(name)
        title, description = _words(quads, graph, "title"), _words(quads, graph, "description")
        found.append(Dataset(name, f"graph/{name}", title, description, dates[name], files[name]))
    return found


def _words(quads: Iterable[Quad], subject: str, term: str) -> Text:
    """What the editors' catalogue says of a graph, by language."""
    found = (
        quad.object for quad in quads
        if quad.predicate.value == _DCTERMS + term and getattr(quad.subject, "value", "") == subject
    )
    return {each.language: each.value for each in found if isinstance(each, Literal) and each.language}


def _homes(release: Release, line: Iterable[Release], download: Download) -> list[str]:
    """The releases since a file has been as it is, the newest first."""
    found = [release.name]
    for earlier in line:
        if earlier.files.get(download.path) != download.entry:
            break
        found.append(earlier.name)
    return found


def _sha1(file: Path) -> str:
    """The digest that DCAT-AP 2.1.1 asks for; it protects nothing here."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()
