"""What a pool and its workers say to each other: frames of a letter, a length and a payload.

A worker is told once what it is (`SETTINGS`) and answers when it can work (`READY`). To each `QUERY` it
answers `ERROR`, or `FORMAT` with the kind of the answer, any number of `DATA` and `END`.
"""

from __future__ import annotations

import struct
from asyncio import BaseTransport, Future, Protocol, Transport, get_running_loop
from collections import deque
from typing import IO, Any, cast

import msgspec

SETTINGS, READY, QUERY = b"S", b"R", b"Q"
FORMAT, DATA, END, ERROR = b"F", b"D", b"E", b"X"

CHUNK = 262_144  # octets of a DATA frame; also what is held back until the answer has surely begun

_AHEAD = 3  # frames, that is a whole short answer
_HEAD = struct.Struct(">cI")


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """The octets of a frame."""
    return _HEAD.pack(kind, len(payload)) + payload


def message(kind: bytes, /, **members: object) -> bytes:
    """The octets of a frame whose payload is a JSON object."""
    return frame(kind, msgspec.json.encode(members))


def members(payload: bytes) -> dict[str, Any]:
    """The JSON object of a payload."""
    found = msgspec.json.decode(payload)
    if not isinstance(found, dict):
        raise TypeError(f"A frame holds a JSON object, not {type(found).__name__}.")
    return found


def receive(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """The next frame's letter and payload. Raises EOFError where the other side is gone, and OSError."""
    kind, length = _HEAD.unpack(_exactly(stream, _HEAD.size))
    return kind, _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    octets = stream.read(length)
    if len(octets) < length:
        raise EOFError("The other side closed the connection.")
    return octets


class Line(Protocol):
    """The pool's end of the connection to a worker, on an event loop: one at a time may `hear`."""

    def __init__(self) -> None:
        self._transport: Transport | None = None
        self._octets = bytearray()
        self._frames: deque[tuple[bytes, bytes]] = deque()
        self._listener: Future[None] | None = None
        self._ended = False

    def send(self, octets: bytes) -> None:
        """Say something, as soon as the worker listens."""
        if self._transport is not None:
            self._transport.write(octets)

    async def hear(self) -> tuple[bytes, bytes]:
        """The next frame's letter and payload. Raises EOFError where the worker is gone."""
        while not self._frames:
            if self._ended or self._transport is None:
                raise EOFError("The worker closed the connection.")
            self._transport.resume_reading()
            self._listener = get_running_loop().create_future()
            await self._listener
        return self._frames.popleft()

    def close(self) -> None:
        """Say and hear nothing more."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: BaseTransport) -> None:
        """Called by the event loop."""
        self._transport = cast(Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Called by the event loop. Nothing more is read while so many frames wait to be heard."""
        self._octets += data
        place = 0
        while len(self._octets) >= place + _HEAD.size:
            kind, length = _HEAD.unpack_from(self._octets, place)
            end = place + _HEAD.size + length
            if len(self._octets) < end:
                break
            self._frames.append((kind, bytes(self._octets[place + _HEAD.size : end])))
            place = end
        del self._octets[:place]
        if len(self._frames) > _AHEAD and self._transport is not None:
            self._transport.pause_reading()
        if self._frames:
            self._wake()

    def connection_lost(self, _reason: Exception | None) -> None:
        """Called by the event loop."""
        self._ended = True
        self._wake()

    def _wake(self) -> None:
        if self._listener is not None and not self._listener.done():
            self._listener.set_result(None)
