"""The files of a release that can be downloaded: which dataset each holds, in which format, how large it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiungo.rdf.formats import FORMATS, Format
from kiungo.release.manifest import FileEntry

WHOLE = "dataset"
"""The name of the dataset that is everything; the others are named as their graphs."""

PLAIN, COMPRESSED = "dumps", "compressed"

CODINGS = {"gz": "application/gzip", "zst": "application/zstd"}
"""Media types of compressed files by their last suffix: RFC 6713, RFC 8878."""


@dataclass(frozen=True)
class Download:
    """A dataset in one format. `coding` is the last suffix where it is compressed, else empty."""

    dataset: str
    format: Format
    coding: str
    entry: FileEntry

    @property
    def suffix(self) -> str:
        """What the file's name has after the first dot: `ttl`, `nq.gz`."""
        return f"{self.format.suffix}.{self.coding}" if self.coding else self.format.suffix

    @property
    def name(self) -> str:
        """The file's name: `statement.nt.gz`."""
        return f"{self.dataset}.{self.suffix}"

    @property
    def path(self) -> str:
        """Where the file is, relative to the release."""
        return f"{COMPRESSED if self.coding else PLAIN}/{self.name}"

    @property
    def compression(self) -> str:
        """The media type of the compression; empty where there is none."""
        return CODINGS.get(self.coding, "")

    @property
    def media_type(self) -> str:
        """What is sent: of a compressed file, that it is one."""
        return self.compression or self.format.media_type


def downloads(entries: Mapping[str, FileEntry], dataset: str) -> Iterator[Download]:
    """The files of a dataset among those of a release, plain ones first, in the order of formats."""
    for coding in ("", *CODINGS):
        for form in FORMATS:
            found = Download(dataset, form, coding, FileEntry("", 0))
            if found.path in entries:
                yield Download(dataset, form, coding, entries[found.path])
