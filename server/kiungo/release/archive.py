"""Releases on disk: open one, verify it to the last byte, point `current` at it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store, parse

from kiungo.errors import ReleaseError
from kiungo.publication import Publication
from kiungo.rdf.canonical import canonical, content_digest
from kiungo.release.catalog import FOLDER as CATALOG
from kiungo.release.catalog import PROFILES
from kiungo.release.downloads import PLAIN, Download, downloads
from kiungo.release.manifest import (
    DERIVED,
    MANIFEST,
    STORE,
    FileEntry,
    Manifest,
    entries,
    read_derived,
    read_manifest,
    release_name,
)
from kiungo.release.placeholders import placeholders

CURRENT = "current"
_DOWNLOAD = NamedNode("http://www.w3.org/ns/dcat#downloadURL")
_LINE = 10_000  # releases that are looked back on: one a day for a generation


@dataclass(frozen=True)
class Release:
    """An opened release: its folder and its manifest. `name` is the digest it is known by."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The digest that names the release."""
        return self.path.name

    @property
    def publication(self) -> Publication:
        """What the release says of itself: base, languages, titles, roles."""
        return self.manifest.publication

    @cached_property
    def derived(self) -> dict[str, FileEntry]:
        """The files that were made from those of the manifest: the store's, compressed dumps, the catalogue."""
        return read_derived(self.path).files

    @cached_property
    def files(self) -> dict[str, FileEntry]:
        """Every file but the two manifests, by its path within the release."""
        return {**self.manifest.files, **self.derived}

    def file(self, name: str) -> Path:
        """A file of the release by its path within it. Raises ReleaseError where it is missing or not as long as it was."""
        file, expected = self.path / name, self.files.get(name)
        if expected is None or not file.is_file() or file.stat().st_size != expected.size:
            raise ReleaseError(f"{file}: missing or of another size than when it was built. Build the release again.")
        return file

    def downloads(self, dataset: str) -> tuple[Download, ...]:
        """The files of a dataset: the whole, or a graph."""
        return downloads(self.files, dataset)

    def line(self) -> Iterator[Release]:
        """This release, the one before it, and so on, as far as they are still in the same folder."""
        found: Release | None = self
        for _ in range(_LINE):
            if found is None:
                return
            yield found
            found = found.before()

    def before(self) -> Release | None:
        """The release that this one follows; None for the first, or where it was removed."""
        name = self.manifest.previous
        if not name or not (self.path.parent / name).is_dir():
            return None
        return open_release(self.path.parent / name)

    @property
    def store(self) -> Path:
        """The folder of the Oxigraph store."""
        return self.path / STORE

    def dump(self, name: str, suffix: str) -> Path:
        """The file of a dump: `dataset`, or a graph's name, in one format. Raises ReleaseError."""
        return self.file(f"{PLAIN}/{name}.{suffix}")


def open_release(path: Path) -> Release:
    """The release in a folder, or where the link `current` leads. Quick: file sizes are compared, digests are not.

    Raises ReleaseError naming what is missing.
    """
    if not path.is_dir():
        raise ReleaseError(f"{path}: there is no release here. `kiungo build` makes one, `kiungo publish` makes it current.")
    folder = path.resolve()
    release = Release(folder, read_manifest(folder))
    for name in release.files:
        release.file(name)
    return release


def verify(path: Path) -> Release:
    """The release, after every byte of it was compared. Raises ReleaseError naming the first difference."""
    release = open_release(path)
    if release_name((release.path / MANIFEST).read_bytes()) != release.name:
        raise ReleaseError(f"{release.path / MANIFEST}: its digest is not the folder's name. The manifest was altered.")
    stored = read_derived(release.path)
    found = {name: each for name, each in entries(release.path).items() if name not in (MANIFEST, DERIVED)}
    _compare(release.path, release.files, found)
    if content_digest(canonical(Store.read_only(str(release.store)))) != stored.content:
        raise ReleaseError(f"{release.store}: reads differently from what was built. Build the release again.")
    return release


def _compare(folder: Path, expected: dict[str, FileEntry], found: dict[str, FileEntry]) -> None:
    for name in sorted(expected.keys() | found.keys()):
        if name not in found:
            raise ReleaseError(f"{folder / name}: missing.")
        if name not in expected:
            raise ReleaseError(f"{folder / name}: not in the manifest.")
        if found[name] != expected[name]:
            raise ReleaseError(f"{folder / name}: altered: its sha256 is {found[name].sha256}, not {expected[name].sha256}.")


def publish(path: Path) -> Release:
    """Make a release the current one, unless it would tell the world placeholders; a copy under another base may.

    Raises ReleaseError.
    """
    publication = open_release(path).publication
    found = [] if publication.is_copy else list(placeholders(publication))
    if found:
        raise ReleaseError(
            f"{path}: kiungo.toml said what is no fact: {'; '.join(found)}. Say there what is so, and build again; "
            "to try things out, build a copy with --base http://localhost:8000/ ."
        )
    return make_current(path)


def make_current(path: Path) -> Release:
    """Verify a release and point `current`, beside it, at it: at once or not at all.

    Raises ReleaseError, also where the catalogue offers a file of an earlier release that is not beside this one.
    """
    release = verify(path)
    _require_line(release)
    link = release.path.parent / CURRENT
    if link.exists() and not link.is_symlink():
        raise ReleaseError(f"{link}: is no link. Move it away; `publish` keeps a symbolic link there.")
    waiting = link.with_name(f".{CURRENT}-{secrets.token_hex(4)}")
    waiting.symlink_to(release.path.name)
    waiting.replace(link)
    return release


def _require_line(release: Release) -> None:
    """A file that did not change is offered under the address of the release in which it came: that has to be there."""
    line = list(release.line())
    place = f"{release.publication.base}dataset/"
    triples = parse(path=str(release.file(f"{CATALOG}/{PROFILES[0].stem}.nt")), format=RdfFormat.N_TRIPLES)
    urls = (each.object.value for each in triples if each.predicate == _DOWNLOAD and isinstance(each.object, NamedNode))
    offered = {url.removeprefix(place).partition("/")[0] for url in urls if url.startswith(place)}
    absent = sorted(offered - {each.name for each in line})
    if absent:
        raise ReleaseError(
            f"{release.path.parent / line[-1].manifest.previous}: missing, but the catalogue of {release.name} offers files "
            f"of {', '.join(absent)}. Copy the earlier releases to {release.path.parent}, too; then publish again."
        )
