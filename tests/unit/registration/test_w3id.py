"""The rules for w3id.org, followed line by line as mod_rewrite does: https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kiungo.registration import submissions
from kiungo.release import Release
from redirects import BASE, ROWS, SERVER

_LINE = re.compile(r'(RewriteCond|RewriteRule) (\S+) ("[^"]*"|\S+)(?: \[(\S+)\])?')


@pytest.fixture(scope="module")
def rules(agency_release: Release) -> str:
    """The .htaccess of the agency."""
    (found,) = (each for each in submissions(agency_release, SERVER) if each.registry == "w3id.org")
    return found.files["w3id/znz-egov/.htaccess"]


def _answer(rules: str, method: str, path: str) -> tuple[int, str | None]:
    """The status and the place of an answer."""
    variables = {"%{REQUEST_METHOD}": method, "%{THE_REQUEST}": f"{method} {path} HTTP/1.1"}
    holds, groups = True, [""]
    for kind, first, second, flags in _LINE.findall(rules):
        if kind == "RewriteCond":
            found = _matches(second.strip('"'), variables[first])
            holds, groups = holds and found is not None, found or groups
            continue
        if holds:
            status = int(re.search(r"R=(\d+)", flags)[1])
            return status, None if second == "-" else _place(second, groups, path)
        holds = True
    pytest.fail("no rule is met")


def _matches(pattern: str, value: str) -> list[str] | None:
    if pattern.startswith("="):
        return [value] if value == pattern[1:] else None
    found = re.search(pattern.removeprefix("!"), value)
    if pattern.startswith("!"):
        return None if found else [value]
    return [found[0], *found.groups()] if found else None


def _place(target: str, groups: list[str], path: str) -> str:
    """The target with what was found put in, and the query that was sent after it."""
    filled = re.sub(r"\\(.)|%(\d)", lambda each: each[1] or groups[int(each[2])], target)
    _, mark, query = path.partition("?")
    return filled + mark + query


@pytest.mark.parametrize(("method", "path", "status", "rest"), ROWS)
def test_every_kind_of_path_leads_to_the_same_path_on_the_server(
    rules: str, method: str, path: str, status: int, rest: str | None
) -> None:
    assert _answer(rules, method, path) == (status, None if rest is None else SERVER + rest)


def test_an_absolute_request_target_is_understood(rules: str) -> None:
    assert _answer(rules, "GET", f"{BASE}ns") == (302, f"{SERVER}ns")


def _lines(rules: str) -> Iterator[str]:
    return (each for each in rules.splitlines() if each.startswith("Rewrite") and each != "RewriteEngine on")


def test_the_test_reads_every_rule(rules: str) -> None:
    assert all(_LINE.fullmatch(each) for each in _lines(rules))


def test_no_base_elsewhere_gets_redirects_there(tiny_release: Release) -> None:
    (found,) = (each for each in submissions(tiny_release, SERVER) if each.registry == "w3id.org")
    assert found.files == {}
    assert "not below https://w3id.org/" in found.lacking[0]
