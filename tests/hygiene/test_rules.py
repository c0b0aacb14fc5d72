"""Each rule of shapes/hygiene fires on its case, once and for the right reason, and not on what is published."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, QuerySolutions, Store, Triple, parse

from kiungo.sources import load

ROOT = Path(__file__).parents[2]
RULES = sorted((ROOT / "shapes" / "hygiene").glob("*.rq"))
CASES = sorted(Path(__file__).with_name("cases").glob("*.trig"))
HEADERS = ("severity", "message@en", "message@sw", "remedy@en", "remedy@sw")


@dataclass(frozen=True)
class Finding:
    """A row of a rule, its terms as plain text; what the rule does not project is None."""

    focus: str | None
    path: str | None = None
    value: str | None = None


def rule_of(case: Path) -> Path:
    """The rule a case belongs to: `hierarchy-cycle.concept.trig` → `hierarchy-cycle.rq`."""
    return ROOT / "shapes" / "hygiene" / f"{case.name.partition('.')[0]}.rq"


def headers(file: Path) -> dict[str, str]:
    """The comment lines `# key: text` of a rule or of a case."""
    text = file.read_text(encoding="utf-8")
    return dict(re.findall(r"^# ([a-z]+(?:@[a-z]+)?): (.+)$", text, re.MULTILINE))


def expected(case: Path) -> Finding:
    """What a case says its rule finds."""
    said = headers(case)
    return Finding(said["focus"], said.get("path"), said.get("value"))


def findings(rule: Path, store: Store) -> list[Finding]:
    """The rows of a rule over the union of all graphs."""
    rows = store.query(rule.read_text(encoding="utf-8"), use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions), f"{rule.name} is no SELECT"
    projected = {variable.value for variable in rows.variables} & {"focus", "path", "value"}
    return [Finding(**{"focus": None, **{name: text(row[name]) for name in projected}}) for row in rows]


def text(term: object) -> str | None:
    """A term without its syntax."""
    assert not isinstance(term, BlankNode | Triple), "a finding must be something that can be named"
    return getattr(term, "value", None)


@cache
def published() -> Store:
    """Everything the publication says."""
    sources = load(ROOT)
    assert not sources.problems, sources.problems
    store = Store()
    store.extend(sources.quads)
    return store


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_makes_its_rule_fire_once(case: Path) -> None:
    """One fault, one finding: the thing at fault, by the property at fault."""
    store = Store()
    store.extend(parse(path=str(case)))

    assert findings(rule_of(case), store) == [expected(case)]


def test_every_rule_has_a_case() -> None:
    """A rule nobody has seen fire may be a rule that cannot."""
    assert {rule_of(case) for case in CASES} == set(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_what_is_published_keeps_the_rule(rule: Path) -> None:
    """No violation and no warning; advice may stand."""
    if headers(rule)["severity"] != "info":
        assert findings(rule, published()) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_a_rule_sees_something(rule: Path) -> None:
    """The graphs that a rule names exist: a misspelt graph would silence the rule for good."""
    named = re.findall(r"GRAPH g:([a-z]+)", rule.read_text(encoding="utf-8"))
    graphs = {node.value.rpartition("/")[2] for node in published().named_graphs() if isinstance(node, NamedNode)}

    assert set(named) <= graphs


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_a_rule_says_what_is_wrong_and_what_to_do(rule: Path) -> None:
    """Severity, message and remedy in both languages, filled from variables that the query projects."""
    said = headers(rule)
    query = re.sub(r"^#.*$", "", rule.read_text(encoding="utf-8"), flags=re.MULTILINE)
    projected = set(re.findall(r"\?(\w+)", query.partition("SELECT")[2].partition("WHERE")[0]))

    assert set(HEADERS) <= set(said)
    assert said["severity"] in {"violation", "warning", "info"}
    for key in HEADERS[1:]:
        assert said[key].endswith("."), f"{key} is no sentence"
        placeholders = {name for _, name, _, _ in string.Formatter().parse(said[key]) if name is not None}
        assert placeholders <= projected, f"{key} uses what the query does not project"
