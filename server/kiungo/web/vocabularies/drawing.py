"""What the diagrams show: classes with their properties, shapes with their demands, the tree of a concept scheme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kiungo.engine import Dataset
from kiungo.engine.evidence import nodes
from kiungo.engine.shapes import Parameters, parameters
from kiungo.rdf.namespaces import RDFS_SUB_CLASS_OF, SH_PATH, SH_PROPERTY, SH_TARGET_CLASS
from kiungo.web import paths
from kiungo.web.contexts import Words
from kiungo.web.diagram import Box, Drawing, Edge, Line, clipped, draw
from kiungo.web.values import shortened
from kiungo.web.vocabularies.terms import Terms
from kiungo.web.vocabularies.vocabulary import Vocabulary

_BOXES, _LINES = 60, 16  # drawn; a larger drawing is read by nobody, and the list beside it holds all
_NAME, _LABEL, _VALUE, _CONCEPT = 26, 24, 18, 40  # letters of a name that fit a box


def drawing(terms: Terms, classes: Sequence[NamedNode], properties: Iterable[NamedNode]) -> Drawing | None:
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
    kinds = [Edge(above.value, each.value, is_kind=True) for each in order for above in terms.above(each, RDFS_SUB_CLASS_OF)[:1]]
    return draw(boxes, [*edges, *kinds])


def _box(terms: Terms, kind: NamedNode, lines: Iterable[tuple[NamedNode, list[NamedNode]]]) -> Box:
    reference = terms.vocabulary.reference(kind)
    told = tuple(_line(terms, predicate, values) for predicate, values in lines)
    return Box(kind.value, cut(reference.label, _NAME), reference.href or "", kind not in terms.vocabulary.own, told)


def _line(terms: Terms, predicate: NamedNode, values: Sequence[NamedNode]) -> Line:
    label = cut(terms.vocabulary.shown.terms.label(predicate), _LABEL)
    if not values:
        return Line(label, "")
    ordered = sorted(values, key=lambda each: each not in terms.vocabulary.own)
    named = [cut(terms.vocabulary.shown.terms.label(each), _VALUE) for each in ordered]
    return Line(label, " / ".join(each.text for each in named), named[0].lang)


def cut(words: Words, length: int) -> Words:
    """Words in as many letters as fit a box."""
    return Words(shortened(clipped(words.text, length)), words.lang)


def profile(vocabulary: Vocabulary, shapes: Sequence[NamedNode]) -> Drawing | None:
    """The diagram of shapes that have targets: what each asks, how often, and which shape holds for the values.

    The numbers are those of UML: https://www.omg.org/spec/UML/2.5.1 §7.5
    """
    if len(shapes) > _BOXES:
        return None
    dataset = vocabulary.reader.site.dataset
    holding = {kind: shape for shape in reversed(shapes) for kind in nodes(dataset, shape, SH_TARGET_CLASS)}
    boxes, edges = [], []
    for shape in shapes:
        demands = sorted(_demands(dataset, shape).items(), key=lambda item: vocabulary.sort_key(item[0]))[:_LINES]
        lines = []
        for number, (predicate, demand) in enumerate(demands):
            kinds = [cut(vocabulary.shown.terms.label(each), _VALUE) for each in demand.kinds]
            value = " ".join((demand.count, " / ".join(each.text for each in kinds))).strip()
            lines.append(Line(cut(vocabulary.shown.terms.label(predicate), _LABEL), value, kinds[0].lang if kinds else ""))
            targets = dict.fromkeys(holding[each] for each in demand.kinds if each in holding)
            edges += [Edge(shape.value, each.value, number) for each in targets]
        reference = vocabulary.reference(shape)
        boxes.append(Box(shape.value, cut(reference.label, _NAME), reference.href or "", False, tuple(lines)))
    return draw(boxes, edges)


def tree(vocabulary: Vocabulary, scheme: NamedNode, parents: Mapping[NamedNode, Sequence[NamedNode]]) -> Drawing | None:
    """The diagram of a concept scheme: its concepts, each right of the broader ones."""
    if len(parents) > _BOXES:
        return None
    ordered = sorted(parents, key=vocabulary.sort_key)
    boxes = [Box(scheme.value, cut(vocabulary.shown.terms.label(scheme), _NAME), "#main", True, ())]
    for each in ordered:
        anchor = paths.encoded_iri(each.value.removeprefix(vocabulary.reader.site.base))
        boxes.append(Box(each.value, cut(vocabulary.shown.terms.label(each), _CONCEPT), f"#{anchor}", False, ()))
    edges = [Edge(above.value, each.value) for each in ordered for above in parents[each] or (scheme,)]
    return draw(boxes, edges, lambda _: True)


@dataclass
class _Demand:
    """What the property shapes of one shape ask of a property, taken together."""

    least: int = 0
    most: int | None = None
    kinds: tuple[NamedNode, ...] = ()

    @property
    def count(self) -> str:
        most = "*" if self.most is None else str(self.most)
        return most if str(self.least) == most else f"{self.least}..{most}"


def _demands(dataset: Dataset, shape: NamedNode) -> dict[NamedNode, _Demand]:
    """By property; a path of several is left to the table."""
    found: dict[NamedNode, _Demand] = {}
    for each in nodes(dataset, shape, SH_PROPERTY):
        predicate = next(iter(nodes(dataset, each, SH_PATH)), None)
        if isinstance(predicate, NamedNode):
            demand = found.setdefault(predicate, _Demand())
            asked = parameters(dataset, each)
            demand.least = max(demand.least, *_numbers(asked, "minCount"), *_numbers(asked, "qualifiedMinCount"), 0)
            demand.most = min([*_numbers(asked, "maxCount"), *([] if demand.most is None else [demand.most])], default=None)
            kinds = (kind for (kind, *_) in asked.get("class", ()) if isinstance(kind, NamedNode))
            demand.kinds = tuple(dict.fromkeys((*demand.kinds, *kinds)))
    return found


def _numbers(asked: Parameters, name: str) -> list[int]:
    return [int(each.value) for (each, *_) in asked.get(name, ()) if isinstance(each, Literal) and each.value.isdecimal()]
