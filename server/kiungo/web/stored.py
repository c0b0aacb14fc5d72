"""The publication's own questions as stored queries: each with an address, and with its parameters.

A question is a `sh:SPARQLExecutable` with a `sh:select` or `sh:ask`; the last part of its IRI is its slug.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kiungo.engine import Dataset
from kiungo.engine.evidence import literals, nodes, objects
from kiungo.messages import Message
from kiungo.rdf.namespaces import (
    RDF_TYPE,
    SH_ASK,
    SH_DECLARE,
    SH_EXECUTABLE,
    SH_NAMESPACE,
    SH_PREFIX,
    SH_PREFIXES,
    SH_SELECT,
)
from kiungo.rdf.parameters import Parameter, ParameterError, parameters
from kiungo.rdf.queries import with_prologue, with_values
from kiungo.rdf.questions import QUESTION, query_path

STORED = (SH_SELECT, SH_ASK)
"""The forms that have an address of their own, and parameters in it; examples may have any form."""

Bindings = tuple[tuple[str, str], ...]
"""Pairs of a variable's name and a term in N-Triples."""


@dataclass(frozen=True)
class StoredQuery:
    """A query that the publication gives, with the prefixes it uses; `questions` say in words what it asks."""

    iri: NamedNode
    questions: tuple[Literal, ...]
    query: str
    is_ask: bool
    parameters: tuple[Parameter, ...]

    @property
    def path(self) -> str:
        """Where it is found below the mount point."""
        return query_path(self.iri.value)

    @property
    def slug(self) -> str:
        """Its name among the publication's queries."""
        return self.path.removeprefix("query/")

    def bindings(self, given: Mapping[str, str]) -> Bindings:
        """What is bound for the values given, and for the defaults of the others; empty values count as not given.

        Raises ParameterError, also for a name that is none of its parameters.
        """
        known = {each.name for each in self.parameters}
        for name in given:
            if name not in known:
                others = Message("parameters_are", names=", ".join(sorted(known))) if known else Message("parameters_none")
                raise ParameterError(Message("parameter_none", name=name[:40]), others, name[:40])
        values = {each: given.get(each.name) or each.default for each in self.parameters}
        return tuple((each.name, str(each.term(text))) for each, text in values.items() if text is not None)

    def written(self, bindings: Bindings) -> str:
        """The query with its values in it, as text that can be changed and sent to the query service."""
        return with_values(self.query, dict(bindings))


def stored_queries(dataset: Dataset, position: str, forms: Sequence[NamedNode] = STORED) -> dict[str, StoredQuery]:
    """The publication's queries by slug, in the order that the property `position` gives them."""
    found = []
    for quad in dataset.quads(None, RDF_TYPE, SH_EXECUTABLE):
        node = quad.subject
        texts = [(name == SH_ASK, each.value) for name in forms for each in literals(dataset, node, name)] if isinstance(
            node, NamedNode) else []
        if isinstance(node, NamedNode) and texts:
            places = literals(dataset, node, NamedNode(position))
            found.append((_number(places[0].value if places else ""), node.value, _read(dataset, node, *texts[0])))
    queries: dict[str, StoredQuery] = {}
    for _, _, each in sorted(found, key=lambda one: one[:2]):
        queries.setdefault(each.slug, each)
    return queries


def _read(dataset: Dataset, node: NamedNode, is_ask: bool, text: str) -> StoredQuery:
    return StoredQuery(
        iri=node,
        questions=literals(dataset, node, QUESTION),
        query=with_prologue(text.strip(), _prefixes(dataset, node)),
        is_ask=is_ask,
        parameters=parameters(node, lambda subject, predicate: objects(dataset, subject, predicate)),
    )


def _prefixes(dataset: Dataset, query: NamedNode) -> dict[str, str]:
    return {
        name.value: space.value
        for declaring in nodes(dataset, query, SH_PREFIXES)
        for each in nodes(dataset, declaring, SH_DECLARE)
        for name in literals(dataset, each, SH_PREFIX)
        for space in literals(dataset, each, SH_NAMESPACE)
    }


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
