"""Why each statement is made: the evidence beside it, with the source's own words."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kiungo.engine import evidence
from kiungo.engine.evidence import Emendation
from kiungo.web.contexts import Piece, Quote, Reading, Warrant
from kiungo.web.site import Reader
from kiungo.web.values import Node, Term, Terms

Key = tuple[NamedNode, Term]


class Warrants:
    """Shows evidence to one reader; what was quoted once on a page is not looked up again."""

    def __init__(self, reader: Reader, terms: Terms) -> None:
        self._terms = terms
        self._dataset = reader.site.dataset
        self._roles = reader.site.publication.roles
        self._reader = reader
        self._quotes: dict[Node, Quote] = {}
        self._found: dict[Node, dict[Key, tuple[Warrant, ...]]] = {}

    def of(self, thing: Node) -> dict[Key, tuple[Warrant, ...]]:
        """The warrants of each of a thing's statements, by predicate and object."""
        if thing not in self._found:
            self._found[thing] = self._look_up(thing)
        return self._found[thing]

    def _look_up(self, thing: Node) -> dict[Key, tuple[Warrant, ...]]:
        found: dict[Key, tuple[Warrant, ...]] = {}
        for record in evidence.about(self._dataset, self._roles, thing):
            key = (record.predicate, record.object)
            bases = tuple(self._terms.reference(each, with_text=False) for each in record.bases)
            quotes = tuple(self.quote(each) for each in self._in_order(record.sources))
            name = self._terms.reference(record.node, with_text=False)
            found[key] = (*found.get(key, ()), Warrant(name, bases, quotes))
        return found

    def quote(self, source: Node) -> Quote:
        """The words of a passage, marked where a reading is proposed; of an outside page, only its name."""
        if source not in self._quotes:
            words = evidence.verbatim(self._dataset, self._roles, source)
            reference = self._terms.reference(source, with_text=False)
            if words is None:
                self._quotes[source] = Quote(reference)
            else:
                doubts = evidence.emendations(self._dataset, self._roles, source)
                pieces = self._pieces(words.value, doubts)
                self._quotes[source] = Quote(reference, pieces, words.language or "")
        return self._quotes[source]

    def readings(self, passage: Node) -> tuple[Reading, ...]:
        """The readings proposed for a passage, in the order of their records."""
        words = evidence.verbatim(self._dataset, self._roles, passage)
        tag = (words.language if words else "") or ""
        return tuple(
            Reading(self._terms.reference(each.node), each.exact, each.reading.value if each.reading else "", tag)
            for each in evidence.emendations(self._dataset, self._roles, passage)
        )

    def _in_order(self, sources: tuple[Node, ...]) -> list[Node]:
        """Sources as they stand in the text."""
        def place(source: Node) -> tuple[int, int, str]:
            position = self._terms.position(source)
            return (0, int(position), "") if position.isdecimal() else (1, 0, str(source))

        return sorted(sources, key=place)

    def _pieces(self, text: str, doubts: tuple[Emendation, ...]) -> tuple[Piece, ...]:
        """The text cut at the words in doubt; of doubts that overlap, the first is shown."""
        spans = sorted((text.find(each.exact), index, each) for index, each in enumerate(doubts) if each.exact in text)
        pieces, end = [], 0
        for start, _, doubt in spans:
            if start < end or doubt.reading is None:
                continue
            href = self._reader.link(doubt.node) if isinstance(doubt.node, NamedNode) else None
            pieces += [Piece(text[end:start]), Piece(doubt.exact, doubt.reading.value, href or "")]
            end = start + len(doubt.exact)
        return tuple(each for each in (*pieces, Piece(text[end:])) if each.text)
