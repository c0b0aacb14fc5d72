"""Frames arrive as they were sent, however the system cuts them."""

from __future__ import annotations

import socket
import threading

import pytest

from kiungo.evaluation.frames import DATA, QUERY, frame, members, message, receive


def test_frames_arrive_as_they_were_sent() -> None:
    here, there = socket.socketpair()
    with here, there:
        octets = bytes(range(256)) * 2000
        sent = frame(DATA, octets) + frame(DATA) + message(QUERY, kind="x", letter="ñ")
        sender = threading.Thread(target=here.sendall, args=(sent,))
        sender.start()
        assert receive(there) == (DATA, octets)
        assert receive(there) == (DATA, b"")
        kind, payload = receive(there)
        assert (kind, members(payload)) == (QUERY, {"kind": "x", "letter": "ñ"})
        sender.join()


@pytest.mark.parametrize("sent", [b"", b"D", frame(DATA, b"abc")[:-1]])
def test_half_a_frame_is_an_end(sent: bytes) -> None:
    here, there = socket.socketpair()
    with there:
        with here:
            here.sendall(sent)
        with pytest.raises(EOFError):
            receive(there)


def test_a_payload_that_is_no_object_is_refused() -> None:
    with pytest.raises(TypeError, match="list"):
        members(b"[]")
