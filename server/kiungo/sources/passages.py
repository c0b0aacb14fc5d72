"""A captured text and its passages: from the table of lines to RDF with quotes and offsets.

Selectors: https://www.w3.org/TR/annotation-model/#selectors — offsets are counted in code points of the
captured text, the end is exclusive. Nobody types an offset: each is computed from the bytes.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.errors import SourceError
from kiungo.publication import Publication, SourceText
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.sources.tree import read_text

OA = "http://www.w3.org/ns/oa#"
_COUNT = NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
_COLUMNS = ["slug", "line", "kind", "language"]
_CONTEXT = 32
"""How many code points of the text before and after a quote tell it from its repetitions."""


@dataclass(frozen=True)
class Passage:
    """One passage: `text[start:end]` of the captured text, in code points; `row` is its line in the table."""

    iri: str
    kind: str
    language: str
    start: int
    end: int
    row: int


@dataclass(frozen=True)
class Captured:
    """A captured text as it was read, with the passages that its table names, in order."""

    config: SourceText
    file: Path
    table: Path
    text: str
    passages: tuple[Passage, ...]


def read(root: Path, config: SourceText) -> Captured:
    """Read a text and its table. Raises SourceError with the place: a changed text, a row that names no passage."""
    file, table = root / config.text, root / config.passages
    text = _read_text(file, config.sha256)
    lines = _line_spans(text)
    passages = tuple(_passage(row, number, text, lines, config, table) for number, row in _rows(table))
    seen: dict[str, int] = {}
    for each in passages:
        if each.iri in seen:
            raise SourceError(f"The slug stands in row {seen[each.iri]} already.", table, each.row, "Choose another.")
        seen[each.iri] = each.row
    return Captured(config, file, table, text, passages)


def _read_text(file: Path, sha256: str) -> str:
    try:
        data = file.read_bytes()
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            raise SourceError(
                f"The captured text was changed: its sha256 is {found}, kiungo.toml says {sha256}.", file, None,
                "Restore the bytes; a new capture is a new [[source]] with a snapshot of its own.",
            )
        return data.decode("utf-8")
    except OSError as error:
        raise SourceError(f"Cannot be read: {error.strerror}.", file) from error
    except UnicodeDecodeError as error:
        raise SourceError("The captured text is not UTF-8.", file) from error


def _line_spans(text: str) -> list[tuple[int, int]]:
    """Where each line starts and ends, its line feed not counted."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _rows(table: Path) -> Iterator[tuple[int, list[str]]]:
    rows = list(csv.reader(read_text(table).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or rows[0] != _COLUMNS:
        raise SourceError("The first line is not the header.", table, 1, f"Write {' TAB '.join(_COLUMNS)}.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(_COLUMNS):
            raise SourceError(f"{len(row)} columns instead of {len(_COLUMNS)}.", table, number, "Separate them by one tab.")
        yield number, row


def _passage(
    row: list[str], number: int, text: str, lines: list[tuple[int, int]], config: SourceText, table: Path
) -> Passage:
    slug, line, kind, language = row
    if not line.isdigit() or not 1 <= int(line) <= len(lines):
        raise SourceError(f"`{line}` is no line of {config.text}, which has {len(lines)}.", table, number)
    start, end = lines[int(line) - 1]
    while start < end and text[start] in config.padding:
        start += 1
    while start < end and text[end - 1] in config.padding:
        end -= 1
    if start == end:
        raise SourceError(f"Line {line} of {config.text} is blank.", table, number, "Name a line that has text.")
    return Passage(config.passage_base + slug, config.kind_base + kind, language, start, end, number)


def quads(captured: Captured, publication: Publication) -> Iterator[Quad]:
    """The passages as RDF, in the graph `source`, in the publication's own terms."""
    graph = NamedNode(publication.graph("source"))
    for position, passage in enumerate(captured.passages, start=1):
        for subject, predicate, value in _triples(captured, passage, position, publication):
            yield Quad(NamedNode(subject), NamedNode(predicate), value, graph)


def _triples(
    captured: Captured, passage: Passage, position: int, publication: Publication
) -> Iterator[tuple[str, str, NamedNode | Literal]]:
    roles, text, iri = publication.roles, captured.text, passage.iri
    quote, place = f"{iri}/quote", f"{iri}/position"
    yield iri, RDF_TYPE.value, NamedNode(roles.passage)
    yield iri, roles.position, Literal(position)
    yield iri, roles.passage_kind, NamedNode(passage.kind)
    yield iri, roles.verbatim_text, Literal(text[passage.start:passage.end], language=passage.language)
    yield iri, roles.source, NamedNode(captured.config.snapshot)
    yield iri, f"{OA}hasSelector", NamedNode(quote)
    yield iri, f"{OA}hasSelector", NamedNode(place)
    yield quote, RDF_TYPE.value, NamedNode(f"{OA}TextQuoteSelector")
    for term, found in (
        ("prefix", text[max(0, passage.start - _CONTEXT):passage.start]),
        ("exact", text[passage.start:passage.end]),
        ("suffix", text[passage.end:passage.end + _CONTEXT]),
    ):
        if found:
            yield quote, OA + term, Literal(found)
    yield place, RDF_TYPE.value, NamedNode(f"{OA}TextPositionSelector")
    yield place, f"{OA}start", Literal(str(passage.start), datatype=_COUNT)
    yield place, f"{OA}end", Literal(str(passage.end), datatype=_COUNT)
