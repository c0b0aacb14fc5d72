"""What a catalogue must not get wrong: faults that cost a harvest, and that hardly a published shape finds.

Each rule has a name, so that a report can say which was broken. A rule is a function from what is read to the
IRIs (or words) that break it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from kiungo.harvest import authorities
from kiungo.harvest.dcat import File
from kiungo.harvest.reading import NOWHERE, Catalogue, read, value
from kiungo.release.catalog import term

_HYDRA = "http://www.w3.org/ns/hydra/core#"
_DATED = ("date", "dateTime", "gYear", "gYearMonth")
_CONCEPTS = (("dct:accrualPeriodicity", "frequency"), ("dct:accessRights", "access-right"),
             ("dcatap:availability", "planned-availability"))

Rule = Callable[[Catalogue], Iterator[str]]


def broken(
    body: bytes, form: RdfFormat, languages: frozenset[str] | None = None, files: Mapping[str, File] | None = None
) -> Iterator[tuple[str, str]]:
    """The names of the rules that a catalogue breaks, each with what breaks it; `languages` and `files` as of `read`."""
    try:
        found = read(body, form, languages, files)
    except SyntaxError as error:
        yield "catalog-syntax", str(error)
        return
    for name, rule in RULES.items():
        yield from ((name, each) for each in rule(found))


def _none(found: Catalogue) -> Iterator[str]:
    """A document that says nothing of datasets deletes them all at whoever harvested them before."""
    if not any(found.values(each, "dcat:dataset") for each in found.typed("dcat:Catalog")):
        yield f"{len(found.graph)} triples"


def _relative(found: Catalogue) -> Iterator[str]:
    """Harvesters read a document without its address: a relative IRI becomes one of their own file system."""
    nodes = {value(each) for quad in found.graph for each in (quad.subject, quad.predicate, quad.object)
             if isinstance(each, NamedNode)}
    yield from sorted(each.removeprefix(NOWHERE) for each in nodes if each.startswith(NOWHERE))


def _blank(found: Catalogue) -> Iterator[str]:
    """Harvesters know a resource by its IRI; a blank node is another one every night."""
    kinds = {term(f"dcat:{each}") for each in ("Dataset", "Distribution", "DataService")}
    nodes = [each.subject for each in found.all("rdf:type") if each.object in kinds]
    listed = [each.object for name in ("dataset", "distribution", "service") for each in found.all(f"dcat:{name}")]
    yield from sorted({str(each) for each in (*nodes, *listed) if isinstance(each, BlankNode)})


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
                spoken = {words.language for words in found.values(each, name) if isinstance(words, Literal)}
                if (spoken or name != "dcat:keyword") and spoken != found.languages:
                    yield f"{each.value} {name}"


def _date(found: Catalogue) -> Iterator[str]:
    types = {term(f"xsd:{each}") for each in _DATED}
    for name in ("dct:issued", "dct:modified"):
        yield from (f"{value(each.subject)} {name}" for each in found.all(name)
                    if not isinstance(each.object, Literal) or each.object.datatype not in types)


def _theme(found: Catalogue) -> Iterator[str]:
    """At least one theme of each dataset is of the European table."""
    for each in found.typed("dcat:Dataset"):
        themes = [value(theme) for theme in found.values(each, "dcat:theme")]
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
            if len(licences) > 1 or not all(isinstance(licence, NamedNode) for licence in licences):
                yield each.value


def _licence_none(found: Catalogue) -> Iterator[str]:
    for kind in ("dcat:Catalog", "dcat:Distribution"):
        yield from (each.value for each in found.typed(kind) if not found.values(each, "dct:license"))


def _media_type(found: Catalogue) -> Iterator[str]:
    yield from (value(each.subject) for name in ("dcat:mediaType", "dcat:compressFormat") for each in found.all(name)
                if not authorities.is_media_type(value(each.object)))


def _format(found: Catalogue) -> Iterator[str]:
    yield from (value(each.subject) for each in found.all("dct:format")
                if not authorities.is_concept(value(each.object), "file-type"))


def _concept(found: Catalogue) -> Iterator[str]:
    """How often, for whom and for how long: of the tables from which portals take their words, in which nobody adds a word."""
    for name, table in _CONCEPTS:
        yield from (value(each.object) for each in found.all(name) if not authorities.is_concept(value(each.object), table))
    for publisher in _publishers(found):
        yield from (value(each) for each in found.values(publisher, "dct:type")
                    if not authorities.is_concept(value(each), "publisher-type"))


def _licence_unknown(found: Catalogue) -> Iterator[str]:
    iris = {value(each.object) for each in found.all("dct:license") if isinstance(each.object, NamedNode)}
    yield from sorted(each for each in iris if not authorities.is_licence(each))


def _size(found: Catalogue) -> Iterator[str]:
    for url, file, distribution in _offered(found):
        if [_number(each) for each in found.values(distribution, "dcat:byteSize")] != [file.download.entry.size]:
            yield url


def _checksum(found: Catalogue) -> Iterator[str]:
    """Each digest is that of the file by the algorithm that it names. Who gives none, gives no false one."""
    for url, file, distribution in _offered(found):
        for node in found.values(distribution, "spdx:checksum"):
            algorithms = [value(each).rpartition("checksumAlgorithm_")[2] for each in found.values(node, "spdx:algorithm")]
            sums = [value(each).lower() for each in found.values(node, "spdx:checksumValue")]
            if sums != [file.digests.get(each, "") for each in algorithms]:
                yield url


def _file(found: Catalogue) -> Iterator[str]:
    """What can be downloaded is there."""
    if found.files is not None:
        yield from (value(each.object) for each in found.all("dcat:downloadURL") if value(each.object) not in found.files)


def _publisher(found: Catalogue) -> Iterator[str]:
    yield from (value(each) for each in _publishers(found) if not found.values(each, "foaf:name"))


def _contact(found: Catalogue) -> Iterator[str]:
    yield from (each.value for each in found.typed("dcat:Dataset") if not found.values(each, "dcat:contactPoint"))


RULES: dict[str, Rule] = {
    "catalog-none": _none,
    "catalog-iri-relative": _relative,
    "catalog-blank-node": _blank,
    "catalog-as-dataset": _catalogue_as_dataset,
    "catalog-identifier": _identifier,
    "catalog-identifier-twice": _identifier_twice,
    "catalog-keyword-comma": _comma,
    "catalog-words": _words,
    "catalog-date": _date,
    "catalog-theme": _theme,
    "catalog-concept": _concept,
    "catalog-page": _page,
    "catalog-licence": _licence,
    "catalog-licence-none": _licence_none,
    "catalog-licence-unknown": _licence_unknown,
    "catalog-media-type": _media_type,
    "catalog-format": _format,
    "catalog-file": _file,
    "catalog-size": _size,
    "catalog-checksum": _checksum,
    "catalog-publisher": _publisher,
    "catalog-contact": _contact,
}
"""Every rule by its name."""

MILD = frozenset({"catalog-licence-unknown", "catalog-contact"})
"""Rules whose breaking costs points and no harvest."""


def _offered(found: Catalogue) -> Iterator[tuple[str, File, NamedNode | BlankNode]]:
    """The files that can be downloaded: URL, what is true of the file, and its distribution."""
    for each in found.all("dcat:downloadURL"):
        file = (found.files or {}).get(value(each.object))
        if file is not None and isinstance(each.subject, NamedNode | BlankNode):
            yield value(each.object), file, each.subject


def _publishers(found: Catalogue) -> list[NamedNode | BlankNode]:
    nodes = {each.object for each in found.all("dct:publisher")}
    return sorted((each for each in nodes if isinstance(each, NamedNode | BlankNode)), key=str)


def _number(node: object) -> Decimal | None:
    try:
        return Decimal(value(node))
    except InvalidOperation:
        return None
