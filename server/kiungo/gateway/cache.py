"""The response cache: whole answers, kept by what negotiation chose, and found by what was asked.

A release never changes, so nothing in here is ever wrong: entries leave only to make room.
https://www.rfc-editor.org/rfc/rfc9111#section-4.1
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable, Iterable

from kiungo.gateway.messages import Pieces, Response

REDIRECTS = (301, 303, 308)
LONG = 0.5  # the part of the room that answers in pieces may take together, so that they never drive out all others
_NAME = 300  # octets, roughly, of the place that a name takes beside its text
_OF_THE_MAKING = (b"server-timing",)  # headers that are true of the first answer only
_NAMES = 0.25  # the part of the room that names may take


class Cache:
    """Answers up to a number of octets, the least recently used leave first.

    An answer is kept under its variant: the target of the request and the entity tag, which stands for what
    negotiation chose. A name is everything in a request that could influence negotiation; many names may
    lead to one variant.
    """

    def __init__(self, octets: int) -> None:
        self._octets = octets
        self._used = self._named = 0
        self._names: OrderedDict[Hashable, tuple[bytes, bytes]] = OrderedDict()
        self._variants: OrderedDict[tuple[bytes, bytes], Response] = OrderedDict()
        self._long: dict[tuple[bytes, bytes], int] = {}
        self._gathered: dict[tuple[bytes, bytes], int] = {}
        self._tags: dict[bytes, dict[bytes, None]] = {}  # in order; there may be thousands for one target

    def find(self, name: Hashable) -> Response | None:
        """The answer to a request that was answered before."""
        variant = self._names.get(name)
        found = self._variants.get(variant) if variant else None
        if variant is None or found is None:
            return None
        self._names.move_to_end(name)
        self._variants.move_to_end(variant)
        return found

    def tags(self, target: bytes) -> Iterable[bytes]:
        """The entity tags of the answers that are kept for a target."""
        return self._tags.get(target, ())

    def keep(self, name: Hashable | None, target: bytes, response: Response) -> None:
        """Keep a whole answer with an entity tag, or a redirect, which is known by all that it says."""
        tag, body = response.header(b"etag"), response.body
        if (tag is None and response.status not in REDIRECTS) or not isinstance(body, bytes | Pieces):
            return
        size, is_long = _size(target, response), isinstance(body, Pieces)
        if size > (self._octets * LONG if is_long else self._octets):
            return
        variant = (target, tag or b"\n".join([value for _, value in response.headers]))
        if variant not in self._variants:
            lasting = [each for each in response.headers if each[0] not in _OF_THE_MAKING]
            self._variants[variant] = Response(response.status, lasting, body)
            if tag:
                self._tags.setdefault(target, {})[tag] = None
            self._used += size
            if is_long:
                self._long[variant] = size
                while sum(self._long.values()) > self._octets * LONG:
                    self._drop(next(each for each in self._variants if each in self._long))
        if name is not None:
            self._call(name, variant)
        while self._used > self._octets:
            self._drop(next(iter(self._variants)))

    async def gather(
        self, name: Hashable | None, target: bytes, response: Response, body: AsyncIterator[bytes]
    ) -> AsyncIterator[bytes]:
        """The pieces of an answer as they come. When all of them were taken, it is kept.

        What is on its way has the room of the long ones, together; an answer that finds no more of it is not kept.
        """
        variant, pieces = (target, response.header(b"etag") or b""), list[bytes]()
        gathers = variant not in self._gathered
        if gathers:
            self._gathered[variant] = 0
        try:
            async for piece in body:
                if gathers:
                    pieces.append(piece)
                    self._gathered[variant] += len(piece)
                    if sum(self._gathered.values()) > self._octets * LONG:
                        gathers = False
                        del self._gathered[variant]
                        pieces.clear()
                yield piece
            if gathers:
                self.keep(name, target, Response(response.status, response.headers, Pieces(pieces)))
        finally:
            if gathers:
                del self._gathered[variant]

    def alias(self, name: Hashable | None, target: bytes, tag: bytes) -> Response | None:
        """The answer with that entity tag, to which the name leads from now on; None where it is not kept."""
        found = self._variants.get((target, tag))
        if found is not None and name is not None:
            self._call(name, (target, tag))
        return found

    def _call(self, name: Hashable, variant: tuple[bytes, bytes]) -> None:
        if name not in self._names:
            self._named += _length(name)
        self._names[name] = variant
        while self._named > self._octets * _NAMES:
            forgotten, _ = self._names.popitem(last=False)
            self._named -= _length(forgotten)

    def _drop(self, variant: tuple[bytes, bytes]) -> None:
        self._used -= _size(variant[0], self._variants.pop(variant))
        self._long.pop(variant, None)
        tags = self._tags.get(variant[0], {})
        tags.pop(variant[1], None)
        if not tags:
            self._tags.pop(variant[0], None)


def _size(target: bytes, response: Response) -> int:
    body = response.body if isinstance(response.body, bytes | Pieces) else b""
    return 2 * len(target) + len(body) + sum([len(name) + len(value) for name, value in response.headers])


def _length(name: Hashable) -> int:
    """Roughly the octets that a name takes; what tells requests apart at length is their paths and queries, in bytes."""
    parts = name if isinstance(name, tuple) else (name,)
    return _NAME + sum([len(each) for each in parts if isinstance(each, bytes)])
