"""The files that can be downloaded: which dataset each holds, in which format, how large it is, and its digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiungo.rdf.formats import FORMATS, Format
from kiungo.release.manifest import FileEntry

FOLDER = "dumps"
CODINGS = {"": "", "gz": "application/gzip", "zst": "application/zstd"}
"""Media types of compressed files by their last suffix: RFC 6713, RFC 8878."""


@dataclass(frozen=True)
class File:
    """A dump. `dataset` is the name of a graph, or of the whole; digests are in hex."""

    dataset: str
    format: Format
    coding: str
    size: int
    sha256: str
    sha1: str

    @property
    def suffix(self) -> str:
        """What the file's name ends in after the first dot: `ttl`, `nq.gz`."""
        return f"{self.format.suffix}.{self.coding}" if self.coding else self.format.suffix

    @property
    def compression(self) -> str:
        """The media type of the compression; empty where there is none."""
        return CODINGS[self.coding]


def files(folder: Path, entries: Mapping[str, FileEntry], dataset: str) -> Iterator[File]:
    """The dumps of a dataset in a release, plain ones first, in the order of formats."""
    for coding in CODINGS:
        for form in FORMATS:
            path = f"{FOLDER}/{dataset}.{form.suffix}{'.' + coding if coding else ''}"
            if path in entries:
                entry = entries[path]
                yield File(dataset, form, coding, entry.size, entry.sha256, _sha1(folder / path))


def _sha1(file: Path) -> str:
    """The digest that DCAT-AP 2.1.1 asks for; it protects nothing here."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()
