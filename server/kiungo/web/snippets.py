"""A query as a program: the same request in curl, Python and R, each quoted as its language has it.

Whatever a query holds, it stays a string of the program: nothing in it can end the string and begin a command.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass

from kiungo.evaluation.tokens import GRAPH_FORMS
from kiungo.rdf.formats import TURTLE
from kiungo.rdf.results import CSV

_UNSEEN = re.compile(r"[^\S \n]|[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Snippet:
    """A program: the name of its language, and its text."""

    name: str
    text: str


def snippets(endpoint: str, query: str, form: str) -> tuple[Snippet, ...]:
    """The programs that send a query by POST to `endpoint`, a URL. `form` is SELECT, ASK, CONSTRUCT or DESCRIBE."""
    return (
        Snippet("curl", curl(endpoint, query, form)),
        Snippet("Python (SPARQLWrapper)", python(endpoint, query, form)),
        Snippet("R (httr2)", r(endpoint, query, form)),
    )


def curl(endpoint: str, query: str, form: str) -> str:
    """A command for a POSIX shell: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02"""
    accept = TURTLE.media_type if form in GRAPH_FORMS else CSV.media_type
    return (
        f"curl --fail --silent --show-error {shlex.quote(endpoint)} \\\n"
        f"  --header {shlex.quote(f'Accept: {accept}')} \\\n"
        f"  --data-urlencode {shlex.quote(f'query={query}')}\n"
    )


def python(endpoint: str, query: str, form: str) -> str:
    """A Python program with SPARQLWrapper, the client that most researchers have."""
    answer = "TURTLE" if form in GRAPH_FORMS else "JSON"
    lines = [
        f"from SPARQLWrapper import {answer}, POST, SPARQLWrapper",
        "",
        f"client = SPARQLWrapper({endpoint!r})",
        "client.setMethod(POST)",
        f"client.setReturnFormat({answer})",
        f"client.setQuery({_python_string(query)})",
        "",
    ]
    return "\n".join([*lines, *_PYTHON.get(form, _PYTHON["SELECT"])]) + "\n"


_TURTLE = ("print(client.query().convert().decode())",)
_PYTHON: dict[str, tuple[str, ...]] = {
    "SELECT": (
        'for row in client.queryAndConvert()["results"]["bindings"]:',
        '    print({name: cell["value"] for name, cell in row.items()})',
    ),
    "ASK": ('print(client.queryAndConvert()["boolean"])',),
    "CONSTRUCT": _TURTLE,
    "DESCRIBE": _TURTLE,
}


def _python_string(text: str) -> str:
    """A string of Python, over several lines where it reads the same there as here."""
    if "\\" in text or '"""' in text or text.endswith('"') or _UNSEEN.search(text):
        lines = (f"    {each!r}\n" for each in re.findall(r"[^\n]*\n|[^\n]+\Z", text))
        return f"\n{''.join(lines)}"
    return f'"""{text}"""'


def r(endpoint: str, query: str, form: str) -> str:
    """An R program with httr2; R reads raw strings since 4.0: https://rdrr.io/r/base/Quotes.html"""
    graph = form in GRAPH_FORMS
    accept = TURTLE.media_type if graph else CSV.media_type
    last = "cat(resp_body_string(response))" if graph or form == "ASK" else "read.csv(text = resp_body_string(response))"
    return "\n".join([
        "library(httr2)",
        "",
        f"query <- {_r_string(query)}",
        f"response <- request({_r_string(endpoint)}) |>",
        f"  req_headers(Accept = {_r_string(accept)}) |>",
        "  req_body_form(query = query) |>",
        "  req_perform()",
        last,
    ]) + "\n"


def _r_string(text: str) -> str:
    """A raw string of R, closed by more dashes than any that could close it within the text.

    With characters that are not seen, which R refuses in part, it is a string with escapes.
    """
    if _UNSEEN.search(text):
        escaped = re.sub(r'[\\"]', r"\\\g<0>", text)
        return '"' + _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'
    if "\n" not in text and re.fullmatch(r"[\w ./:;,?&=%#+~@-]*", text):
        return f'"{text}"'
    longest = max((len(each) for each in re.findall(r'\)(-*)"', text)), default=-1)
    dashes = "-" * (longest + 1)
    return f'r"{dashes}({text}){dashes}"'
