"""What the templates of the search and of the lookup of an IRI see."""

from __future__ import annotations

from dataclasses import dataclass

from kiungo.web.contexts import Frame, Group, Pager, Reference
from kiungo.web.contexts.warrants import Piece


@dataclass(frozen=True)
class Match:
    """Words of a thing that fit a search, those that were looked for marked. `tongue` names their language."""

    pieces: tuple[Piece, ...]
    lang: str
    tongue: str
    is_translation: bool
    is_name: bool


@dataclass(frozen=True)
class Hit:
    """A thing that was found: by which of its words, the name that the page gives it apart."""

    reference: Reference
    types: tuple[Reference, ...]
    name: Match | None
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Form:
    """The form that searches; with a script it suggests as one types. `script` is its address."""

    action: str
    language: str
    """Empty where the URL names none, so that the form need not either."""
    query: str
    browse: str
    script: str


@dataclass(frozen=True)
class SearchPage:
    """What a search finds, a page of it. `query` is nearly the same in SPARQL; empty where nothing was asked."""

    frame: Frame
    form: Form
    count: int
    is_whole: bool
    first: int
    """The number of the first hit of this page."""
    hits: tuple[Hit, ...]
    suggestion: tuple[str, str] | None
    """What may have been meant where nothing is found, and where that leads."""
    pager: Pager | None
    behind: str


@dataclass(frozen=True)
class MentionsPage:
    """Who mentions an IRI of somebody else's, a page of them: pairs of a thing and the property by which it leads there."""

    frame: Frame
    form: Form
    iri: str
    is_known: bool
    label: str
    groups: tuple[Group, ...]
    """What is said of it here."""
    mentions: tuple[tuple[Reference, Reference], ...]
    used: int
    """Statements in which it is the property."""
    first: int
    """The number of the first pair of this page."""
    count: int
    is_whole: bool
    """Whether those are all; else there are more than were counted."""
    pager: Pager | None
    behind: str
