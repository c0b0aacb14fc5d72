"""What a release changed: each thing that came, that is described otherwise, or that is gone, since the one before.

A thing is an IRI below `id/`. Its description is the statements of which it is the subject, in all graphs together,
with the blank nodes that they lead to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from kiungo.publication import Publication
from kiungo.rdf.canonical import canonical
from kiungo.rdf.withdrawals import withdrawn
from kiungo.release import Release

_DEPTH = 8  # of blank nodes within blank nodes

Description = tuple[Triple, ...]


@dataclass(frozen=True)
class Change:
    """A thing, what happened to it as a class of ActivityStreams, and how it is described now.

    https://www.w3.org/TR/activitystreams-vocabulary/#activity-types
    """

    thing: NamedNode
    kind: str
    description: Description


def changes(quads: Sequence[Quad], publication: Publication, before: Release | None) -> Iterator[Change]:
    """What the quads changed since a release, by the IRIs of things; without one, everything has come.

    What was withdrawn is deleted, and its description says why.
    """
    base = publication.base
    now, then = descriptions(quads, base), descriptions(_quads(before), base) if before else {}
    gone = withdrawn(quads, publication.roles.withdrawn, base)
    for thing in sorted(now.keys() | then.keys(), key=str):
        if thing not in now:
            yield Change(thing, "Delete", ())
        elif now[thing] != then.get(thing):
            yield Change(thing, "Delete" if thing in gone else "Update" if thing in then else "Create", now[thing])


def descriptions(quads: Iterable[Quad], base: str) -> dict[NamedNode, Description]:
    """Each thing with its description in canonical order, so that equal descriptions are equal."""
    by_subject: defaultdict[NamedNode | BlankNode, dict[Triple, None]] = defaultdict(dict)
    for quad in quads:
        if isinstance(quad.subject, NamedNode | BlankNode):
            by_subject[quad.subject][quad.triple] = None
    things = [each for each in by_subject if isinstance(each, NamedNode) and each.value.startswith(f"{base}id/")]
    return {each: _canonical(_closure(by_subject, each)) for each in things}


def _closure(by_subject: dict[NamedNode | BlankNode, dict[Triple, None]], thing: NamedNode) -> list[Triple]:
    """The statements of a thing, then those of the blank nodes they lead to, each node once."""
    level: list[NamedNode | BlankNode] = [thing]
    seen, found = set(level), list[Triple]()
    for _ in range(_DEPTH):
        mine = [triple for node in level for triple in by_subject.get(node, ())]
        found += mine
        blank = dict.fromkeys(each.object for each in mine if isinstance(each.object, BlankNode))
        level = [each for each in blank if each not in seen]
        seen.update(level)
    return found


def _canonical(triples: list[Triple]) -> Description:
    quads = canonical(Quad(each.subject, each.predicate, each.object, DefaultGraph()) for each in triples)
    return tuple(each.triple for each in quads)


def _quads(release: Release) -> Iterator[Quad]:
    return parse(path=str(release.dump("dataset", "nq")), format=RdfFormat.N_QUADS)
