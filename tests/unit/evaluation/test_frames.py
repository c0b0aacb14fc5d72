"""Frames arrive as they were sent, however the system cuts them."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from kiungo.evaluation.frames import CHUNK, DATA, END, QUERY, Line, frame, members, message, receive


def test_frames_arrive_as_they_were_sent() -> None:
    here, there = socket.socketpair()
    with here, there, there.makefile("rb") as stream:
        octets = bytes(range(256)) * 2000
        sent = frame(DATA, octets) + frame(DATA) + message(QUERY, kind="x", letter="ñ")
        sender = threading.Thread(target=here.sendall, args=(sent,))
        sender.start()
        assert receive(stream) == (DATA, octets)
        assert receive(stream) == (DATA, b"")
        kind, payload = receive(stream)
        assert (kind, members(payload)) == (QUERY, {"kind": "x", "letter": "ñ"})
        sender.join()


@pytest.mark.parametrize("sent", [b"", b"D", frame(DATA, b"abc")[:-1]])
def test_half_a_frame_is_an_end(sent: bytes) -> None:
    here, there = socket.socketpair()
    with there:
        with here:
            here.sendall(sent)
        with there.makefile("rb") as stream, pytest.raises(EOFError):
            receive(stream)


def test_a_payload_that_is_no_object_is_refused() -> None:
    with pytest.raises(TypeError, match="list"):
        members(b"[]")


def test_a_line_hears_frames_in_whatever_pieces_they_come() -> None:
    async def heard(pieces: list[bytes]) -> list[tuple[bytes, bytes]]:
        ours, theirs = socket.socketpair()
        line = Line()
        await asyncio.get_running_loop().create_unix_connection(lambda: line, sock=ours)
        with theirs:
            found = []
            listening = asyncio.create_task(line.hear())
            for piece in pieces:
                theirs.sendall(piece)
                await asyncio.sleep(0)
            found.append(await listening)
            while found[-1][0] != END:
                found.append(await line.hear())
        line.close()
        return found

    whole = frame(DATA, b"abc") + frame(DATA) + frame(END)
    expected = [(DATA, b"abc"), (DATA, b""), (END, b"")]
    assert asyncio.run(heard([whole])) == expected
    assert asyncio.run(heard([whole[at : at + 1] for at in range(len(whole))])) == expected


@pytest.mark.parametrize("sent", [b"", b"D", frame(DATA, b"abc")[:-1]])
def test_a_line_says_when_the_worker_is_gone(sent: bytes) -> None:
    async def listen() -> None:
        ours, theirs = socket.socketpair()
        line = Line()
        await asyncio.get_running_loop().create_unix_connection(lambda: line, sock=ours)
        listening = asyncio.create_task(line.hear())
        await asyncio.sleep(0)
        theirs.sendall(sent)
        theirs.close()
        for each in (listening, line.hear()):
            with pytest.raises(EOFError):
                await each
        line.close()

    asyncio.run(listen())


def test_what_nobody_hears_waits_with_the_worker() -> None:
    """A worker that writes faster than its answer is taken is held up, so the answer is not gathered in memory."""

    async def flood() -> int:
        ours, theirs = socket.socketpair()
        theirs.setblocking(False)
        line = Line()
        loop = asyncio.get_running_loop()
        await loop.create_unix_connection(lambda: line, sock=ours)
        sending = loop.create_task(loop.sock_sendall(theirs, frame(DATA, bytes(CHUNK)) * 100))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(sending), 0.5)
        for _ in range(100):
            assert await line.hear() == (DATA, bytes(CHUNK))
        await sending
        line.close()
        theirs.close()
        return 1

    assert asyncio.run(flood())
