"""The names of things in one language, and what else decides how they are told to everybody who reads it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode

from kiungo.engine import Dataset
from kiungo.engine.evidence import literals, nodes, objects, verbatim
from kiungo.engine.labels import Labels
from kiungo.messages import Catalogue
from kiungo.publication import Publication
from kiungo.rdf import languages
from kiungo.rdf.namespaces import RDF_OBJECT, RDF_PREDICATE, RDF_SUBJECT, RDF_TYPE, SH_NAME, XSD_STRING
from kiungo.web.contexts import Words
from kiungo.web.tongues import tongue

Node = NamedNode | BlankNode

_KEPT = 4_000  # answers of each kind and language, those asked for last: a few MiB
_SHORT = 90  # characters of a passage that stand for it where it has no name


class Names:
    """Tells in one language what things are called.

    Every page asks for the same classes, properties, concepts and graphs. A release never changes, so what was found
    stays true for as long as it is open. Threads share it.
    """

    def __init__(self, dataset: Dataset, publication: Publication, language: str) -> None:
        self._dataset = dataset
        self._publication = publication
        self._roles = publication.roles
        self._language = language
        self._languages = (language, *(each for each in publication.about.languages if each != language))
        self._t = Catalogue("web", language)
        self._glossary = Catalogue("terms", language)
        self.literals = lru_cache(_KEPT)(self._literals)
        self.label = lru_cache(_KEPT)(self._label)
        self.told = lru_cache(_KEPT)(self._told)
        self.tongue = lru_cache(_KEPT)(self._tongue)
        self.verbatim = lru_cache(_KEPT)(self._verbatim)
        self.own_words = lru_cache(_KEPT)(self._own_words)
        self.texts = lru_cache(_KEPT)(self._texts)
        self.position = lru_cache(_KEPT)(self._position)
        self.types = lru_cache(_KEPT)(self._types)
        self.address = lru_cache(_KEPT)(self._address)

    def words(self, literal: Literal) -> Words:
        """A literal as it is written; the datatype is named unless it says nothing."""
        if literal.language:
            tag = literal.language
            return Words(literal.value, tag, languages.is_translation(tag), tongue=self.tongue(tag))
        plain = literal.datatype == XSD_STRING
        return Words(literal.value, datatype="" if plain else self.compact(literal.datatype))

    def _told(self, found: tuple[Literal, ...]) -> Words | None:
        """Of the same in several languages what the reader understands best; None where there is nothing."""
        best = languages.best(found, self._languages)
        return self.words(best) if best is not None else None

    def _tongue(self, tag: str) -> str:
        """What the language of a tag is called, or nothing where it is the reader's."""
        return "" if not tag or languages.suits(tag, self._language) else tongue(tag, self._language)

    def rank(self, literal: Literal) -> tuple[bool, int, str, str]:
        """A sort key: source words before translations, then the reader's language, then code points."""
        tag = literal.language or ""
        place = next((at for at, each in enumerate(self._languages) if languages.suits(tag, each)), len(self._languages))
        return languages.is_translation(literal.language), place, tag, literal.value

    def compact(self, node: NamedNode) -> str:
        """A prefixed name, else the IRI."""
        return self._publication.compact(node.value) or node.value

    def _literals(self, node: Node) -> tuple[Literal, ...]:
        """Every name of a resource, the best property's first, then by code points."""
        return self._labels().of(node)

    def _label(self, node: Node) -> Words:
        """The name of a resource in the reader's language, or in another, or made up from what it is."""
        return self._given(node) or self._made_up(node)

    def _given(self, node: Node) -> Words | None:
        """The name that a resource has: in the release, as a shape, as a well-known term."""
        found = self.best(node)
        if found is not None or isinstance(node, BlankNode):
            return self.words(found) if found is not None else None
        named = self.told(literals(self._dataset, node, SH_NAME))
        if named is None and node.value in self._glossary:
            return Words(self._glossary(node.value), self._t("language"))
        return named

    def best(self, node: Node) -> Literal | None:
        """The name of a resource as the release has it, or None where it has none."""
        return self._labels().best(node, self._languages)

    def _labels(self) -> Labels:
        """New for each question, since it keeps whatever it finds."""
        return Labels(self._dataset, self._roles.label)

    def other_labels(self, node: Node) -> tuple[Words, ...]:
        """The best name in each of the publication's other languages, where it differs, the source's first."""
        shown, labels = self.label(node).text, self._labels()
        found: dict[str, Literal] = {}
        for language in self._languages:
            best = labels.best(node, (language,))
            if best is not None and best.value != shown:
                found.setdefault(best.value, best)
        return tuple(self.words(each) for each in sorted(found.values(), key=self.rank))

    def heading(self, node: Node) -> Words:
        """The name of what is told with its own words: a passage without a name goes by its number."""
        position = self.position(node)
        if position and not self.literals(node) and self.is_passage(node):
            return Words(self._t("passage_n", n=position), self._t("language"))
        return self.label(node)

    def is_passage(self, node: Node) -> bool:
        """Whether a resource is a stretch of a captured text."""
        return self.verbatim(node) is not None

    def _verbatim(self, node: Node) -> Literal | None:
        """The words of a passage, or None where the node is none."""
        return verbatim(self._dataset, self._roles, node)

    def _texts(self, node: Node) -> tuple[Words, ...]:
        """A thing's own words: the source's, and the translation that the reader needs, if any."""
        original = self.verbatim(node)
        return self._needed(self.own_words(node) if original is None else (original, *self.translations(node)))

    def _own_words(self, node: Node) -> tuple[Literal, ...]:
        """A thing's own words in every language there is."""
        return tuple(each for name in self._roles.text for each in literals(self._dataset, node, NamedNode(name)))

    def _needed(self, found: Sequence[Literal]) -> tuple[Words, ...]:
        """Of source words in several languages, the reader's; else all, and the reader's translation."""
        mine = [each for each in found if languages.suits(each.language, self._language)]
        source = [each for each in found if not languages.is_translation(each.language)]
        chosen = [each for each in mine if each in source] or [*source, *mine] or found
        return tuple(self.words(each) for each in sorted(dict.fromkeys(chosen), key=self.rank))

    def translations(self, passage: Node) -> list[Literal]:
        """The translated words of a passage, from its translation records."""
        translates, text = NamedNode(self._roles.translates), NamedNode(self._roles.translated_text)
        records = {quad.subject for quad in self._dataset.quads(None, translates, passage)}
        found = {
            each for node in records if isinstance(node, Node) for each in literals(self._dataset, node, text)
        }
        return sorted(found, key=self.rank)

    def _position(self, node: Node) -> str:
        """Where a thing stands among its like, or nothing."""
        found = literals(self._dataset, node, NamedNode(self._roles.position))
        return found[0].value if found else ""

    def _types(self, node: Node) -> tuple[Node, ...]:
        """The classes of a resource."""
        return nodes(self._dataset, node, RDF_TYPE)

    def _made_up(self, node: Node) -> Words:
        """A name for what has none: a passage's first words; what a record says; of what a part is; its IRI …"""
        if isinstance(node, BlankNode):
            return Words(self._t("unnamed"), self._language)
        original = self.verbatim(node)
        if original is not None:
            tag = original.language or ""
            return Words(f"“{shortened(original.value)}”", tag, tongue=self.tongue(tag))
        kinds = {each.value for each in self.types(node) if isinstance(each, NamedNode)}
        if self._roles.evidence in kinds:
            return self._statement(node)
        for role in ("translation", "emendation", "hypothesis"):
            if getattr(self._roles, role) in kinds:
                return Words(self._t(f"name_{role}", slug=self._slug(node)), self._language)
        return self.part(node) or Words(self.address(node))

    def part(self, node: NamedNode) -> Words | None:
        """What a nameless part of a named thing is called: by its class and the whole. None for what is no part."""
        whole, kind = NamedNode(node.value.rpartition("/")[0] or node.value), self.kind(node)
        if kind is None or not whole.value.startswith(f"{self._publication.base}id/") or not self.types(whole):
            return None
        return Words(f"{kind.text}: {self.heading(whole).text}", kind.lang)

    def kind(self, node: Node) -> Words | None:
        """The name of the first class of a resource that has one."""
        return next(filter(None, map(self._given, self.types(node))), None)

    def _statement(self, record: Node) -> Words:
        """A record of evidence by the statement it is for."""
        parts = []
        for predicate in (RDF_SUBJECT, RDF_PREDICATE, RDF_OBJECT):
            found = objects(self._dataset, record, predicate)
            if found:
                first = found[0]
                parts.append(shortened(first.value if isinstance(first, Literal) else self.label(first).text))
        return Words(" — ".join(parts))

    def _slug(self, node: NamedNode) -> str:
        """What tells a record from its like: what it translates, else the end of its IRI."""
        translated = nodes(self._dataset, node, NamedNode(self._roles.translates))
        if translated:
            return self.heading(translated[0]).text
        path = node.value.removeprefix(self._publication.base)
        return path.split("/", 2)[-1]

    def _address(self, node: NamedNode) -> str:
        """The end of an IRI below our base, else its prefixed name, else the whole."""
        base = self._publication.base
        if node.value.startswith(base) and "#" not in node.value:
            return node.value.removeprefix(base).removeprefix("id/") or node.value
        return self.compact(node)


def shortened(text: str) -> str:
    """The first words of a text, with an ellipsis where more follow."""
    if len(text) <= _SHORT:
        return text
    return text[:_SHORT].rsplit(" ", 1)[0].rstrip(",;:. ") + " …"
