"""The feed of changes: files of a release that say what it changed, page by page, and never change themselves.

Linked Data Event Streams: https://w3id.org/ldes/specification
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from kiungo.publication import Publication
from kiungo.rdf.namespaces import RDF_TYPE, expanded
from kiungo.release.archive import Release

FOLDER = "feed"
MEMBERS = 250
"""Members of a page: a page is read and written at one go."""

PREFIXES = {
    "as": "https://www.w3.org/ns/activitystreams#",
    "dct": "http://purl.org/dc/terms/",
    "ldes": "https://w3id.org/ldes#",
    "tree": "https://w3id.org/tree#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CREATED, IS_VERSION_OF = NamedNode(f"{PREFIXES['dct']}created"), NamedNode(f"{PREFIXES['dct']}isVersionOf")


def term(name: str) -> NamedNode:
    """A term of the feed's vocabularies by its prefixed name."""
    return expanded(name, PREFIXES)


def stream(publication: Publication) -> NamedNode:
    """The event stream: the collection of all versions."""
    return NamedNode(f"{publication.base}feed#stream")


def page(publication: Publication, release: str, number: int) -> NamedNode:
    """A page of the changes of a release; the first has the number 1."""
    return NamedNode(f"{publication.base}feed/{release}/{number}")


def pages(release: Release) -> int:
    """How many pages the changes of a release have."""
    return sum(name.startswith(f"{FOLDER}/") and name.endswith(".nt") for name in release.derived)


def moment(release: Release) -> Literal:
    """When a release was issued. A day is all that is known; the stream asks for a time, so it is the day's first."""
    return Literal(f"{release.publication.about.issued.isoformat()}T00:00:00Z", datatype=term("xsd:dateTime"))


def root(line: Iterable[Release], publication: Publication) -> list[Triple]:
    """The first page: what the stream is, and a link to every page of every release of the line, the oldest first.

    All versions are kept as long as their releases are: the policy says since when.
    """
    releases = list(reversed(list(line)))
    here, all_of_it = NamedNode(f"{publication.base}feed"), stream(publication)
    policy = NamedNode(f"{publication.base}feed#retention")
    found = [
        Triple(all_of_it, RDF_TYPE, term("ldes:EventStream")),
        Triple(all_of_it, term("ldes:timestampPath"), CREATED),
        Triple(all_of_it, term("ldes:versionOfPath"), IS_VERSION_OF),
        *(Triple(all_of_it, term(f"ldes:version{kind}Object"), term(f"as:{kind}")) for kind in ("Create", "Update", "Delete")),
        Triple(all_of_it, term("tree:view"), here),
        Triple(here, RDF_TYPE, term("tree:Node")),
        Triple(here, term("ldes:retentionPolicy"), policy),
        Triple(policy, RDF_TYPE, term("ldes:PointInTimePolicy")),
        Triple(policy, term("ldes:pointInTime"), moment(releases[0])),
    ]
    for release in releases:
        for number in range(1, pages(release) + 1):
            found += _relation(here, release, page(publication, release.name, number))
    return found


def _relation(here: NamedNode, release: Release, there: NamedNode) -> list[Triple]:
    """What is on a page: everything of one moment."""
    relation = NamedNode(f"{here.value}#{release.name}-{there.value.rpartition('/')[2]}")
    return [
        Triple(here, term("tree:relation"), relation),
        Triple(relation, RDF_TYPE, term("tree:EqualToRelation")),
        Triple(relation, term("tree:path"), CREATED),
        Triple(relation, term("tree:value"), moment(release)),
        Triple(relation, term("tree:node"), there),
    ]
