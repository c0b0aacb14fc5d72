"""What the templates of the query service see: the form, an answer, the limits."""

from __future__ import annotations

from dataclasses import dataclass

from kiungo.web.contexts import Download, Frame, Reference, Table, Words
from kiungo.web.snippets import Snippet


@dataclass(frozen=True)
class Scripts:
    """Where the scripts of the query page are; the editor's are empty where it was not built."""

    query: str
    editor: str = ""
    editor_style: str = ""


@dataclass(frozen=True)
class QueryForm:
    """The form. `formats` are what the parameter `format` takes with its name, tables and graphs apart."""

    action: str
    query: str
    tables: tuple[tuple[str, str], ...]
    graphs: tuple[tuple[str, str], ...]
    format: str
    timeout: str
    longest: str
    """Seconds that a query may run at most."""
    hidden: tuple[tuple[str, str], ...]
    """Parameters that are sent along: the language that the URL names, the graphs that are asked."""
    scripts: Scripts

    @property
    def rows(self) -> int:
        """Lines of the field: enough for the query, and room for the answer below it."""
        return min(max(self.query.count("\n") + 2, 6), 18)


@dataclass(frozen=True)
class Example:
    """A query that the publication gives, and the question it answers. `slug` is its short name."""

    slug: str
    question: Words
    query: str
    load: str
    """Puts it into the form."""
    run: str
    """Shows its answer."""


@dataclass(frozen=True)
class SparqlPage:
    """The query form with the examples, of which one may be in it."""

    frame: Frame
    form: QueryForm
    graphs: tuple[tuple[Reference, int], ...]
    examples: tuple[Example, ...]
    loaded: Example | None
    limits: str
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True)
class Stop:
    """Why there is no answer: in the reader's words."""

    status: int
    title: str
    explanation: str
    detail: Words
    excerpt: str
    remedy: Words | None
    retry: str
    """Seconds after which to ask again; empty where waiting does not help."""


@dataclass(frozen=True)
class AnswerPage:
    """A query and what came of it: `table` or `stop`."""

    frame: Frame
    form: QueryForm
    seconds: str
    limits: str
    permalink: str
    """Empty where the query is too long for a URL."""
    short: str
    """The address of the example that this is; else empty."""
    downloads: tuple[Download, ...]
    """For a query that is too long for a URL, `href` is the name of the format, to be posted."""
    snippets: tuple[Snippet, ...]
    examples: str
    question: Words | None = None
    """What is asked, where this is an example."""
    table: Table | None = None
    stop: Stop | None = None


@dataclass(frozen=True)
class LimitsPage:
    """The policy of the query service: each limit by its name, with its figure."""

    frame: Frame
    limits: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    sparql: str
    dataset: str
