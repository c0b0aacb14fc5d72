"""What templates see: frozen dataclasses, one for each kind of page, and never a graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiungo.web.contexts.frames import Download as Download
from kiungo.web.contexts.frames import Frame as Frame

if TYPE_CHECKING:
    from kiungo.web.contexts.search import Form
    from kiungo.web.contexts.warrants import Claim, Origin, Quote, Reading, Rule, SourceText, Warrant
    from kiungo.web.diagram import Drawing


_FEW = 4  # members of a list, each told with its own words


@dataclass(frozen=True)
class Words:
    """Some words with their own language; `lang` is empty where they have none."""

    text: str
    lang: str = ""
    is_translation: bool = False
    datatype: str = ""
    tongue: str = ""
    """What their language is called; empty where it is the reader's."""


@dataclass(frozen=True)
class Reference:
    """A link to a resource: its name, and its own words in full where it has some, the source's first."""

    label: Words
    iri: str
    href: str | None = None
    is_outside: bool = False
    texts: tuple[Words, ...] = ()
    position: str = ""
    is_code: bool = False
    """Whether the name is no word but a prefixed name or an IRI."""


@dataclass(frozen=True)
class Value:
    """A value of a property: words or a reference, with its warrants, its graphs, its own statements."""

    words: Words | None = None
    reference: Reference | None = None
    warrants: tuple[Warrant, ...] = ()
    graphs: tuple[Reference, ...] = ()
    nested: tuple[Property, ...] = ()
    position: str = ""
    rules: tuple[Rule, ...] = ()
    """The constraints that it satisfies."""
    origins: tuple[Origin, ...] = ()
    members: tuple[Value, ...] = ()
    """Where it is a list."""
    is_cut: bool = False
    """Whether it has statements of its own that are not told here."""
    is_text: bool = False
    """Whether the words are a thing's own, to be read rather than looked up."""
    anchor: str = ""
    """Where it is a part of the page's topic that is told here, the end of its IRI."""
    is_aside: bool = False
    """Whether the same is said beside it in the reader's language."""
    is_same_sentence: bool = False
    """Whether the sentence that it was drawn from stands beside a value before it."""

    @property
    def unquoted(self) -> tuple[Words, ...]:
        """The words of what it refers to, less those that stand in the quotes behind it."""
        quotes = ["".join(piece.text for piece in quote.pieces) for each in self.warrants for quote in each.quotes]
        texts = self.reference.texts if self.reference else ()
        return tuple(each for each in texts if not any(each.text in quote for quote in quotes))


@dataclass(frozen=True)
class Property:
    """A property and its values. `is_list` where the values have an order of their own."""

    name: Reference
    values: tuple[Value, ...]
    is_list: bool = False
    explanation: Words | None = None
    missing: tuple[Words, ...] = ()
    """What is recommended and not yet published, by name."""
    more: int = 0
    """Values that are not shown."""

    @property
    def is_long(self) -> bool:
        """Whether it is a list too long to be told in full at once."""
        return self.is_list and len(self.values) > _FEW


@dataclass(frozen=True)
class Group:
    """Properties that belong together; `title` is None for those that no shape mentions."""

    title: Words | None
    properties: tuple[Property, ...]
    graphs: tuple[Reference, ...] = ()
    """The graphs that hold each value which has nothing else behind it, where they are the same for all."""


@dataclass(frozen=True)
class Backlinks:
    """The things that point here by one property, as many as are on this page, and how many there are."""

    name: Reference
    subjects: tuple[Reference, ...]
    count: int
    is_evidence: bool
    elsewhere: str = ""
    """Where they begin, if that is on another page."""


@dataclass(frozen=True)
class Pager:
    """Which page this is, and the way to others: the relation, the words, the address of each."""

    place: str
    steps: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Neighbourhood:
    """A picture of a thing among its neighbours: of all its links, how many are drawn."""

    drawing: Drawing
    drawn: int
    total: int


@dataclass(frozen=True)
class ThingPage:
    """All that is said of a thing."""

    frame: Frame
    label: Words
    other_labels: tuple[Words, ...]
    types: tuple[Reference, ...]
    iri: str
    href: str
    answers: str | None
    """Where the question that the thing is, is answered."""
    texts: tuple[Value, ...]
    """The thing's own words."""
    missing_texts: tuple[Words, ...]
    claim: Claim | None
    """The statement that the thing is a record of, if it is one."""
    source: SourceText | None
    """The captured text that the thing is, if it is one."""
    data: str
    """Its document as Turtle."""
    groups: tuple[Group, ...]
    text: Quote | None
    """The words of a passage, with the proposed readings in place."""
    text_translations: tuple[Words, ...]
    readings: tuple[Reading, ...]
    backlinks: tuple[Backlinks, ...]
    pager: Pager | None
    behind: str
    """The query behind the incoming links."""
    neighbourhood: Neighbourhood | None
    graphs: tuple[Reference, ...]
    notes: tuple[tuple[str, str], ...]
    """What is left out, and where all of it is found."""


@dataclass(frozen=True)
class GraphPage:
    """A named graph: how large it is, its files, and the first of its subjects."""

    frame: Frame
    label: Words
    iri: str
    count: int
    descriptions: tuple[Words, ...]
    downloads: tuple[Download, ...]
    subjects: tuple[Reference, ...]
    total: str
    """How many subjects there are, where not all are listed; else empty."""
    behind: str


@dataclass(frozen=True)
class DatasetPage:
    """The whole data set: files, graphs, and what the catalogue says."""

    frame: Frame
    label: Words
    iri: str
    descriptions: tuple[Words, ...]
    count: int
    downloads: tuple[Download, ...]
    graphs: tuple[tuple[Reference, int], ...]
    graphs_behind: str
    classes: tuple[tuple[Reference, int], ...]
    """The largest, with the number of their things."""
    classes_total: int
    classes_behind: str
    properties: tuple[Property, ...]
    held: tuple[Reference, ...]
    """The graphs that hold all of these, where they are the same."""


@dataclass(frozen=True)
class Cell:
    """A term in a table: words or a reference."""

    words: Words | None = None
    reference: Reference | None = None

    @property
    def is_long(self) -> bool:
        """Whether it needs room to be read."""
        label = self.reference.label if self.reference else self.words
        return label is not None and len(label.text) > 30


@dataclass(frozen=True)
class Table:
    """An answer in rows, or the truth of an ASK query. `count` are those counted, of which `rows` are shown; more may follow."""

    columns: tuple[Words, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    count: int
    is_whole: bool
    truth: bool | None = None

    @property
    def is_cut(self) -> bool:
        """Whether rows are left out."""
        return len(self.rows) < self.count or not self.is_whole


@dataclass(frozen=True)
class Field:
    """A parameter in a form. `kind` is the type of an HTML input; `options` are values and names, if it has a list."""

    name: str
    label: Words
    descriptions: tuple[Words, ...]
    value: str
    kind: str
    minimum: str
    maximum: str
    max_length: int
    is_optional: bool
    options: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class StoredQueryPage:
    """A stored query: its question, its answer, and how both were made."""

    frame: Frame
    question: Words
    other_questions: tuple[Words, ...]
    iri: str
    """The question's own, to be cited."""
    action: str
    is_named: bool
    """Whether the URL names the language, so that the form must, too."""
    fields: tuple[Field, ...]
    table: Table
    downloads: tuple[Download, ...]
    query: str
    sparql: str
    """The page where this very query can be changed."""
    index: str
    openapi: str


@dataclass(frozen=True)
class StoredQueriesPage:
    """All stored queries: question, address, and the names of the parameters."""

    frame: Frame
    queries: tuple[tuple[Words, str, tuple[str, ...]], ...]
    openapi: str
    sparql: str
    behind: str


@dataclass(frozen=True)
class ErrorPage:
    """What went wrong, and where to go from here."""

    frame: Frame
    status: int
    title: str
    explanation: str
    detail: tuple[Words, ...]
    excerpt: str
    path: str
    variants: tuple[tuple[str, str], ...]
    search: Form | None
    """Where the address leads nowhere: what it may have meant can be searched for."""
    limits: str
    """Where the limits are explained; empty where the error is about none."""


@dataclass(frozen=True)
class TombstonePage:
    """What is left to say of a thing that was withdrawn."""

    frame: Frame
    label: Words
    iri: str
    days: tuple[str, ...]
    reasons: tuple[Words, ...]
    replacements: tuple[Reference, ...]
