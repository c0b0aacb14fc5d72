"""The things of each class as a table, for those who work with spreadsheets.

A row is a thing, a column a property; words in several languages have a column for each. Values of one cell are
separated, by default with a bar. Blank nodes have no place in a table and are left out. A description beside the
tables says what each column means.
https://www.rfc-editor.org/rfc/rfc4180 · https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.publication import Publication
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.release.downloads import DESCRIPTION, TABLES

_SEPARATORS = ("|", "¦", "\n", "\t")
_MACHINERY = ("http://www.w3.org/ns/shacl#", "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#")
"""Vocabularies whose classes are about data, and not about the world."""

_IRI = "iri"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPES = {"date", "dateTime", "boolean", "decimal", "integer", "double", "gYear", "nonNegativeInteger", "anyURI"}

Values = dict[tuple[str, str], dict[str, None]]
"""By predicate and language (empty where there is none), the values of a thing, each once."""


@dataclass(frozen=True)
class Column:
    """A property in one language, or in none. `kind` is `iri`, a local name of XSD, or `string`.

    `separator` stands between the values of a cell, and in none of them.
    """

    predicate: str
    language: str
    name: str
    kind: str
    separator: str

    @property
    def key(self) -> tuple[str, str]:
        """Where the values of a thing are found."""
        return self.predicate, self.language


def write(folder: Path, quads: Sequence[Quad], publication: Publication) -> None:
    """Write a table for each class of the publication's things, and the description of them all."""
    (folder / TABLES).mkdir()
    things = _things(quads, publication.base)
    kinds, labels = _kinds(quads), _labels(quads, publication)
    described: list[dict[str, object]] = []
    for kind, members in sorted(_classes(quads, things).items()):
        columns = _columns(members, things, kinds, publication)
        name = f"{_unused(_name(kind, publication), {str(each['url']) for each in described})}.csv"
        (folder / TABLES / name).write_bytes(_csv(members, things, columns))
        described.append(_described(name, kind, columns, labels))
    body = {"@context": "http://www.w3.org/ns/csvw", "tables": described}
    (folder / TABLES / DESCRIPTION).write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _things(quads: Iterable[Quad], base: str) -> dict[str, Values]:
    """What is said of each thing of the publication."""
    found: defaultdict[str, Values] = defaultdict(lambda: defaultdict(dict))
    for quad in quads:
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            continue
        if subject.value.startswith(f"{base}id/"):
            language = (value.language or "") if isinstance(value, Literal) else ""
            found[subject.value][quad.predicate.value, language][value.value] = None
    return found


def _classes(quads: Iterable[Quad], things: dict[str, Values]) -> dict[str, list[str]]:
    """The things of each class, in the order of their IRIs; of those classes that are about things."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode) and getattr(quad.subject, "value", "") in things:
            found[quad.object.value].add(str(getattr(quad.subject, "value", "")))
    return {kind: sorted(members) for kind, members in found.items() if not kind.startswith(_MACHINERY)}


def _kinds(quads: Iterable[Quad]) -> dict[str, set[str]]:
    """What kinds of values each property has."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.object, NamedNode):
            found[quad.predicate.value].add(_IRI)
        elif isinstance(quad.object, Literal):
            local = quad.object.datatype.value.removeprefix(_XSD)
            found[quad.predicate.value].add(local if local in _TYPES else "string")
    return found


def _labels(quads: Iterable[Quad], publication: Publication) -> dict[str, dict[str, str]]:
    """The names of classes and properties, by language."""
    wanted, tags = set(publication.roles.label), set(publication.about.languages)
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for quad in quads:
        if quad.predicate.value in wanted and isinstance(quad.object, Literal) and quad.object.language in tags:
            found[str(getattr(quad.subject, "value", ""))].setdefault(str(quad.object.language), quad.object.value)
    return found


def _columns(
    members: Iterable[str], things: dict[str, Values], kinds: dict[str, set[str]], publication: Publication
) -> list[Column]:
    """The columns of a table, by name."""
    used: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in members:
        for key, values in things[each].items():
            used[key] += values
    found = [_column(key, values, kinds[key[0]], publication) for key, values in used.items() if key[0] != RDF_TYPE.value]
    return sorted(found, key=lambda each: each.name)


def _column(key: tuple[str, str], values: Iterable[str], kinds: set[str], publication: Publication) -> Column:
    predicate, language = key
    name = "_".join(filter(None, (_name(predicate, publication), language.replace("-", "_"))))
    separator = next(each for each in _SEPARATORS if not any(each in value for value in values))
    return Column(predicate, language, name, next(iter(kinds)) if len(kinds) == 1 else "string", separator)


def _name(iri: str, publication: Publication) -> str:
    """A name for a file or a column: the prefixed name with an underscore, else the last part of the IRI."""
    compact = publication.compact(iri) or f"_:{iri.rstrip('/#').replace('#', '/').rpartition('/')[2]}"
    return "".join(each if each.isascii() and each.isalnum() else "_" for each in compact).lstrip("_")


def _unused(name: str, files: set[str]) -> str:
    """The name, with a number behind it where another class of the same local name has it."""
    names = chain([name], (f"{name}_{number}" for number in count(2)))
    return next(each for each in names if f"{each}.csv" not in files)


def _csv(members: Iterable[str], things: dict[str, Values], columns: Sequence[Column]) -> bytes:
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow([_IRI, *(each.name for each in columns)])
    for iri in members:
        said = things[iri]
        rows.writerow([iri, *(each.separator.join(sorted(said.get(each.key, ()))) for each in columns)])
    return text.getvalue().encode()


def _described(name: str, kind: str, columns: Sequence[Column], labels: dict[str, dict[str, str]]) -> dict[str, object]:
    """A table: what its rows are, and what its columns mean."""
    first = {"name": _IRI, "titles": _IRI, "datatype": "anyURI", "required": True, "propertyUrl": "dcterms:identifier"}
    typed = {"propertyUrl": "rdf:type", "valueUrl": kind, "virtual": True, "name": "class"}
    titles = [{"@value": text, "@language": tag} for tag, text in sorted(labels.get(kind, {}).items())]
    return {
        "url": name,
        **({"dc:title": titles} if titles else {}),
        "tableSchema": {
            "aboutUrl": "{+iri}", "primaryKey": _IRI,
            "columns": [first, *(_meaning(each) for each in columns), typed],
        },
    }


def _meaning(column: Column) -> dict[str, object]:
    found: dict[str, object] = {
        "name": column.name, "titles": column.name, "propertyUrl": column.predicate, "separator": column.separator,
        "datatype": "anyURI" if column.kind == _IRI else column.kind,
    }
    return found | ({"lang": column.language} if column.language else {})
