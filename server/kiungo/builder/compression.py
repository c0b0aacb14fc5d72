"""Dumps and tables compressed, for those who fetch everything every night.

Compressors differ from version to version, so what they write is derived, and no part of what names a release.
"""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import zstandard

from kiungo.release.downloads import COMPRESSED, PLAIN, TABLES

_GZIP, _ZSTANDARD = 6, 10  # 9 and 19 would be a tenth smaller, and three and fifty times slower to write


def compress(folder: Path) -> None:
    """Write every dump and table of `folder` as gzip and Zstandard, without name or time in them.

    https://www.rfc-editor.org/rfc/rfc1952 · https://www.rfc-editor.org/rfc/rfc8878
    """
    target = folder / COMPRESSED
    (target / TABLES).mkdir(parents=True)
    for plain, place in (*((each, target) for each in sorted((folder / PLAIN).iterdir())),
                         *((each, target / TABLES) for each in sorted((folder / TABLES).glob("*.csv")))):
        _gzip(plain, place / f"{plain.name}.gz")
        _zstandard(plain, place / f"{plain.name}.zst")


def _gzip(plain: Path, target: Path) -> None:
    with plain.open("rb") as source, target.open("wb") as raw, gzip.GzipFile("", "wb", _GZIP, raw, mtime=0) as packed:
        shutil.copyfileobj(source, packed)


def _zstandard(plain: Path, target: Path) -> None:
    with plain.open("rb") as source, target.open("wb") as packed:
        zstandard.ZstdCompressor(level=_ZSTANDARD).copy_stream(source, packed, size=plain.stat().st_size)
