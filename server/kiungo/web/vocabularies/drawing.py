"""What a diagram of an ontology shows: its classes with their properties, and what joins them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from kiungo.rdf.namespaces import RDFS_SUB_CLASS_OF
from kiungo.web.contexts import Words
from kiungo.web.diagram import Box, Diagram, Edge, Line, draw
from kiungo.web.values import shortened
from kiungo.web.vocabularies.terms import Terms

_BOXES, _LINES = 60, 16  # drawn; a larger drawing is read by nobody, and the list beside it holds all
_NAME, _LABEL, _VALUE = 26, 24, 18  # letters of a name that fit a box


def drawing(terms: Terms, classes: Sequence[NamedNode], properties: Iterable[NamedNode]) -> Diagram | None:
    """The diagram of some classes and properties; None where nothing is joined or there is too much to draw.

    A class of another vocabulary is drawn where it has properties of this one.
    """
    lines: dict[NamedNode, list[tuple[NamedNode, list[NamedNode]]]] = {each: [] for each in classes}
    for predicate in properties:
        values = [each for each in terms.ranges(predicate)[0] if isinstance(each, NamedNode)]
        for kind in terms.domains(predicate)[0]:
            if isinstance(kind, NamedNode):
                lines.setdefault(kind, []).append((predicate, values))
    if len(lines) > _BOXES:
        return None
    # Outside classes come first: what has our properties is where to begin to read.
    order = sorted(lines, key=lambda each: (each in terms.vocabulary.own, terms.vocabulary.sort_key(each)))
    boxes = [_box(terms, each, lines[each][:_LINES]) for each in order]
    edges = [
        Edge(kind.value, value.value, number)
        for kind in order for number, (_, values) in enumerate(lines[kind][:_LINES]) for value in values
    ]
    kinds = [Edge(above.value, each.value) for each in order for above in terms.above(each, RDFS_SUB_CLASS_OF)[:1]]
    return draw(boxes, [*edges, *kinds])


def _box(terms: Terms, kind: NamedNode, lines: Iterable[tuple[NamedNode, list[NamedNode]]]) -> Box:
    reference = terms.vocabulary.reference(kind)
    told = tuple(_line(terms, predicate, values) for predicate, values in lines)
    return Box(kind.value, _cut(reference.label, _NAME), reference.href or "", kind not in terms.vocabulary.own, told)


def _line(terms: Terms, predicate: NamedNode, values: Sequence[NamedNode]) -> Line:
    label = _cut(terms.vocabulary.shown.terms.label(predicate), _LABEL)
    if not values:
        return Line(label, "")
    first = next((each for each in values if each in terms.vocabulary.own), values[0])
    value = _cut(terms.vocabulary.shown.terms.label(first), _VALUE)
    return Line(label, value.text + (f" +{len(values) - 1}" if len(values) > 1 else ""), value.lang)


def _cut(words: Words, length: int) -> Words:
    text = words.text if len(words.text) <= length else words.text[: length - 1].rstrip() + "…"
    return Words(shortened(text), words.lang)
