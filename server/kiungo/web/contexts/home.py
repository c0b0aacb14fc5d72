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
    behind: str
    """The query for them."""
    address: str
    turtle: str


@dataclass(frozen=True)
class Fact:
    """Something that is counted, and where that can be seen."""

    text: str
    href: str | None = None


@dataclass(frozen=True)
class HomePage:
    """The whole in one screen: what it is, what it covers, how fresh, how trustworthy, and the ways in."""

    frame: Frame
    title: str
    description: str
    notice: str
    covers: tuple[Fact, ...]
    trust: tuple[Fact, ...]
    start: Start
    search: Form
    sparql: str
    questions: str
    dataset: str
    catalogue: str
    formats: int
    """In how many the whole can be downloaded."""
    vocabulary: str | None
    legal: tuple[tuple[Reference, Fact], ...]
    """What readers of the law look for: classes, each with the number of its things and the list of them."""
    source: str | None
    """The page of the captured text."""
