"""An answer as a table that a page shows: names and links instead of bare terms."""

from __future__ import annotations

import re

from pyoxigraph import BlankNode, Literal, NamedNode

from kiungo.evaluation.reading import Answer, Term
from kiungo.web.contexts import Cell, Table, Words
from kiungo.web.frames import own_document
from kiungo.web.site import Reader
from kiungo.web.tongues import tongue
from kiungo.web.values import Terms

ROWS = 500
"""Rows that a page shows; nobody reads more, and the files have them all."""


def table(reader: Reader, answer: Answer, *, is_own: bool = False) -> Table:
    """The rows for one reader; a graph is told in sentences of three.

    The columns of a query of the publication's own have names that people read; who asks another has named them.
    """
    terms = Terms(reader)
    parts = ("answer_subject", "answer_predicate", "answer_object")
    told = tuple(Words(reader.t(each), reader.language) for each in parts)
    named = tuple(_column(reader, each) if is_own else Words(each) for each in answer.columns)
    columns = told if answer.kind == "graph" else named
    rows = tuple(tuple(_cell(terms, each) for each in row) for row in answer.rows)
    return Table(columns, rows, answer.count, answer.is_whole, answer.truth)


def _column(reader: Reader, variable: str) -> Words:
    """What a variable stands for: a term of the publication's vocabulary of that name, a language, else its words."""
    space = f"{reader.site.base}{own_document(reader.site, 'vocabulary')}#"
    for name in (variable, variable[:1].upper() + variable[1:]):
        if reader.names.best(NamedNode(space + name)):
            return reader.names.label(NamedNode(space + name))
    if variable in reader.site.publication.about.languages:
        return Words(tongue(variable, reader.language), reader.language)
    return Words(re.sub(r"_|(?<=[a-z])(?=[A-Z])", " ", variable).lower())


def _cell(terms: Terms, term: Term) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, Literal):
        return Cell(words=terms.words(term))
    if isinstance(term, NamedNode):
        return Cell(reference=terms.reference(term, with_text=False))
    return Cell(words=Words(f"_:{term.value}" if isinstance(term, BlankNode) else f"<<( {term} )>>"))
