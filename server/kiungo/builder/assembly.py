"""The order of the steps. Everything is written under a temporary name, synced, then renamed."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kiungo import __version__
from kiungo.builder.assurance import assurance
from kiungo.builder.catalog import catalog
from kiungo.builder.dumps import dump, graphs
from kiungo.builder.rebase import rebase
from kiungo.builder.store import build_store
from kiungo.checks import ValidationReport
from kiungo.errors import KiungoError
from kiungo.publication import Publication
from kiungo.rdf.canonical import canonical, content_digest
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.rdf.terms import text
from kiungo.release import verify
from kiungo.release.manifest import LAYOUT, MANIFEST, STORE_MANIFEST, Assurance, Manifest, encode, entries, release_name
from kiungo.sources import Sources

_OWL = "http://www.w3.org/2002/07/owl#"


class BuildRefused(KiungoError):
    """The checks found a violation; nothing was written."""


def build(sources: Sources, report: ValidationReport, out: Path, base: str | None = None) -> Path:
    """Write the release of some checked sources below `out` and return its folder, named by its content.

    The same sources give the same folder; when it is there already, it is verified and left alone.
    Raises BuildRefused when the report does not conform; SourceError when `base` is unusable.
    """
    if not report.conforms:
        raise BuildRefused("The checks refused the sources; nothing was built. `kiungo check` says why.")
    publication = sources.publication.rebased(base) if base else sources.publication
    stated = canonical(rebase(sources.quads, sources.publication.base, publication.base))
    # The catalogue has no blank nodes, so what was canonical stays so.
    quads = sorted(dict.fromkeys([*stated, *catalog(publication, stated)]), key=str)
    out.mkdir(parents=True, exist_ok=True)
    folder = out / f".building-{secrets.token_hex(4)}"
    folder.mkdir()
    try:
        return _finish(folder, _write(folder, quads, publication, report, assurance(sources, publication, report, quads)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(
    folder: Path, quads: list[Quad], publication: Publication, report: ValidationReport, held: Assurance
) -> bytes:
    """Everything but the store; the answer is the bytes of the manifest."""
    dump(quads, publication, folder / "dumps")
    (folder / "report.ttl").write_bytes(report.turtle())
    (folder / "report.json").write_text(report.json(), encoding="utf-8")
    sizes = {name: len(part) for name, part in graphs(quads, publication)}
    manifest = encode(Manifest(
        layout=LAYOUT, engine=__version__, content=content_digest(quads), quads=len(quads),
        triples=sum(1 for _ in groupby(quads, key=lambda quad: quad.triple)), graphs=sizes,
        documents=_documents(quads, publication, sizes), files=entries(folder), publication=publication,
        assurance=held,
    ))
    (folder / MANIFEST).write_bytes(manifest)
    return manifest


def _finish(folder: Path, manifest: bytes) -> Path:
    """Give the folder its name, with its store, unless a release of that name is there."""
    target = folder.with_name(release_name(manifest))
    if target.exists():
        return verify(target).path
    stored = build_store(folder, folder / "dumps" / "dataset.nq")
    (folder / STORE_MANIFEST).write_bytes(encode(stored))
    _sync(folder)
    folder.rename(target)
    _sync_one(target.parent)
    return target


def _documents(quads: Iterable[Quad], publication: Publication, sizes: Iterable[str]) -> dict[str, str]:
    """Paths under the base that are whole graphs: the graphs themselves, ontologies and their versions."""
    documents = {f"graph/{name}": name for name in sizes} | {"catalog": "catalog", "dataset": "catalog"}
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
