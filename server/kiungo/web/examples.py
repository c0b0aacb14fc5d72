"""The publication's own queries as examples, in the reader's language.

Examples are `sh:SPARQLExecutable`: https://www.w3.org/TR/shacl/#sparql-constraints-prefixes
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from kiungo.engine.evidence import literals, nodes
from kiungo.rdf import languages
from kiungo.rdf.namespaces import (
    RDF_TYPE,
    RDFS_COMMENT,
    SH_ASK,
    SH_CONSTRUCT,
    SH_DECLARE,
    SH_EXECUTABLE,
    SH_NAMESPACE,
    SH_PREFIX,
    SH_PREFIXES,
    SH_SELECT,
)
from kiungo.rdf.queries import with_prologue
from kiungo.web import paths
from kiungo.web.contexts.queries import Example
from kiungo.web.site import Reader
from kiungo.web.values import Node, Terms

_PATH = "sparql"


def examples(reader: Reader) -> tuple[Example, ...]:
    """The publication's queries in the order it gives them, with the prefixes they use."""
    terms = Terms(reader)
    return tuple(found for node in _ordered(reader) for found in _example(reader, terms, node))


def _ordered(reader: Reader) -> list[NamedNode]:
    """The queries that have a name, by their position."""
    dataset = reader.site.dataset
    position = NamedNode(reader.site.publication.roles.position)
    found = []
    for quad in dataset.quads(None, RDF_TYPE, SH_EXECUTABLE):
        if isinstance(quad.subject, NamedNode):
            places = literals(dataset, quad.subject, position)
            found.append((_number(places[0].value) if places else 0, quad.subject.value, quad.subject))
    return [node for _, _, node in sorted(set(found), key=lambda each: each[:2])]


def _example(reader: Reader, terms: Terms, node: NamedNode) -> Iterator[Example]:
    """One query, or none where it lacks words or text."""
    dataset = reader.site.dataset
    words = languages.best(literals(dataset, node, RDFS_COMMENT), reader.languages)
    kinds = (SH_SELECT, SH_ASK, SH_CONSTRUCT)
    query = next((each for name in kinds for each in literals(dataset, node, name)), None)
    if words is not None and query is not None:
        text = with_prologue(query.value.strip(), _prefixes(reader, node))
        slug = node.value.rstrip("/#").replace("#", "/").rpartition("/")[2]
        yield Example(slug, terms.words(words), text, f"{reference(reader, example=slug)}#query", reference(reader, query=text))


def reference(reader: Reader, **parameters: str) -> str:
    """A reference to the query service with these parameters, and the language where the URL names it."""
    if reader.named:
        parameters["lang"] = reader.language
    return f"{paths.relative(_PATH, reader.here)}?{urlencode(parameters)}"


def _prefixes(reader: Reader, query: Node) -> dict[str, str]:
    dataset = reader.site.dataset
    found: dict[str, str] = {}
    for declaring in nodes(dataset, query, SH_PREFIXES):
        for each in nodes(dataset, declaring, SH_DECLARE):
            for name in literals(dataset, each, SH_PREFIX):
                for space in literals(dataset, each, SH_NAMESPACE):
                    found[name.value] = space.value
    return found


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
