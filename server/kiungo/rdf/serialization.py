"""Bytes to quads and back, with file and line in every error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kiungo.errors import NotXmlError, SourceError
from kiungo.rdf.formats import PREFIXED, RDF_XML, Format
from kiungo.rdf.prefixes import preferring

_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_DECLARATION = re.compile(rb"@prefix ([^:]*): <[^>]*> \.\n")
_PREFIX = re.compile(rb"(?<![\w.\x80-\xff-])([\w.\x80-\xff-]*+):")


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
    for each in triples:
        if isinstance(each.object, Literal) and (found := no_xml(each.object.value.encode())):
            raise SourceError(f"A text of {each.subject} holds {found}, which no XML can hold.", file, None, "Remove it.")
    return [Quad(each.subject, each.predicate, each.object, graph) for each in triples]


def write(
    quads: Iterable[Quad], form: Format, prefixes: Mapping[str, str], *, graphs: bool | None = None
) -> bytes:
    """The quads in a serialization, in the order given.

    With `graphs`, by default as the format says, each quad keeps its graph; without, all are merged and
    each triple is written once. Raises NotXmlError.
    """
    keep = form.datasets if graphs is None else graphs
    statements = quads if keep else dict.fromkeys(each.triple for each in quads)
    # With no file to write to, the answer is always bytes; the stubs leave that open.
    body = serialize(statements, format=form.writer, prefixes=dict(prefixes)) or b""
    if form is RDF_XML and (found := no_xml(body)):
        raise NotXmlError(found)
    return body


def abbreviated(triples: Iterable[Triple], form: Format, own: Mapping[str, str], prefixes: Mapping[str, str]) -> bytes:
    """Triples in a serialization, in the order given; in one for reading, `own` prefixes win and those of use are declared."""
    if form not in PREFIXED:
        return serialize(triples, format=form.writer, prefixes=dict(prefixes)) or b""
    return with_used_prefixes(serialize(triples, format=form.writer, prefixes=preferring(own, prefixes)) or b"")


def no_xml(octets: bytes) -> str:
    """The code point of a character in UTF-8 that no XML document can hold, even escaped, or "" where there is none.

    https://www.w3.org/TR/xml/#charsets
    """
    found = _NO_XML.search(octets)
    return f"U+{ord(found[0].decode()):04X}" if found else ""


def with_used_prefixes(document: bytes) -> bytes:
    """A whole document in Turtle or TriG, as our writer leaves it, without the prefixes in front that it has no use for.

    One that a text seems to use stays.
    """
    place, declared = 0, []
    while found := _DECLARATION.match(document, place):
        declared.append(found)
        place = found.end()
    used = set(_PREFIX.findall(document, place))
    return b"".join(each[0] for each in declared if each[1] in used) + document[place:]
