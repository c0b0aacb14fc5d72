"""What a release was held to, counted when it is built, so that readers can judge how far to trust it.

Only a report without a violation leads to a release: whatever is counted here as a rule, was met.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from kiungo.checks import ValidationReport, hygiene
from kiungo.publication import Publication
from kiungo.rdf.namespaces import RDF_TYPE, SH_EXECUTABLE, SH_NODE_SHAPE, SH_PROPERTY_SHAPE
from kiungo.release.manifest import Assurance
from kiungo.sources import Sources


def assurance(
    sources: Sources, publication: Publication, report: ValidationReport, quads: Iterable[Quad]
) -> Assurance:
    """The counts over the quads of a release. Its terms are those of `publication`, which may have another base."""
    roles = publication.roles
    kinds: dict[str, set[object]] = {}
    places: list[Quad] = []
    for quad in quads:
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
            kinds.setdefault(quad.object.value, set()).add(quad.subject)
        elif quad.predicate.value in (roles.attested_in, roles.derived_from):
            places.append(quad)
    evidence, passages = kinds.get(roles.evidence, set()), kinds.get(roles.passage, set())
    drawn = {each.object for each in places if each.predicate.value == roles.attested_in or each.subject in evidence}
    return Assurance(
        shapes=len(kinds.get(SH_NODE_SHAPE.value, set()) | kinds.get(SH_PROPERTY_SHAPE.value, set())),
        rules=len(hygiene.files(sources)),
        questions=len(kinds.get(SH_EXECUTABLE.value, ())),
        remarks=len(report.results),
        evidence=len(evidence),
        passages=len(passages),
        drawn_from=len(passages & drawn),
    )
