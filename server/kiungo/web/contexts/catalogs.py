"""What the template of the catalogue sees."""

from __future__ import annotations

from dataclasses import dataclass

from kiungo.web.contexts import Download, Frame, Words


@dataclass(frozen=True)
class CatalogDataset:
    """A dataset that can be had by itself. Dates are ISO 8601."""

    title: Words
    description: Words
    href: str
    issued: str
    modified: str
    files: tuple[Download, ...]


@dataclass(frozen=True)
class CatalogPage:
    """The datasets, and where the catalogue is found in other words."""

    frame: Frame
    label: Words
    iri: str
    datasets: tuple[CatalogDataset, ...]
    services: tuple[tuple[str, str], ...]
    """Name and address."""
    profiles: tuple[tuple[str, tuple[Download, ...]], ...]
    """The name of a profile, and the catalogue in it, in every format."""
    latest: str
    """Where the files of the current release are always found."""
    behind: str
