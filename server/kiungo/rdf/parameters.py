"""Parameters of stored queries: declared in RDF, read from there, and their values checked against the declaration.

The words are those of SHACL: `sh:parameter`, whose `sh:path` has the variable's name as its local name
(https://www.w3.org/TR/shacl-af/#functions-parameters), and a few of SHACL's constraints. A value becomes an RDF term,
which is bound to the variable and never written into the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kiungo.messages import Message
from kiungo.rdf.namespaces import (
    RDF_FIRST,
    RDF_NIL,
    RDF_REST,
    SH_CLASS,
    SH_DATATYPE,
    SH_DEFAULT_VALUE,
    SH_DESCRIPTION,
    SH_IN,
    SH_IRI,
    SH_MAX_INCLUSIVE,
    SH_MAX_LENGTH,
    SH_MIN_INCLUSIVE,
    SH_NAME,
    SH_NODE_KIND,
    SH_OPTIONAL,
    SH_ORDER,
    SH_PARAMETER,
    SH_PATH,
)

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal
Objects = Callable[[Node, NamedNode], Sequence[Term | Triple]]
"""Looks up the objects of a subject and a predicate."""

XSD = "http://www.w3.org/2001/XMLSchema#"
STRING, INTEGER, DECIMAL, BOOLEAN, DATE, YEAR, LANGUAGE = (
    XSD + each for each in ("string", "integer", "decimal", "boolean", "date", "gYear", "language")
)
IRI = SH_IRI.value

RESERVED = frozenset({"format", "lang", "query", "timeout", "limit", "offset"})
"""Names that mean something else in a URL of ours."""

LONGEST = 2000
"""Characters that any value may have; a string has fewer unless `sh:maxLength` says otherwise."""
_STRING = 200

PATTERNS: dict[str, str] = {
    STRING: r"[^\x00-\x1f\x7f]*",
    INTEGER: r"-?[0-9]{1,18}",
    DECIMAL: r"-?[0-9]{1,18}(\.[0-9]{1,18})?",
    BOOLEAN: r"true|false",
    DATE: r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    YEAR: r"[0-9]{4}",
    LANGUAGE: r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,6}",  # https://www.rfc-editor.org/rfc/rfc5646#section-2.1
    IRI: r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\x7f]+""",
}
"""How a value of each kind is written in a URL, whole."""

_REMEDIES = {
    STRING: "write_text", INTEGER: "write_integer", DECIMAL: "write_decimal", BOOLEAN: "write_boolean", DATE: "write_date",
    YEAR: "write_year", LANGUAGE: "write_language", IRI: "write_iri",
}
_ORDERED = (INTEGER, DECIMAL, DATE, YEAR)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class ParameterError(ValueError):
    """A declaration, or a value, that cannot be used: what is wrong, and what to do."""

    def __init__(self, message: Message | str, remedy: Message | str, name: str = "") -> None:
        super().__init__(str(message))
        self.message, self.remedy, self.name = message, remedy, name


@dataclass(frozen=True)
class Parameter:
    """One parameter. `kind` is a datatype's IRI, or that of sh:IRI; with no default it may stay unbound."""

    name: str
    kind: str
    labels: tuple[Literal, ...] = ()
    descriptions: tuple[Literal, ...] = ()
    choices: tuple[str, ...] = ()
    """The only values there are; empty where all are."""
    default: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    max_length: int = _STRING
    instances_of: NamedNode | None = field(default=None)
    """The class that an IRI is an instance of. It is for choosing: an IRI that is none finds nothing."""
    order: float = 0.0

    def term(self, text: str) -> NamedNode | Literal:
        """The RDF term that a value stands for. Raises ParameterError where the declaration does not allow it."""
        if len(text) > self.max_length:
            raise self._fault("parameter_long", Message("write_at_most", n=self.max_length), len(text))
        if not re.fullmatch(PATTERNS[self.kind], text):
            raise self._fault("parameter_wrong", Message(_REMEDIES[self.kind]), text[:40])
        if self.choices and text not in self.choices:
            raise self._fault("parameter_wrong", Message("write_one_of", values=", ".join(self.choices)), text[:40])
        self._refuse_outside(text)
        try:
            return self._made(text)
        except ValueError as error:
            raise self._fault("parameter_wrong", Message(_REMEDIES[self.kind]), text[:40]) from error

    def _made(self, text: str) -> NamedNode | Literal:
        if self.kind == IRI:
            return NamedNode(text)
        if self.kind == DATE:
            date.fromisoformat(text)
        value = str(int(text)) if self.kind == INTEGER else text
        return Literal(value) if self.kind == STRING else Literal(value, datatype=NamedNode(self.kind))

    def _refuse_outside(self, text: str) -> None:
        low = self.minimum is not None and self._rank(text) < self._rank(self.minimum)
        if low or (self.maximum is not None and self._rank(text) > self._rank(self.maximum)):
            bounds = {"low": self.minimum, "high": self.maximum}
            key = "write_between" if None not in bounds.values() else "write_least" if low else "write_most"
            raise self._fault("parameter_wrong", Message(key, **bounds), text)

    def _rank(self, text: str) -> Decimal:
        return Decimal(text.replace("-", "") if self.kind == DATE else text)

    def _fault(self, key: str, remedy: Message, value: object) -> ParameterError:
        return ParameterError(Message(key, name=self.name, value=value), remedy, self.name)


def examples(parameter: Parameter) -> list[NamedNode | Literal]:
    """Terms of the parameter's kind to try a query with: those that the declaration names, else one of the kind."""
    samples = {BOOLEAN: "true", DATE: "2024-02-29", YEAR: "2024", LANGUAGE: "sw", IRI: "https://example.org/x"}
    named = [parameter.default, *(parameter.choices or (parameter.minimum, parameter.maximum))]
    texts = dict.fromkeys(each for each in named if each is not None)
    return [parameter.term(each) for each in texts or (samples.get(parameter.kind, "0"),)]


def parameters(executable: Node, objects: Objects) -> tuple[Parameter, ...]:
    """The parameters that a query declares, by `sh:order` and name. Raises ParameterError for a faulty declaration."""
    nodes = [each for each in objects(executable, SH_PARAMETER) if isinstance(each, Node)]
    found = [_parameter(node, objects) for node in nodes]
    names = [each.name for each in found]
    for each in names:
        if names.count(each) > 1:
            raise ParameterError(f"Two parameters have the name {each}.", "Give each a sh:path of another local name.", each)
    return tuple(sorted(found, key=lambda each: (each.order, each.name)))


def _parameter(node: Node, objects: Objects) -> Parameter:
    name = _name(node, objects)
    try:
        kind, instances_of = _kind(node, objects)
        bounds = _values(node, SH_MIN_INCLUSIVE, objects), _values(node, SH_MAX_INCLUSIVE, objects)
        bare = Parameter(
            name, kind, _words(node, SH_NAME, objects), _words(node, SH_DESCRIPTION, objects), instances_of=instances_of,
            max_length=_length(node, kind, objects), order=float((_values(node, SH_ORDER, objects) or ("0",))[0]),
        )
        made = Parameter(**{
            **vars(bare), "choices": _listed(bare, node, objects), "default": _default(node, objects),
            "minimum": bounds[0][0] if bounds[0] else None, "maximum": bounds[1][0] if bounds[1] else None,
        })
        _refuse(made)
    except ParameterError as error:
        error.name = name
        raise
    return made


def _name(node: Node, objects: Objects) -> str:
    found = [each for each in objects(node, SH_PATH) if isinstance(each, NamedNode)]
    name = re.split(r"[#/:]", found[0].value)[-1] if len(found) == 1 else ""
    if not _NAME.fullmatch(name):
        message = f"A parameter has {len(found)} IRIs as its sh:path, or one that ends in no name for a variable."
        raise ParameterError(message, "Give it one property whose local name is the variable's.")
    if name in RESERVED:
        raise ParameterError(f"The name {name} is taken.", f"Choose another than {', '.join(sorted(RESERVED))}.", name)
    return name


def _kind(node: Node, objects: Objects) -> tuple[str, NamedNode | None]:
    datatypes, classes = _values(node, SH_DATATYPE, objects), objects(node, SH_CLASS)
    kinds = _values(node, SH_NODE_KIND, objects)
    is_iri = bool(classes or kinds)
    if len(datatypes) + is_iri != 1 or len(classes) > 1 or kinds not in ((), (IRI,)):
        remedy = "Give it a sh:datatype, or sh:nodeKind sh:IRI, or a sh:class."
        raise ParameterError("It is not said of what kind its values are.", remedy)
    if is_iri:
        return IRI, next((each for each in classes if isinstance(each, NamedNode)), None)
    if datatypes[0] not in PATTERNS:
        known = ", ".join(f"xsd:{each.removeprefix(XSD)}" for each in PATTERNS if each != IRI)
        raise ParameterError(f"The datatype <{datatypes[0]}> is none that a URL can give here.", f"Choose one of {known}.")
    return datatypes[0], None


def _length(node: Node, kind: str, objects: Objects) -> int:
    stated = _values(node, SH_MAX_LENGTH, objects)
    if not stated:
        return LONGEST if kind == IRI else _STRING
    if not stated[0].isdecimal() or not 0 < int(stated[0]) <= LONGEST:
        raise ParameterError(f"Its sh:maxLength is {stated[0]}.", f"Write a whole number up to {LONGEST}.")
    return int(stated[0])


def _default(node: Node, objects: Objects) -> str | None:
    stated = _values(node, SH_DEFAULT_VALUE, objects)
    optional = _values(node, SH_OPTIONAL, objects)
    if len(stated) + (optional == ("true",)) != 1:
        message = "It needs either one sh:defaultValue or sh:optional true, so that the query can be asked without it."
        raise ParameterError(message, "Add one of the two.")
    return stated[0] if stated else None


def _listed(bare: Parameter, node: Node, objects: Objects) -> tuple[str, ...]:
    """The values of `sh:in`, an RDF list."""
    found: list[str] = []
    rest: Sequence[Term | Triple] = objects(node, SH_IN)
    while rest and rest[0] != RDF_NIL:
        head = rest[0]
        if not isinstance(head, Node) or len(found) > LONGEST:
            raise ParameterError("Its sh:in is no list.", "Write it in round brackets.")
        found += _values(head, RDF_FIRST, objects)
        rest = objects(head, RDF_REST)
    for each in found:
        bare.term(each)
    return tuple(found)


def _refuse(made: Parameter) -> None:
    """What can only be said of the whole declaration."""
    if not made.descriptions:
        raise ParameterError("Nobody is told what it is for.", "Add a sh:description in each language.")
    bounds = [each for each in (made.minimum, made.maximum) if each is not None]
    if bounds and made.kind not in _ORDERED:
        raise ParameterError("It has a least or greatest value, and no order.", "Remove sh:minInclusive and sh:maxInclusive.")
    for each in bounds:
        Parameter(made.name, made.kind).term(each)
    if made.default is not None:
        made.term(made.default)


def _values(node: Node, predicate: NamedNode, objects: Objects) -> tuple[str, ...]:
    """The IRIs and the lexical forms that a property has."""
    return tuple(each.value for each in objects(node, predicate) if isinstance(each, NamedNode | Literal))


def _words(node: Node, predicate: NamedNode, objects: Objects) -> tuple[Literal, ...]:
    return tuple(each for each in objects(node, predicate) if isinstance(each, Literal))
