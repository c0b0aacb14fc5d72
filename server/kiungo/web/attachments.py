"""Answers as files: under a name of their own, and as the CSV that spreadsheet programs open."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator
from copy import copy

from kiungo.evaluation.negotiation import EXCEL
from kiungo.evaluation.pool import Result
from kiungo.protocol.sparql import SparqlRequest
from kiungo.rdf.formats import FORMATS
from kiungo.rdf.results import CSV, RESULTS_FORMATS

_SUFFIXES = {each.media_type: each.suffix for each in (*RESULTS_FORMATS, *FORMATS)}
_FIELD = re.compile(r'("(?:[^"]|"")*+"|[^,"\r\n]*+)(,|\r?\n|\Z)')
_TOGETHER = 200  # records that are sent in one piece
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def file_name(asked: SparqlRequest, media_type: str) -> str:
    """What the file of an answer is called: the same query, the same name."""
    number = hashlib.sha256(asked.query.encode()).hexdigest()[:8]
    return f"answer-{number}.{_SUFFIXES.get(media_type, 'txt')}"


def disposition(asked: SparqlRequest, media_type: str) -> str | None:
    """The Content-Disposition that gives an answer a name to be saved by, where a format was asked for by name.

    It is still shown where the browser can show it, save CSV for Excel, which is there to be opened.
    https://www.rfc-editor.org/rfc/rfc6266
    """
    if asked.format is None:
        return None
    kind = "attachment" if is_excel(asked) else "inline"
    return f'{kind}; filename="{file_name(asked, media_type)}"'


def is_excel(asked: SparqlRequest) -> bool:
    """Whether CSV for Excel was asked for."""
    return asked.format is not None and asked.format.lower() == EXCEL


def for_excel(result: Result) -> Result:
    """The same table for Excel; an answer that is no CSV stays as it is.

    A byte order mark says that it is UTF-8. A cell that would be run as a formula gets an apostrophe in front,
    for whoever writes the query writes the formula: https://owasp.org/www-community/attacks/CSV_Injection
    """
    if result.media_type != CSV.media_type:
        return result
    table = copy(result)
    table.size, table.chunks = None, _converted(result.chunks)
    return table


def _converted(chunks: Iterable[bytes]) -> Iterator[bytes]:
    yield codecs.BOM_UTF8
    held: list[str] = []
    for record in _records(chunks):
        held.append(_FIELD.sub(_harmless, record))
        if len(held) == _TOGETHER:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()


def _records(chunks: Iterable[bytes]) -> Iterator[str]:
    """The records of CSV with their ends: a line ends one unless it stands within quotation marks."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    held: list[str] = []
    quoted = False
    for chunk in chunks:
        for line in re.findall(r"[^\n]*+\n|[^\n]++", decoder.decode(chunk)):
            held.append(line)
            quoted ^= line.count('"') % 2 == 1
            if line.endswith("\n") and not quoted:
                yield "".join(held)
                held.clear()
    yield "".join(held)


def _harmless(field: re.Match[str]) -> str:
    text, end = field.groups()
    value = text[1:-1] if text.startswith('"') else text
    if not _FORMULA.match(value) or _NUMBER.fullmatch(value):
        return field[0]
    return (f'"\'{value}"' if text.startswith('"') else f"'{value}") + end
