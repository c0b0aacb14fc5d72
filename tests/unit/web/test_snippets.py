"""A query in a program is a string and nothing else, whatever it holds."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess

import pytest

from kiungo.web.snippets import curl, python, r, snippets

ENDPOINT = "http://x.example/sparql?timeout=5"

HOSTILE = [
    "ASK {}",
    "SELECT ?x {\n  ?x a <http://x.example/T> .\n}\n",
    "' ; touch /tmp/broken ; '",
    '"; import os; os.abort() #',
    '""" + evil() + """',
    'ends with "',
    "ends with \\",
    r'"\n" and \" and \u0041',
    "$(touch /tmp/broken) `id` ${HOME} !!",
    ')" ; system("id") # )--" )---"',
    "@/etc/passwd",
    "-d @/etc/passwd",
    "a\tb\u2028c\x85d\u202ee",
    "haba na haba ← ✓ 𝄞",
    "{query!r} %s {0}",
]


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("form", ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
def test_a_python_program_holds_the_query_as_one_string(query: str, form: str) -> None:
    calls = [node for node in ast.walk(ast.parse(python(ENDPOINT, query, form))) if isinstance(node, ast.Call)]
    texts = {
        node.func.attr: ast.literal_eval(node.args[0])
        for node in calls
        if isinstance(node.func, ast.Attribute) and node.func.attr == "setQuery"
    }
    assert texts == {"setQuery": query}
    names = {node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "") for node in calls}
    assert names <= {"SPARQLWrapper", "setMethod", "setReturnFormat", "setQuery", "queryAndConvert", "query", "convert",
                     "decode", "print", "items"}


@pytest.mark.parametrize("query", HOSTILE)
def test_a_shell_hands_the_query_to_curl_as_one_argument(query: str) -> None:
    sh = shutil.which("sh")
    assert sh is not None
    program = "curl() { printf '%s\\0' \"$@\"; }\n" + curl(ENDPOINT, query, "SELECT")
    shown = subprocess.run([sh, "-c", program], capture_output=True, check=True)
    assert shown.stdout.decode().split("\0")[:-1] == [
        "--fail", "--silent", "--show-error", ENDPOINT, "--header", "Accept: text/csv", "--data-urlencode", f"query={query}"
    ]
    assert shown.stderr == b""


@pytest.mark.parametrize("query", HOSTILE)
def test_a_string_of_r_ends_where_the_query_ends(query: str) -> None:
    program = r(ENDPOINT, query, "SELECT")
    start = program.index("query <- ") + len("query <- ")
    if program[start] == '"':
        string = re.match(r'"(?:[^"\\]|\\.)*"(?=\n)', program[start:])
        assert string is not None
        assert json.loads(string[0]) == query
    else:
        opened = re.match(r'r"(-*)\(', program[start:])
        assert opened is not None
        inside = program[start + opened.end() :]
        assert inside.index(f'){opened[1]}"') == len(query)
        assert inside.startswith(query)


def test_a_graph_is_asked_for_in_turtle_and_a_table_in_what_can_be_read() -> None:
    for text in (each.text for each in snippets(ENDPOINT, "CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT")):
        assert "turtle" in text.lower()
    assert [each.name for each in snippets(ENDPOINT, "ASK {}", "ASK")] == ["curl", "Python (SPARQLWrapper)", "R (httr2)"]
    assert '["boolean"]' in python(ENDPOINT, "ASK {}", "ASK")


def test_a_query_of_several_lines_can_be_read_in_the_program() -> None:
    assert '"""SELECT ?x {\n  ?x ?y ?z\n}"""' in python(ENDPOINT, "SELECT ?x {\n  ?x ?y ?z\n}", "SELECT")
