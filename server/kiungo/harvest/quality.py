"""The score by which data.europa.eu rates the metadata of a catalogue: 23 indicators, 405 points.

https://data.europa.eu/mqa/methodology . A catalogue is rated by the mean of its datasets; of the distributions of a
dataset the best counts for each indicator. Whether a URL answers is asked of whoever knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Dataset, NamedNode, RdfFormat, parse

from kiungo.harvest import authorities
from kiungo.harvest.dcat import PREFIXES

Answers = Callable[[str], bool]
"""Whether a URL is answered with a status from 200 to 399."""

_OPEN = {"CSV", "JSON", "JSON_LD", "GEOJSON", "XML", "RDF_TURTLE", "RDF_XML", "RDF_N_TRIPLES", "RDF_TRIG", "RDF_N_QUADS"}
"""Formats that belong to nobody and that programs can read."""


@dataclass(frozen=True)
class Indicator:
    """One thing that is asked, its dimension, what it is worth, and what it came to."""

    dimension: str
    name: str
    worth: int
    points: float


class _Reading:
    """A catalogue, asked by prefixed names."""

    def __init__(self, body: bytes, answers: Answers, *, conforms: bool) -> None:
        self._graph = Dataset(parse(body, RdfFormat.TURTLE))
        self.answers, self.conforms = answers, conforms

    def datasets(self) -> list[NamedNode]:
        """The datasets that the catalogue lists."""
        found = (quad.object for quad in self._graph.quads_for_predicate(_term("dcat:dataset")))
        return [each for each in found if isinstance(each, NamedNode)]

    def values(self, subject: object, name: str) -> list[str]:
        """What a property of a subject is, as strings."""
        if not isinstance(subject, NamedNode):
            return []
        quads = self._graph.quads_for_subject(subject)
        return [str(getattr(quad.object, "value", quad.object)) for quad in quads if quad.predicate == _term(name)]


Test = Callable[[_Reading, NamedNode], bool]


def _has(name: str) -> Test:
    return lambda found, node: bool(found.values(node, name))


def _each_answers(name: str) -> Test:
    return lambda found, node: any(found.answers(url) for url in found.values(node, name))


def _of(name: str, is_known: Callable[[str], bool]) -> Test:
    return lambda found, node: any(is_known(each) for each in found.values(node, name))


def _is_file_type(iri: str) -> bool:
    return authorities.is_concept(iri, "file-type")


def _is_media_type(iri: str) -> bool:
    return iri.startswith(authorities.MEDIA_TYPE)


def _is_open(iri: str) -> bool:
    return iri.startswith(authorities.FILE_TYPE) and iri.rpartition("/")[2] in _OPEN


def _both_known(found: _Reading, node: NamedNode) -> bool:
    return _of("dct:format", _is_file_type)(found, node) and _of("dcat:mediaType", _is_media_type)(found, node)


_DATASET: tuple[tuple[str, str, int, Test], ...] = (
    ("findability", "keyword", 30, _has("dcat:keyword")),
    ("findability", "theme", 30, _has("dcat:theme")),
    ("findability", "spatial", 20, _has("dct:spatial")),
    ("findability", "temporal", 20, _has("dct:temporal")),
    ("interoperability", "compliance", 30, lambda found, _: found.conforms),
    ("reusability", "access rights", 10, _has("dct:accessRights")),
    ("reusability", "access rights known", 5, _of("dct:accessRights", lambda each: authorities.is_concept(each, "access-right"))),
    ("reusability", "contact", 20, _has("dcat:contactPoint")),
    ("reusability", "publisher", 10, lambda found, node: any(
        found.values(NamedNode(each), "foaf:name") for each in found.values(node, "dct:publisher"))),
    ("contextuality", "issued", 5, _has("dct:issued")),
    ("contextuality", "modified", 5, _has("dct:modified")),
)

_DISTRIBUTION: tuple[tuple[str, str, int, Test], ...] = (
    ("accessibility", "access URL answers", 50, _each_answers("dcat:accessURL")),
    ("accessibility", "download URL", 20, _has("dcat:downloadURL")),
    ("accessibility", "download URL answers", 30, _each_answers("dcat:downloadURL")),
    ("interoperability", "format", 20, _has("dct:format")),
    ("interoperability", "media type", 10, _has("dcat:mediaType")),
    ("interoperability", "format and media type known", 10, _both_known),
    ("interoperability", "open format", 20, _of("dct:format", _is_open)),
    ("interoperability", "machine-readable format", 20, _of("dct:format", _is_open)),
    ("reusability", "licence", 20, _has("dct:license")),
    ("reusability", "licence known", 10, _of("dct:license", lambda each: authorities.licence(each) is not None)),
    ("contextuality", "rights", 5, _has("dct:rights")),
    ("contextuality", "byte size", 5, _has("dcat:byteSize")),
)

_FACTS = {"temporal": "temporal", "contact": "contact", "publisher": "publisher", "spatial": "spatial", "theme": "theme",
          "keyword": "keywords", "access rights": "access-rights"}
"""Indicators that only a fact can satisfy, with the name of the fact."""


def score(body: bytes, answers: Answers, *, conforms: bool) -> list[Indicator]:
    """The rating of a catalogue in Turtle. `conforms` is what the official shapes say of it."""
    found = _Reading(body, answers, conforms=conforms)
    datasets = found.datasets()

    def any_distribution(test: Test, dataset: NamedNode) -> bool:
        return any(test(found, NamedNode(each)) for each in found.values(dataset, "dcat:distribution"))

    return [
        *(Indicator(dimension, name, worth, worth * _mean([test(found, each) for each in datasets]))
          for dimension, name, worth, test in _DATASET),
        *(Indicator(dimension, name, worth, worth * _mean([any_distribution(test, each) for each in datasets]))
          for dimension, name, worth, test in _DISTRIBUTION),
    ]


def missing(body: bytes) -> Iterator[tuple[str, int]]:
    """The facts for want of which points are lost, each with the points."""
    for each in score(body, lambda _: True, conforms=True):
        if each.name in _FACTS and each.points < each.worth:
            yield _FACTS[each.name], round(each.worth - each.points)


def _mean(reached: Sequence[bool]) -> float:
    return sum(reached) / len(reached) if reached else 0.0


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)
