"""Lookups: queries that ask for the values of one known thing, and whose cost is known before they are asked.

Most of what programs ask of an endpoint is of this kind: a label, a type, all that is said of an IRI. Such a query
is one triple pattern whose subject is an IRI; it is told from all others by the small grammar below, and answered by
reading at most `MOST` statements from the index, as a page is. Whatever the grammar does not describe, what has more
statements, and what would name a blank node goes to a confined process. Why: `server/docs/decisions/0007-lookups.md`.

https://www.w3.org/TR/sparql11-query/#sparqlGrammar · https://www.w3.org/TR/sparql11-results-json/
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple, cast

import msgspec
from pyoxigraph import Literal, NamedNode

from kiungo.engine import Dataset
from kiungo.rdf.formats import RDF_XML, Format
from kiungo.rdf.namespaces import RDF_TYPE, XSD_STRING
from kiungo.rdf.results import JSON, ResultsFormat
from kiungo.rdf.serialization import abbreviated, no_xml

MOST = 100  # statements, read from the index one after another
LONGEST = 2_000  # characters of a query; longer ones are other queries

# No alternative can be tried twice over the same stretch, so matching takes linear time.
_GAP = r"(?:[ \t\r\n]|\#[^\r\n]*+)*+"
_BLANK = r"[ \t\r\n]" + _GAP
_IRI = r"<[A-Za-z][A-Za-z0-9+.-]*+:[^\x00-\x20<>\"{}|\\^`]*+>"
_NAME = r"(?:[A-Za-z][A-Za-z0-9_-]*+)?:"
_TERM = rf"(?:{_IRI}|{_NAME}[A-Za-z0-9_-]*+)"
_VARIABLE = r"\?[A-Za-z_][A-Za-z0-9_]*+"
_PATTERN = rf"({_TERM}){_BLANK}(a|{_TERM}|{_VARIABLE}){_BLANK}({_VARIABLE}){_GAP}(?:\.{_GAP})?+"
_PREFIX = re.compile(rf"{_GAP}(?i:PREFIX){_BLANK}({_NAME}){_GAP}({_IRI})")
_SELECT = re.compile(
    rf"{_GAP}(?i:SELECT){_BLANK}(\*|{_VARIABLE}(?:{_BLANK}{_VARIABLE})?){_GAP}"
    rf"(?:(?i:WHERE){_GAP})?+\{{{_GAP}{_PATTERN}\}}{_GAP}"
)
_CONSTRUCT = re.compile(
    rf"{_GAP}(?i:CONSTRUCT){_GAP}\{{{_GAP}{_PATTERN}\}}{_GAP}(?i:WHERE){_GAP}\{{{_GAP}{_PATTERN}\}}{_GAP}"
)
_NAMES = re.compile(r"\?(\w+)")


class Lookup(NamedTuple):
    """What is asked: the values of a subject for one predicate, or for all (None).

    `names` are the variables, in order; `kind` is that of the answer: solutions or graph; `prefixes` are those of the query.
    """

    subject: NamedNode
    predicate: NamedNode | None
    names: tuple[str, ...]
    kind: str
    prefixes: Mapping[str, str]


def recognised(query: str) -> Lookup | None:
    """The lookup that a query is; None for any other query, and for one with a mistake in it."""
    if len(query) > LONGEST:
        return None
    prefixes: dict[str, str] = {}
    place = 0
    while declaration := _PREFIX.match(query, place):
        prefixes[declaration[1][:-1]] = declaration[2][1:-1]
        place = declaration.end()
    found = _SELECT.fullmatch(query, place)
    if found:
        return _lookup(found[1], found.groups()[1:], prefixes)
    found = _CONSTRUCT.fullmatch(query, place)
    return _lookup("", found.groups()[:3], prefixes) if found and found.groups()[:3] == found.groups()[3:] else None


def answer(lookup: Lookup, dataset: Dataset, form: Format | ResultsFormat, prefixes: dict[str, str]) -> bytes | None:
    """The answer in a format, in code point order; None where it has more statements or is not for us."""
    if form is not JSON and lookup.kind != "graph":
        return None
    quads = list(islice(dataset.quads(lookup.subject, lookup.predicate), MOST + 1))
    if len(quads) > MOST or not all(_is_plain(quad.object) for quad in quads):
        return None
    found = sorted({quad.triple for quad in quads}, key=str)  # the graphs count as one
    if isinstance(form, Format):
        body = abbreviated(found, form, lookup.prefixes, prefixes)
        return None if form is RDF_XML and no_xml(body) else body  # a worker says why
    first, last = lookup.names[0], lookup.names[-1]
    if lookup.predicate:
        rows = [{last: _cell(each.object)} for each in found]
    else:
        rows = [{first: _cell(each.predicate), last: _cell(each.object)} for each in found]
    return msgspec.json.encode({"head": {"vars": lookup.names}, "results": {"bindings": rows}})


def _lookup(selected: str, terms: Sequence[str], prefixes: Mapping[str, str]) -> Lookup | None:
    """The lookup of a statement's three terms as they are written; `selected` is what follows SELECT, if anything."""
    names = tuple(each[1:] for each in terms if each[0] == "?")
    if len(set(names)) < len(names) or (selected not in ("", "*") and _NAMES.findall(selected) != list(names)):
        return None
    try:
        subject, predicate = (None if each[0] == "?" else _node(each, prefixes) for each in terms[:2])
    except (KeyError, ValueError):  # the parser says what is wrong with it
        return None
    kind = "solutions" if selected else "graph"
    return Lookup(subject, predicate, names, kind, prefixes) if subject is not None else None


def _node(term: str, prefixes: Mapping[str, str]) -> NamedNode:
    """The IRI of a term. Raises KeyError and ValueError where it is none, or is to be resolved first."""
    if term == "a":
        return RDF_TYPE
    prefix, _, local = term.partition(":")
    iri = term[1:-1] if term[0] == "<" else prefixes[prefix] + local
    if "/." in iri:  # may be a dot segment: https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4
        raise ValueError(iri)
    return NamedNode(iri)


def _is_plain(term: object) -> bool:
    """Whether a term is an IRI or a literal of RDF 1.1."""
    return isinstance(term, NamedNode) or (isinstance(term, Literal) and term.direction is None)


def _cell(term: object) -> dict[str, str]:
    """https://www.w3.org/TR/sparql11-results-json/#select-encode-terms"""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    term = cast(Literal, term)  # all of them are plain
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype == XSD_STRING:
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
