"""An answer as a page shows it: words and links instead of terms."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
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
    assert found.columns == (Words("a"), Words("b"))
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
    names = [reader.t(f"answer_{each}") for each in ("subject", "predicate", "object")]
    assert [each.text for each in found.columns] == names


@pytest.mark.parametrize(("slug", "language", "names"), [
    ("objectives", "en", ["position", "objective", "Swahili"]),
    ("objectives", "sw", ["nafasi", "lengo", "Kiswahili"]),
    ("objective-by-number", "sw", ["Nambari", "Lugha", "lengo", "maelezo", "mada"]),
    ("conferring-section", "en", ["provision", "section", "act", "number", "date"]),
])
def test_the_columns_of_the_publication_s_own_queries_have_names_that_people_read(
    agency: FlaskClient, slug: str, language: str, names: list[str]
) -> None:
    page = agency.get(f"/query/{slug}?lang={language}", headers={"Accept": "text/html"}).text
    assert re.findall(r'columnheader"[^>]*>([^<]*)<', page) == names
