"""A picture of what a thing leads to and what leads to it: a part of its page's facts, drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from pyoxigraph import NamedNode, Quad

from kiungo.rdf.namespaces import RDF_OBJECT, RDF_SUBJECT, RDF_TYPE
from kiungo.web.contexts import Neighbourhood, Words
from kiungo.web.diagram import Box, Edge, Line, draw
from kiungo.web.properties import Properties
from kiungo.web.site import Reader
from kiungo.web.vocabularies.drawing import cut

_ALIKE, _NEIGHBOURS = 4, 10  # drawn of one property, and on one side; the lists beside the picture hold all
_NAME, _LABEL = 30, 30  # letters of a name that fit a box

_Link = tuple[NamedNode, NamedNode]
"""A property, and what is at its other end."""


def neighbourhood(
    reader: Reader, shown: Properties, thing: NamedNode, outgoing: Iterable[Quad], incoming: Iterable[Quad]
) -> Neighbourhood | None:
    """The picture of a thing; None where nothing is joined to it. Classes, evidence and nodes without names are left out."""
    roles = reader.site.publication.roles
    left_out = {RDF_TYPE, RDF_SUBJECT, RDF_OBJECT, NamedNode(roles.derived_from)}
    after = _links(shown, ((quad.predicate, quad.object) for quad in outgoing), left_out, thing)
    before = _links(shown, ((quad.predicate, quad.subject) for quad in incoming), left_out, thing)
    to, of = (list(islice(_few(each), _NEIGHBOURS)) for each in (after, before))
    properties = list(dict.fromkeys(predicate for predicate, _ in to))
    sources: dict[NamedNode, list[NamedNode]] = {}
    for predicate, node in of:
        sources.setdefault(node, []).append(predicate)
    boxes = [
        *(_box(reader, shown, each, found) for each, found in sources.items()),
        _box(reader, shown, thing, properties),
        *(_box(reader, shown, each, ()) for each in dict.fromkeys(node for _, node in to) if each not in sources),
    ]
    edges = [Edge(each.value, thing.value, line) for each, found in sources.items() for line, _ in enumerate(found)]
    edges += [Edge(thing.value, node.value, properties.index(predicate)) for predicate, node in to]
    drawing = draw(boxes, edges, lambda each: each.target == thing.value)
    return Neighbourhood(drawing, len(to) + len(of), len(after) + len(before)) if drawing else None


def _links(
    shown: Properties, pairs: Iterable[tuple[NamedNode, object]], left_out: set[NamedNode], thing: NamedNode
) -> list[_Link]:
    """The links to named things, each once, by the names of property and thing."""
    found = {(predicate, node) for predicate, node in pairs
             if isinstance(node, NamedNode) and node != thing and predicate not in left_out}
    names = {each: shown.terms.label(each).text.casefold() for pair in found for each in pair}
    return sorted(found, key=lambda pair: (names[pair[0]], names[pair[1]], str(pair)))


def _few(links: Sequence[_Link]) -> Iterator[_Link]:
    """Some of each property: those that follow are not looked at where enough are taken."""
    alike: Counter[NamedNode] = Counter()
    for predicate, node in links:
        alike[predicate] += 1
        if alike[predicate] <= _ALIKE:
            yield predicate, node


def _box(reader: Reader, shown: Properties, node: NamedNode, properties: Sequence[NamedNode]) -> Box:
    terms = shown.terms
    name = cut(terms.heading(node), _NAME)
    lines = tuple(Line(cut(terms.predicate(each).label, _LABEL), "") for each in properties)
    outside = not node.value.startswith(reader.site.base)
    return Box(node.value, Words(name.text, name.lang), reader.link(node) or "", outside, lines)
