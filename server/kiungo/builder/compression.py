"""The dumps compressed, for those who fetch everything every night.

Compressors differ from version to version, so what they write is derived, and no part of what names a release.
"""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import zstandard

from kiungo.rdf.formats import N_QUADS, N_TRIPLES
from kiungo.release.downloads import COMPRESSED, PLAIN

_LINES = (N_TRIPLES.suffix, N_QUADS.suffix)  # the formats that programs read line by line, as they unpack
_LEVEL = 10  # 19 would be a tenth smaller, and fifty times slower to write


def compress(folder: Path) -> None:
    """Write the line-based dumps of `folder` as gzip and Zstandard, without name or time in them.

    https://www.rfc-editor.org/rfc/rfc1952 · https://www.rfc-editor.org/rfc/rfc8878
    """
    target = folder / COMPRESSED
    target.mkdir()
    for plain in sorted((folder / PLAIN).iterdir()):
        if plain.suffix[1:] in _LINES:
            _gzip(plain, target / f"{plain.name}.gz")
            _zstandard(plain, target / f"{plain.name}.zst")


def _gzip(plain: Path, target: Path) -> None:
    with plain.open("rb") as source, target.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        shutil.copyfileobj(source, packed)


def _zstandard(plain: Path, target: Path) -> None:
    with plain.open("rb") as source, target.open("wb") as packed:
        zstandard.ZstdCompressor(level=_LEVEL).copy_stream(source, packed, size=plain.stat().st_size)
