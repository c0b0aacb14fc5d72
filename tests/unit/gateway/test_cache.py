"""Whole answers are kept, up to a bound."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from kiungo.errors import ServiceUnavailable
from kiungo.gateway.cache import Cache
from kiungo.gateway.messages import Pieces, Response


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
    assert list(cache.tags(b"/a")) == [b'"1"']


def test_the_least_recently_used_leaves_first_and_its_tag_with_it() -> None:
    cache = Cache(30_000)
    for number in range(3):
        cache.keep(number, b"/%d" % number, answer(b'"t"', 9000))
    cache.find(0)
    cache.keep(3, b"/3", answer(b'"t"', 9000))
    assert [cache.find(number) is not None for number in range(4)] == [True, False, True, True]
    assert list(cache.tags(b"/1")) == []


def test_of_thousands_of_answers_under_one_target_one_leaves_without_a_look_at_the_others() -> None:
    compared = 0

    class Tag(bytes):
        __hash__ = bytes.__hash__

        def __ne__(self, other: object) -> bool:
            return not self == other

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return bytes.__eq__(self, other)

    cache = Cache(100_000)
    for number in range(2_000):
        cache.keep(None, b"sparql", answer(Tag(b'"%d"' % number)))
    assert 500 < len(list(cache.tags(b"sparql"))) < 1_500
    assert compared < 100


def test_what_has_no_tag_or_is_too_long_is_not_kept() -> None:
    cache = Cache(10_000)
    cache.keep("untagged", b"/a", Response(200, [], b"x"))
    cache.keep("long", b"/b", answer(b'"1"', 10_001))
    assert cache.find("untagged") is None
    assert cache.find("long") is None


async def pieces(count: int, size: int, error: Exception | None = None) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * size
    if error is not None:
        raise error


def gather(cache: Cache, name: str, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    return cache.gather(name, name.encode(), Response(200, [(b"etag", b'"1"')], body), body)


async def taken(body: AsyncIterator[bytes]) -> bytes:
    return b"".join([each async for each in body])


def test_a_long_answer_is_kept_when_the_last_of_its_pieces_was_taken() -> None:
    async def run() -> None:
        cache = Cache(10_000)
        body = gather(cache, "long", pieces(4, 1000))
        for _ in range(4):
            assert await anext(body)
            assert cache.find("long") is None
        assert await anext(body, None) is None
        found = cache.find("long")
        assert found is not None
        assert isinstance(found.body, Pieces)
        assert [await taken(found.body.__aiter__()) for _ in range(2)] == [b"x" * 4000] * 2
        assert (b"content-length", b"4000") in found.start["headers"]

    asyncio.run(run())


def test_a_long_answer_that_breaks_or_is_left_is_not_kept_and_takes_no_room() -> None:
    async def run() -> None:
        cache = Cache(10_000)
        with pytest.raises(ServiceUnavailable):
            await taken(gather(cache, "broken", pieces(4, 1000, ServiceUnavailable("Too slow."))))
        left = gather(cache, "left", pieces(4, 1000))
        await anext(left)
        await left.aclose()  # type: ignore[attr-defined]
        await taken(gather(cache, "whole", pieces(4, 1000)))
        assert [cache.find(name) is not None for name in ("broken", "left", "whole")] == [False, False, True]

    asyncio.run(run())


def test_long_answers_never_drive_out_the_short_ones() -> None:
    async def run() -> None:
        cache = Cache(10_000)
        cache.keep("short", b"/a", answer(b'"1"', 4000))
        for number in range(3):
            assert len(await taken(gather(cache, f"long {number}", pieces(3, 1000)))) == 3000
        assert len(await taken(gather(cache, "longest", pieces(6, 1000)))) == 6000
        found = {name: cache.find(name) is not None for name in ("short", "long 0", "long 1", "long 2", "longest")}
        assert [name for name in found if found[name]] == ["short", "long 2"]

    asyncio.run(run())


def test_of_the_long_answers_the_least_recently_used_leaves_first() -> None:
    async def run() -> None:
        cache = Cache(20_000)
        for number in range(3):
            await taken(gather(cache, f"long {number}", pieces(3, 1000)))
        assert cache.find("long 0")
        await taken(gather(cache, "long 3", pieces(3, 1000)))
        assert [cache.find(f"long {number}") is not None for number in range(4)] == [True, False, True, True]

    asyncio.run(run())


def test_an_answer_on_its_way_to_many_is_gathered_once() -> None:
    async def run() -> None:
        cache = Cache(10_000)
        bodies = [gather(cache, "long", pieces(3, 1000)) for _ in range(8)]
        await asyncio.gather(*(anext(each) for each in bodies))
        await asyncio.gather(*(taken(each) for each in bodies))
        assert cache.find("long") is not None

    asyncio.run(run())


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
    assert not cache.tags(b"/a")


def test_a_redirect_leaves_as_other_answers_do() -> None:
    cache = Cache(10_000)
    cache.keep("old", b"/a", Response(303, [(b"location", b"/b")], b"x" * 9_000))
    cache.keep("new", b"/a", answer(b'"1"', 9_000))
    assert cache.find("old") is None
    assert list(cache.tags(b"/a")) == [b'"1"']
