"""Answers as the suite expects them and as they came, made comparable: https://www.w3.org/TR/sparql11-query/#QueryResultFormats

Solutions are equal as multisets, and blank nodes may have other names, one for one. Terms are equal as terms;
where they are equal as values only, that is told apart.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from conformance.suite import Description, OtherAnswer, OtherForm, Term
from kiungo.rdf.canonical import canonical

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
XSD = "http://www.w3.org/2001/XMLSchema#"

INTEGERS = {f"{XSD}{each}" for each in (
    "integer", "byte", "short", "int", "long", "unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong",
    "positiveInteger", "negativeInteger", "nonPositiveInteger", "nonNegativeInteger",
)}
Row = tuple[Term | None, ...]
Equal = Callable[[Term | None, Term | None], bool]


@dataclass(frozen=True)
class Table:
    """Solutions: the names of the variables, and a term or None for each of them in each row."""

    names: list[str]
    rows: list[Row]


Answer = Table | bool | list[Quad]
"""Solutions, a truth value, or the canonical triples of a graph."""


def read(octets: bytes, suffix: str) -> Answer:
    """An answer in the format whose files end in `.suffix`."""
    if suffix == "csv":
        return _csv(octets)
    form = {"srx": "xml", "srj": "json"}.get(suffix, suffix)
    if form not in ("xml", "json", "tsv"):
        return canonical(parse(octets, RdfFormat.from_extension(form)))
    found = parse_query_results(octets, QueryResultsFormat.from_extension(form))
    if isinstance(found, QueryBoolean):
        return bool(found)
    names = [each.value for each in found.variables]
    return Table(names, [tuple(row[name] for name in names) for row in found])


def _csv(octets: bytes) -> Table:
    """CSV has no terms but their text: what looks like a blank node or a number is taken for one."""
    names, *rows = csv.reader(io.StringIO(octets.decode(), newline=""))
    return Table(names, [tuple(_cell(each) for each in row) for row in rows])


def _cell(text: str) -> Term:
    if text.startswith("_:"):
        return BlankNode(text[2:])
    number = re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text)
    return Literal(text, datatype=NamedNode(f"{XSD}double")) if number else Literal(text)


def expected(file: Path, iri: str) -> Answer:
    """The answer that a file of the suite holds: results, a graph, or a graph that describes results."""
    if file.suffix[1:] not in ("ttl", "rdf"):
        return read(file.read_bytes(), file.suffix[1:])
    quads = list(parse(file.read_bytes(), RdfFormat.from_extension(file.suffix[1:]), base_iri=iri))
    described = [quad.subject for quad in quads if quad.object == NamedNode(f"{RS}ResultSet")]
    return _described(quads, described[0]) if described else canonical(quads)


def _described(quads: Sequence[Quad], table: Term) -> Table:
    """https://www.w3.org/2001/sw/DataAccess/tests/result-set#"""
    found = Description(quads)
    names = [each.value for each in found.values(table, f"{RS}resultVariable")]
    rows = []
    for solution in found.values(table, f"{RS}solution"):
        assert found.value(solution, f"{RS}index") is None, "rows in order: not met in this suite so far"
        bindings = found.values(solution, f"{RS}binding")
        bound = {found.value(each, f"{RS}variable").value: found.value(each, f"{RS}value") for each in bindings}
        rows.append(tuple(bound.get(name) for name in names))
    return Table(names, rows)


def compare(wanted: Answer, found: Answer, *, star: bool, ordered: bool) -> None:
    """Raise OtherAnswer, or OtherForm where the values are right and only a lexical form differs.

    With `star` the query does not say in which order its columns stand; with `ordered` it says so of its rows.
    """
    if not isinstance(wanted, Table) or not isinstance(found, Table):
        if wanted != found:
            raise OtherAnswer(f"expected {wanted}, got {found}")
        return
    if star:
        found = _arranged(found, wanted.names)
    if wanted.names != found.names:
        raise OtherAnswer(f"expected the columns {wanted.names}, got {found.names}")
    if not _match(wanted.rows, found.rows, {}, _same_value, ordered):
        raise OtherAnswer(f"expected {wanted.rows}, got {found.rows}")
    if not _match(wanted.rows, found.rows, {}, _same_term, ordered):
        raise OtherForm(f"expected {wanted.rows}, got {found.rows}")


def _arranged(table: Table, names: list[str]) -> Table:
    """The table with its columns in another order, if they are the same."""
    if sorted(names) != sorted(table.names):
        return table
    places = [table.names.index(name) for name in names]
    return Table(names, [tuple(row[place] for place in places) for row in table.rows])


def _match(left: list[Row], right: list[Row], names: dict[Term, Term], equal: Equal, ordered: bool) -> bool:
    """Whether the rows can be paired off, with one name on the right for each blank node on the left."""
    if len(left) != len(right):
        return False
    if not left:
        return True
    for place, row in enumerate(right[:1] if ordered else right):
        known = _pair(left[0], row, names, equal)
        if known is not None and _match(left[1:], right[:place] + right[place + 1 :], known, equal, ordered):
            return True
        if known == names:  # no blank node was involved: another row like this one would not do better
            return False
    return False


def _pair(left: Row, right: Row, names: dict[Term, Term], equal: Equal) -> dict[Term, Term] | None:
    """The names of blank nodes after a row was found equal to another, or None where it is not."""
    known = dict(names)
    for one, other in zip(left, right, strict=True):
        if isinstance(one, BlankNode) and isinstance(other, BlankNode):
            if known.setdefault(one, other) != other:
                return None
        elif not equal(one, other):
            return None
    return known if len(set(known.values())) == len(known) else None


def _same_term(one: Term | None, other: Term | None) -> bool:
    return one == other


def _same_value(one: Term | None, other: Term | None) -> bool:
    """Whether two literals stand for one value; the types below xsd:integer share its values."""
    if one == other or not isinstance(one, Literal) or not isinstance(other, Literal):
        return one == other
    return _value(one) == _value(other)


def _value(literal: Literal) -> tuple[str, object]:
    kind, text = literal.datatype.value, literal.value
    if kind in INTEGERS:
        return f"{XSD}integer", int(text)
    if kind == f"{XSD}decimal":
        return kind, Decimal(text)
    if kind in (f"{XSD}float", f"{XSD}double"):
        return kind, float(text)
    return kind, text in ("true", "1") if kind == f"{XSD}boolean" else (text, literal.language)
