"""The statements of a thing as a reader sees them: grouped and ordered by the shapes, each with its warrant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kiungo.engine.description import is_part
from kiungo.rdf import languages
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.web.contexts import Group, Property, Reference, Value, Warrant, Words
from kiungo.web.layout import REST, Place
from kiungo.web.site import Reader
from kiungo.web.values import Node, Term, Terms
from kiungo.web.warrants import Key, Warrants

_DEPTH = 3  # of values told with their own statements: deeper, a link says more
_SHOWN = 1_000  # values of one property on a page; the data formats hold them all


@dataclass(frozen=True)
class _Telling:
    """What is known while one thing is told: the page's thing, this one, its warrants, its ancestors.

    `with_text` is whether what it refers to is told with its own words.
    """

    page: NamedNode
    thing: Node
    warrants: dict[Key, tuple[Warrant, ...]]
    above: tuple[Node, ...]
    with_text: bool = True


class Properties:
    """Shows statements to one reader."""

    def __init__(self, reader: Reader) -> None:
        self.terms = Terms(reader)
        self.warrants = Warrants(reader, self.terms)
        self._reader = reader
        self._site = reader.site
        roles = reader.site.publication.roles
        self._attested_in = roles.attested_in
        self._texts = {*roles.text, roles.verbatim_text, roles.translated_text}
        self._told_by_name = {RDF_TYPE.value, *roles.label, *roles.text, roles.position, roles.attested_in}

    def groups(
        self, thing: NamedNode, quads: Iterable[Quad], leave_out: Iterable[str] = ()
    ) -> tuple[Group, ...]:
        """The statements whose subject is the thing, in sections as the shapes have it, less those named."""
        told_elsewhere = set(leave_out)
        places = self._site.layout.places(thing, self.terms.types(thing))
        telling = _Telling(thing, thing, self.warrants.of(thing), (thing,))
        mine = [
            quad for quad in quads if quad.subject == thing and quad.predicate.value not in told_elsewhere
        ]
        told = self._properties(telling, mine, places)
        sections: dict[tuple[float, tuple[Literal, ...]], list[Property]] = {}
        for place, each in told:
            sections.setdefault((place.section.order, place.section.names), []).append(each)
        ordered = sorted(sections.items(), key=lambda item: item[0][0])
        return tuple(Group(self._title(names), tuple(found)) for (_, names), found in ordered)

    def texts(self, thing: NamedNode, quads: Iterable[Quad]) -> tuple[Value, ...]:
        """The thing's own words, each with its warrant, the source's first."""
        wanted = self._site.publication.roles.text
        mine = [quad for quad in quads if quad.subject == thing and quad.predicate.value in wanted]
        telling = _Telling(thing, thing, self.warrants.of(thing), (thing,))
        return tuple(value for _, each in self._properties(telling, mine, {}) for value in each.values)

    def flat(
        self, thing: Node, page: NamedNode, leave_out: Iterable[str] = (), *, with_text: bool = True
    ) -> tuple[Property, ...]:
        """The statements of a thing without sections, less those named."""
        told_elsewhere = set(leave_out)
        mine = self._site.dataset.quads(thing)
        quads = [quad for quad in mine if quad.predicate.value not in told_elsewhere]
        places = self._site.layout.places(thing, self.terms.types(thing))
        telling = _Telling(page, thing, self.warrants.of(thing), (thing,), with_text)
        return tuple(each for _, each in self._properties(telling, quads, places))

    def _title(self, names: tuple[Literal, ...]) -> Words | None:
        found = languages.best(names, self._reader.languages)
        return self.terms.words(found) if found is not None else None

    def _properties(
        self, telling: _Telling, quads: Iterable[Quad], places: dict[str, Place]
    ) -> list[tuple[Place, Property]]:
        by_predicate: dict[NamedNode, list[Quad]] = {}
        for quad in quads:
            by_predicate.setdefault(quad.predicate, []).append(quad)
        found = [
            (places.get(predicate.value, REST), self._property(telling, predicate, mine, places))
            for predicate, mine in by_predicate.items()
        ]
        return sorted(found, key=lambda item: (item[0].order, item[1].name.label.text.casefold(), item[1].name.iri))

    def _property(
        self, telling: _Telling, predicate: NamedNode, quads: list[Quad], places: dict[str, Place]
    ) -> Property:
        graphs: dict[Term, set[NamedNode]] = {}
        for quad in quads[:_SHOWN]:
            if isinstance(quad.object, Node | Literal):
                holding = graphs.setdefault(quad.object, set())
                if isinstance(quad.graph_name, NamedNode):
                    holding.add(quad.graph_name)
        values = [(term, self._value(telling, predicate, term, names)) for term, names in graphs.items()]
        values.sort(key=self._order)
        shown = self._with_asides(each for _, each in values)
        name = self.terms.predicate(predicate, places.get(predicate.value, REST))
        return Property(name, shown, _is_list(shown))

    def _value(self, telling: _Telling, predicate: NamedNode, term: Term, graphs: set[NamedNode]) -> Value:
        warrants = telling.warrants.get((predicate, term), ())
        holding = tuple(self.graph(each) for each in sorted(graphs, key=str))
        if isinstance(term, Literal):
            is_text = predicate.value in self._texts
            return Value(words=self.terms.words(term), warrants=warrants, graphs=holding, is_text=is_text)
        with_text = telling.with_text and predicate.value != self._attested_in
        reference = self.terms.reference(term, with_text=with_text)
        if reference.is_code and is_part(term, telling.page) and isinstance(term, NamedNode):
            reference = replace(reference, label=Words(term.value[len(telling.page.value) + 1 :]))
        nested = self._nested(telling, predicate, term)
        return Value(None, reference, warrants, holding, nested, reference.position)

    def _with_asides(self, values: Iterable[Value]) -> tuple[Value, ...]:
        """The values, marking those in other languages where the reader's own language has original words."""
        found = tuple(values)
        originals = [each for each in found if each.words is not None and not each.words.is_translation]
        if not any(self._is_mine(each) for each in originals):
            return found
        return tuple(
            replace(each, is_aside=each in originals and not self._is_mine(each)) for each in found
        )

    def _is_mine(self, value: Value) -> bool:
        return value.words is not None and languages.matches(value.words.lang, self._reader.language)

    def _nested(self, telling: _Telling, predicate: NamedNode, term: Node) -> tuple[Property, ...]:
        """The statements of a value that is told in full: by configuration, or as a part of the thing."""
        expanded = predicate.value in self._site.publication.page.expand or is_part(term, telling.page)
        if not expanded or term in telling.above or len(telling.above) > _DEPTH:
            return ()
        mine = self._site.dataset.quads(term)
        quads = [quad for quad in mine if quad.predicate.value not in self._told_by_name]
        places = self._site.layout.places(term, self.terms.types(term))
        deeper = _Telling(telling.page, term, self.warrants.of(term), (*telling.above, term), telling.with_text)
        return tuple(each for _, each in self._properties(deeper, quads, places))

    def graph(self, graph: NamedNode) -> Reference:
        """A named graph, by its name or the last part of its IRI."""
        prefix = self._site.publication.graph("")
        names = self._reader.labels.of(graph)
        label = self.terms.label(graph) if names else Words(graph.value.removeprefix(prefix))
        return Reference(label, graph.value, self._reader.link(graph))

    def _order(self, item: tuple[Term, Value]) -> tuple[int, float, tuple[bool, int, str, str]]:
        """Literals before references; those by rank, these by position, then by name."""
        term, value = item
        if isinstance(term, Literal):
            return 0, 0.0, self.terms.rank(term)
        label = value.reference.label.text.casefold() if value.reference else ""
        return 1, _number(value.position), (False, 0, label, self._key(term))

    def _key(self, node: Node) -> str:
        """What tells a node from its like on every machine: a blank node's name does not, its statements do."""
        if isinstance(node, NamedNode):
            return node.value
        told = (
            f"{quad.predicate} {'' if isinstance(quad.object, BlankNode) else quad.object}"
            for quad in self._site.dataset.quads(node)
        )
        return "\n".join(sorted(told))


def _number(position: str) -> float:
    try:
        return float(position)
    except ValueError:
        return float("inf")


def _is_list(values: tuple[Value, ...]) -> bool:
    return sum(1 for each in values if each.position) > 1
