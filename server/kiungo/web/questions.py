"""The pages of stored queries: all of them, and each with its form, its answer and how that was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode

from kiungo.evaluation.reading import Answer
from kiungo.publication import map_iri
from kiungo.rdf import languages
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.rdf.parameters import DATE, INTEGER, IRI, Parameter
from kiungo.rdf.results import RESULTS_FORMATS
from kiungo.web import examples, paths
from kiungo.web.citation import citation
from kiungo.web.contexts import Download, Field, StoredQueriesPage, StoredQueryPage, Words
from kiungo.web.frames import frame
from kiungo.web.openapi import PATH as OPENAPI
from kiungo.web.site import Reader
from kiungo.web.stored import Bindings, StoredQuery
from kiungo.web.tables import table
from kiungo.web.values import Terms

INDEX = "query/"
_QUERY = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?answers ?question WHERE {{
  ?query a sh:SPARQLExecutable ; foaf:page ?answers
  OPTIONAL {{ ?query rdfs:comment ?question FILTER(LANGMATCHES(LANG(?question), "{language}")) }}
  OPTIONAL {{ ?query {position} ?position }}
}}
ORDER BY ?position ?query"""
_INSTANCES = 200  # offered in a list; where a class has more, an IRI is typed
_INPUTS = {INTEGER: "number", DATE: "date", IRI: "url"}


def index_page(reader: Reader, stored: Mapping[str, StoredQuery]) -> StoredQueriesPage:
    """All stored queries for one reader."""
    rows = tuple(
        (_best(reader, each.questions, each.slug), reader.to(each.path), tuple(one.name for one in each.parameters))
        for each in stored.values()
    )
    return StoredQueriesPage(
        frame=frame(reader, reader.t("stored_title"), path=INDEX),
        queries=rows,
        openapi=paths.relative(OPENAPI, reader.here),
        sparql=reader.to("sparql"),
        behind=examples.behind(reader, _QUERY.format(
            language=reader.language, position=NamedNode(reader.site.publication.roles.position)
        )),
    )


def query_page(
    reader: Reader, stored: StoredQuery, given: Mapping[str, str], bindings: Bindings, answer: Answer
) -> StoredQueryPage:
    """A stored query for one reader, with its answer for the values given."""
    terms = Terms(reader)
    question = _best(reader, stored.questions, stored.slug)
    publication = reader.site.publication
    iri = map_iri(stored.iri.value, publication.base, publication.canonical_base)
    query = stored.written(bindings)
    return StoredQueryPage(
        frame=frame(reader, question.text, path=stored.path, cited=citation(reader, question, stored.iri.value)),
        question=question,
        other_questions=tuple(
            terms.words(each) for each in stored.questions if each.value != question.text
        ),
        iri=iri,
        action=paths.relative(stored.path, reader.here),
        is_named=reader.named,
        fields=tuple(_field(reader, terms, each, given.get(each.name)) for each in stored.parameters),
        table=table(reader, answer, stored),
        downloads=tuple(_downloads(stored, given)),
        query=query,
        sparql=examples.behind(reader, query),
        index=reader.to(INDEX),
        openapi=paths.relative(OPENAPI, reader.here),
    )


def _downloads(stored: StoredQuery, given: Mapping[str, str]) -> Iterable[Download]:
    for each in RESULTS_FORMATS:
        yield Download(each.name, f"{stored.slug}?{urlencode({**given, 'format': each.suffix})}", each.media_type)


def _field(reader: Reader, terms: Terms, parameter: Parameter, given: str | None) -> Field:
    descriptions = [
        each for each in parameter.descriptions if languages.suits(each.language, reader.language)
    ]
    return Field(
        name=parameter.name,
        label=_best(reader, parameter.labels, parameter.name),
        descriptions=tuple(terms.words(each) for each in (descriptions or parameter.descriptions)),
        value=given or parameter.default or "",
        kind=_INPUTS.get(parameter.kind, "text"),
        minimum=parameter.minimum or "",
        maximum=parameter.maximum or "",
        max_length=parameter.max_length,
        is_optional=parameter.default is None,
        options=_options(reader, terms, parameter),
    )


def _options(reader: Reader, terms: Terms, parameter: Parameter) -> tuple[tuple[str, Words], ...]:
    """What a value is chosen from: the values there are, or the things of a class where they are few."""
    if parameter.choices:
        return tuple((each, Words(each)) for each in parameter.choices)
    if parameter.instances_of is None:
        return ()
    quads = list(islice(reader.site.dataset.quads(None, RDF_TYPE, parameter.instances_of), _INSTANCES + 1))
    found = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    if len(quads) > _INSTANCES:
        return ()
    named = [(each.value, terms.label(each)) for each in found]
    return tuple(sorted(named, key=lambda each: (each[1].text.casefold(), each[0])))


def _best(reader: Reader, found: tuple[Literal, ...], otherwise: str) -> Words:
    """The words in the reader's language, or in another; a name where there are none."""
    best = languages.best(found, reader.languages)
    return Words(best.value, best.language or "") if best is not None else Words(otherwise)
