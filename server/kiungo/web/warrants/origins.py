"""Where translated words are from: what their language tag says, and what the record of the translation says.

The tag: `en-t-sw` is English from Swahili, `t0` says by machine (https://www.rfc-editor.org/rfc/rfc6497#section-2.4).
"""

from __future__ import annotations

import re
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kiungo.engine.evidence import nodes
from kiungo.rdf import languages
from kiungo.rdf.namespaces import PROV_WAS_ATTRIBUTED_TO
from kiungo.web.contexts import Reference
from kiungo.web.contexts.warrants import Origin
from kiungo.web.site import Reader
from kiungo.web.tongues import tongue
from kiungo.web.values import Node, Terms

_RECORDS = 3  # of one translation: short words may have been translated more than once


class Origins:
    """Tells one reader where translated words are from."""

    def __init__(self, reader: Reader, terms: Terms) -> None:
        self._reader = reader
        self._terms = terms
        self._dataset = reader.site.dataset
        self._roles = reader.site.publication.roles

    def of(self, literal: Literal) -> tuple[Origin, ...]:
        """The origin of a translation; empty for words that are none."""
        tag = literal.language or ""
        if not languages.is_translation(tag):
            return ()
        how = self._how(tag)
        quads = self._dataset.quads(None, NamedNode(self._roles.translated_text), literal)
        records = sorted({quad.subject for quad in islice(quads, _RECORDS) if isinstance(quad.subject, Node)}, key=str)
        return tuple(self._origin(how, each) for each in records) or (Origin(how),)

    def _origin(self, how: str, record: Node) -> Origin:
        passages = nodes(self._dataset, record, NamedNode(self._roles.translates))
        makers = nodes(self._dataset, record, PROV_WAS_ATTRIBUTED_TO)
        return Origin(how, self._plain(record), tuple(map(self._terms.passage, passages)), tuple(map(self._plain, makers)))

    def _plain(self, node: Node) -> Reference:
        return self._terms.reference(node, with_text=False)

    def _how(self, tag: str) -> str:
        """A sentence from the tag alone."""
        found = re.search(r"-t-([a-z]{2,8})", tag.lower())
        source = tongue(found[1], self._reader.language) if found else ""
        by_machine = re.search(r"-t-(?:.+-)?t0-", f"{tag.lower()}-") is not None
        key = "origin_machine" if by_machine else "origin"
        return self._reader.t(key, source=source or "?")
