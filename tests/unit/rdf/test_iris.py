"""The IRI scheme: thing ↔ document ↔ representation."""

from __future__ import annotations

import pytest

from kiungo.rdf.iris import document_path, is_well_minted, split_suffix, thing_path


@pytest.mark.parametrize(("thing", "document"), [
    ("id/agency/x", "doc/agency/x"), ("ns", "ns"), ("ns#Term", "ns"), ("graph/statement", "graph/statement"),
])
def test_a_thing_has_one_document(thing: str, document: str) -> None:
    assert document_path(thing) == document
    assert thing_path(document) == thing.partition("#")[0]


@pytest.mark.parametrize(("path", "expected"), [
    ("doc/agency/x.ttl", ("doc/agency/x", "ttl")),
    ("ns.html", ("ns", "html")),
    ("ns/0.1.0", ("ns/0.1.0", None)),
    ("ns/0.1.0.nt", ("ns/0.1.0", "nt")),
    ("doc/a.b", ("doc/a.b", None)),
    ("doc/.ttl", ("doc/.ttl", None)),
    ("ns", ("ns", None)),
])
def test_a_suffix_is_split_off_only_where_it_names_a_representation(path: str, expected: tuple[str, str | None]) -> None:
    assert split_suffix(path) == expected


@pytest.mark.parametrize("path", ["id/agency/e-government", "id/source/page/snapshot/09ed", "ns#hasMandate", "ns/0.1.0",
                                  "shapes#Agency-name", "graph/statement", "dataset", "catalog", "sparql"])
def test_names_that_follow_the_policy(path: str) -> None:
    assert is_well_minted(path)


@pytest.mark.parametrize("path", ["id/Agency/x", "id/agency/x.ttl", "id/agency/x_y", "id/agency/", "id", "other/x",
                                  "id/agency/é", "ns#has-mandate", "id//x", "id/agency/x y", "id/-x"])
def test_names_that_break_the_policy(path: str) -> None:
    assert not is_well_minted(path)
