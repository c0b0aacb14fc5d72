"""The concepts of authority tables that a catalogue uses, told in the catalogue itself.

A harvester that checks the classes of values has nothing to fetch then, and shows names instead of IRIs.
The names are `skos:prefLabel`: some harvesters put an `rdfs:label` in the place of the IRI.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kiungo.publication import Text
from kiungo.rdf.namespaces import RDF_TYPE

_SKOS, _DCTERMS = "http://www.w3.org/2004/02/skos/core#", "http://purl.org/dc/terms/"
_EU = "http://publications.europa.eu/resource/authority/"

FILE_TYPE, DATA_THEME, MEDIA_TYPE = f"{_EU}file-type/", f"{_EU}data-theme", "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Licence:
    """A licence: the title by which portals know it, its type, and its IRI in the European list."""

    title: str
    type: str
    same: str


@cache
def _tables() -> dict[str, Any]:
    """The file, read once: it is part of the program."""
    file = resources.files(__package__) / "authorities.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def language(tag: str) -> str | None:
    """The concept of a language, by the tag of the language; None where the table has none."""
    code = _tables()["languages"].get(tag)
    return f"{_EU}language/{code}" if code else None


def licence(iri: str) -> Licence | None:
    """A well-known licence, or None."""
    found = _tables()["licences"].get(iri)
    return Licence(**found) if found else None


def is_concept(iri: str, scheme: str) -> bool:
    """Whether an IRI is in the scheme of that name, such as `frequency`."""
    return any(iri == f"{_EU}{scheme}/{code}" for code in _concepts(f"{_EU}{scheme}"))


def closure(used: Iterable[str], languages: Iterable[str]) -> Iterator[Triple]:
    """The class, names and scheme of each concept among the IRIs, then the schemes that have a title."""
    tables, wanted = _tables()["table"], sorted(set(used))
    tags = set(languages)
    for table in tables:
        scheme = table["scheme"]
        mine = [iri for iri in wanted if iri.startswith(f"{scheme}/") or iri == scheme]
        for iri in mine:
            if iri != scheme:
                yield from _concept(iri, scheme, table, tags)
        if mine and "title" in table:
            yield Triple(NamedNode(scheme), RDF_TYPE, NamedNode(f"{_SKOS}ConceptScheme"))
            yield from _words(scheme, f"{_DCTERMS}title", table["title"], tags)


def _concept(iri: str, scheme: str, table: dict[str, Any], tags: set[str]) -> Iterator[Triple]:
    yield Triple(NamedNode(iri), RDF_TYPE, NamedNode(table["class"]))
    names = table.get("concepts", {}).get(iri.removeprefix(f"{scheme}/"))
    if names:
        yield from _words(iri, f"{_SKOS}prefLabel", names, tags)
        yield Triple(NamedNode(iri), NamedNode(f"{_SKOS}inScheme"), NamedNode(scheme))


def _words(subject: str, predicate: str, words: Text, tags: set[str]) -> Iterator[Triple]:
    for tag, text in sorted(words.items()):
        if tag in tags:
            yield Triple(NamedNode(subject), NamedNode(predicate), Literal(text, language=tag))


def _concepts(scheme: str) -> Iterable[str]:
    return next((table.get("concepts", {}) for table in _tables()["table"] if table["scheme"] == scheme), {})
