"""A captured text as a page: every passage in its place, with what was drawn from it and what is read otherwise."""

from __future__ import annotations

import re
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kiungo.engine import evidence
from kiungo.engine.evidence import Evidence
from kiungo.rdf import languages
from kiungo.web import examples
from kiungo.web.contexts import Words
from kiungo.web.contexts.warrants import About, Drawn, PassageText, SourceText
from kiungo.web.site import Reader
from kiungo.web.values import Node, Terms, shortened
from kiungo.web.warrants import Warrants, anchor

_PASSAGES = 300  # of a text on one page; each of the rest has a page of its own
_KNOWN = 10_000  # passages that are counted
_STATEMENTS = 60  # listed of one passage; its own page has more
_COUNTED = 1_000  # statements of one passage that are read
_QUERY = "SELECT DISTINCT ?passage ?words WHERE {{\n  ?passage <{source}> {text} ; <{words}> ?words\n}}\nORDER BY ?passage"


class Sources:
    """Tells captured texts to one reader."""

    def __init__(self, reader: Reader, terms: Terms, warrants: Warrants) -> None:
        self._reader = reader
        self._terms = terms
        self._warrants = warrants
        self._dataset = reader.site.dataset
        self._roles = reader.site.publication.roles

    def text(self, thing: NamedNode) -> SourceText | None:
        """The passages of a captured text in order; None where the thing is none."""
        if all(each.snapshot != thing.value for each in self._reader.site.publication.source):
            return None
        quads = islice(self._dataset.quads(None, NamedNode(self._roles.source), thing), _KNOWN)
        found = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
        passages = [each for each in found if self._terms.is_passage(each)]
        passages.sort(key=lambda each: (self._place(each), each.value))
        shown = tuple(self._passage(each) for each in passages[:_PASSAGES])
        query = _QUERY.format(source=self._roles.source, text=thing, words=self._roles.verbatim_text)
        return SourceText(shown, len(passages), examples.behind(self._reader, query))

    def _place(self, passage: NamedNode) -> float:
        position = self._terms.position(passage)
        return float(position) if position.isdecimal() else float("inf")

    def _passage(self, passage: NamedNode) -> PassageText:
        drawn = evidence.drawn_from(self._dataset, self._roles, passage, _COUNTED)
        kinds = evidence.nodes(self._dataset, passage, NamedNode(self._roles.passage_kind))
        listed = drawn.told[:_STATEMENTS]
        return PassageText(
            anchor(passage),
            self._terms.position(passage),
            self._reader.link(passage),
            self._terms.reference(kinds[0], with_text=False) if kinds else None,
            _slug(kinds[0]) if kinds else "",
            self._warrants.quote(passage),
            self._translations(passage),
            self._warrants.readings(passage),
            self._about(listed),
            drawn.total,
            len(listed),
        )

    def _translations(self, passage: NamedNode) -> tuple[Words, ...]:
        """The translations into the reader's language."""
        found = self._terms.translations(passage)
        return tuple(self._terms.words(each) for each in found if languages.suits(each.language, self._reader.language))

    def _about(self, records: list[Evidence]) -> tuple[About, ...]:
        """The statements by what they are about, in the order of their records."""
        by_subject: dict[Node, list[Drawn]] = {}
        for each in records:
            by_subject.setdefault(each.subject, []).append(self._drawn(each))
        return tuple(About(self._terms.reference(node, with_text=False), tuple(found)) for node, found in by_subject.items())

    def _drawn(self, record: Evidence) -> Drawn:
        href = self._reader.link(record.node) if isinstance(record.node, NamedNode) else None
        value = record.object
        words = self._terms.words(value) if isinstance(value, Literal) else self._terms.label(value)
        short = Words(shortened(words.text), words.lang, words.is_translation, words.datatype, words.tongue)
        return Drawn(self._terms.predicate(record.predicate).label, short, href)


def _slug(kind: Node) -> str:
    last = kind.value.rpartition("/")[2]
    return last if re.fullmatch(r"[a-z][a-z0-9-]*", last) else ""
