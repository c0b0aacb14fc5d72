"""An answer as a table that a page shows: names and links instead of bare terms."""

from __future__ import annotations

import re
from collections import Counter

from pyoxigraph import BlankNode, Literal, NamedNode

from kiungo.evaluation.reading import Answer, Term
from kiungo.rdf import languages
from kiungo.rdf.queries import property_of
from kiungo.web.contexts import Cell, Table, Words
from kiungo.web.frames import own_document
from kiungo.web.site import Reader
from kiungo.web.stored import StoredQuery
from kiungo.web.tongues import tongue
from kiungo.web.values import Terms

ROWS = 500
"""Rows that a page shows; nobody reads more, and the files have them all."""


def table(reader: Reader, answer: Answer, asked: StoredQuery | None = None) -> Table:
    """The rows for one reader; a graph is told in sentences of three.

    The columns of a query of the publication's own have names that people read; who asks another has named them.
    """
    terms = Terms(reader)
    parts = ("answer_subject", "answer_predicate", "answer_object")
    told = tuple(Words(reader.t(each), reader.language) for each in parts)
    named = _columns(reader, answer, asked) if asked else tuple(map(Words, answer.columns))
    columns = told if answer.kind == "graph" else named
    rows = tuple(tuple(_cell(terms, each) for each in row) for row in answer.rows)
    return Table(columns, rows, answer.count, answer.is_whole, answer.truth)


def _columns(reader: Reader, answer: Answer, asked: StoredQuery) -> tuple[Words, ...]:
    """What the variables stand for; a variable whose column would be named like another keeps its own name."""
    found = []
    for number, variable in enumerate(answer.columns):
        is_told = len(variable) > 1 and any(isinstance(row[number], NamedNode) for row in answer.rows)
        found.append(_column(reader, asked, variable) or (None if is_told else _property(reader, asked, variable)))
    alike = Counter(each.text for each in found if each)
    return tuple(
        each if each and alike[each.text] == 1 else Words(re.sub(r"_|(?<=[a-z])(?=[A-Z])", " ", variable).lower())
        for variable, each in zip(answer.columns, found, strict=True)
    )


def _column(reader: Reader, asked: StoredQuery, variable: str) -> Words | None:
    """The name of a parameter, of a term of the publication's vocabulary that is called like the variable, of a language."""
    labels = next((each.labels for each in asked.parameters if each.name == variable), ())
    if label := languages.best(labels, reader.languages):
        return Words(label.value, label.language or "")
    space = f"{reader.site.base}{own_document(reader.site, 'vocabulary')}#"
    for name in (variable, variable[:1].upper() + variable[1:]):
        if reader.names.best(NamedNode(space + name)):
            return reader.names.label(NamedNode(space + name))
    if variable in reader.site.publication.about.languages:
        return Words(tongue(variable, reader.language), reader.language)
    return None


def _property(reader: Reader, asked: StoredQuery, variable: str) -> Words | None:
    """The name of the property whose values a variable stands for."""
    found = property_of(asked.query, variable)
    return reader.names.label(found) if found else None


def _cell(terms: Terms, term: Term) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, Literal):
        return Cell(words=terms.words(term))
    if isinstance(term, NamedNode):
        return Cell(reference=terms.reference(term, with_text=False))
    return Cell(words=Words(f"_:{term.value}" if isinstance(term, BlankNode) else f"<<( {term} )>>"))
