"""What the template of the home page sees."""

from __future__ import annotations

from dataclasses import dataclass

from kiungo.web.contexts import Frame, Property, Reference, Words
from kiungo.web.contexts.search import Form


@dataclass(frozen=True)
class Start:
    """The thing that the publication shows first. `address` is its canonical IRI."""

    reference: Reference
    names: tuple[Words, ...]
    types: tuple[Reference, ...]
    essentials: tuple[Property, ...]
    address: str
    turtle: str


@dataclass(frozen=True)
class HomePage:
    """The whole in one screen: what it is, what it covers, how fresh, how trustworthy, and the ways in."""

    frame: Frame
    title: str
    description: str
    notice: str
    covers: tuple[str, ...]
    trust: tuple[str, ...]
    start: Start
    search: Form
    sparql: str
    questions: str
    dataset: str
    catalogue: str
    formats: int
    """In how many the whole can be downloaded."""
    vocabulary: str | None
