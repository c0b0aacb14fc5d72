"""The counted half of the catalogue: what the dataset is, how large, and where to get it.

DCAT 3: https://www.w3.org/TR/vocab-dcat-3/ ; VoID: https://www.w3.org/TR/void/ . The written half, titles of
the graphs above all, is the editors' `data/graphs/catalog.ttl`. The catalogue does not count itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from kiungo.builder.partitions import described, linksets, spaces
from kiungo.builder.statistics import statistics
from kiungo.publication import Publication, Text
from kiungo.rdf.formats import FORMATS
from kiungo.rdf.namespaces import FOAF_PAGE, RDF_TYPE, SH_ASK, SH_SELECT
from kiungo.rdf.questions import query_path, questions
from kiungo.rdf.terms import text
from kiungo.release.profiles import PROFILES, profile_iri

_DCAT, _VOID = "http://www.w3.org/ns/dcat#", "http://rdfs.org/ns/void#"
_DCTERMS, _XSD = "http://purl.org/dc/terms/", "http://www.w3.org/2001/XMLSchema#"
_SH, _PROF = "http://www.w3.org/ns/shacl#", "http://www.w3.org/ns/dx/prof/"

Pair = tuple[str, NamedNode | Literal]


def catalog(publication: Publication, quads: Sequence[Quad]) -> Iterator[Quad]:
    """Quads of the graph `catalog` about the given quads, which are in canonical order. None has a blank node."""
    graph = NamedNode(publication.graph("catalog"))
    counted = [quad for quad in quads if quad.graph_name != graph]
    sizes = Counter(quad.graph_name.value for quad in counted if isinstance(quad.graph_name, NamedNode))
    described_here = [
        (publication.base + "catalog", _catalog(publication)),
        (publication.base + "dataset", _dataset(publication, sizes)),
        *((name, _graph(publication, name, size)) for name, size in sorted(sizes.items())),
        *_prefixes(publication, quads),
        *_profiles(publication),
        *_questions(publication, quads),
    ]
    for subject, pairs in described_here:
        for predicate, value in pairs:
            yield Quad(NamedNode(subject), NamedNode(predicate), value, graph)
    dataset = NamedNode(publication.base + "dataset")
    yield from (Quad(s, NamedNode(p), o, graph) for s, p, o in described(dataset, statistics(counted, publication.base)))
    others = spaces((quad for quad in quads if quad.graph_name == graph), dataset)
    yield from (Quad(s, NamedNode(p), o, graph) for s, p, o in linksets(dataset, counted, others))


def _prefixes(publication: Publication, quads: Sequence[Quad]) -> Iterator[tuple[str, Iterator[Pair]]]:
    """The publication's prefixes that the editors have not declared themselves, so that queries can be completed.

    https://www.w3.org/TR/shacl/#sparql-prefixes
    """
    prefix = NamedNode(_SH + "prefix")
    declared = {text(quad.object) for quad in quads if quad.predicate == prefix}
    for name, space in sorted(publication.prefixes.items()):
        if name not in declared:
            yield f"{publication.base}dataset#prefix-{name}", iter((
                (RDF_TYPE.value, NamedNode(_SH + "PrefixDeclaration")),
                (_SH + "prefix", Literal(name)),
                (_SH + "namespace", Literal(space, datatype=NamedNode(_XSD + "anyURI"))),
            ))


def _profiles(publication: Publication) -> Iterator[tuple[str, Iterator[Pair]]]:
    """In which profiles documents come: https://www.w3.org/TR/dx-prof/"""
    for token, words in PROFILES.items():
        yield profile_iri(publication.base, token), iter((
            (RDF_TYPE.value, NamedNode(_PROF + "Profile")),
            (_PROF + "hasToken", Literal(token)),
            (_DCTERMS + "description", Literal(words, language="en")),
        ))


def _questions(publication: Publication, quads: Sequence[Quad]) -> Iterator[tuple[str, Iterator[Pair]]]:
    """Where each question is answered: http://xmlns.com/foaf/spec/#term_page"""
    queries = {quad.subject for quad in quads if quad.predicate in (SH_SELECT, SH_ASK)}
    for each in sorted(questions(quads) & queries, key=str):
        yield each.value, iter(((FOAF_PAGE.value, NamedNode(publication.base + query_path(each.value))),))


def _catalog(publication: Publication) -> Iterator[Pair]:
    yield RDF_TYPE.value, NamedNode(_DCAT + "Catalog")
    yield from _words(_DCTERMS + "title", publication.about.title)
    yield from _words(_DCTERMS + "description", publication.about.description)
    yield _DCTERMS + "publisher", NamedNode(publication.about.publisher)
    yield _DCTERMS + "license", NamedNode(publication.about.licence)
    yield _DCAT + "dataset", NamedNode(publication.base + "dataset")


def _dataset(publication: Publication, sizes: Counter[str]) -> Iterator[Pair]:
    about, base = publication.about, publication.base
    for kind in (_DCAT + "Dataset", _VOID + "Dataset"):
        yield RDF_TYPE.value, NamedNode(kind)
    for key, words in (("title", about.title), ("description", about.description), ("rights", about.rights)):
        yield from _words(_DCTERMS + key, words)
    yield _DCTERMS + "identifier", Literal(base + "dataset", datatype=NamedNode(_XSD + "anyURI"))
    yield _DCTERMS + "publisher", NamedNode(about.publisher)
    yield _DCTERMS + "license", NamedNode(about.licence)
    yield _DCTERMS + "issued", Literal(about.issued.isoformat(), datatype=NamedNode(_XSD + "date"))
    yield _DCAT + "version", Literal(about.version)
    for language in about.languages:
        yield _DCTERMS + "language", NamedNode(f"http://id.loc.gov/vocabulary/iso639-1/{language}")
    yield _VOID + "uriSpace", Literal(base)
    yield _VOID + "exampleResource", NamedNode(about.start)
    yield _VOID + "sparqlEndpoint", NamedNode(base + "sparql")
    for each in FORMATS:
        yield _VOID + "dataDump", NamedNode(f"{base}dataset/latest/dataset.{each.suffix}")
    for name in sorted(sizes):
        yield _VOID + "subset", NamedNode(name)


def _graph(publication: Publication, name: str, size: int) -> Iterator[Pair]:
    """A graph counted, with the terms of its use."""
    yield RDF_TYPE.value, NamedNode(_VOID + "Dataset")
    yield _VOID + "triples", Literal(size)
    terms = publication.terms(name.removeprefix(publication.graph("")))
    if terms.licence:
        yield _DCTERMS + "license", NamedNode(terms.licence)
    yield from _words(_DCTERMS + "rights", terms.rights)


def _words(predicate: str, words: Text) -> Iterator[Pair]:
    return ((predicate, Literal(text, language=language)) for language, text in words.items())

