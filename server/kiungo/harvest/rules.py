"""What a catalogue must not get wrong: faults that cost a harvest, and that no published shape finds.

Each rule has a name, so that a report can say which was broken. A rule is a function from what is read to the
IRIs (or words) that break it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, RdfFormat, Triple, parse

from kiungo.harvest import authorities
from kiungo.harvest.dcat import PREFIXES
from kiungo.release.manifest import FileEntry

_RDF_TYPE = f"{PREFIXES['rdf']}type"
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_DATED = ("date", "dateTime", "gYear", "gYearMonth")


@dataclass(frozen=True)
class Catalogue:
    """A catalogue as it was read. `languages` are those it must speak; `files` those it speaks of, by URL."""

    graph: Dataset
    languages: frozenset[str]
    files: Mapping[str, FileEntry] | None = None
    """None where the files do not exist yet."""

    def all(self, name: str, subject: NamedNode | None = None) -> Iterator[Triple]:
        """The triples with a predicate, given as a prefixed name, in one order."""
        quads = self.graph.quads_for_predicate(_term(name))
        found = (quad.triple for quad in quads if subject is None or quad.subject == subject)
        return iter(sorted(found, key=str))

    def values(self, subject: NamedNode, name: str) -> list[NamedNode | BlankNode | Literal | Triple]:
        """What a property of a subject is."""
        return [each.object for each in self.all(name, subject)]

    def typed(self, kind: str) -> list[NamedNode]:
        """The resources of a class."""
        found = (each.subject for each in self.all("rdf:type") if each.object == _term(kind))
        return [each for each in found if isinstance(each, NamedNode)]


Rule = Callable[[Catalogue], Iterator[str]]


def broken(body: bytes, languages: frozenset[str], files: Mapping[str, FileEntry] | None) -> Iterator[tuple[str, str]]:
    """The names of the rules that a catalogue in Turtle breaks, each with what breaks it."""
    try:
        graph = Dataset(parse(body, RdfFormat.TURTLE))
    except SyntaxError as error:
        yield "catalog-iri-relative" if "IRI" in str(error) else "catalog-syntax", str(error)
        return
    found = Catalogue(graph, languages, files)
    for name, rule in RULES.items():
        yield from ((name, each) for each in rule(found))


def _blank(found: Catalogue) -> Iterator[str]:
    """Harvesters know a resource by its IRI; a blank node is another one every night."""
    for kind in ("dcat:Dataset", "dcat:Distribution", "dcat:DataService"):
        yield from (str(each.subject) for each in found.all("rdf:type")
                    if each.object == _term(kind) and isinstance(each.subject, BlankNode))


def _catalogue_as_dataset(found: Catalogue) -> Iterator[str]:
    yield from (each.value for each in found.typed("dcat:Catalog") if each in found.typed("dcat:Dataset"))


def _identifier(found: Catalogue) -> Iterator[str]:
    for each in found.typed("dcat:Dataset"):
        identifiers = found.values(each, "dct:identifier")
        if len(identifiers) != 1 or not isinstance(identifiers[0], Literal) or identifiers[0].value != each.value:
            yield each.value


def _identifier_twice(found: Catalogue) -> Iterator[str]:
    counted = Counter(str(each.object) for each in found.all("dct:identifier"))
    yield from (each for each, count in counted.items() if count > 1)


def _comma(found: Catalogue) -> Iterator[str]:
    """A widespread harvester splits keywords at commas."""
    yield from (each.object.value for each in found.all("dcat:keyword")
                if isinstance(each.object, Literal) and "," in each.object.value)


def _words(found: Catalogue) -> Iterator[str]:
    """A title and a description in every language: a portal in another language shows any, by chance."""
    for kind, names in (("dcat:Catalog", ("dct:title", "dct:description")), ("dcat:DataService", ("dct:title",)),
                        ("dcat:Dataset", ("dct:title", "dct:description", "dcat:keyword"))):
        for each in found.typed(kind):
            for name in names:
                spoken = {value.language for value in found.values(each, name) if isinstance(value, Literal)}
                if (spoken or name != "dcat:keyword") and spoken != found.languages:
                    yield f"{each.value} {name}"


def _date(found: Catalogue) -> Iterator[str]:
    types = {_term(f"xsd:{each}") for each in _DATED}
    for name in ("dct:issued", "dct:modified"):
        yield from (f"{_iri(each)} {name}" for each in found.all(name)
                    if not isinstance(each.object, Literal) or each.object.datatype not in types)


def _theme(found: Catalogue) -> Iterator[str]:
    """At least one theme of each dataset is of the European table."""
    for each in found.typed("dcat:Dataset"):
        themes = [_value(value) for value in found.values(each, "dcat:theme")]
        if themes and not any(authorities.is_concept(theme, "data-theme") for theme in themes):
            yield each.value


def _page(found: Catalogue) -> Iterator[str]:
    """The catalogue is whole in one document: what leads to a next page leads a harvester round for ever."""
    for name in ("next", "nextPage"):
        yield from (str(quad.object) for quad in found.graph.quads_for_predicate(NamedNode(_HYDRA + name)))


def _licence(found: Catalogue) -> Iterator[str]:
    for kind in ("dcat:Catalog", "dcat:Distribution"):
        for each in found.typed(kind):
            licences = found.values(each, "dct:license")
            if len(licences) != 1 or not isinstance(licences[0], NamedNode):
                yield each.value


def _media_type(found: Catalogue) -> Iterator[str]:
    yield from (_iri(each) for name in ("dcat:mediaType", "dcat:compressFormat") for each in found.all(name)
                if not _value(each.object).startswith(authorities.MEDIA_TYPE))


def _format(found: Catalogue) -> Iterator[str]:
    yield from (_iri(each) for each in found.all("dct:format")
                if not authorities.is_concept(_value(each.object), "file-type"))


def _size(found: Catalogue) -> Iterator[str]:
    for url, entry, distribution in _entries(found):
        if [_value(each) for each in found.values(distribution, "dcat:byteSize")] != [str(entry.size)]:
            yield url


def _checksum(found: Catalogue) -> Iterator[str]:
    for url, entry, distribution in _entries(found):
        sums = [value for node in found.values(distribution, "spdx:checksum") if isinstance(node, NamedNode)
                for value in found.values(node, "spdx:checksumValue")]
        if [_value(each) for each in sums] != [entry.sha256]:
            yield url


def _file(found: Catalogue) -> Iterator[str]:
    """What can be downloaded is there."""
    if found.files is not None:
        yield from (_value(each.object) for each in found.all("dcat:downloadURL") if _value(each.object) not in found.files)


def _publisher(found: Catalogue) -> Iterator[str]:
    for each in sorted({_value(each.object) for each in found.all("dct:publisher")}):
        if not found.values(NamedNode(each), "foaf:name"):
            yield each


def _contact(found: Catalogue) -> Iterator[str]:
    yield from (each.value for each in found.typed("dcat:Dataset") if not found.values(each, "dcat:contactPoint"))


RULES: dict[str, Rule] = {
    "catalog-blank-node": _blank,
    "catalog-as-dataset": _catalogue_as_dataset,
    "catalog-identifier": _identifier,
    "catalog-identifier-twice": _identifier_twice,
    "catalog-keyword-comma": _comma,
    "catalog-words": _words,
    "catalog-date": _date,
    "catalog-theme": _theme,
    "catalog-page": _page,
    "catalog-licence": _licence,
    "catalog-media-type": _media_type,
    "catalog-format": _format,
    "catalog-file": _file,
    "catalog-size": _size,
    "catalog-checksum": _checksum,
    "catalog-publisher": _publisher,
    "catalog-contact": _contact,
}
"""Every rule by its name."""

WITHHELD = frozenset({"catalog-publisher", "catalog-contact"})
"""Rules that are broken for want of a fact: advice, until somebody supplies it."""


def _entries(found: Catalogue) -> Iterator[tuple[str, FileEntry, NamedNode]]:
    """The files that can be downloaded: URL, what is true of the file, and its distribution."""
    for each in found.all("dcat:downloadURL"):
        entry = (found.files or {}).get(_value(each.object))
        if entry is not None and isinstance(each.subject, NamedNode):
            yield _value(each.object), entry, each.subject


def _iri(triple: Triple) -> str:
    return _value(triple.subject)


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)
