"""The topic of a page in schema.org's words, as JSON-LD that search engines read: https://schema.org/docs/gs.html

Which class or property of the publication is which of schema.org's is the publication's own table `[schema_org]`.
The context is inline and names no address to fetch: https://www.w3.org/TR/json-ld11/#html-content-algorithms
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kiungo.rdf.namespaces import RDF_TYPE, XSD_STRING
from kiungo.release.downloads import WHOLE
from kiungo.web.contexts import Download, Words
from kiungo.web.site import Reader

Island = Mapping[str, object]

_THING = "Thing"  # what everything is: https://schema.org/Thing
_QUADS = 500  # of a topic that are looked through
_VALUES = 20  # of one property: a search engine shows fewer


def island(reader: Reader, topic: NamedNode, names: Iterable[Words], description: Words | None) -> Island:
    """A topic by its types and properties, as far as the publication's table has them; else merely a Thing, named."""
    table = reader.site.publication.schema_org
    quads = list(islice(reader.site.dataset.quads(topic), _QUADS))
    found: dict[str, object] = {
        "@context": _context(reader.language),
        "@id": topic.value,
        "@type": _types(reader, topic) or [_THING],
        "name": _few([_words(reader, each) for each in names]),
    }
    if description is not None:
        found["description"] = _words(reader, description)
    for theirs, ours in sorted(table.properties.items()):
        values = dict.fromkeys(quad.object for quad in quads if quad.predicate.value in ours)
        said = [_value(reader, each) for each in sorted(values, key=str)[:_VALUES] if isinstance(each, NamedNode | Literal)]
        if said:
            found.setdefault(theirs, _few(said))
    return found


def dataset(reader: Reader, name: str, title: Words, descriptions: Sequence[Words], files: Iterable[Download]) -> Island:
    """The whole data set or a named graph, with its files.

    https://developers.google.com/search/docs/appearance/structured-data/dataset
    """
    publication, dates = reader.site.publication, reader.site.release.manifest.dates[name]
    path, terms = (WHOLE, publication.terms()) if name == WHOLE else (f"graph/{name}", publication.terms(name))
    publisher = _value(reader, NamedNode(publication.about.publisher))
    based = [{"@id": each} for each in publication.captured(name)]
    return {
        "@context": _context(reader.language),
        "@id": publication.base + path,
        "@type": ["Dataset"],
        "name": _words(reader, title),
        "description": _few([_words(reader, each) for each in descriptions]),
        "url": publication.canonical_base + path,
        "identifier": publication.canonical_base + path,
        **({"license": terms.licence} if terms.licence else {}),
        "creator": publisher,
        "publisher": publisher,
        "version": dates.version,
        "datePublished": dates.issued.isoformat(),
        "dateModified": dates.modified.isoformat(),
        "inLanguage": list(publication.about.languages),
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": f"{publication.base}catalog"},
        **({"isBasedOn": based} if based else {}),
        **_asked(reader),
        "distribution": [_file(each) for each in files],
    }


def _asked(reader: Reader) -> dict[str, object]:
    """What portals ask, as far as somebody has told us."""
    catalog = reader.site.publication.catalog
    places = [{"@type": "Place", "@id": each.iri, "name": each.name.get(reader.language, "")} for each in catalog.spatial]
    period = catalog.temporal
    days = [day.isoformat() if day else ".." for day in (period.start, period.end)] if period else []
    found = {
        "keywords": catalog.keywords.get(reader.language, []),
        "spatialCoverage": places,
        "temporalCoverage": "/".join(days),
        "conditionsOfAccess": catalog.access_rights or "",
        "isAccessibleForFree": bool(catalog.access_rights and catalog.access_rights.endswith("/access-right/PUBLIC")),
    }
    return {name: value for name, value in found.items() if value}


def together(*islands: Island) -> Island:
    """Several topics of one page, in the context of the first: https://www.w3.org/TR/json-ld11/#named-graphs"""
    parts = [{key: value for key, value in each.items() if key != "@context"} for each in islands]
    return {"@context": islands[0]["@context"], "@graph": parts}


def _few(values: list[object]) -> object:
    return values if len(values) > 1 else values[0]


def _context(language: str) -> dict[str, object]:
    """Plain names and descriptions are in the page's language; all other terms are schema.org's as they stand."""
    in_language = {"@language": language}
    return {"@vocab": "https://schema.org/", "name": in_language, "description": in_language}


def _file(file: Download) -> Island:
    """A file with its size in octets and its digest: https://schema.org/DataDownload"""
    return {
        "@type": "DataDownload", "name": {"@value": file.name}, "contentUrl": file.href, "encodingFormat": file.media_type,
        "contentSize": f"{file.octets} B", "sha256": file.sha256,
    }


def _words(reader: Reader, words: Words) -> object:
    if words.lang == reader.language:
        return words.text
    return {"@value": words.text, "@language": words.lang} if words.lang else {"@value": words.text}


def _value(reader: Reader, term: NamedNode | Literal) -> object:
    if isinstance(term, NamedNode):
        named = reader.names.best(term)
        types = _types(reader, term)
        return {"@id": term.value, **({"@type": types} if types else {}), **({"name": _said(named)} if named else {})}
    return _said(term)


def _types(reader: Reader, node: NamedNode) -> Sequence[str]:
    table = reader.site.publication.schema_org.types
    classes = {quad.object.value for quad in islice(reader.site.dataset.quads(node, RDF_TYPE), _VALUES)
               if isinstance(quad.object, NamedNode)}
    return sorted(theirs for theirs, ours in table.items() if classes.intersection(ours))


def _said(literal: Literal) -> object:
    """A literal with its language or its type; without either, its words."""
    if literal.language:
        return {"@value": literal.value, "@language": literal.language}
    if literal.datatype == XSD_STRING:
        return {"@value": literal.value}
    return {"@value": literal.value, "@type": literal.datatype.value}
