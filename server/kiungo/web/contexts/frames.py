"""What stands around every page, and what of it is told to search engines and link previews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiungo.protocol.link import Link


@dataclass(frozen=True)
class Download:
    """A file: what it is called, its media type, its size in words (empty where not known)."""

    name: str
    href: str
    media_type: str
    size: str = ""
    octets: int = 0
    sha256: str = ""
    """In hex; empty where not known."""
    packed: tuple[tuple[str, str], ...] = ()
    """The suffix and the address of each compression of it."""


@dataclass(frozen=True)
class Language:
    """A language of the interface, by its own name, and this page in it. `locale` is language_TERRITORY."""

    tag: str
    name: str
    href: str
    is_current: bool
    locale: str


@dataclass(frozen=True)
class Card:
    """The page in two lines and a picture, for those who see a link to it: https://ogp.me/"""

    title: str
    description: str
    image: str


@dataclass(frozen=True)
class Report:
    """How to tell of an error on the page: what to quote, and whom to write to, which is empty where nobody is named."""

    address: str
    name: str = ""
    mail: str = ""
    """A `mailto:` reference with what to quote in it."""
    form: str = ""


@dataclass(frozen=True)
class Citation:
    """How what the page is about is cited: in words, in two forms for programs, and where each of these is found alone."""

    text: str
    bibtex: str
    csl: str
    bibtex_href: str
    csl_href: str


@dataclass(frozen=True)
class Frame:
    """What stands around every page."""

    language: str
    substitute: str
    """That the page is in another language than asked for, in its own words; "" where it is not."""
    title: str
    site_title: str
    home: str
    stylesheet: str
    icon: str
    navigation: tuple[tuple[str, str, bool], ...]
    """Text, href, and whether it is this page."""
    statements: tuple[tuple[str, str], ...]
    """Text and href of what we owe every reader, such as how private a visit is."""
    languages: tuple[Language, ...]
    any_language: str
    """This page in whatever language the browser asks for."""
    explanation: str
    """Where it is told why a reader got this page; "" where nobody can ask for the page again."""
    alternates: tuple[Download, ...]
    links: tuple[Link, ...]
    """What programs are told of the page: where else it is found, what it is about, whose it is."""
    canonical: str
    card: Card
    copy_of: str
    """The canonical base where this is a copy; else empty."""
    rights: str
    licence: str
    release: str
    version: str
    issued: str
    data_href: str
    report: Report
    citation: Citation | None
    island: Mapping[str, object] = field(default_factory=dict)
    """The topic in schema.org's words, as JSON-LD; empty where the page has none."""


@dataclass(frozen=True)
class StatementPage:
    """What a reader is owed: sections of a heading and a paragraph."""

    frame: Frame
    title: str
    lead: str
    sections: tuple[tuple[str, str], ...]
