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
class Theme:
    """A concept scheme with the first of its concepts."""

    reference: Reference
    places: tuple[Place, ...]
    is_cut: bool


@dataclass(frozen=True)
class BrowsePage:
    """All shelves: classes of things, themes, classes that nothing is published of yet, and those of the machinery."""

    frame: Frame
    kinds: tuple[Place, ...]
    themes: tuple[Theme, ...]
    unpublished: tuple[Reference, ...]
    rest: tuple[Place, ...]
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
