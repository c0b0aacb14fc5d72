"""What the templates of browsing see."""

from __future__ import annotations

from dataclasses import dataclass

from kiungo.web.contexts import Frame, Pager, Reference


@dataclass(frozen=True)
class Place:
    """A class or a concept and how many things are on its shelf; `href` leads there, empty where nothing is.

    `code` is its prefixed name, where another in the same list has the same name; else empty.
    """

    reference: Reference
    count: int
    href: str
    code: str = ""


@dataclass(frozen=True)
class Places:
    """Of `total` places the first."""

    first: tuple[Place, ...]
    total: int


@dataclass(frozen=True)
class BrowsePage:
    """All shelves: classes of things, themes, classes that nothing is published of yet, and those of the machinery."""

    frame: Frame
    kinds: Places
    themes: tuple[tuple[Reference, Places], ...]
    """Concept schemes, each with its concepts."""
    unpublished: tuple[Reference, ...]
    rest: Places
    behind: str


@dataclass(frozen=True)
class ShelfPage:
    """A page of what is on one shelf."""

    frame: Frame
    place: Place
    is_concept: bool
    index: str
    first: int
    things: tuple[Reference, ...]
    pager: Pager | None
    behind: str
