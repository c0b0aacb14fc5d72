"""The layers of the engine, held: imports only point down, and each heavy library has one home."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGINE = Path(__file__).parents[2] / "server" / "kiungo"

BELOW: dict[str, set[str]] = {
    "errors": {"messages"},
    "messages": set(),
    "settings": {"errors"},
    "protocol": {"errors", "messages"},
    "rdf": {"errors", "messages"},
    "publication": {"errors"},
    "release": {"errors", "publication", "rdf"},
    "engine": {"errors", "publication", "rdf", "release"},
    "evaluation": {"engine", "errors", "messages", "protocol", "publication", "rdf"},
    "sources": {"errors", "publication", "rdf"},
    "harvest": {"errors", "messages", "publication", "rdf", "release"},
    "checks": {"errors", "harvest", "messages", "publication", "rdf", "release", "sources"},
    "builder": {"checks", "errors", "harvest", "publication", "rdf", "release", "sources"},
    "web": {"engine", "errors", "evaluation", "messages", "protocol", "publication", "rdf", "release", "settings"},
    "gateway": {"engine", "errors", "evaluation", "messages", "protocol", "release", "settings", "web"},
    "doctor": {"errors"},
    "registration": {"errors", "rdf", "release"},
    "server": {"errors", "gateway", "release", "settings"},
    "cli": {"builder", "checks", "doctor", "errors", "messages", "rdf", "registration", "release", "server", "settings",
            "sources"},
    "__main__": {"cli"},
    "__init__": set(),
}
"""Which parts of `kiungo` each part may import, beside its own. A part that is not listed fails."""

HOMES: dict[str, set[str]] = {
    "click": {"cli"},
    "babel": {"web/tongues"},
    "flask": {"web"},
    "werkzeug": {"web"},
    "markupsafe": {"web"},
    "granian": {"server"},
    "msgspec": {"builder", "evaluation", "publication", "release", "sources/load"},
    "pyoxigraph": {"rdf", "sources", "checks", "builder", "harvest", "registration", "release", "engine", "evaluation", "web",
                   "doctor"},
    "pyshacl": {"checks/shapes"},
    "rdflib": {"checks/shapes", "checks/vocabulary"},
    "urllib3": {"doctor/exchange"},
    "zstandard": {"builder/compression"},
}
"""Where each library from outside may be imported: a part, or one module of it."""

MODULES = sorted(ENGINE.rglob("*.py"))
PARTS = [pytest.param(each, id=each.relative_to(ENGINE).as_posix()) for each in MODULES]


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _part(file: Path) -> str:
    return file.relative_to(ENGINE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", PARTS)
def test_a_module_imports_only_what_lies_below_it(file: Path) -> None:
    part = _part(file)
    assert part in BELOW, f"{part} has no layer: add it to the table"
    for name in _imports(file):
        top, _, rest = name.partition(".")
        if top == "kiungo":
            other = rest.partition(".")[0]
            assert other in {part, "__version__"} | BELOW[part], f"{part} may not import {other}"


@pytest.mark.parametrize("file", PARTS)
def test_a_library_is_imported_only_in_its_home(file: Path) -> None:
    module = file.relative_to(ENGINE).with_suffix("").as_posix()
    for name in _imports(file):
        top = name.partition(".")[0]
        if top != "kiungo" and top not in sys.stdlib_module_names:
            assert top in HOMES, f"{top} has no home: add it to the table"
            assert {_part(file), module} & HOMES[top], f"{top} may not be imported in {module}"


@pytest.mark.parametrize("file", PARTS)
def test_a_module_and_its_functions_stay_readable(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= 400, "over 400 lines: split it"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= 60, f"{node.name} has {lines} lines: split it"


def test_the_engine_names_no_agency() -> None:
    agency = re.compile(r"zanzibar|znz|tehama|wakala|egaz|\bpbm\b|serikali", re.IGNORECASE)
    named = [
        f"{file}:{number}"
        for file in sorted(ENGINE.rglob("*"))
        if file.is_file() and file.suffix not in (".pyc", ".png")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if agency.search(line)
    ]
    assert not named


def test_importing_the_engine_starts_nothing() -> None:
    """No module opens a file, a socket or a process when it is imported: calls at module level are of a known few."""
    harmless = {"TypeVar", "compile", "option", "NamedNode", "Format", "Setting", "frozenset", "tuple", "dict", "sorted",
                "set", "Path", "getLogger", "group", "partial", "NewType", "Prefix", "Variable", "MappingProxyType",
                "Literal", "attrgetter", "itemgetter", "float"}
    for file in MODULES:
        if file.name == "__main__.py":
            continue
        for statement in ast.parse(file.read_text(encoding="utf-8")).body:
            value = getattr(statement, "value", None)
            if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr) and isinstance(value, ast.Call):
                name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "?")
                assert name in harmless or name[0] == "_" or name[0].isupper(), f"{file}:{statement.lineno} calls {name}"
