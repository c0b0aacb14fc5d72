"""Every statement has its evidence, and every record of evidence has its statement.

A record is an rdf:Statement, or what the publication calls one: https://www.w3.org/TR/rdf11-mt/#reification
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, Store

from kiungo.checks.report import ValidationResult, say
from kiungo.rdf.terms import text
from kiungo.sources import Sources

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PARTS = tuple(NamedNode(RDF + each) for each in ("subject", "predicate", "object"))


def check(sources: Sources, store: Store) -> Iterator[ValidationResult]:
    """Statements without a record; records without a statement or without a place they are drawn from."""
    roles = sources.publication.roles
    records = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(roles.evidence))}
    derived = NamedNode(roles.derived_from)
    stated = {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in sources.quads}
    recorded, outside = set(), set()
    for record in sorted(records, key=str):
        places = [quad.object for quad in store.quads_for_pattern(record, derived, None)]
        outside.update(places)
        if not places:
            yield _finding(sources, "evidence-source", text(record), text(record))
        parts = [[quad.object for quad in store.quads_for_pattern(record, part, None)] for part in _PARTS]
        if [len(part) for part in parts] != [1, 1, 1]:
            yield _finding(sources, "evidence-parts", text(record), text(record))
            continue
        key = tuple(str(part[0]) for part in parts)
        recorded.add(key)
        if key not in stated:
            yield _finding(sources, "evidence-orphan", text(record), _brief(sources, (part[0] for part in parts)))
    for quad in sources.in_graph(*sources.publication.graphs.evidenced):
        exempt = quad.predicate.value == roles.attested_in or quad.subject in records or quad.subject in outside
        if not exempt and (str(quad.subject), str(quad.predicate), str(quad.object)) not in recorded:
            yield _finding(sources, "evidence-missing", text(quad.subject), _brief(sources, quad.triple), quad)


def _finding(sources: Sources, rule: str, focus: str, value: str, quad: Quad | None = None) -> ValidationResult:
    file, line = sources.place(focus, quad)
    return ValidationResult(rule, say(rule, value=value), say(f"{rule}-remedy"), focus=focus, value=value,
                            path=None if quad is None else quad.predicate.value, file=file, line=line)


def _brief(sources: Sources, terms: Iterable[object]) -> str:
    """A triple as a person writes it: prefixed names where a prefix fits."""
    return " ".join(sources.publication.compact(term.value) or str(term) if isinstance(term, NamedNode) else str(term)
                    for term in terms)
