"""Bytes to quads and back, with file and line in every error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kiungo.errors import SourceError
from kiungo.rdf.formats import Format


def read(file: Path, graph: NamedNode) -> list[Quad]:
    """The triples of a Turtle file as quads of `graph`; lexical forms stay as written.

    Raises SourceError with file and line. IRIs must be absolute: there is no base.
    """
    try:
        triples = list(parse(file.read_bytes(), RdfFormat.TURTLE))
    except SyntaxError as error:
        reason = error.msg.rpartition(": ")[2]
        raise SourceError(f"Not Turtle: {reason}.", file, error.lineno, "Correct the line.") from error
    except OSError as error:
        raise SourceError(f"Cannot be read: {error.strerror}.", file) from error
    if any(isinstance(each.object, Triple) for each in triples):
        raise SourceError("A triple stands as a term, which is RDF 1.2.", file, None, "Describe it with an rdf:Statement.")
    return [Quad(each.subject, each.predicate, each.object, graph) for each in triples]


def write(
    quads: Iterable[Quad], form: Format, prefixes: Mapping[str, str], *, graphs: bool | None = None
) -> bytes:
    """The quads in a serialization, in the order given.

    With `graphs`, by default as the format says, each quad keeps its graph; without, all are merged and
    each triple is written once.
    """
    keep = form.datasets if graphs is None else graphs
    statements = quads if keep else dict.fromkeys(each.triple for each in quads)
    # With no file to write to, the answer is always bytes; the stubs leave that open.
    return serialize(statements, format=form.writer, prefixes=dict(prefixes)) or b""
