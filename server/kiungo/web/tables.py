"""An answer as a table that a page shows: names and links instead of bare terms."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode

from kiungo.evaluation.reading import Answer, Term
from kiungo.web.contexts import Cell, Table, Words
from kiungo.web.site import Reader
from kiungo.web.values import Terms

ROWS = 500
"""Rows that a page shows; nobody reads more, and the files have them all."""


def table(reader: Reader, answer: Answer) -> Table:
    """The rows for one reader; a graph is told in sentences of three."""
    terms = Terms(reader)
    parts = ("answer_subject", "answer_predicate", "answer_object")
    columns = tuple(reader.t(each) for each in parts) if answer.kind == "graph" else answer.columns
    rows = tuple(tuple(_cell(terms, each) for each in row) for row in answer.rows)
    return Table(columns, rows, answer.count, answer.is_whole, answer.truth)


def _cell(terms: Terms, term: Term) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, Literal):
        return Cell(words=terms.words(term))
    if isinstance(term, NamedNode):
        return Cell(reference=terms.reference(term, with_text=False))
    return Cell(words=Words(f"_:{term.value}" if isinstance(term, BlankNode) else f"<<( {term} )>>"))
