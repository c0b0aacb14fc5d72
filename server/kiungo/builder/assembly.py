"""The order of the steps. Everything is written under a temporary name, synced, then renamed."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import msgspec
from pyoxigraph import NamedNode, Quad

from kiungo import __version__
from kiungo.builder import days, feed, hubs, search, shelves, tables
from kiungo.builder.assurance import assurance
from kiungo.builder.changes import changes
from kiungo.builder.compression import compress
from kiungo.builder.dumps import dump, graphs
from kiungo.builder.rebase import rebase
from kiungo.builder.store import build_store
from kiungo.builder.succession import current, dropped, places
from kiungo.builder.void import catalog
from kiungo.checks import ValidationReport
from kiungo.errors import BuildRefused
from kiungo.harvest import documents
from kiungo.harvest.facts import withheld
from kiungo.harvest.rules import MILD
from kiungo.publication import Publication
from kiungo.rdf.canonical import canonical, content_digest
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.rdf.terms import text
from kiungo.rdf.withdrawals import withdrawn
from kiungo.release import Release, verify
from kiungo.release.catalog import FOLDER as CATALOG
from kiungo.release.database import FILE as LOOKUP
from kiungo.release.downloads import COMPRESSED
from kiungo.release.feed import FOLDER as FEED
from kiungo.release.hubs import FOLDER as HUBS
from kiungo.release.manifest import (
    DERIVED,
    LAYOUT,
    MANIFEST,
    Assurance,
    Manifest,
    encode,
    entries,
    entry,
    release_name,
)
from kiungo.release.things import FILE as THINGS
from kiungo.sources import Sources

_SHOWN = 20  # things that a refusal names

_OWL = "http://www.w3.org/2002/07/owl#"


def build(sources: Sources, report: ValidationReport, out: Path, base: str | None = None) -> Path:
    """Write the release of some checked sources below `out` and return its folder, named by its content.

    It follows the release that is current there. The same sources after the same release give the same folder; when
    it is there already, it is verified and left alone.
    Raises BuildRefused when the report does not conform, or a thing of that release is neither told of nor withdrawn;
    SourceError when `base` is unusable.
    """
    if not report.conforms:
        raise BuildRefused("The checks refused the sources; nothing was built. `kiungo check` says why.")
    publication = sources.publication.rebased(base) if base else sources.publication
    stated = canonical(rebase(sources.quads, sources.publication.base, publication.base))
    # The catalogue has no blank nodes, so what was canonical stays so.
    quads = sorted(dict.fromkeys([*stated, *catalog(publication, stated)]), key=str)
    _require_kept(out, publication, quads)
    out.mkdir(parents=True, exist_ok=True)
    folder = out / f".building-{secrets.token_hex(4)}"
    folder.mkdir()
    try:
        held = assurance(sources, publication, report, quads)
        return _finish(folder, _write(folder, quads, publication, report, held), quads)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _require_kept(out: Path, publication: Publication, quads: list[Quad]) -> None:
    """Refuse to let an address die that somebody may have cited. https://www.w3.org/TR/cooluris/"""
    lost = dropped(current(out, publication.base), quads)
    if lost:
        shown = "\n".join(f"  <{each}>" for each in lost[:_SHOWN])
        more = f"\n  and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
        raise BuildRefused(
            f"The current release tells of things that these sources do not mention; nothing was built:\n{shown}{more}\n"
            f"Bring them back, or withdraw each: keep its name in data/graphs/ and add <{publication.roles.withdrawn}> true "
            f"with a day and a reason (CONTRIBUTING.md)."
        )


def _write(
    folder: Path, quads: list[Quad], publication: Publication, report: ValidationReport, held: Assurance
) -> Manifest:
    """Everything that gives a release its name; the answer is the manifest, but for the release's place in the line."""
    dump(quads, publication, folder / "dumps")
    tables.write(folder, quads, publication)
    (folder / "report.ttl").write_bytes(report.turtle())
    (folder / "report.json").write_text(report.json(), encoding="utf-8")
    sizes = {name: len(part) for name, part in graphs(quads, publication)}
    return Manifest(
        layout=LAYOUT, engine=__version__, content=content_digest(quads), quads=len(quads),
        triples=sum(1 for _ in groupby(quads, key=lambda quad: quad.triple)), previous="", dates={}, graphs=sizes,
        documents=_documents(quads, publication, sizes), files=entries(folder), publication=publication,
        assurance=held,
    )


def _finish(folder: Path, unplaced: Manifest, quads: list[Quad]) -> Path:
    """Give the folder its name, with all that is derived, unless a release of that name is there."""
    about = unplaced.publication.about
    for place in places(folder.parent, about, unplaced.files):
        manifest = msgspec.structs.replace(unplaced, previous=place.previous, dates=place.dates)
        target = folder.with_name(release_name(encode(manifest)))
        if target.exists():
            return verify(target).path
    (folder / MANIFEST).write_bytes(encode(manifest))
    _derive(folder, Release(target, manifest), quads)
    _sync(folder)
    folder.rename(target)
    _sync_one(target.parent)
    return target


def _derive(folder: Path, release: Release, quads: list[Quad]) -> None:
    """Store, dumps compressed, lists of hubs, words and shelves, and what names the release: the feed, the catalogue."""
    stored = build_store(folder, folder / "dumps" / "dataset.nq")
    compress(folder)
    hubs.write(folder, f"{release.publication.base}id/", quads)
    gone = withdrawn(quads, release.publication.roles.withdrawn, release.publication.base)
    told = [quad for quad in quads if quad.subject not in gone]  # nobody is led to what was withdrawn
    search.write(folder, release.publication, told)
    shelves.write(folder, release.publication, told)
    found = list(changes(quads, release.publication, release.before()))
    feed.write(folder, release, found)
    days.write(folder, release, found)
    offered = documents.files_in(folder, release)
    documents.write(folder, release, quads, offered)
    _prove(folder, release.publication, offered)
    files = {**stored.files, **{each: entry(folder / each) for each in (THINGS, LOOKUP)}}
    for each in (COMPRESSED, CATALOG, FEED, HUBS):
        files |= entries(folder, below=each)
    (folder / DERIVED).write_bytes(encode(msgspec.structs.replace(stored, files=files)))


def _prove(folder: Path, publication: Publication, offered: documents.Files) -> None:
    """Read the catalogue again and compare what it says of the files with the files. Raises BuildRefused."""
    excused = {*MILD, *(each.rule for each in withheld(publication))}
    for profile, rule, value in documents.faults(folder, publication, offered):
        if rule not in excused:
            raise BuildRefused(f"The catalogue for {profile} breaks the rule {rule}: {value}. Nothing was built.")


def _documents(quads: Iterable[Quad], publication: Publication, sizes: Iterable[str]) -> dict[str, str]:
    """Paths under the base that are whole graphs: the graphs themselves, ontologies and their versions."""
    documents = {f"graph/{name}": name for name in sizes} | {"dataset": "catalog"}
    ontologies: dict[str, str] = {}
    versions: list[tuple[str, str]] = []
    for quad in quads:
        if quad.predicate == RDF_TYPE and text(quad.object) == _OWL + "Ontology" and isinstance(quad.graph_name, NamedNode):
            ontologies[text(quad.subject)] = quad.graph_name.value
        if quad.predicate.value == _OWL + "versionIRI":
            versions.append((text(quad.subject), text(quad.object)))
    ontologies |= {version: ontologies[iri] for iri, version in versions if iri in ontologies}
    for iri, graph in ontologies.items():
        if iri.startswith(publication.base):
            documents[iri.removeprefix(publication.base)] = graph.removeprefix(publication.graph(""))
    return documents


def _sync(folder: Path) -> None:
    """Make sure that every file and folder is on the disk before the rename says that it is."""
    for each in (*folder.rglob("*"), folder):
        _sync_one(each)


def _sync_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
