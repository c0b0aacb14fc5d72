"""What the page that explains a negotiation is made of."""

from __future__ import annotations

from dataclasses import dataclass

from kiungo.web.contexts import Frame


@dataclass(frozen=True)
class Header:
    """A header of the request: as sent, "" where absent, and the members that were read from it."""

    name: str
    sent: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Variant:
    """One representation on offer and its score: the client's quality times the server's."""

    media_type: str
    url: str
    range: str
    alias: bool
    specificity: int
    client: float
    server: float
    score: float
    chosen: bool


@dataclass(frozen=True)
class Explanation:
    """What a request would get, and why. Strings are "" where something does not apply.

    `resource` is what is explained, its path below the mount point with its query; `href` leads there.
    """

    resource: str
    href: str
    status: int
    headers: tuple[Header, ...]
    variants: tuple[Variant, ...]
    chosen: str
    reasons: tuple[str, ...]
    location: str
    language: str
    language_reason: str
    entity_tag: str
    cache_key: tuple[str, ...]


@dataclass(frozen=True)
class ExplanationPage:
    """The page around it."""

    frame: Frame
    told: Explanation


@dataclass(frozen=True)
class Conforming:
    """A profile, and the forms of a document that conform to it: media types and hrefs."""

    token: str
    iri: str
    is_first: bool
    forms: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AlternatesPage:
    """The forms in which a document comes."""

    frame: Frame
    iri: str
    profiles: tuple[Conforming, ...]
