"""A captured text and its passages: offsets are computed, never typed."""

from __future__ import annotations

from kiungo.sources import Sources


def test_a_passage_is_a_slice_of_the_text_without_its_padding(tiny_sources: Sources) -> None:
    (captured,) = tiny_sources.texts
    assert [captured.text[each.start:each.end] for each in captured.passages] == [
        "Harbour Office", "We keep the lights\u00a0of the harbour – all 12 of them.", "Nous gardons le phare.",
    ]


def test_the_agencys_passages_stand_where_the_page_has_them(agency_sources: Sources) -> None:
    """First, last and one in the middle, against the offsets that were published with the model."""
    (captured,) = agency_sources.texts
    spans = {each.iri.rpartition("/")[2]: (each.start, each.end) for each in captured.passages}
    assert len(captured.passages) == 28
    assert (spans["office-name"], spans["vision"], spans["instrument-03"], spans["instrument-07"]) == (
        (0, 56), (626, 691), (2634, 2665), (2760, 2775))


def test_selectors_give_quote_offsets_and_what_stands_around(tiny_sources: Sources) -> None:
    base = "https://harbour.example/lod/id/notice/excerpt/duty"
    found = {(quad.subject.value, quad.predicate.value.rpartition("#")[2]): quad.object.value for quad in tiny_sources.derived}
    assert found[base + "/position", "start"] == "19"
    assert found[base + "/position", "end"] == "70"
    assert found[base + "/quote", "exact"] == "We keep the lights\u00a0of the harbour – all 12 of them."
    assert found[base + "/quote", "prefix"] == "Harbour Office\n\n * "
    assert found[base + "/quote", "suffix"] == "\n * Nous gardons le phare.\n"
    assert ("https://harbour.example/lod/id/notice/excerpt/name/quote", "prefix") not in found
