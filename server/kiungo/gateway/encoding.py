"""Content codings: gzip for what becomes smaller by it, each coding with an entity tag of its own.

https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
"""

from __future__ import annotations

import asyncio
import gzip
import re
import zlib
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import replace
from functools import lru_cache

from kiungo.gateway.messages import Response
from kiungo.protocol.lists import members, quality

SMALLEST = 512  # octets; below, the headers weigh more
_SUFFIX = b"-gzip"
_SMALL = re.compile(rb"text/|application/([a-z-]+\+)?(json|xml)\b|application/(n-triples|n-quads|trig|ld\+json)\b|image/svg")


@lru_cache(maxsize=256)  # clients repeat their headers
def accepts_gzip(header: str) -> bool:
    """Whether an `Accept-Encoding` header lets gzip be used. Silence is no wish for it."""
    found: dict[str, float] = {}
    for member in members(header):
        name, _, rest = (piece.strip() for piece in member.partition(";"))
        key, _, value = rest.partition("=")
        weight = quality(value.strip()) if key.strip().lower() == "q" else 1.0
        found[name.lower()] = 0.0 if weight is None else weight
    return next((found[name] for name in ("gzip", "x-gzip", "*") if name in found), 0.0) > 0


def may_be_coded(response: Response) -> bool:
    """Whether a response would gain from a coding."""
    body = response.body
    if response.status != 200 or (isinstance(body, bytes) and len(body) < SMALLEST):
        return False
    if response.header(b"content-encoding") or response.header(b"content-range"):
        return False
    return bool(_SMALL.match(response.header(b"content-type") or b""))


async def coded(response: Response) -> Response:
    """The response in gzip."""
    headers = [each for each in response.headers if each[0] not in (b"content-length", b"accept-ranges")]
    tag = response.header(b"etag")
    headers = [each for each in headers if each[0] != b"etag"] + ([(b"etag", gzip_tag(tag))] if tag else [])
    headers.append((b"content-encoding", b"gzip"))
    if isinstance(response.body, bytes):
        body = await asyncio.to_thread(gzip.compress, response.body, 6, mtime=0)
        return replace(response, headers=headers, body=body)
    return replace(response, headers=headers, body=_stream(response.body))


async def _stream(pieces: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    coder = zlib.compressobj(1, zlib.DEFLATED, 16 + zlib.MAX_WBITS)  # fast: it is made while others wait
    async for piece in pieces:
        if octets := coder.compress(piece):
            yield octets
    yield coder.flush()


def gzip_tag(tag: bytes) -> bytes:
    """The entity tag of the response in gzip: other octets, so another strong tag (RFC 9110 §8.8.3.3)."""
    return tag[:-1] + _SUFFIX + tag[-1:]


def is_plain(tag: str) -> bool:
    """Whether an entity tag is that of a response without a coding."""
    return plain_tags(tag) == tag


def plain_tags(header: str) -> str:
    """An `If-None-Match` header with the tags as they are without a coding."""
    return header.replace('-gzip"', '"')
