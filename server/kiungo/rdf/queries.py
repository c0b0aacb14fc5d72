"""SPARQL text as tokens, so that IRIs in a query can be told from strings and comments.

The token patterns are those of the grammar: https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

_TOKEN = re.compile(
    r"""
      (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<comment>\#[^\n\r]*)
    | (?P<variable>[?$]\w+)
    | (?P<name>[^\W\d][\w.-]*)?:(?P<local>[\w.:%\\-]*)
    | (?P<word>@?[^\W\d]\w*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def map_iris(query: str, change: Callable[[str], str]) -> str:
    """The query with `change` applied to each IRI written in angle brackets, and nothing else touched."""
    return _TOKEN.sub(lambda token: f"<{change(token[0][1:-1])}>" if token["iri"] else token[0], query)


def prefixes_used(query: str) -> Iterator[str]:
    """The prefixes of the prefixed names in the query, each once."""
    names = (token["name"] or "" for token in _TOKEN.finditer(query) if token["local"] is not None)
    return iter(dict.fromkeys(names))


def with_prologue(query: str, prefixes: Mapping[str, str]) -> str:
    """The query after a PREFIX line for each declared prefix that it uses."""
    used = [name for name in prefixes_used(query) if name in prefixes]
    return "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in used) + query
