"""SPARQL text as tokens, so that IRIs, names and keywords can be told from strings and comments.

The patterns follow the grammar, as far as policies and mapping need it; a parser has the last word.
https://www.w3.org/TR/sparql11-query/#sparqlGrammar

Takes linear time on any text: no alternative can be tried twice over the same stretch, but a prefix with dots in it,
of which 128 characters are read. A name is the longest there is (`SERVICE:x`, `ex:a.b`), though a parser may read it otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise, takewhile
from typing import NamedTuple

from pyoxigraph import NamedNode

_BASE = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF"
    r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_VARIED = _BASE + r"_0-9\u00B7\u0300-\u036F\u203F\u2040"
_CHARS = _VARIED + "-"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%]"
_PREFIX = rf"[{_BASE}][.{_CHARS}]{{0,127}}+(?<!\.)"
_LOCAL = rf"(?:[{_BASE}_0-9:]|{_ESCAPED})(?:[:{_CHARS}]|{_ESCAPED})*+(?:\.++(?:[:{_CHARS}]|{_ESCAPED})++)*+"
"""PN_CHARS_BASE, what a VARNAME goes on with, PN_CHARS, PLX, PN_PREFIX and PN_LOCAL of the grammar."""

_TOKEN = re.compile(
    rf'''
      (?P<string>"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z) | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*+(?:\'\'\'|\Z)
        | "(?:[^"\\\n\r]|\\.)*+"? | '(?:[^'\\\n\r]|\\.)*+'?)
    | (?P<space>(?:[ \t\r\n]++|\#[^\n\r]*+)++)
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
    | (?P<variable>[?$][{_BASE}_0-9][{_VARIED}]*+)
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    | (?P<number>[0-9]++)
    | (?P<blank>_:(?:[{_BASE}_0-9][{_CHARS}]*+(?:\.++[{_CHARS}]++)*+)?+)
    | (?P<name>(?:{_PREFIX})?+:(?:{_LOCAL})?+)
    | (?P<word>[^\W\d_][\w-]*+)
    | (?P<mark>.)
    ''',
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:[^\\]*+")


class Token(NamedTuple):
    """A token: its kind (a group of the pattern above), its text, and where it begins, counted from 0."""

    kind: str
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The text in capitals where this may be a keyword, else nothing."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query in order, without blanks and comments."""
    for match in _TOKEN.finditer(query):
        if match.lastgroup is not None and match.lastgroup != "space":
            yield Token(match.lastgroup, match[0], match.start())


def map_iris(query: str, change: Callable[[str], str]) -> str:
    """The query with `change` applied to each IRI written in angle brackets, and nothing else touched."""
    return _TOKEN.sub(lambda match: f"<{change(match[0][1:-1])}>" if match["iri"] else match[0], query)


def prefixes_used(query: str) -> list[str]:
    """The prefixes of the prefixed names in the query, each once, in the order in which they first appear."""
    names = (token.text.partition(":")[0] for token in tokens(query) if token.kind == "name")
    return list(dict.fromkeys(names))


def declared(query: str) -> dict[str, str]:
    """The prefixes that the prologue of a query declares, and their namespaces; without those that are to be resolved first."""
    prologue = takewhile(lambda each: each.keyword in ("", "BASE", "PREFIX", "VERSION"), tokens(query))
    pairs = ((name.text[:-1], iri.text[1:-1]) for name, iri in pairwise(prologue) if (name.kind, iri.kind) == ("name", "iri"))
    return {name: iri for name, iri in pairs if _ABSOLUTE.fullmatch(iri)}


def written(token: Token, prefixes: Mapping[str, str]) -> str:
    """The IRI that a token is or names, as far as the query tells it without a base."""
    prefix, _, local = token.text.partition(":")
    return token.text[1:-1] if token.kind == "iri" else prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)


def with_prologue(query: str, prefixes: Mapping[str, str]) -> str:
    """The query after a PREFIX line for each declared prefix that it uses."""
    used = [name for name in prefixes_used(query) if name in prefixes]
    return "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in used) + query


def with_values(query: str, values: Mapping[str, str]) -> str:
    """A query in which variables have values from the start: text for people, who may go on from it.

    `values` are terms as N-Triples writes them. The engine itself gets a query and its values apart.
    """
    depth = 0
    for token in tokens(query) if values else ():
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.text == "{":
            names, terms = " ".join(f"?{name}" for name in values), " ".join(values.values())
            place = token.start + 1
            return f"{query[:place]}\n  VALUES ({names}) {{ ({terms}) }}{query[place:]}"
    return query


def is_ordered(query: str) -> bool:
    """Whether a query orders its own rows; an ORDER BY inside a subquery orders nothing that lasts."""
    depth, before = 0, ""
    for token in tokens(query):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and before == "ORDER" and token.keyword == "BY":
            return True
        before = token.keyword
    return False


def property_of(query: str, variable: str) -> NamedNode | None:
    """The property whose object a variable is, as the query first writes it: `schema:position ?variable`.

    None where that is no place of a value, or the property is relative to a base.
    """
    before = two_before = Token("mark", "", 0)
    for token in tokens(query):
        is_object = two_before.kind in _SUBJECTS or two_before.text in _AFTER_SUBJECT
        if token.kind == "variable" and token.text[1:] == variable and is_object and before.kind in ("iri", "name"):
            iri = written(before, declared(query))
            return NamedNode(iri) if _ABSOLUTE.fullmatch(iri) else None
        before, two_before = token, before
    return None


_SUBJECTS = frozenset({"variable", "iri", "name", "blank"})
_AFTER_SUBJECT = frozenset({";", "[", "]"})
