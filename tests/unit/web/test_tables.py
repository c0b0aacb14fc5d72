"""An answer as a page shows it: words and links instead of terms."""

from __future__ import annotations

from flask import Flask
from pyoxigraph import BlankNode, Literal, NamedNode

from kiungo.evaluation.reading import Answer
from kiungo.web.contexts import Words
from kiungo.web.site import Reader
from kiungo.web.tables import table

LIGHTS = NamedNode("https://harbour.example/lod/id/duty/lights")


def test_terms_become_words_links_and_gaps(app: Flask) -> None:
    reader = Reader(app.extensions["kiungo"], "query/x", "en")
    rows = ((LIGHTS, None), (BlankNode("b"), Literal("phare", language="fr")))
    found = table(reader, Answer("solutions", ("a", "b"), rows, 2))
    (link, gap), (blank, words) = found.rows
    assert found.columns == ("a", "b")
    assert link is not None
    assert link.reference is not None
    assert link.reference.href == "../doc/duty/lights"
    assert gap is None
    assert blank is not None
    assert blank.words == Words("_:b")
    assert words is not None
    assert words.words == Words("phare", "fr", tongue="French")
    assert not found.is_cut


def test_a_table_of_the_first_rows_or_of_a_beginning_is_cut(app: Flask) -> None:
    reader = Reader(app.extensions["kiungo"], "query/x", "en")
    rows = ((LIGHTS,), (LIGHTS,))
    assert not table(reader, Answer("solutions", ("a",), rows, 2)).is_cut
    assert table(reader, Answer("solutions", ("a",), rows, 3)).is_cut
    assert table(reader, Answer("solutions", ("a",), rows, 2, is_whole=False)).is_cut


def test_a_graph_has_its_columns_in_the_reader_s_language(app: Flask) -> None:
    reader = Reader(app.extensions["kiungo"], "query/x", "en")
    found = table(reader, Answer("graph", (), ((LIGHTS, LIGHTS, LIGHTS),), 1))
    assert found.columns == tuple(reader.t(f"answer_{each}") for each in ("subject", "predicate", "object"))
