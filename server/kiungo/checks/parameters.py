"""The parameters of a question, refused where they cannot work: with file, line and remedy.

The engine binds a variable before it evaluates, and its optimizer does not know: it takes BOUND(?x) for false where
the pattern itself never binds ?x. So each query is tried both ways, bound and with the value written into it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from kiungo.errors import SourceError
from kiungo.rdf import parameters as declarations
from kiungo.rdf.parameters import Node, Objects, Parameter, ParameterError
from kiungo.rdf.queries import with_values

Terms = dict[Variable, NamedNode | BlankNode | Literal | Triple]


def read(
    executable: Node, objects: Objects, query: str, file: Path, line_of: Callable[[str], int | None]
) -> tuple[Parameter, ...]:
    """The parameters of a query that parses. Raises SourceError for the first that cannot be used."""
    try:
        found = declarations.parameters(executable, objects)
        for each in found:
            _refuse_unbindable(each, query)
    except ParameterError as error:
        line = line_of("sh:parameter")
        if error.name:
            path = re.search(rf"sh:path\s+\S*[#/:]{error.name}\b", file.read_text(encoding="utf-8"))
            line = line_of(path[0]) if path else line
            message = f"Parameter {error.name}: {error.message}"
        else:
            message = str(error.message)
        raise SourceError(message, file, line, str(error.remedy)) from error
    return found


def _refuse_unbindable(parameter: Parameter, query: str) -> None:
    """The engine binds only variables that the query projects; then the answer says, too, what was bound."""
    value: Terms = {Variable(parameter.name): declarations.examples(parameter)[0]}
    try:
        Store().query(query, substitutions=value)
    except RuntimeError as error:
        message = f"The query does not project ?{parameter.name}."
        raise ParameterError(message, f"Write SELECT … ?{parameter.name} and use it in the pattern.", parameter.name) from error


def disagreements(
    query: str, parameters: tuple[Parameter, ...], defaults: Terms, store: Store
) -> Iterator[str]:
    """The names of parameters whose values, bound, give another answer than when they are written into the query."""
    for each in parameters:
        known = {name.value: str(value) for name, value in defaults.items()}
        for term in declarations.examples(each):
            values = {**known, each.name: str(term)}
            bound: Terms = {**defaults, Variable(each.name): term}
            if _rows(query, store, bound) != _rows(with_values(query, values), store, {}):
                yield each.name
                break


def _rows(query: str, store: Store, bound: Terms) -> Counter[str]:
    found = store.query(query, use_default_graph_as_union=True, substitutions=bound)
    if isinstance(found, QuerySolutions):
        return Counter("\t".join(map(str, row)) for row in found)
    return Counter([str(bool(found))])
