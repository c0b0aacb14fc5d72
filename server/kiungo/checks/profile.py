"""OWL 2's RL and EL profiles, by syntax: the vocabulary says nothing that a rule engine could not follow.

A list of what is allowed is shorter and safer than a list of what is not. It is what both profiles share:
https://www.w3.org/TR/owl2-profiles/#Feature_Overview . A reasoner runs in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from kiungo.checks.report import ValidationResult, say
from kiungo.rdf.terms import text
from kiungo.sources import Sources

RDF, RDFS, OWL = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2002/07/owl#",
)
_CLASSES = {OWL + each for each in (
    "Ontology", "Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "AllDisjointClasses",
)}
_AXIOMS = {RDFS + each for each in ("subClassOf", "subPropertyOf", "domain", "range")}
_ALLOWED = _AXIOMS | {RDF + each for each in ("type", "first", "rest")} | {
    RDFS + each for each in ("label", "comment", "seeAlso", "isDefinedBy")
} | {OWL + each for each in (
    "versionIRI", "versionInfo", "priorVersion", "backwardCompatibleWith", "incompatibleWith", "deprecated",
    "members", "disjointWith",
)}


def check(sources: Sources, _store: Store) -> Iterator[ValidationResult]:
    """Axioms in the vocabulary that leave the profile, and terms without a kind."""
    quads = list(sources.in_graph("vocabulary"))
    kinds: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == RDF + "type":
            kinds.setdefault(text(quad.subject), set()).add(text(quad.object))
    for quad in quads:
        problem = _problem(quad, kinds)
        if problem:
            file, line = sources.place(text(quad.subject), quad)
            focus = text(quad.subject) if isinstance(quad.subject, NamedNode) else None
            value = text(quad.object) if isinstance(quad.object, NamedNode | Literal) else None
            yield ValidationResult(f"owl-{problem}", say(f"owl-{problem}", predicate=quad.predicate.value, value=value or "_:"),
                                   say(f"owl-{problem}-remedy"), focus=focus, path=quad.predicate.value, value=value,
                                   file=file, line=line)


def _problem(quad: Quad, kinds: dict[str, set[str]]) -> str | None:
    predicate = quad.predicate.value
    if predicate.startswith((RDF, RDFS, OWL)) and predicate not in _ALLOWED:
        return "construct"
    if predicate == RDF + "type" and text(quad.object).startswith((RDFS, OWL, RDF)) and text(quad.object) not in _CLASSES:
        return "construct"
    if predicate in _AXIOMS and isinstance(quad.object, BlankNode | Literal):
        return "expression"
    if OWL + "DatatypeProperty" in kinds.get(predicate, ()) and not isinstance(quad.object, Literal):
        return "literal"
    if isinstance(quad.subject, NamedNode) and predicate in _AXIOMS and text(quad.subject) not in kinds:
        return "undeclared"
    return None
