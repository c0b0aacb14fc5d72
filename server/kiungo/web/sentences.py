"""What a shape demands, in sentences: one for each constraint, in the reader's language.

`messages` is a pure function from the parameters of a shape to messages; `sentence` says a message, with a link for each
term in it. https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kiungo.engine import Term
from kiungo.engine.shapes import Item, Parameters, Shape
from kiungo.rdf.namespaces import SHACL
from kiungo.web.contexts import Reference, Words
from kiungo.web.contexts.vocabularies import Sentence

_GAP = "\x00"

_SINGLE = {
    "class": "constraint_class",
    "datatype": "constraint_datatype",
    "minInclusive": "constraint_min_inclusive",
    "maxInclusive": "constraint_max_inclusive",
    "minExclusive": "constraint_min_exclusive",
    "maxExclusive": "constraint_max_exclusive",
    "minLength": "constraint_min_length",
    "maxLength": "constraint_max_length",
    "pattern": "constraint_pattern",
    "languageIn": "constraint_language_in",
    "in": "constraint_in",
    "hasValue": "constraint_has_value",
    "equals": "constraint_equals",
    "disjoint": "constraint_disjoint",
    "lessThan": "constraint_less_than",
    "lessThanOrEquals": "constraint_less_than_or_equals",
    "node": "constraint_node",
    "property": "constraint_property",
    "not": "constraint_not",
    "and": "constraint_and",
    "or": "constraint_or",
    "xone": "constraint_xone",
}
"""Parameters that each make a sentence of their own, whose gap is {value}."""

_NODE_KINDS = {
    SHACL["IRI"]: "constraint_kind_iri",
    SHACL["BlankNode"]: "constraint_kind_blank",
    SHACL["Literal"]: "constraint_kind_literal",
    SHACL["BlankNodeOrIRI"]: "constraint_kind_blank_or_iri",
    SHACL["BlankNodeOrLiteral"]: "constraint_kind_blank_or_literal",
    SHACL["IRIOrLiteral"]: "constraint_kind_iri_or_literal",
}

_COUNTS = {
    "none": ("", "constraint_none"),
    "exactly": ("constraint_exactly_one", "constraint_exactly"),
    "at_least": ("constraint_at_least_one", "constraint_at_least"),
    "at_most": ("constraint_at_most_one", "constraint_at_most"),
}
_QUALIFIED = {
    "none": ("", "constraint_qualified_none"),
    "exactly": ("constraint_qualified_exactly_one", "constraint_qualified_exactly"),
    "at_least": ("constraint_qualified_at_least_one", "constraint_qualified_at_least"),
    "at_most": ("constraint_qualified_at_most_one", "constraint_qualified_at_most"),
}
"""For one, and for a number: languages count differently."""


@dataclass(frozen=True)
class Message:
    """A message of the interface by its key, and what goes into its gaps."""

    key: str
    gaps: Mapping[str, tuple[Item, ...]]


def messages(found: Parameters) -> tuple[Message, ...]:
    """A message for each constraint that the parameters of a shape make: how many values first, then which."""
    return tuple(_messages(found))


def _messages(found: Parameters) -> Iterator[Message]:
    yield from _count(_number(found, "minCount"), _number(found, "maxCount"), _COUNTS, {})
    for (kind,) in found.get("nodeKind", ()):
        if isinstance(kind, NamedNode) and kind in _NODE_KINDS:
            yield Message(_NODE_KINDS[kind], {})
    for name, key in _SINGLE.items():
        for value in found.get(name, ()):
            yield Message(key, {"value": value})
    if _holds(found, "uniqueLang"):
        yield Message("constraint_unique_lang", {})
    for value in found.get("qualifiedValueShape", ()):
        least, most = _number(found, "qualifiedMinCount"), _number(found, "qualifiedMaxCount")
        yield from _count(least, most, _QUALIFIED, {"value": value})
    if _holds(found, "closed"):
        ignored = tuple(each for value in found.get("ignoredProperties", ()) for each in value)
        yield Message("constraint_closed_but", {"value": ignored}) if ignored else Message("constraint_closed", {})
    if "sparql" in found:
        yield Message("constraint_sparql", {})
    if _holds(found, "deactivated"):
        yield Message("constraint_deactivated", {})


def _count(
    least: int | None, most: int | None, keys: Mapping[str, tuple[str, str]], gaps: Mapping[str, tuple[Item, ...]]
) -> Iterator[Message]:
    """How many values there may be. At least none is no constraint."""
    if most == 0:
        yield Message(keys["none"][1], gaps)
        return
    pair = {"exactly": least} if least == most else {"at_least": least or None, "at_most": most}
    for name, number in pair.items():
        if number is not None:
            one, many = keys[name]
            yield Message(one, gaps) if number == 1 else Message(many, {**gaps, "n": (Literal(number),)})


def _number(found: Parameters, name: str) -> int | None:
    """The value of a parameter that is a whole number; None where it is none."""
    for (value,) in found.get(name, ()):
        if isinstance(value, Literal) and value.value.isdecimal():
            return int(value.value)
    return None


def _holds(found: Parameters, name: str) -> bool:
    return any(isinstance(each, Literal) and each.value in ("true", "1") for value in found.get(name, ()) for each in value)


def sentence(
    message: Message, t: Callable[..., str], show: Callable[[Term], Words | Reference]
) -> Sentence:
    """A message in the reader's words: `t` gives the words of the interface, `show` a term as the page shows it."""
    if not message.gaps:
        return (t(message.key),)
    marked = t(message.key, **{name: f"{_GAP}{name}{_GAP}" for name in message.gaps})
    found: list[str | Words | Reference] = []
    for place, piece in enumerate(marked.split(_GAP)):  # every second piece is the name of a gap
        if place % 2:
            found += _listed(message.gaps[piece], t, show)
        elif piece:
            found.append(piece)
    return tuple(found)


def plain(said: Sentence) -> str:
    """A sentence without its links."""
    return "".join(each if isinstance(each, str) else each.text if isinstance(each, Words) else each.label.text for each in said)


def _listed(
    items: tuple[Item, ...], t: Callable[..., str], show: Callable[[Term], Words | Reference]
) -> Iterator[str | Words | Reference]:
    """The items with commas between them; a shape without a name is told in brackets, by its own sentences."""
    for place, each in enumerate(items):
        if place:
            yield ", "
        if not isinstance(each, Shape):
            yield show(each)
            continue
        yield "("
        for at, inner in enumerate(messages(each.parameters)):
            if at:
                yield " "
            yield from sentence(inner, t, show)
        yield ")"

