"""Our terms against the vocabularies as their owners publish them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kiungo.sources import Sources

ROOT = Path(__file__).parents[2]

PUBLISHED = {
    "http://www.w3.org/ns/org#": ["org.ttl"],
    "http://www.w3.org/ns/prov#": ["prov-o.ttl"],
    "http://www.w3.org/ns/oa#": ["oa.ttl"],
    "http://www.w3.org/ns/shacl#": ["shacl.ttl"],
    # CPOV declares cv:hasFormalFramework in its shapes only, so both files count.
    "http://data.europa.eu/m8g/": ["cpov-2.1.2.ttl", "cpov-2.1.2-SHACL.ttl"],
}


def _iris(files: list[Path], namespace: str) -> set[str]:
    quads = [quad for file in files for quad in parse(file.read_bytes(), RdfFormat.TURTLE)]
    return {term.value for quad in quads for term in (quad.subject, quad.predicate, quad.object)
            if isinstance(term, NamedNode) and term.value.startswith(namespace)}


@pytest.mark.parametrize("namespace", PUBLISHED)
def test_every_term_we_use_is_published(namespace: str, agency_sources: Sources, conformance: Path) -> None:
    published = _iris([conformance / "vocabularies" / name for name in PUBLISHED[namespace]], namespace)
    used = {term.value for quad in agency_sources.quads for term in (quad.subject, quad.predicate, quad.object)
            if isinstance(term, NamedNode) and term.value.startswith(namespace)}
    assert used, "nothing of this vocabulary is used: take it off the list"
    assert used <= published | {namespace}


@pytest.mark.parametrize("file", sorted((ROOT / "ontology" / "terms").glob("*.toml")), ids=lambda file: file.stem)
def test_a_term_list_says_where_it_was_read_and_invents_nothing(file: Path, conformance: Path) -> None:
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    assert set(table) == {"namespace", "read", "terms"}
    assert len(table["read"]) > 20
    if table["namespace"] in PUBLISHED:
        published = _iris([conformance / "vocabularies" / name for name in PUBLISHED[table["namespace"]]], table["namespace"])
        assert {table["namespace"] + term for term in table["terms"]} <= published
