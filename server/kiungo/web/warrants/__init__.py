"""Why each statement is made: the evidence beside it, with the source's own words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kiungo.engine import evidence
from kiungo.engine.evidence import Emendation, Evidence
from kiungo.rdf import languages
from kiungo.web import paths
from kiungo.web.contexts import Words
from kiungo.web.contexts.warrants import Claim, Quote, Reading, Warrant
from kiungo.web.site import Reader
from kiungo.web.values import Node, Term, Terms
from kiungo.web.warrants.highlight import pieces, spans

Key = tuple[NamedNode, Term]

_NOTES = 50  # statements of one annotation that are looked at for its reason


class Warrants:
    """Shows evidence to one reader; what was looked up once for a page is not looked up again."""

    def __init__(self, reader: Reader, terms: Terms) -> None:
        self._terms = terms
        self._dataset = reader.site.dataset
        self._roles = reader.site.publication.roles
        self._snapshots = {each.snapshot for each in reader.site.publication.source}
        self._reader = reader
        self._sources: dict[Node, tuple[Quote, Literal | None, list[tuple[Emendation, str]]]] = {}
        self._found: dict[Node, dict[Key, tuple[Warrant, ...]]] = {}
        self._cut: dict[Node, tuple[int, int]] = {}

    def of(self, thing: Node) -> dict[Key, tuple[Warrant, ...]]:
        """The warrants of each of a thing's statements, by predicate and object."""
        if thing not in self._found:
            found: dict[Key, tuple[Warrant, ...]] = {}
            records = evidence.about(self._dataset, self._roles, thing)
            for record in records.told:
                key = (record.predicate, record.object)
                found[key] = (*found.get(key, ()), self._warrant(record))
            self._found[thing] = found
            if records.total > len(records.told):
                self._cut[thing] = (len(records.told), records.total)
        return self._found[thing]

    def cut(self, thing: Node) -> tuple[int, int] | None:
        """Of a thing's records how many are told, and how many there are; None where that is all of them."""
        self.of(thing)
        return self._cut.get(thing)

    def claim(self, node: Node) -> Claim | None:
        """The statement that a record of evidence is for, with its warrant; None where the node is no such record."""
        record = evidence.record(self._dataset, self._roles, node)
        if record is None:
            return None
        value = record.object
        return Claim(
            self._terms.bare(node),
            self._terms.reference(record.subject, with_text=False),
            self._terms.predicate(record.predicate),
            self._terms.words(value) if isinstance(value, Literal) else None,
            None if isinstance(value, Literal) else self._terms.reference(value),
            self._warrant(record),
        )

    def quote(self, source: Node, supporting: tuple[str, ...] = ()) -> Quote:
        """The words of a passage, marked where a reading is proposed and where the supporting words stand.

        Of an outside page, only its name.
        """
        plain, words, doubts = self._source(source)
        if words is None:
            return plain
        marked = spans(words.value, supporting)
        cut = pieces(words.value, doubts, marked)
        return Quote(plain.source, cut, plain.lang, plain.tongue, plain.in_context)

    def readings(self, passage: Node) -> tuple[Reading, ...]:
        """The readings proposed for a passage, in the order of their records, each with its reason."""
        words = self._terms.verbatim(passage)
        tag = (words.language if words else "") or ""
        return tuple(
            Reading(
                self._terms.reference(each.node), each.exact, each.reading.value if each.reading else "", tag,
                self._notes(each.node),
            )
            for each in evidence.emendations(self._dataset, self._roles, passage)
        )

    def _warrant(self, record: Evidence) -> Warrant:
        bases = tuple(self._terms.reference(each, with_text=False) for each in record.bases)
        supporting = self._supporting(record)
        quotes = tuple(self.quote(each, supporting) for each in self._in_order(record.sources))
        return Warrant(self._terms.bare(record.node), bases, quotes, self._best(record.notes))

    def _supporting(self, record: Evidence) -> tuple[str, ...]:
        """The words that a quote is searched for: those the record selects, else the value itself, else its names."""
        if record.exacts:
            return record.exacts
        if isinstance(record.object, Literal):
            return (record.object.value,)
        found = [*self._reader.names.literals(record.object), *self._terms.own_words(record.object)]
        return tuple(each.value for each in found if not languages.is_translation(each.language))

    def _source(self, source: Node) -> tuple[Quote, Literal | None, list[tuple[Emendation, str]]]:
        if source not in self._sources:
            words = self._terms.verbatim(source)
            reference = self._terms.reference(source, with_text=False)
            if words is None:
                self._sources[source] = (Quote(reference), None, [])
            else:
                found = evidence.emendations(self._dataset, self._roles, source)
                doubts = [(each, self._link(each.node)) for each in found]
                tag = words.language or ""
                plain = Quote(reference, (), tag, self._terms.tongue(tag), self.in_context(source))
                self._sources[source] = (plain, words, doubts)
        return self._sources[source]

    def in_context(self, passage: Node) -> str | None:
        """Where a passage stands on the page of the whole text, or None where there is none."""
        if not isinstance(passage, NamedNode):
            return None
        for source in evidence.nodes(self._dataset, passage, NamedNode(self._roles.source)):
            if isinstance(source, NamedNode) and source.value in self._snapshots:
                return self._reader.link(NamedNode(f"{source.value}#{anchor(passage)}"))
        return None

    def _link(self, node: Node) -> str:
        return (self._reader.link(node) or "") if isinstance(node, NamedNode) else ""

    def _notes(self, annotation: Node) -> tuple[Words, ...]:
        """What an annotation says in words, its names apart: of each property, what the reader understands best."""
        found: dict[NamedNode, list[Literal]] = {}
        for quad in islice(self._dataset.quads(annotation), _NOTES):
            if isinstance(quad.object, Literal) and quad.object.language and quad.predicate.value not in self._roles.label:
                found.setdefault(quad.predicate, []).append(quad.object)
        return self._best(tuple(sorted(each, key=str)) for _, each in sorted(found.items(), key=str))

    def _best(self, notes: Iterable[tuple[Literal, ...]]) -> tuple[Words, ...]:
        return tuple(filter(None, map(self._terms.told, notes)))

    def _in_order(self, sources: tuple[Node, ...]) -> list[Node]:
        """Sources as they stand in the text."""
        def place(source: Node) -> tuple[int, int, str]:
            position = self._terms.position(source)
            return (0, int(position), "") if position.isdecimal() else (1, 0, str(source))

        return sorted(sources, key=place)


def anchor(passage: NamedNode) -> str:
    """The fragment of a passage on the page of its source."""
    return "passage-" + paths.encoded_iri(passage.value.rpartition("/")[2])
