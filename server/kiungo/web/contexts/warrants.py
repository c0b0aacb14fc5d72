"""What templates see of the grounds of a statement: rules it meets, where a translation is from, a source in full."""

from __future__ import annotations

from dataclasses import dataclass

from kiungo.web.contexts import Quote, Reading, Reference, Warrant, Words


@dataclass(frozen=True)
class Rule:
    """A constraint that a value satisfies: one sentence, and where the shape is told."""

    sentence: Words
    href: str | None


@dataclass(frozen=True)
class Origin:
    """Where translated words are from: how they were made, and, where a record has them, which, of what, by whom."""

    how: str
    record: Reference | None = None
    passages: tuple[Reference, ...] = ()
    makers: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Claim:
    """One statement: its record, its parts in words, and why it is made."""

    record: Reference
    subject: Reference
    predicate: Reference
    words: Words | None
    reference: Reference | None
    warrant: Warrant


@dataclass(frozen=True)
class Drawn:
    """A statement drawn from a passage, in few words: what is said of its subject, and the record that says so."""

    predicate: Words
    value: Words
    href: str | None


@dataclass(frozen=True)
class About:
    """The statements about one thing that were drawn from a passage."""

    subject: Reference
    statements: tuple[Drawn, ...]


@dataclass(frozen=True)
class PassageText:
    """A passage in its place in the source."""

    anchor: str
    number: str
    href: str | None
    kind: Reference | None
    kind_slug: str
    """The last part of the kind's IRI, for the stylesheet: a heading looks like one."""
    quote: Quote
    translations: tuple[Words, ...]
    readings: tuple[Reading, ...]
    about: tuple[About, ...]
    count: int
    """Statements drawn from it."""
    listed: int


@dataclass(frozen=True)
class SourceText:
    """A captured text, passage by passage. `more` passages are not shown."""

    passages: tuple[PassageText, ...]
    covered: int
    more: int
    statements: int
