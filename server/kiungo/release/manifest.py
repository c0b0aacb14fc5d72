"""`manifest.json`: what a release holds and what it was built from.

The release is named by the digest of this file, which in turn lists the digest of every other file
but those that are derived: they differ from build to build, as the store does, or name the release, as the catalogue
for harvesters does. `derived.json` lists them.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from kiungo.errors import ReleaseError
from kiungo.publication import Publication

T = TypeVar("T")

LAYOUT = 5
"""The version of the folder's layout; another number is refused."""

MANIFEST, DERIVED, STORE = "manifest.json", "derived.json", "store"


class OtherLayout(ReleaseError):
    """A release that an older or newer engine built."""


class FileEntry(msgspec.Struct, frozen=True):
    """A file's sha256 in hex and its size in bytes."""

    sha256: str
    size: int


class Assurance(msgspec.Struct, frozen=True, kw_only=True):
    """What a release was held to before it was made: every rule that is counted here was met.

    `remarks` are findings that did not refuse it; `evidence` are records of where a statement was drawn from;
    `drawn_from` are those of the `passages` from which some statement was.
    """

    shapes: int = 0
    rules: int = 0
    questions: int = 0
    remarks: int = 0
    evidence: int = 0
    passages: int = 0
    drawn_from: int = 0


class Dates(msgspec.Struct, frozen=True):
    """When a dataset was first in a release, and when its statements last changed; days of issue, not of a clock.

    `version` is the publication's when they last changed.
    """

    issued: date
    modified: date
    version: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """Paths are relative to the release; `content` is the RDFC-1.0 digest of all quads.

    `triples` counts what all graphs together hold, a triple of two graphs once; `graphs` counts the quads
    of each graph by name; `documents` says which path under the base is a whole graph: `ns` → `vocabulary`,
    `graph/statement` → `statement`. `previous` names the release that was current when this one was built; empty for
    the first. `dates` are those of each graph by name, and of the whole as `dataset`.
    """

    layout: int
    engine: str
    content: str
    quads: int
    triples: int
    previous: str
    dates: dict[str, Dates]
    graphs: dict[str, int]
    documents: dict[str, str]
    files: dict[str, FileEntry]
    publication: Publication
    assurance: Assurance = Assurance()


class _Layout(msgspec.Struct, frozen=True):
    """As much of a manifest as every layout has."""

    layout: int


class Derived(msgspec.Struct, frozen=True):
    """What is derived, store, compressed dumps, catalogue and feed: its files, and what reading the store gives."""

    content: str
    files: dict[str, FileEntry]


def encode(manifest: Manifest | Derived) -> bytes:
    """The JSON text, keys in a fixed order, with a line feed at the end."""
    plain = msgspec.json.encode(manifest, order="deterministic")
    return msgspec.json.format(plain, indent=1) + b"\n"


def release_name(manifest: bytes) -> str:
    """The folder's name: the first 16 hex digits of the manifest's sha256."""
    return hashlib.sha256(manifest).hexdigest()[:16]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a release folder. Raises ReleaseError."""
    layout = _read(folder / MANIFEST, _Layout).layout
    if layout != LAYOUT:
        raise OtherLayout(f"{folder}: layout {layout}; this engine reads layout {LAYOUT}. Build it again.")
    return _read(folder / MANIFEST, Manifest)


def read_derived(folder: Path) -> Derived:
    """What was derived when the release was built. Raises ReleaseError."""
    return _read(folder / DERIVED, Derived)


def _read(file: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except OSError as error:
        raise ReleaseError(
            f"{file}: {error.strerror}. This is no complete release; `kiungo build` makes one."
        ) from error
    except msgspec.MsgspecError as error:
        raise ReleaseError(f"{file}: {error}. The file was altered; build the release again.") from error


def entry(file: Path) -> FileEntry:
    """The digest and the size of a file."""
    with file.open("rb") as stream:
        return FileEntry(hashlib.file_digest(stream, "sha256").hexdigest(), file.stat().st_size)


def entries(folder: Path, *, below: str = "") -> dict[str, FileEntry]:
    """Every file under `folder/below` by its path relative to `folder`, sorted."""
    files = sorted(each for each in (folder / below).rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): entry(each) for each in files}
