"""No term outside its vocabulary: each class and property exists where its namespace says.

Namespaces that rdflib knows as closed lists are held against those; the others against
`ontology/terms/*.toml`, which says where each list was read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import rdflib.namespace
from pyoxigraph import NamedNode, Quad, Store
from rdflib import URIRef
from rdflib.namespace import DefinedNamespace

from kiungo.checks.report import ValidationResult, say, unreadable
from kiungo.errors import SourceError
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.rdf.terms import text
from kiungo.sources import Sources
from kiungo.sources.tree import read_text

_CONTAINER = "http://www.w3.org/1999/02/22-rdf-syntax-ns#_"

Knows = Callable[[str], bool]


def check(sources: Sources, _store: Store) -> Iterator[ValidationResult]:
    """Classes and properties that their vocabulary does not have, each reported where it is used first."""
    try:
        known = dict(_closed_namespaces()) | dict(_term_lists(sources.root / "ontology" / "terms"))
    except SourceError as error:
        yield unreadable("term-list", error, sources.root)
        return
    own = {text(quad.subject) for quad in sources.in_graph("vocabulary")}
    base = sources.publication.base
    for term, user in sorted(_terms(sources.quads, tuple(known)).items()):
        space = max((each for each in known if term.startswith(each)), key=len, default=None)
        if term.startswith(base):
            problem = None if term in own else "term-own"
        elif space is None:
            problem = "term-namespace"
        else:
            problem = None if known[space](term) else "term-unknown"
        if problem:
            file, line = sources.place(user)
            yield ValidationResult(problem, say(problem, term=term), say(f"{problem}-remedy"),
                                   focus=user, value=term, file=file, line=line)


def _terms(quads: list[Quad], namespaces: tuple[str, ...]) -> dict[str, str]:
    """Each property, each class, and each IRI in a known namespace, with a subject that uses it."""
    used: dict[str, str] = {}
    for quad in quads:
        terms = [quad.predicate.value]
        for node in (quad.subject, quad.object):
            is_class = node is quad.object and quad.predicate == RDF_TYPE
            if isinstance(node, NamedNode) and (is_class or node.value.startswith(namespaces)):
                terms.append(node.value)
        for term in terms:
            used.setdefault(term, text(quad.subject))
    return used


def _closed_namespaces() -> Iterator[tuple[str, Knows]]:
    """The namespaces that rdflib holds as closed lists of terms."""
    for each in vars(rdflib.namespace).values():
        if isinstance(each, type) and issubclass(each, DefinedNamespace) and each is not DefinedNamespace:
            yield str(each), _member_of(each)


def _member_of(namespace: type[DefinedNamespace]) -> Knows:
    space = str(namespace)
    return lambda term: term in (space, space.rstrip("#/")) or term.startswith(_CONTAINER) or URIRef(term) in namespace


def _term_lists(folder: Path) -> Iterator[tuple[str, Knows]]:
    """The publication's own lists: `namespace`, `read` (where and when), `terms`. Raises SourceError."""
    for file in sorted(folder.glob("*.toml")):
        try:
            table = tomllib.loads(read_text(file))
        except tomllib.TOMLDecodeError as error:
            raise SourceError(f"Not TOML: {error}.", file, None, "Correct the line.") from error
        missing = {"namespace", "read", "terms"} - table.keys()
        if missing:
            raise SourceError(f"The list lacks {', '.join(sorted(missing))}.", file, None, "Add it.")
        terms = {table["namespace"] + term for term in table["terms"]} | {table["namespace"]}
        yield table["namespace"], terms.__contains__
