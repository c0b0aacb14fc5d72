"""What a worker may not do, whatever a query makes it try. Linux only; elsewhere it says so.

Memory: RLIMIT_DATA (https://man7.org/linux/man-pages/man2/getrlimit.2.html) over what the process has with
its store open, since the address space of an idle worker is far larger than what it uses.
Network: a seccomp filter (https://docs.kernel.org/userspace-api/seccomp_filter.html) under which the system
calls below fail with EPERM. It holds for every thread started later, so it comes before the store is opened.
Orphans: PR_SET_PDEATHSIG kills the worker when the *thread* that started it ends.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
KILL_PROCESS, ERRNO, ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
EPERM = 1

# The architecture's number in the kernel's audit interface, and socket, connect and io_uring_setup.
DENIED = {
    "x86_64": (0xC000003E, (41, 42, 425)),
    "aarch64": (0xC00000B7, (198, 203, 425)),
}
_X32 = 0x40000000  # the second numbering of system calls on x86_64

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def confine(niceness: int, parent: int) -> list[str]:
    """Confine this process, and say in words what could not be confined. Memory: see `bound_memory`.

    `parent` is the process without which this one has no purpose.
    """
    return _take(
        ("may outlive the server", lambda: _end_with(parent)),
        ("is as urgent as the server", lambda: _yield_to_server(niceness)),
        ("may write files", _write_nothing),
        ("has network access", _leave_network),
    )


def bound_memory(memory: int) -> list[str]:
    """Let this process take `memory` octets more than it has, and say in words where that could not be."""
    return _take(("has no bound on its memory", lambda: _bound(memory)))


def _take(*steps: tuple[str, Callable[[], None]]) -> list[str]:
    found = []
    for what, step in steps:
        reason = _failure(step) if sys.platform == "linux" else f"there is no way on {sys.platform}"
        if reason:
            found.append(f"a worker {what}: {reason}")
    return found


def _failure(step: Callable[[], None]) -> str:
    try:
        step()
    except (OSError, ValueError) as error:
        return str(error) or type(error).__name__
    return ""


def _end_with(parent: int) -> None:
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the line above
        os._exit(1)


def _yield_to_server(niceness: int) -> None:
    os.nice(niceness)


def _write_nothing() -> None:
    """Neither a core dump nor an octet of a file, whatever its permissions: a write fails with EFBIG."""
    import resource  # not there on every system, so not at the top

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _bound(memory: int) -> None:
    import resource

    limit = _data_segment() + memory
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _data_segment() -> int:
    """The octets that RLIMIT_DATA counts and that this process has already."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:"))


def _leave_network() -> None:
    if platform.machine() not in DENIED:
        raise OSError(f"no filter for {platform.machine()}")
    architecture, denied = DENIED[platform.machine()]
    code = network_filter(architecture, denied)
    program = _Program(len(code) // 8, code)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(program))


def network_filter(architecture: int, denied: tuple[int, ...]) -> bytes:
    """The filter in classic BPF: another architecture kills, a denied call fails, all else passes."""

    def instruction(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    refuse = len(denied) + 1  # how far the refusal lies behind the first comparison of a number
    return b"".join(
        [
            instruction(_LOAD, 0, 0, 4),
            instruction(_EQUAL, 1, 0, architecture),
            instruction(_RETURN, 0, 0, KILL_PROCESS),
            instruction(_LOAD, 0, 0, 0),
            instruction(_AT_LEAST, refuse, 0, _X32),
            *(instruction(_EQUAL, refuse - 1 - index, 0, call) for index, call in enumerate(denied)),
            instruction(_RETURN, 0, 0, ALLOW),
            instruction(_RETURN, 0, 0, ERRNO | EPERM),
        ]
    )


def _prctl(option: int, value: int, argument: int = 0) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if library.prctl(option, ctypes.c_ulong(value), ctypes.c_ulong(argument), zero, zero) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
