"""RDF terms as a reader sees them: words with their language, references with a name that fits the reader."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import BlankNode, Literal, NamedNode

from kiungo.engine.evidence import literals, nodes, objects, verbatim
from kiungo.rdf import languages
from kiungo.rdf.namespaces import RDF_OBJECT, RDF_PREDICATE, RDF_SUBJECT, RDF_TYPE, SH_NAME, XSD_STRING
from kiungo.web.contexts import Reference, Words
from kiungo.web.layout import REST, Place
from kiungo.web.site import Reader
from kiungo.web.tongues import tongue

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

_SHORT = 90  # characters of a passage that stand for it where it has no name


class Terms:
    """Shows terms to one reader: made for one page and dropped with it, so that nothing is looked up twice."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._dataset = reader.site.dataset
        self._publication = reader.site.publication
        self._roles = reader.site.publication.roles
        self._labels: dict[Node, Words] = {}
        self._tongues: dict[str, str] = {}
        self._own_words: dict[Node, list[Literal]] = {}
        self._positions: dict[Node, str] = {}
        self._types: dict[Node, tuple[Node, ...]] = {}
        self._verbatim: dict[Node, Literal | None] = {}

    def words(self, literal: Literal) -> Words:
        """A literal as it is written; the datatype is named unless it says nothing."""
        if literal.language:
            tag = literal.language
            return Words(literal.value, tag, languages.is_translation(tag), tongue=self.tongue(tag))
        plain = literal.datatype == XSD_STRING
        return Words(literal.value, datatype="" if plain else self.compact(literal.datatype))

    def tongue(self, tag: str) -> str:
        """What the language of a tag is called, or nothing where it is the reader's."""
        if not tag or languages.suits(tag, self._reader.language):
            return ""
        if tag not in self._tongues:
            self._tongues[tag] = tongue(tag, self._reader.language)
        return self._tongues[tag]

    def rank(self, literal: Literal) -> tuple[bool, int, str, str]:
        """A sort key: source words before translations, then the reader's language, then code points."""
        tag = literal.language or ""
        wanted = self._reader.languages
        place = next((at for at, each in enumerate(wanted) if languages.suits(tag, each)), len(wanted))
        return languages.is_translation(literal.language), place, tag, literal.value

    def compact(self, node: NamedNode) -> str:
        """A prefixed name, else the IRI."""
        return self._publication.compact(node.value) or node.value

    def label(self, node: Node) -> Words:
        """The name of a resource in the reader's language, or in another, or made up from what it is."""
        if node not in self._labels:
            found = self._reader.labels.best(node, self._reader.languages)
            self._labels[node] = self.words(found) if found is not None else self._made_up(node)
        return self._labels[node]

    def other_labels(self, node: Node) -> tuple[Words, ...]:
        """The best name in each of the publication's other languages, where it differs, the source's first."""
        shown = self.label(node).text
        found: dict[str, Literal] = {}
        for language in self._reader.languages:
            best = self._reader.labels.best(node, (language,))
            if best is not None and best.value != shown:
                found.setdefault(best.value, best)
        return tuple(self.words(each) for each in sorted(found.values(), key=self.rank))

    def reference(self, node: Node, *, with_text: bool = True) -> Reference:
        """A link to a resource, by default with its own words in full."""
        if isinstance(node, BlankNode):
            return Reference(self.label(node), "")
        texts = self.texts(node) if with_text else ()
        label = self.heading(node) if texts else self.label(node)
        outside = not node.value.startswith(self._reader.site.base)
        return Reference(
            label, node.value, self._reader.link(node), outside, texts, self.position(node),
            is_code=label.text == self._address(node),
        )

    def bare(self, node: Node) -> Reference:
        """A link to a resource that is told by words of the interface, so that nobody looks for its name."""
        if isinstance(node, BlankNode):
            return Reference(Words(self._reader.t("unnamed"), self._reader.language), "")
        return Reference(Words(self._address(node)), node.value, self._reader.link(node))

    def heading(self, node: Node) -> Words:
        """The name of what is told with its own words: a passage without a name goes by its number."""
        position = self.position(node)
        if position and not self._reader.labels.of(node) and self.is_passage(node):
            return Words(self._reader.t("passage_n", n=position), self._reader.t("language"))
        return self.label(node)

    def passage(self, node: Node) -> Reference:
        """A link to a passage by its number, to be told beside its words."""
        found = self.reference(node, with_text=False)
        return replace(found, label=self.heading(node))

    def is_passage(self, node: Node) -> bool:
        """Whether a resource is a stretch of a captured text."""
        return self.verbatim(node) is not None

    def verbatim(self, node: Node) -> Literal | None:
        """The words of a passage, or None where the node is none."""
        if node not in self._verbatim:
            self._verbatim[node] = verbatim(self._dataset, self._roles, node)
        return self._verbatim[node]

    def predicate(self, node: NamedNode, place: Place = REST) -> Reference:
        """A property: by the name a shape gives it here, else by its own, else by its prefixed name."""
        named = languages.best(place.names, self._reader.languages)
        label = self.words(named) if named is not None else self.label(node)
        return Reference(label, node.value, self._reader.link(node), is_code=label.text == self._address(node))

    def texts(self, node: Node) -> tuple[Words, ...]:
        """A thing's own words: the source's, and the translation that the reader needs, if any."""
        found = self.own_words(node)
        original = self.verbatim(node)
        if original is not None:
            found = [original, *self.translations(node)]
        return self._needed(found)

    def own_words(self, node: Node) -> list[Literal]:
        """A thing's own words in every language there is; looked up once for a page."""
        if node not in self._own_words:
            names = [NamedNode(each) for each in self._roles.text]
            self._own_words[node] = [each for name in names for each in literals(self._dataset, node, name)]
        return self._own_words[node]

    def _needed(self, found: list[Literal]) -> tuple[Words, ...]:
        """Of source words in several languages, the reader's; else all, and the reader's translation."""
        mine = [each for each in found if languages.suits(each.language, self._reader.language)]
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

    def position(self, node: Node) -> str:
        """Where a thing stands among its like, or nothing."""
        if node not in self._positions:
            found = literals(self._dataset, node, NamedNode(self._roles.position))
            self._positions[node] = found[0].value if found else ""
        return self._positions[node]

    def types(self, node: Node) -> tuple[Node, ...]:
        """The classes of a resource."""
        if node not in self._types:
            self._types[node] = nodes(self._dataset, node, RDF_TYPE)
        return self._types[node]

    def _made_up(self, node: Node) -> Words:
        """A name for what has none: of a shape, of a well-known term; a passage's first words; its IRI …"""
        if isinstance(node, BlankNode):
            return Words(self._reader.t("unnamed"), self._reader.language)
        named = languages.best(literals(self._dataset, node, SH_NAME), self._reader.languages)
        if named is not None:
            return self.words(named)
        plain = self._reader.plain(node)
        if plain is not None:
            return Words(plain, self._reader.t("language"))
        original = self.verbatim(node)
        if original is not None:
            tag = original.language or ""
            return Words(f"“{shortened(original.value)}”", tag, tongue=self.tongue(tag))
        kinds = {each.value for each in self.types(node) if isinstance(each, NamedNode)}
        if self._roles.evidence in kinds:
            return self._statement(node)
        for role in ("translation", "emendation", "hypothesis"):
            if getattr(self._roles, role) in kinds:
                return Words(self._reader.t(f"name_{role}", slug=self._slug(node)), self._reader.language)
        return Words(self._address(node))

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
        path = node.value.removeprefix(self._reader.site.base)
        return path.split("/", 2)[-1]

    def _address(self, node: NamedNode) -> str:
        base = self._reader.site.base
        if node.value.startswith(base) and "#" not in node.value:
            return node.value.removeprefix(base).removeprefix("id/") or node.value
        return self.compact(node)


def shortened(text: str) -> str:
    """The first words of a text, with an ellipsis where more follow."""
    if len(text) <= _SHORT:
        return text
    return text[:_SHORT].rsplit(" ", 1)[0].rstrip(",;:. ") + " …"
