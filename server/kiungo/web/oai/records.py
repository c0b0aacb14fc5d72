"""The records of the repository: the datasets of the catalogue, and those that it once had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pyoxigraph import Dataset, Literal, NamedNode, RdfFormat, Triple, parse

from kiungo.release import Release
from kiungo.release.catalog import FOLDER, PROFILES, term
from kiungo.release.downloads import WHOLE


@dataclass(frozen=True)
class Record:
    """A dataset: its IRI, the day on which it last changed, and whether it is no longer offered."""

    iri: str
    day: date
    is_deleted: bool = False


class Repository:
    """The records of a line of releases, the current one first."""

    def __init__(self, line: list[Release]) -> None:
        self._line = line
        self._release = line[0]

    @cached_property
    def records(self) -> dict[str, Record]:
        """Every record by its identifier, the dataset's IRI."""
        found = {}
        for name in _names(self._release):
            iri = _iri(self._release, name)
            found[iri] = Record(iri, self._release.manifest.dates[name].modified)
        for later, earlier in zip(self._line, self._line[1:], strict=False):
            day = later.publication.about.issued
            for name in _names(earlier):
                iri = _iri(earlier, name)
                found.setdefault(iri, Record(iri, day, is_deleted=True))
        return found

    @property
    def earliest(self) -> date:
        """The first day on which anything may have changed."""
        return min(each.day for each in self.records.values())

    def description(self, iri: str) -> list[Triple]:
        """What the catalogue says of a dataset and of what it leads to, the catalogue and other datasets left out."""
        level, seen, found = [NamedNode(iri)], {NamedNode(iri)}, list[Triple]()
        others = {NamedNode(each) for each in self.records} | {NamedNode(f"{self._release.publication.base}catalog")}
        while level:
            node = level.pop(0)
            for quad in sorted(self._catalogue.quads_for_subject(node), key=str):
                found.append(quad.triple)
                if isinstance(quad.object, NamedNode) and quad.object not in seen | others:
                    seen.add(quad.object)
                    level.append(quad.object)
        return found

    def values(self, iri: str, name: str) -> list[NamedNode | Literal]:
        """What a property of a resource of the catalogue is; `name` is prefixed."""
        quads = self._catalogue.quads_for_subject(NamedNode(iri))
        found = (quad.object for quad in quads if quad.predicate == term(name))
        return sorted((each for each in found if isinstance(each, NamedNode | Literal)), key=str)

    @cached_property
    def _catalogue(self) -> Dataset:
        file = self._release.file(f"{FOLDER}/{PROFILES[0].stem}.nt")
        return Dataset(parse(path=str(file), format=RdfFormat.N_TRIPLES))


def _names(release: Release) -> tuple[str, ...]:
    return (WHOLE, *release.publication.catalog.datasets)


def _iri(release: Release, name: str) -> str:
    publication = release.publication
    return publication.base + WHOLE if name == WHOLE else publication.graph(name)
