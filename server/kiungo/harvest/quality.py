"""The score by which data.europa.eu rates the metadata of a catalogue: 23 indicators, 405 points.

https://data.europa.eu/mqa/methodology . A catalogue is rated by the mean of its datasets; of the distributions of a
dataset the best counts for each indicator. Whether a URL answers, and whether the official shapes find anything, is
not in the document: whoever knows says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiungo.harvest import authorities
from kiungo.harvest.reading import Catalogue, value

Answers = Callable[[str], bool]
"""Whether a URL is answered with a status from 200 to 399."""

_OPEN = {"CSV", "JSON", "JSON_LD", "GEOJSON", "XML", "RDF_TURTLE", "RDF_XML", "RDF_N_TRIPLES", "RDF_TRIG", "RDF_N_QUADS"}
"""Formats that belong to nobody and that programs can read."""

_RATINGS = ((351, "excellent"), (221, "good"), (121, "sufficient"), (0, "bad"))
"""The least number of points of each."""


@dataclass(frozen=True)
class Indicator:
    """One thing that is asked, its dimension, what it is worth, and what it came to."""

    dimension: str
    name: str
    worth: int
    points: float


@dataclass(frozen=True)
class _Case:
    """A catalogue with what is known of it from elsewhere."""

    catalogue: Catalogue
    answers: Answers
    conforms: bool

    def values(self, node: object, name: str) -> list[str]:
        return [value(each) for each in self.catalogue.values(node, name)]


_Test = Callable[[_Case, object], bool]


def _has(name: str) -> _Test:
    return lambda case, node: bool(case.values(node, name))


def _any(name: str, holds: Callable[[str], bool]) -> _Test:
    return lambda case, node: any(holds(each) for each in case.values(node, name))


def _answered(name: str) -> _Test:
    return lambda case, node: any(case.answers(each) for each in case.values(node, name))


def _is_file_type(iri: str) -> bool:
    return authorities.is_concept(iri, "file-type")


def _is_access_right(iri: str) -> bool:
    return authorities.is_concept(iri, "access-right")


def _is_open(iri: str) -> bool:
    return iri.startswith(authorities.FILE_TYPE) and iri.rpartition("/")[2] in _OPEN


def _both_known(case: _Case, node: object) -> bool:
    return _any("dct:format", _is_file_type)(case, node) and _any("dcat:mediaType", authorities.is_media_type)(case, node)


def _named(case: _Case, node: object) -> bool:
    return any(case.values(each, "foaf:name") for each in case.catalogue.values(node, "dct:publisher"))


_OF_DATASETS: tuple[tuple[str, str, int, _Test], ...] = (
    ("findability", "keyword", 30, _has("dcat:keyword")),
    ("findability", "theme", 30, _has("dcat:theme")),
    ("findability", "spatial", 20, _has("dct:spatial")),
    ("findability", "temporal", 20, _has("dct:temporal")),
    ("interoperability", "compliance", 30, lambda case, _: case.conforms),
    ("reusability", "access-rights", 10, _has("dct:accessRights")),
    ("reusability", "access-rights-known", 5, _any("dct:accessRights", _is_access_right)),
    ("reusability", "contact", 20, _has("dcat:contactPoint")),
    ("reusability", "publisher", 10, _named),
    ("contextuality", "issued", 5, _has("dct:issued")),
    ("contextuality", "modified", 5, _has("dct:modified")),
)

_OF_DISTRIBUTIONS: tuple[tuple[str, str, int, _Test], ...] = (
    ("accessibility", "access-url-answers", 50, _answered("dcat:accessURL")),
    ("accessibility", "download-url", 20, _has("dcat:downloadURL")),
    ("accessibility", "download-url-answers", 30, _answered("dcat:downloadURL")),
    ("interoperability", "format", 20, _has("dct:format")),
    ("interoperability", "media-type", 10, _has("dcat:mediaType")),
    ("interoperability", "format-known", 10, _both_known),
    ("interoperability", "format-open", 20, _any("dct:format", _is_open)),
    ("interoperability", "format-machine-readable", 20, _any("dct:format", _is_open)),
    ("reusability", "licence", 20, _has("dct:license")),
    ("reusability", "licence-known", 10, _any("dct:license", authorities.is_licence)),
    ("contextuality", "rights", 5, _has("dct:rights")),
    ("contextuality", "byte-size", 5, _has("dcat:byteSize")),
)

WORTH = {name: worth for _, name, worth, _ in (*_OF_DATASETS, *_OF_DISTRIBUTIONS)}
"""What each indicator is worth."""

ELSEWHERE = frozenset({"access-url-answers", "download-url-answers", "compliance"})
"""Indicators that no document can show."""


def score(catalogue: Catalogue, answers: Answers, *, conforms: bool) -> list[Indicator]:
    """The rating of a catalogue, by dimension. `conforms` is what the official shapes say of it."""
    case = _Case(catalogue, answers, conforms)
    datasets = [each.object for each in catalogue.all("dcat:dataset")]

    def best(test: _Test) -> _Test:
        return lambda case, node: any(test(case, each) for each in catalogue.values(node, "dcat:distribution"))

    tests = (*_OF_DATASETS, *((dimension, name, worth, best(test)) for dimension, name, worth, test in _OF_DISTRIBUTIONS))
    found = [Indicator(dimension, name, worth, worth * _mean([test(case, each) for each in datasets]))
             for dimension, name, worth, test in tests]
    return sorted(found, key=lambda each: _DIMENSIONS.index(each.dimension))


def rating(points: float) -> str:
    """The word that portals have for so many points."""
    return next(word for least, word in _RATINGS if round(points) >= least)


_DIMENSIONS = ("findability", "accessibility", "interoperability", "reusability", "contextuality")


def _mean(reached: Sequence[bool]) -> float:
    return sum(reached) / len(reached) if reached else 0.0
