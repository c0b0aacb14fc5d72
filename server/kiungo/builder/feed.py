"""The changes of a release as pages of an event stream: a version of each thing that changed, each under its own IRI."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kiungo.builder.changes import Change
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.release import Release
from kiungo.release.feed import CREATED, FOLDER, IS_VERSION_OF, MEMBERS, moment, page, stream, term

Node = TypeVar("Node", bound=NamedNode | BlankNode | Literal | Triple)


def write(folder: Path, release: Release, found: Sequence[Change]) -> None:
    """Write the changes of a release since the one before into `folder`, one N-Triples file a page."""
    (folder / FOLDER).mkdir()
    for start in range(0, len(found), MEMBERS):
        number = start // MEMBERS + 1
        body = serialize(_page(release, number, found[start : start + MEMBERS]), format=RdfFormat.N_TRIPLES) or b""
        (folder / FOLDER / f"{number}.nt").write_bytes(body)


def _page(release: Release, number: int, found: Sequence[Change]) -> Iterator[Triple]:
    here, all_of_it = page(release.publication, release.name, number), stream(release.publication)
    yield Triple(here, RDF_TYPE, term("tree:Node"))
    for place, change in enumerate(found, start=1):
        member = NamedNode(f"{here.value}#{place}")
        yield Triple(all_of_it, term("tree:member"), member)
        yield Triple(member, IS_VERSION_OF, change.thing)
        yield Triple(member, CREATED, moment(release))
        yield Triple(member, RDF_TYPE, term(f"as:{change.kind}"))
        yield from (_versioned(triple, change.thing, member, place) for triple in change.description)


def _versioned(triple: Triple, thing: NamedNode, member: NamedNode, place: int) -> Triple:
    """A statement about a thing as one about its version. Blank nodes of one member are not those of another."""
    subject = member if triple.subject == thing else _own(triple.subject, place)
    return Triple(subject, triple.predicate, _own(triple.object, place))


def _own(node: Node, place: int) -> Node:
    return BlankNode(f"m{place}{node.value}") if isinstance(node, BlankNode) else node  # type: ignore[return-value]
