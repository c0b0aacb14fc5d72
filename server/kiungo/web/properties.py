"""The statements of a thing as a reader sees them: grouped and ordered by the shapes, each with its warrant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kiungo.engine.description import is_part
from kiungo.engine.lists import members
from kiungo.rdf import languages
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.rdf.questions import QUESTION
from kiungo.web.contexts import Group, Property, Reference, Value, Words
from kiungo.web.contexts.warrants import Quote, Warrant
from kiungo.web.layout import REST, Place, Wish, place
from kiungo.web.repetition import said_once
from kiungo.web.site import Reader
from kiungo.web.values import Node, Term, Terms
from kiungo.web.warrants import Key, Warrants
from kiungo.web.warrants.origins import Origins
from kiungo.web.warrants.rules import Constraining, Rules

_DEPTH = 3  # of values told with their own statements: deeper, a link says more
_NESTED = 400  # values of a page told with their own statements, whatever their depth
_SHOWN = 250  # values of one property on a page; the data formats hold them all
_MEMBERS = 100  # of a list
_STATEMENTS = 500  # of a value told with its own


@dataclass(frozen=True)
class _Telling:
    """What is known while one thing is told: the page's thing, this one, its warrants, its rules, its ancestors.

    `with_text` is whether what it refers to is told with its own words.
    """

    page: NamedNode
    thing: Node
    warrants: dict[Key, tuple[Warrant, ...]]
    rules: Rules
    above: tuple[Node, ...]
    with_text: bool = True


class Properties:
    """Shows statements to one reader: made for one page and dropped with it."""

    def __init__(self, reader: Reader) -> None:
        self.terms = Terms(reader)
        self.warrants = Warrants(reader, self.terms)
        self._rules = Constraining(reader, self.terms)
        self._origins = Origins(reader, self.terms)
        self._reader = reader
        self._site = reader.site
        self._left = _NESTED
        self._anchored: set[Node] = set()
        roles = reader.site.publication.roles
        self._attested_in = roles.attested_in
        self._texts = {*roles.text, roles.verbatim_text, roles.translated_text}
        self._told_by_name = {RDF_TYPE.value, *roles.label, *roles.text, roles.position, roles.attested_in}

    def groups(
        self, thing: NamedNode, quads: Iterable[Quad], leave_out: Iterable[str] = ()
    ) -> tuple[Group, ...]:
        """The statements whose subject is the thing, in sections as the shapes have it, less those named.

        What the shapes recommend and the thing lacks stands among them.
        """
        told_elsewhere = set(leave_out)
        mine = [quad for quad in quads if quad.subject == thing]
        places = self._places(thing, mine)
        told = self._properties(
            self._telling(thing, thing, mine), [quad for quad in mine if quad.predicate.value not in told_elsewhere], places
        )
        lacking = {path: names for path, names in self._missing(thing, mine).items() if path not in told_elsewhere}
        told = [(where, replace(each, missing=tuple(lacking.pop(each.name.iri, ())))) for where, each in told]
        for path, names in lacking.items():
            told.append((places.get(path, REST), self._lacking(path, places.get(path, REST), names)))
        told = [(where, each) for where, each in told if not self._is_heading(thing, where, each)]
        sections: dict[tuple[float, tuple[Literal, ...]], list[Property]] = {}
        for where, each in sorted(told, key=_in_order):
            sections.setdefault((where.section.order, where.section.names), []).append(each)
        ordered = sorted(sections.items(), key=lambda item: item[0][0])
        beside = self._beside_texts(thing)
        return tuple(said_once(Group(self.terms.told(names), tuple(found)), beside) for (_, names), found in ordered)

    def _beside_texts(self, thing: NamedNode) -> frozenset[str]:
        """The beginnings of the sentences that a thing's own words were drawn from: they stand at the top of its page."""
        beside = [found for (name, _), found in self.warrants.of(thing).items() if name.value in self._texts]
        return frozenset(each.excerpt.text for found in beside for each in found if each.excerpt)

    def _is_heading(self, thing: NamedNode, where: Place, told: Property) -> bool:
        """Whether a property that no shape mentions says only what the heading of the page says."""
        if where is not REST or told.name.iri not in (RDF_TYPE.value, *self._site.publication.roles.label, QUESTION.value):
            return False
        if told.name.iri == RDF_TYPE.value:
            return not any(each.warrants for each in told.values)
        names = {self.terms.label(thing).text, *(each.text for each in self.terms.other_labels(thing))}
        return all(each.words is not None and each.words.text in names for each in told.values)

    def texts(self, thing: NamedNode, quads: Iterable[Quad]) -> tuple[Value, ...]:
        """The thing's own words, each with its warrant, the source's first."""
        wanted = self._site.publication.roles.text
        mine = [quad for quad in quads if quad.subject == thing]
        texts = [quad for quad in mine if quad.predicate.value in wanted]
        return tuple(value for _, each in self._properties(self._telling(thing, thing, mine), texts, {}) for value in each.values)

    def missing_texts(self, thing: NamedNode, quads: Iterable[Quad]) -> tuple[Words, ...]:
        """What is recommended of the thing's own words and not yet published, by name."""
        wanted = self._site.publication.roles.text
        lacking = self._missing(thing, [quad for quad in quads if quad.subject == thing])
        return tuple(name for path in wanted for name in lacking.get(path, ()))

    def flat(
        self, thing: Node, page: NamedNode, leave_out: Iterable[str] = (), *, with_text: bool = True
    ) -> tuple[Property, ...]:
        """The statements of a thing without sections, less those named."""
        told_elsewhere = set(leave_out)
        mine = list(self._site.dataset.quads(thing))
        quads = [quad for quad in mine if quad.predicate.value not in told_elsewhere]
        places = self._places(thing, mine)
        telling = replace(self._telling(page, thing, mine), with_text=with_text)
        return tuple(each for _, each in self._properties(telling, quads, places))

    def _telling(self, page: NamedNode, thing: Node, quads: Iterable[Quad], above: tuple[Node, ...] = ()) -> _Telling:
        rules = self._rules.of(thing, self.terms.types(thing), _predicates(quads))
        return _Telling(page, thing, self.warrants.of(thing), rules, (*above, thing))

    def _places(self, thing: Node, quads: Iterable[Quad]) -> dict[str, Place]:
        return self._site.layout.places(thing, self.terms.types(thing), _predicates(quads))

    def _missing(self, thing: NamedNode, quads: list[Quad]) -> dict[str, list[Words]]:
        """The names of what is recommended of a thing and not there, by property."""
        found: dict[str, list[Words]] = {}
        for wish in self._site.layout.wishes(thing, self.terms.types(thing)):
            values = [quad.object for quad in quads if quad.predicate.value == wish.shape.path]
            if not any(self._is_granted(wish, each) for each in values if isinstance(each, Node | Literal)):
                name = self.terms.predicate(NamedNode(wish.shape.path), place(wish.shape)).label
                found.setdefault(wish.shape.path, []).append(name)
        return found

    def _is_granted(self, wish: Wish, value: Term) -> bool:
        return wish.qualified is None or self._rules.admits(wish.qualified, value)

    def _lacking(self, path: str, where: Place, names: list[Words]) -> Property:
        name = self.terms.predicate(NamedNode(path), where)
        return Property(name, (), explanation=self.terms.told(where.descriptions), missing=tuple(names))

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
        return sorted(found, key=_in_order)

    def _property(
        self, telling: _Telling, predicate: NamedNode, quads: list[Quad], places: dict[str, Place]
    ) -> Property:
        graphs: dict[Term, set[NamedNode]] = {}
        for quad in quads if len(quads) <= _SHOWN else sorted(quads, key=str)[:_SHOWN]:
            if isinstance(quad.object, Node | Literal):
                holding = graphs.setdefault(quad.object, set())
                if isinstance(quad.graph_name, NamedNode):
                    holding.add(quad.graph_name)
        quotes = () if predicate.value in self._texts else _quotes(telling, predicate, graphs)
        values = [(term, self._value(telling, predicate, term, names, quotes)) for term, names in graphs.items()]
        values.sort(key=self._order)
        shown = self._with_asides(each for _, each in values)
        where = places.get(predicate.value, REST)
        name = self.terms.predicate(predicate, where)
        return Property(name, shown, _is_list(shown), self.terms.told(where.descriptions), more=max(0, len(quads) - _SHOWN))

    def _value(
        self, telling: _Telling, predicate: NamedNode, term: Term, graphs: set[NamedNode], quotes: tuple[Quote, ...] = ()
    ) -> Value:
        found = Value(
            warrants=telling.warrants.get((predicate, term), ()),
            graphs=tuple(self.graph(each) for each in sorted(graphs, key=str)),
            rules=self._rules.met(telling.rules, predicate, term, graphs),
        )
        if isinstance(term, Literal):
            is_text = predicate.value in self._texts
            origins = tuple(replace(each, quotes=quotes) for each in self._origins.of(term))
            return replace(found, words=self.terms.words(term), is_text=is_text, origins=origins)
        with_text = telling.with_text and predicate.value != self._attested_in
        reference = self.terms.reference(term, with_text=with_text)
        if isinstance(term, NamedNode) and is_part(term, telling.page):
            reference = self._as_part(telling.page, term, reference)
        return self._with_parts(telling, predicate, term, replace(found, reference=reference, position=reference.position))

    def _as_part(self, page: NamedNode, term: NamedNode, reference: Reference) -> Reference:
        """A nameless part of the page's topic, by its class, else by the end of its IRI: the page names the whole."""
        if reference.label == self._reader.names.part(term):
            return replace(reference, label=self._reader.names.kind(term) or reference.label)
        return replace(reference, label=Words(term.value[len(page.value) + 1 :])) if reference.is_code else reference

    def _with_asides(self, values: Iterable[Value]) -> tuple[Value, ...]:
        """The values, marking those in other languages where the reader's own language has original words."""
        found = tuple(values)
        originals = [each for each in found if each.words is not None and not each.words.is_translation]
        if not any(self._is_mine(each) for each in originals):
            return found
        return tuple(
            replace(each, is_aside=True) if each in originals and not self._is_mine(each) else each for each in found
        )

    def _is_mine(self, value: Value) -> bool:
        return value.words is not None and languages.suits(value.words.lang, self._reader.language)

    def _with_parts(self, telling: _Telling, predicate: NamedNode, term: Node, found: Value) -> Value:
        """The value with its own statements, where it is told in full: by configuration, or as a part of the thing.

        A node is never told within itself, nor deeper or oftener than a page can bear: then it says that there is more.
        """
        if not (predicate.value in self._site.publication.page.expand or is_part(term, telling.page)):
            return found
        if term in telling.above or len(telling.above) > _DEPTH or self._left <= 0:
            return replace(found, is_cut=isinstance(term, BlankNode))
        self._left -= 1
        if isinstance(term, BlankNode):
            listed = members(self._site.dataset, term, _MEMBERS)
            if listed:
                deeper = replace(telling, warrants={}, rules={}, above=(*telling.above, term))
                return replace(found, members=tuple(self._value(deeper, predicate, each, set()) for each in listed))
        mine = list(islice(self._site.dataset.quads(term), _STATEMENTS + 1))
        nested = self._nested(telling, term, mine[:_STATEMENTS])
        return replace(found, nested=nested, anchor=self._anchor(telling.page, term), is_cut=len(mine) > _STATEMENTS)

    def _anchor(self, page: Node, term: Node) -> str:
        """The fragment by which a part of the page's topic is found on the page, where it is first told."""
        whole, _, fragment = term.value.partition("#") if isinstance(term, NamedNode) else ("", "", "")
        if whole != page.value or term in self._anchored:
            return ""
        self._anchored.add(term)
        return fragment

    def _nested(self, telling: _Telling, term: Node, mine: list[Quad]) -> tuple[Property, ...]:
        quads = [quad for quad in mine if quad.predicate.value not in self._told_by_name]
        places = self._places(term, mine)
        deeper = replace(self._telling(telling.page, term, mine, telling.above), with_text=telling.with_text)
        return tuple(each for _, each in self._properties(deeper, quads, places))

    def graph(self, graph: NamedNode) -> Reference:
        """A named graph, by its name or the last part of its IRI."""
        prefix = self._site.publication.graph("")
        label = self.terms.label(graph) if self._reader.names.literals(graph) else Words(graph.value.removeprefix(prefix))
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


def _predicates(quads: Iterable[Quad]) -> list[NamedNode]:
    return sorted({quad.predicate for quad in quads}, key=str)


def _in_order(item: tuple[Place, Property]) -> tuple[float, str, str]:
    """The shapes' order, then by name."""
    where, found = item
    return where.order, found.name.label.text.casefold(), found.name.iri


def _quotes(telling: _Telling, predicate: NamedNode, values: Iterable[Term]) -> tuple[Quote, ...]:
    """The sentences behind the values that are no translations: in them stands what the others translate."""
    originals = [each for each in values if isinstance(each, Literal) and not languages.is_translation(each.language)]
    return tuple(
        quote for each in originals for warrant in telling.warrants.get((predicate, each), ()) for quote in warrant.quotes
    )


def _number(position: str) -> float:
    try:
        return float(position)
    except ValueError:
        return float("inf")


def _is_list(values: tuple[Value, ...]) -> bool:
    return sum(1 for each in values if each.position) > 1
