"""The files of a release that can be downloaded: which dataset each is of, what it is, how large it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiungo.rdf.formats import FORMATS
from kiungo.release.manifest import FileEntry

WHOLE = "dataset"
"""The name of the dataset that is everything; the others are named as their graphs."""

PLAIN, COMPRESSED, TABLES = "dumps", "compressed", "tables"
"""The folders of a release in which they are."""

CODINGS = {"gz": "application/gzip", "zst": "application/zstd"}
"""Media types of compressed files by their last suffix: RFC 6713, RFC 8878."""

REPORT, REPORT_RDF = "report.json", "report.ttl"
"""What the checks found, for programs: https://www.w3.org/TR/shacl/#validation-report"""

CSV, DESCRIPTION = "text/csv", "csv-metadata.json"
"""Tables, and the file beside them that describes them all: https://www.w3.org/TR/tabular-data-model/#standard-file-metadata"""


@dataclass(frozen=True)
class Download:
    """A file. `name` is its path below the release's address, `path` that within the release.

    `format` is what people call it, `media_type` what is in it, `compression` the media type of its wrapping, if any.
    `key` tells it from the others of its dataset.
    """

    dataset: str
    key: str
    name: str
    path: str
    format: str
    media_type: str
    compression: str
    entry: FileEntry

    def packs(self, other: Download) -> bool:
        """Whether this is the other file, compressed."""
        return bool(self.compression) and self.name.rpartition(".")[0] == other.name

    @property
    def sent_as(self) -> str:
        """The media type of the file as it is: of a compressed one, that it is that."""
        return self.compression or self.media_type


_Row = tuple[str, str, str, str, str, str]  # a Download between its dataset and its entry


def downloads(entries: Mapping[str, FileEntry], dataset: str) -> tuple[Download, ...]:
    """The files of a dataset among those of a release: plain dumps in the order of formats, compressed ones, tables."""
    found: list[_Row] = [*_dumps(dataset), *(_tables(entries) if dataset == WHOLE else ())]
    return tuple(Download(dataset, *row, entries[row[2]]) for row in found if row[2] in entries)


def _dumps(dataset: str) -> Iterator[_Row]:
    for coding in ("", *CODINGS):
        for form in FORMATS:
            suffix = f"{form.suffix}.{coding}" if coding else form.suffix
            name = f"{dataset}.{suffix}"
            label = f"{form.name} (.{suffix})" if coding else form.name
            folder = COMPRESSED if coding else PLAIN
            yield suffix, name, f"{folder}/{name}", label, form.media_type, CODINGS.get(coding, "")


def _tables(entries: Mapping[str, FileEntry]) -> Iterator[_Row]:
    names = sorted(Path(path).stem for path in entries if path.startswith(f"{TABLES}/") and path.endswith(".csv"))
    for coding in ("", *CODINGS):
        for name in names:
            suffix = f".{coding}" if coding else ""
            path = f"{TABLES}/{name}.csv{suffix}"
            place = f"{COMPRESSED}/{path}" if coding else path
            yield name + suffix, path, place, f"CSV ({name}.csv{suffix})", CSV, CODINGS.get(coding, "")
