"""A real release of a synthetic publication, built by the project's own builder and kept for the next run.

The agency's own sources are part of it, so that pages find the vocabulary, the concepts and their labels. The checks
are left out: they take minutes, and what they say of made-up bodies is of no interest here.
"""

from __future__ import annotations

import dataclasses
import hashlib
import time
from pathlib import Path

import click

from bench import generator
from kiungo import __version__, builder, sources
from kiungo.checks import ValidationReport
from kiungo.release import Release, open_release
from kiungo.release.manifest import LAYOUT

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / ".data"


def release(triples: int, folder: Path = DATA) -> Release:
    """The release of about so many triples; built when there is none yet of this generator and this builder."""
    link = folder / f"{triples}-{_version()}"
    if not link.exists():
        folder.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        click.echo(f"Building a release of {triples:,} triples, once …", err=True)
        link.unlink(missing_ok=True)
        link.symlink_to(_build(triples, folder).name)
        click.echo(f"  built in {time.monotonic() - began:.0f} s", err=True)
    return open_release(link)


def _build(triples: int, folder: Path) -> Path:
    found = sources.load(ROOT)
    made = list(generator.quads(generator.bodies(triples)))
    return builder.build(dataclasses.replace(found, derived=[*found.derived, *made]), ValidationReport([]), folder)


def _version() -> str:
    """What a release depends on beside its size: the generator, the builder, the sources."""
    digest = hashlib.sha256(f"{__version__} {LAYOUT}".encode())
    parts = (ROOT / "server" / "kiungo" / "builder", ROOT / "ontology", ROOT / "data")
    files = sorted(each for part in parts for each in part.rglob("*") if each.suffix in (".py", ".ttl"))
    for file in (Path(generator.__file__), *files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]
