"""RDF terms as a reader sees them: words with their language, references with a name that fits the reader."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import BlankNode, Literal, NamedNode

from kiungo.web.contexts import Reference, Words
from kiungo.web.layout import REST, Place
from kiungo.web.names import Node as Node
from kiungo.web.names import shortened as shortened
from kiungo.web.site import Reader

Term = NamedNode | BlankNode | Literal


class Terms:
    """Shows terms to one reader: by the names that they have in the reader's language, with links from the reader's page."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        names = reader.names
        self.words, self.told, self.tongue = names.words, names.told, names.tongue
        self.rank, self.compact = names.rank, names.compact
        self.label, self.other_labels, self.heading = names.label, names.other_labels, names.heading
        self.texts, self.own_words, self.translations = names.texts, names.own_words, names.translations
        self.verbatim, self.is_passage = names.verbatim, names.is_passage
        self.position, self.types = names.position, names.types
        self._address = names.address

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

    def passage(self, node: Node) -> Reference:
        """A link to a passage by its number, to be told beside its words."""
        found = self.reference(node, with_text=False)
        return replace(found, label=self.heading(node))

    def predicate(self, node: NamedNode, place: Place = REST) -> Reference:
        """A property: by the name a shape gives it here, else by its own, else by its prefixed name."""
        label = self.told(place.names) or self.label(node)
        return Reference(label, node.value, self._reader.link(node), is_code=label.text == self._address(node))
