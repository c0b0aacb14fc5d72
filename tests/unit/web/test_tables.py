"""An answer as a page shows it: the first rows, and word of the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from flask import Flask

from kiungo.evaluation.pool import Result
from kiungo.web.contexts import Words
from kiungo.web.site import Reader
from kiungo.web.tables import ROWS, table
from kiungo.web.values import Terms

LIGHTS = "https://harbour.example/lod/id/duty/lights"


@pytest.fixture
def terms(app: Flask) -> Terms:
    """How one reader of the tiny body sees terms."""
    return Terms(Reader(app.extensions["kiungo"], "query/x", "en"))


def result(rows: list[dict[str, dict[str, str]]], size: int = 1000) -> Result:
    """An answer in pieces of some size."""
    body = json.dumps({"head": {"vars": ["a", "b"]}, "results": {"bindings": rows}}).encode()
    chunks: Iterator[bytes] = (body[start : start + size] for start in range(0, len(body), size))
    return Result(("application/sparql-results+json", "application/sparql-results+json", "solutions"), chunks=iter(chunks))


def literal(text: str) -> dict[str, str]:
    """A term in the JSON format."""
    return {"type": "literal", "value": text}


def test_terms_become_words_links_and_gaps(terms: Terms) -> None:
    found = table(terms, result([{"a": {"type": "uri", "value": LIGHTS}}, {"b": {**literal("phare"), "xml:lang": "fr"}}]))
    (link, gap), (_, words) = found.rows
    assert found.variables == ("a", "b")
    assert link.reference is not None
    assert link.reference.href == "../doc/duty/lights"
    assert (gap.words, gap.reference) == (None, None)
    assert words.words == Words("phare", "fr", tongue="French")
    assert not found.is_cut


@pytest.mark.parametrize(("count", "shown", "is_cut"), [(ROWS, ROWS, False), (ROWS + 1, ROWS, True)])
def test_of_many_rows_the_first_are_shown(terms: Terms, count: int, shown: int, is_cut: bool) -> None:
    found = table(terms, result([{"a": literal(str(each))} for each in range(count)]))
    assert (len(found.rows), found.is_cut) == (shown, is_cut)


def test_of_a_very_long_answer_only_the_beginning_is_read(terms: Terms) -> None:
    long = result([{"a": literal("x" * 50_000)} for _ in range(200)], size=50_000)
    found = table(terms, long)
    assert found.is_cut
    assert 50 < len(found.rows) < 100
    assert next(iter(long.chunks), None), "the rest was not read"
