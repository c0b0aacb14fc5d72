"""Hubs: things with more statements than one answer bears, told in an order that is made once, when a release is built.

The lines of a list stand together in one N-Quads file, in code point order of property, then of the other end; an index says
where its pages begin. So any page costs one read. What the index does not name is few enough to be read from the store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from kiungo.errors import ReleaseError
from kiungo.rdf.iris import is_below
from kiungo.rdf.namespaces import RDF_SUBJECT

FOLDER = "hubs"
LINKS = 250
"""Triples of a page of those that lead to a thing."""
STATEMENTS = 5_000
"""A thing's own statements that are told; one with more says how many there are."""

_INDEX, _LINES = "index.json", "lines.nq"


class Listing(msgspec.Struct, frozen=True):
    """One list: its triples, how many have each property, and where in the file its pages begin, the end included."""

    properties: dict[str, int]
    offsets: list[int]

    @property
    def total(self) -> int:
        """How many triples there are on all pages."""
        return sum(self.properties.values())

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.offsets) - 1


class Index(msgspec.Struct, frozen=True):
    """The lists by the IRI of their thing: what leads to it, and what it says itself."""

    incoming: dict[str, Listing] = {}
    outgoing: dict[str, Listing] = {}


class Hubs:
    """The hubs of a release, read-only; any thread may read them."""

    def __init__(self, index: Index, lines: Path) -> None:
        self.incoming, self.outgoing = index.incoming, index.outgoing
        self._lines = lines

    def page(self, listing: Listing, number: int) -> list[Quad]:
        """The quads of a page; the first has the number 1."""
        begin, end = listing.offsets[number - 1 : number + 1]
        with self._lines.open("rb") as lines:
            lines.seek(begin)
            return list(parse(lines.read(end - begin), RdfFormat.N_QUADS))


def open_hubs(release: Path) -> Hubs:
    """The hubs of a release folder. Raises ReleaseError."""
    file = release / FOLDER / _INDEX
    try:
        index = msgspec.json.decode(file.read_bytes(), type=Index)
    except (OSError, msgspec.MsgspecError) as error:
        raise ReleaseError(f"{file}: cannot be read. Build the release again.") from error
    return Hubs(index, release / FOLDER / _LINES)


def write_hubs(release: Path, hubs: Iterable[tuple[str, str, Iterable[list[Quad]]]]) -> None:
    """Write lists into a release folder: for each its side, the IRI of its thing, and its pages."""
    (release / FOLDER).mkdir()
    index = Index({}, {})
    with (release / FOLDER / _LINES).open("wb") as lines:
        for side, thing, pages in hubs:
            counts: Counter[str] = Counter()
            offsets = [lines.tell()]
            for page in pages:
                counts.update(triple.predicate.value for triple in dict.fromkeys(quad.triple for quad in page))
                lines.write("".join([f"{quad} .\n" for quad in page]).encode())
                offsets.append(lines.tell())
            getattr(index, side)[thing] = Listing(dict(counts), offsets)
    (release / FOLDER / _INDEX).write_bytes(msgspec.json.encode(index) + b"\n")


def is_link(quad: Quad) -> bool:
    """Whether a statement leads to its object from outside: neither a record about it, nor said by a part of it."""
    return quad.predicate != RDF_SUBJECT and not (
        isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and is_below(quad.subject.value, quad.object.value)
    )


def by_source(quad: Quad) -> tuple[str, bool, str]:
    """The order of what leads to a thing: by property, then by subject, by code points; blank nodes last."""
    subject = quad.subject
    return quad.predicate.value, isinstance(subject, BlankNode), str(getattr(subject, "value", subject))


def by_target(quad: Quad) -> tuple[str, bool, str]:
    """The order of what a thing says: by property, then by object, by code points; blank nodes last."""
    return quad.predicate.value, isinstance(quad.object, BlankNode), str(quad.object)
