"""Answers as files: under a name of their own, and as the CSV that spreadsheet programs open."""

from __future__ import annotations

import asyncio
import codecs
import hashlib
import re
from collections.abc import AsyncIterator

from kiungo.evaluation.negotiation import EXCEL
from kiungo.evaluation.operation import Operation
from kiungo.protocol.sparql import SparqlRequest
from kiungo.rdf.formats import FORMATS
from kiungo.rdf.results import CSV, RESULTS_FORMATS

_SUFFIXES = {each.media_type: each.suffix for each in (*RESULTS_FORMATS, *FORMATS)}
_FIELD = re.compile(r'("(?:[^"]|"")*+"|[^,"\r\n]*+)(,|\r?\n|\Z)')
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def file_name(asked: Operation, media_type: str) -> str:
    """What the file of an answer is called: the same query, the same name."""
    stem = asked.slug or f"answer-{hashlib.sha256(asked.request.query.encode()).hexdigest()[:8]}"
    return f"{stem}.{_SUFFIXES.get(media_type, 'txt')}"


def disposition(asked: Operation, media_type: str) -> str | None:
    """The Content-Disposition that gives an answer a name to be saved by, where it is stored or a format was asked for by name.

    It is still shown where the browser can show it, save CSV for Excel, which is there to be opened.
    https://www.rfc-editor.org/rfc/rfc6266
    """
    if asked.request.format is None and not asked.slug:
        return None
    kind = "attachment" if is_excel(asked.request, media_type) else "inline"
    return f'{kind}; filename="{file_name(asked, media_type)}"'


def is_excel(asked: SparqlRequest, media_type: str) -> bool:
    """Whether CSV for Excel was asked for, and the answer is CSV."""
    return asked.format is not None and asked.format.lower() == EXCEL and media_type == CSV.media_type


async def for_excel(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same CSV for Excel. A byte order mark says that it is UTF-8.

    A cell that would be run as a formula gets an apostrophe in front, for whoever writes the query writes the
    formula: https://owasp.org/www-community/attacks/CSV_Injection
    """
    yield codecs.BOM_UTF8
    records = _Records()
    async for piece in pieces:
        yield await asyncio.to_thread(records.feed, piece)
    yield records.end()


class _Records:
    """The records of CSV, made harmless as they come: a line ends one unless it stands within quotation marks."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._held: list[str] = []
        self._is_quoted = False

    def feed(self, octets: bytes) -> bytes:
        """The records that end in these octets."""
        complete: list[bytes] = []
        for line in re.findall(r"[^\n]*+\n|[^\n]++", self._decoder.decode(octets)):
            self._held.append(line)
            self._is_quoted ^= line.count('"') % 2 == 1
            if line.endswith("\n") and not self._is_quoted:
                complete.append(self.end())
        return b"".join(complete)

    def end(self) -> bytes:
        """What is left, as a record."""
        record = "".join(self._held)
        self._held.clear()
        return _FIELD.sub(_harmless, record).encode()


def _harmless(field: re.Match[str]) -> str:
    text, end = field.groups()
    value = text[1:-1] if text.startswith('"') else text
    if not _FORMULA.match(value) or _NUMBER.fullmatch(value):
        return field[0]
    return (f'"\'{value}"' if text.startswith('"') else f"'{value}") + end
