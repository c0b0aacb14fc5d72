"""gzip, where it is wanted and worth it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest

from kiungo.gateway.encoding import SMALLEST, accepts_gzip, coded, may_be_coded, plain_tags
from kiungo.gateway.messages import Response


@pytest.mark.parametrize(("header", "expected"), [
    ("", False), ("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("*", True), ("*;q=0", False),
    ("x-gzip", True), ("identity", False), ("GZIP", True), ("gzip;q=nonsense", False), ("*, gzip;q=0", False),
])
def test_a_header_lets_gzip_be_used_or_not(header: str, expected: bool) -> None:
    assert accepts_gzip(header) is expected


@pytest.mark.parametrize(("media_type", "size", "expected"), [
    (b"text/turtle; charset=utf-8", SMALLEST, True), (b"application/sparql-results+json", SMALLEST, True),
    (b"application/n-quads", SMALLEST, True), (b"text/html", SMALLEST - 1, False), (b"image/png", 9999, False),
    (b"application/octet-stream", 9999, False),
])
def test_text_that_is_long_enough_is_coded(media_type: bytes, size: int, expected: bool) -> None:
    assert may_be_coded(Response(200, [(b"content-type", media_type)], b"x" * size)) is expected


def test_a_part_of_something_is_not_coded() -> None:
    headers = [(b"content-type", b"text/turtle"), (b"content-range", b"bytes 0-9/99")]
    assert not may_be_coded(Response(200, headers, b"x" * 9999))


def test_other_octets_have_another_tag_and_the_plain_one_is_known_again() -> None:
    made = asyncio.run(coded(Response(200, [(b"etag", b'"a"'), (b"content-length", b"900")], b"x" * 900)))
    assert isinstance(made.body, bytes)
    assert gzip.decompress(made.body) == b"x" * 900
    assert (made.header(b"etag"), made.header(b"content-encoding")) == (b'"a-gzip"', b"gzip")
    assert made.header(b"content-length") is None
    assert plain_tags('W/"a-gzip", "b"') == 'W/"a", "b"'


def test_the_same_answer_is_coded_to_the_same_octets() -> None:
    response = Response(200, [], b"abc" * 900)
    assert asyncio.run(coded(response)).body == asyncio.run(coded(response)).body


def test_a_stream_is_coded_piece_by_piece() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 70_000

    async def read() -> bytes:
        made = await coded(Response(200, [], pieces()))
        assert not isinstance(made.body, bytes)
        return b"".join([piece async for piece in made.body])

    assert gzip.decompress(asyncio.run(read())) == b"x" * 210_000
