"""Whole answers are kept, up to a bound."""

from __future__ import annotations

from kiungo.gateway.cache import ENTRY, Cache
from kiungo.gateway.messages import Response


def answer(tag: bytes, size: int = 100) -> Response:
    return Response(200, [(b"etag", tag)], b"x" * size)


def test_an_answer_is_found_by_the_name_it_was_kept_under() -> None:
    cache = Cache(10_000)
    cache.keep("name", b"/a", answer(b'"1"'))
    assert cache.find("name") == answer(b'"1"')
    assert cache.find("other") is None


def test_many_names_lead_to_one_answer() -> None:
    cache = Cache(10_000)
    cache.keep("name", b"/a", answer(b'"1"'))
    assert cache.alias("other", b"/a", b'"1"') is cache.find("name")
    assert cache.find("other") is cache.find("name")
    assert cache.alias("third", b"/b", b'"1"') is None
    assert cache.tags(b"/a") == [b'"1"']


def test_the_least_recently_used_leaves_first_and_its_tag_with_it() -> None:
    cache = Cache(30_000)
    for number in range(3):
        cache.keep(number, b"/%d" % number, answer(b'"t"', 9000))
    cache.find(0)
    cache.keep(3, b"/3", answer(b'"t"', 9000))
    assert [cache.find(number) is not None for number in range(4)] == [True, False, True, True]
    assert cache.tags(b"/1") == []


def test_what_has_no_tag_or_is_too_long_is_not_kept() -> None:
    cache = Cache(10 * ENTRY)
    cache.keep("untagged", b"/a", Response(200, [], b"x"))
    cache.keep("long", b"/b", answer(b'"1"', ENTRY + 1))
    assert cache.find("untagged") is None
    assert cache.find("long") is None


def test_names_are_bounded_too() -> None:
    cache = Cache(40_000)
    cache.keep("first", b"/a", answer(b'"1"'))
    for number in range(1000):
        cache.alias(b"%0500d" % number, b"/a", b'"1"')
    assert cache.find("first") is None
    assert cache.find(b"%0500d" % 999) is not None
    assert len(cache._names) < 20


def test_redirects_are_told_apart_by_what_they_say() -> None:
    cache = Cache(10_000)
    sw, en = (Response(303, [(b"location", place)], b"") for place in (b"/sw", b"/en"))
    cache.keep("sw", b"/a", sw)
    cache.keep("en", b"/a", en)
    assert (cache.find("sw"), cache.find("en")) == (sw, en)
    assert cache.tags(b"/a") == []


def test_a_redirect_leaves_as_other_answers_do() -> None:
    cache = Cache(10_000)
    cache.keep("old", b"/a", Response(303, [(b"location", b"/b")], b"x" * 9_000))
    cache.keep("new", b"/a", answer(b'"1"', 9_000))
    assert cache.find("old") is None
    assert cache.tags(b"/a") == [b'"1"']
