"""The parameters of a question, refused where they cannot work: with file, line and remedy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import Store, Variable

from kiungo.errors import SourceError
from kiungo.rdf import parameters as declarations
from kiungo.rdf.parameters import Node, Objects, Parameter, ParameterError


def read(executable: Node, objects: Objects, query: str, file: Path, line_of: Callable[[str], int | None]) -> tuple[Parameter, ...]:
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
            message = error.message
        raise SourceError(message, file, line, error.remedy) from error
    return found


def _refuse_unbindable(parameter: Parameter, query: str) -> None:
    """The engine binds only variables that the query projects; then the answer says, too, what was bound."""
    value = {Variable(parameter.name): declarations.example(parameter)}
    try:
        Store().query(query, substitutions=value)
    except RuntimeError as error:
        message = f"The query is no SELECT that projects ?{parameter.name}."
        raise ParameterError(message, f"Write SELECT … ?{parameter.name} and use it in the pattern.", parameter.name) from error
