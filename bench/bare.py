"""The least that a WSGI application can do: the same octets to everybody. What our server is measured against."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

OCTETS = b"x" * int(os.environ.get("BENCH_OCTETS", "4096"))
HEADERS = [("Content-Type", "text/turtle"), ("Content-Length", str(len(OCTETS)))]


def application(_environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]) -> Iterable[bytes]:
    """PEP 3333: https://peps.python.org/pep-3333/"""
    start_response("200 OK", HEADERS)
    return [OCTETS]
