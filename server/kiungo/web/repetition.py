"""What a page would say again and again: said once for a section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kiungo.web.contexts import Group, Property, Reference, Value


def said_once(group: Group, told: Iterable[str] = ()) -> Group:
    """The group with each source sentence beside the first value drawn from it, and a common graph named once.

    `told` are beginnings of sentences that the page has already.
    """
    properties = _properties(group.properties, set(told))
    return replace(group, properties=properties, graphs=common_graphs(properties))


def common_graphs(properties: Iterable[Property]) -> tuple[Reference, ...]:
    """The graphs of all values that nothing but a graph stands behind, where these are many and the graphs the same."""
    found = [each.graphs for each in _values(properties) if not (each.warrants or each.origins)]
    return found[0] if len(found) > 1 and len(set(found)) == 1 else ()


def _values(properties: Iterable[Property]) -> Iterator[Value]:
    for each in properties:
        for value in each.values:
            yield value
            yield from _values(value.nested)


def _properties(found: Iterable[Property], told: set[str]) -> tuple[Property, ...]:
    return tuple(replace(each, values=tuple(_value(one, told) for one in each.values)) for each in found)


def _value(value: Value, told: set[str]) -> Value:
    excerpt = value.warrants[0].excerpt if value.warrants else None
    is_same = excerpt is not None and excerpt.text in told
    if excerpt is not None:
        told.add(excerpt.text)
    if is_same or value.nested:
        return replace(value, is_same_sentence=is_same, nested=_properties(value.nested, told))
    return value
