"""IRI policy: names that stay good for decades, and no link of our own into the void.

Cool URIs: https://www.w3.org/TR/cooluris/ ; the pattern is `kiungo.rdf.iris`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, Store

from kiungo.checks.report import ValidationResult, say
from kiungo.rdf.iris import is_well_minted
from kiungo.rdf.terms import text
from kiungo.sources import Sources

_BUILT = ("graph/", "dataset", "catalog", "sparql", "doc/")
"""What the build or the server describes, not an editor's file."""

_VERSION = "http://www.w3.org/2002/07/owl#versionIRI"


def check(sources: Sources, _store: Store) -> Iterator[ValidationResult]:
    """IRIs below the base that break the policy, and those that nothing describes."""
    base = sources.publication.base
    described = {text(quad.subject) for quad in sources.quads if isinstance(quad.subject, NamedNode)}
    described |= {text(quad.object) for quad in sources.quads if quad.predicate.value == _VERSION}
    for iri, user in sorted(_own_iris(sources.quads, base).items()):
        path = iri[len(base):]
        if path and not is_well_minted(path):
            yield _finding("iri-policy", iri, user, sources)
        elif path and iri not in described and not path.startswith(_BUILT):
            yield _finding("iri-undescribed", iri, user, sources)


def _finding(rule: str, iri: str, user: str, sources: Sources) -> ValidationResult:
    file, line = sources.place(user)
    return ValidationResult(rule, say(rule, iri=iri), say(f"{rule}-remedy"), focus=user, value=iri, file=file, line=line)


def _own_iris(quads: list[Quad], base: str) -> dict[str, str]:
    """Each IRI below the base that is used, with a subject that uses it."""
    used: dict[str, str] = {}
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, NamedNode) and term.value.startswith(base):
                used.setdefault(term.value, text(quad.subject))
    return used
