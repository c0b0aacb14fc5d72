"""The table of query result formats agrees with what the engine and the standards call them."""

from __future__ import annotations

import pytest

from kiungo.rdf.formats import FORMATS
from kiungo.rdf.results import RESULTS_FORMATS, ResultsFormat


@pytest.mark.parametrize("form", RESULTS_FORMATS, ids=lambda each: each.suffix)
def test_a_format_is_what_its_writer_writes(form: ResultsFormat) -> None:
    assert (form.media_type, form.iri) == (form.writer.media_type.partition(";")[0], form.writer.iri)


@pytest.mark.parametrize("form", RESULTS_FORMATS, ids=lambda each: each.suffix)
def test_text_says_its_charset(form: ResultsFormat) -> None:
    assert form.content_type.endswith("; charset=utf-8") is form.media_type.startswith("text/")


def test_no_two_formats_share_a_suffix_or_a_name_among_media_types() -> None:
    suffixes = [each.suffix for each in (*RESULTS_FORMATS, *FORMATS)]
    names = [name for each in RESULTS_FORMATS for name in (each.media_type, *each.aliases)]
    assert len(suffixes) == len(set(suffixes))
    assert len(names) == len(set(names))
