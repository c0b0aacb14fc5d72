"""What templates see of the grounds of a statement: quotes, rules it meets, a translation's origin, a source in full."""

from __future__ import annotations

from dataclasses import dataclass

from kiungo.web.contexts import Reference, Words

_EXCERPT = 110
"""Characters of a source sentence that are shown before it is opened."""


@dataclass(frozen=True)
class Piece:
    """A stretch of quoted words, marked where it supports the statement beside it.

    `reading` is what doubtful words should be read as; it stands with the last of their pieces.
    """

    text: str
    reading: str = ""
    href: str = ""
    is_marked: bool = False
    is_doubtful: bool = False


@dataclass(frozen=True)
class Quote:
    """The sentence that a statement was drawn from, or an outside page, which has no pieces."""

    source: Reference
    pieces: tuple[Piece, ...] = ()
    lang: str = ""
    tongue: str = ""
    in_context: str | None = None
    """Its place in the whole text."""


@dataclass(frozen=True)
class Warrant:
    """Why a statement is made: on which basis, from which words, and where that is on record."""

    record: Reference
    bases: tuple[Reference, ...]
    quotes: tuple[Quote, ...]
    notes: tuple[Words, ...] = ()
    """What else the record says of it."""

    @property
    def excerpt(self) -> Words | None:
        """The beginning of the longest quote, white space collapsed, to stand beside a value; None without a quote.

        A heading is quoted, too, where it says what a list is; the sentence itself says more.
        """
        quotes = [Words("".join(piece.text for piece in each.pieces), each.lang) for each in self.quotes if each.pieces]
        if not quotes:
            return None
        longest = max(quotes, key=lambda each: len(each.text))
        text = " ".join(longest.text.split())
        if len(text) > _EXCERPT:
            text = text[: _EXCERPT - 1].rpartition(" ")[0] + " …"
        return Words(text, longest.lang)


@dataclass(frozen=True)
class Reading:
    """A proposed reading of some words of a passage."""

    record: Reference
    exact: str
    reading: str
    lang: str
    notes: tuple[Words, ...] = ()
    """Why."""


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
    quotes: tuple[Quote, ...] = ()
    """The sentences that the words come from which were translated, where these are marked in them."""


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
    """A captured text, passage by passage: of `total` the first; `behind` is the query for all."""

    passages: tuple[PassageText, ...]
    total: int
    behind: str

    @property
    def is_cut(self) -> bool:
        """Whether passages are left out."""
        return len(self.passages) < self.total

    @property
    def covered(self) -> int:
        """How many of the passages something was drawn from."""
        return sum(1 for each in self.passages if each.count)

    @property
    def has_doubts(self) -> bool:
        """Whether another reading is proposed anywhere."""
        return any(each.readings for each in self.passages)
