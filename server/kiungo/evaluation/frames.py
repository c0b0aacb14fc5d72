"""What a pool and its workers say to each other: frames of a letter, a length and a payload.

A worker is told once what it is (`SETTINGS`) and answers when it can work (`READY`). To each `QUERY` it
answers `ERROR`, or `FORMAT`, any number of `DATA` and `END`.
"""

from __future__ import annotations

import json
import socket
import struct
from asyncio import StreamReader
from typing import Any

SETTINGS, READY, QUERY = b"S", b"R", b"Q"
FORMAT, DATA, END, ERROR = b"F", b"D", b"E", b"X"

CHUNK = 65_536  # octets of a DATA frame; also what is held back until the answer has surely begun

_HEAD = struct.Struct(">cI")


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """The octets of a frame."""
    return _HEAD.pack(kind, len(payload)) + payload


def message(kind: bytes, /, **members: object) -> bytes:
    """The octets of a frame whose payload is a JSON object."""
    return frame(kind, json.dumps(members).encode())


def receive(connection: socket.socket) -> tuple[bytes, bytes]:
    """The next frame's letter and payload. Raises EOFError where the other side is gone, and OSError."""
    kind, length = _HEAD.unpack(_exactly(connection, _HEAD.size))
    return kind, _exactly(connection, length)


async def receive_from(reader: StreamReader) -> tuple[bytes, bytes]:
    """As `receive`, for those who wait on an event loop."""
    kind, length = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    return kind, await reader.readexactly(length)


def members(payload: bytes) -> dict[str, Any]:
    """The JSON object of a payload."""
    found = json.loads(payload)
    if not isinstance(found, dict):
        raise TypeError(f"A frame holds a JSON object, not {type(found).__name__}.")
    return found


def _exactly(connection: socket.socket, length: int) -> bytes:
    pieces = []
    while length:
        piece = connection.recv(min(length, CHUNK))
        if not piece:
            raise EOFError("The other side closed the connection.")
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)
