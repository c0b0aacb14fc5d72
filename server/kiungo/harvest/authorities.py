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

LICENCES = f"{_EU}licence/"
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


def is_concept(iri: str, name: str) -> bool:
    """Whether an IRI is in the table of that name, such as `frequency`; in an open one, whether it may be."""
    table = next(each for each in _tables()["table"] if each["name"] == name)
    code = iri.removeprefix(_below(table))
    return code != iri and (bool(code) if table.get("open") else code in table["concepts"])


def is_licence(iri: str) -> bool:
    """Whether portals know a licence: one of ours, or one of the European list."""
    return iri in _tables()["licences"] or (len(iri) > len(LICENCES) and iri.startswith(LICENCES))


def is_media_type(iri: str) -> bool:
    """Whether an IRI is below the registry of media types, which people write with either scheme."""
    return iri.replace("http:", "https:", 1).startswith(MEDIA_TYPE)


def closure(used: Iterable[str], languages: Iterable[str]) -> Iterator[Triple]:
    """The class, names and scheme of each concept among the IRIs, then the schemes that have a title."""
    tables, wanted = _tables()["table"], sorted(set(used))
    tags = set(languages)
    for table in tables:
        scheme = table["scheme"]
        mine = [iri for iri in wanted if iri.startswith(_below(table)) or iri == scheme]
        for iri in mine:
            if iri != scheme:
                yield from _concept(iri, scheme, table, tags)
        if mine and "title" in table:
            yield Triple(NamedNode(scheme), RDF_TYPE, NamedNode(f"{_SKOS}ConceptScheme"))
            yield from _words(scheme, f"{_DCTERMS}title", table["title"], tags)


def _concept(iri: str, scheme: str, table: dict[str, Any], tags: set[str]) -> Iterator[Triple]:
    yield Triple(NamedNode(iri), RDF_TYPE, NamedNode(table["class"]))
    names = table.get("concepts", {}).get(iri.removeprefix(_below(table)))
    if names:
        yield from _words(iri, f"{_SKOS}prefLabel", names, tags)
        yield Triple(NamedNode(iri), NamedNode(f"{_SKOS}inScheme"), NamedNode(scheme))


def _words(subject: str, predicate: str, words: Text, tags: set[str]) -> Iterator[Triple]:
    for tag, text in sorted(words.items()):
        if tag in tags:
            yield Triple(NamedNode(subject), NamedNode(predicate), Literal(text, language=tag))


def _below(table: dict[str, Any]) -> str:
    """What the IRIs of the concepts of a table begin with."""
    return str(table.get("concepts_below", f"{table['scheme']}/"))
