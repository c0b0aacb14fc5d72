"""What the templates of vocabularies, shapes and concept schemes see."""

from __future__ import annotations

from dataclasses import dataclass

from kiungo.web.contexts import Frame, Property, Reference, Words
from kiungo.web.diagram import Drawing

Sentence = tuple[str | Words | Reference, ...]
"""The pieces of a sentence in order: words of the interface, words of the data, links."""


@dataclass(frozen=True)
class Fact:
    """A line about something: what the line tells, and each item as a sentence of its own."""

    title: Words
    items: tuple[Sentence, ...]


@dataclass(frozen=True)
class Branch:
    """A node of a hierarchy with those below it. `count` is how often it is used, in words; else empty.

    `name` is the prefixed name of a term of another vocabulary; empty for the document's own.
    """

    reference: Reference
    name: str
    count: str
    below: tuple[Branch, ...]


@dataclass(frozen=True)
class Usage:
    """How much a release holds of a term: in words, a link to all of it (empty where there is none), a few examples."""

    text: str
    href: str
    examples: tuple[Sentence, ...]
    below: Sentence = ()
    """The terms below it that are used instead, each with its count."""
    is_sample: bool = False
    """Whether there are more than the examples."""


@dataclass(frozen=True)
class Rule:
    """A property shape: what it is about, what its author says of it, and a sentence for each constraint.

    `anchor` is its place in the document; empty where it is told beside a term of another document.
    """

    anchor: str
    shape: Reference
    path: Sentence
    messages: tuple[Words, ...]
    descriptions: tuple[Words, ...]
    sentences: tuple[Sentence, ...]
    severity: str
    level: str
    """The severity as a name for the style: `violation`, `warning`, `info`, or empty."""
    queries: tuple[tuple[str, str], ...] = ()
    """Constraints in SPARQL: the anchor of each (empty where it has no name of the document), and its text."""


@dataclass(frozen=True)
class Rules:
    """The rules of one node shape. `sentences` are the demands on the thing itself."""

    shape: Reference
    sentences: tuple[Sentence, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Row:
    """A property as a class has it: what its values are, what it means; `origin` where a superclass gives it."""

    name: Reference
    values: tuple[Sentence, ...]
    definition: Words | None
    origin: Reference | None


@dataclass(frozen=True)
class Entry:
    """A term of a document: a class, a property, a shape, or something else that has an anchor."""

    anchor: str
    iri: str
    name: str
    label: Words
    other_labels: tuple[Words, ...]
    definitions: tuple[Words, ...]
    is_deprecated: bool
    facts: tuple[Fact, ...]
    rows: tuple[Row, ...]
    usage: Usage | None
    rules: tuple[Rules, ...]
    rest: tuple[Property, ...]


@dataclass(frozen=True)
class Alignment:
    """How a term stands to a term of another vocabulary. `record` says so without asserting it, where there is one."""

    term: Reference
    relation: Reference
    target: Reference
    target_iri: str
    notes: tuple[Words, ...]
    record: Reference | None


@dataclass(frozen=True)
class Section:
    """The terms of one kind, as a hierarchy and one by one. `key` is its anchor."""

    key: str
    title: str
    tree: tuple[Branch, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class VocabularyPage:
    """A document of hash IRIs: its header, its terms, and how to use and cite it."""

    frame: Frame
    label: Words
    other_labels: tuple[Words, ...]
    iri: str
    descriptions: tuple[Words, ...]
    facts: tuple[Fact, ...]
    """Version, dates, makers, licence."""
    diagram: Drawing | None
    is_profile: bool
    """Whether the diagram shows shapes."""
    sections: tuple[Section, ...]
    alignments: tuple[Alignment, ...]
    prefixes: tuple[tuple[str, str], ...]
    """A name of a language, and its line that declares the prefix."""
    header: tuple[Property, ...]
    is_cut: bool
    """Whether there are more terms than are shown."""
    behind: str


@dataclass(frozen=True)
class Concept:
    """A concept of a scheme, with those below it. `names` are its preferred labels in every language."""

    anchor: str
    reference: Reference
    notation: str
    other_labels: tuple[Words, ...]
    definitions: tuple[Words, ...]
    usage: Usage
    facts: tuple[Fact, ...]
    below: tuple[Concept, ...]


@dataclass(frozen=True)
class SchemePage:
    """A concept scheme: its header, and its concepts in order."""

    frame: Frame
    label: Words
    other_labels: tuple[Words, ...]
    iri: str
    descriptions: tuple[Words, ...]
    facts: tuple[Fact, ...]
    count: int
    shown: int
    concepts: tuple[Concept, ...]
    users: tuple[Fact, ...]
    """What is said with the concepts: by property, how often."""
    diagram: Drawing | None
    header: tuple[Property, ...]
    behind: str
