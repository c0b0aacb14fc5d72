"""The page of a thing that was withdrawn: since when, why, and what to see instead."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kiungo.engine.evidence import literals, nodes
from kiungo.web.contexts import TombstonePage
from kiungo.web.frames import frame
from kiungo.web.negotiation import Representation
from kiungo.web.site import Reader
from kiungo.web.values import Terms, shortened


def tombstone_page(reader: Reader, thing: NamedNode, path: str, offered: tuple[Representation, ...]) -> TombstonePage:
    """What is left to say of a thing, for one reader."""
    terms, dataset, roles = Terms(reader), reader.site.dataset, reader.site.publication.roles
    label = terms.label(thing)
    reasons = literals(dataset, thing, NamedNode(roles.withdrawn_for))
    return TombstonePage(
        frame=frame(reader, shortened(label.text), path=path, offered=offered, topic=thing),
        label=label,
        iri=reader.site.permanent(thing),
        days=tuple(each.value for each in literals(dataset, thing, NamedNode(roles.withdrawn_on))),
        reasons=tuple(terms.words(each) for each in sorted(reasons, key=terms.rank)),
        replacements=tuple(
            terms.reference(each, with_text=False) for each in nodes(dataset, thing, NamedNode(roles.replaced_by))
        ),
    )
