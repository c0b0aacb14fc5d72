"""Tables: read back by a program that knows CSVW, they say what the data say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from csvw import TableGroup
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kiungo.builder import build
from kiungo.checks import ValidationReport
from kiungo.rdf.namespaces import RDF_TYPE
from kiungo.release import Release, open_release
from kiungo.sources import Sources

Row = dict[str, object]
BASE = "https://harbour.example/lod/"


def tables(release: Release) -> dict[str, list[Row]]:
    """The rows of each table, by its file's name, with the types that the description gives."""
    group = TableGroup.from_file(release.path / "tables" / "csv-metadata.json")
    return {str(each.url): list(each.iterdicts()) for each in group.tables}


@pytest.mark.parametrize("which", ["agency", "tiny"])
def test_every_class_of_things_has_a_table_and_what_is_about_data_has_none(request: pytest.FixtureRequest, which: str) -> None:
    release: Release = request.getfixturevalue(f"{which}_release")
    quads = parse(path=str(release.dump("dataset", "nq")), format=RdfFormat.N_QUADS)
    classes = {quad.object.value for quad in quads if quad.predicate == RDF_TYPE
               and str(quad.subject).startswith(f"<{release.publication.base}id/")}
    machinery = {each for each in classes if "/shacl#" in each or "/void#" in each or "/dcat#" in each}
    assert {str(kind) for rows in tables(release).values() for kind in {row["class"] for row in rows}} == classes - machinery
    assert machinery or which == "tiny"


def test_two_classes_of_one_local_name_have_a_table_each(tiny_sources: Sources, tmp_path: Path) -> None:
    graph, things = NamedNode(f"{BASE}graph/editorial"), [NamedNode(f"{BASE}id/boat/{name}") for name in "ab"]
    kinds = [NamedNode(f"https://{name}.example/Boat") for name in "ab"]
    more = [Quad(thing, RDF_TYPE, kind, graph) for thing, kind in zip(things, kinds, strict=True)]
    release = open_release(build(replace(tiny_sources, derived=[*tiny_sources.derived, *more]), ValidationReport([]), tmp_path))
    found = tables(release)
    assert {str(found[name][0]["class"]) for name in ("Boat.csv", "Boat_2.csv")} == {each.value for each in kinds}


@pytest.mark.parametrize("which", ["agency", "tiny"])
def test_a_table_holds_every_thing_of_its_class_once(request: pytest.FixtureRequest, which: str) -> None:
    release: Release = request.getfixturevalue(f"{which}_release")
    quads = list(parse(path=str(release.dump("dataset", "nq")), format=RdfFormat.N_QUADS))
    found = tables(release)
    assert found
    for rows in found.values():
        (kind,) = {row["class"] for row in rows}
        expected = {quad.subject.value for quad in quads if quad.predicate == RDF_TYPE and quad.object == NamedNode(str(kind))
                    and quad.subject.value.startswith(f"{release.publication.base}id/")}
        iris = [str(row["iri"].unsplit()) for row in rows]  # type: ignore[attr-defined]
        assert len(iris) == len(set(iris))
        assert set(iris) == expected


def test_values_have_their_types_and_words_their_languages(agency_release: Release) -> None:
    rows = tables(agency_release)["pbm_Objective.csv"]
    assert [row["schema_position"] for row in sorted(rows, key=lambda row: row["schema_position"])] == [[n] for n in range(1, 12)]
    assert all(row["rdfs_label_sw"] and row["rdfs_label_en"] for row in rows)


def test_values_that_hold_the_separator_are_kept_apart_by_another(tiny_sources: Sources, tmp_path: Path) -> None:
    graph, thing = NamedNode(f"{BASE}graph/editorial"), NamedNode(f"{BASE}id/office/harbour")
    subject = NamedNode("http://purl.org/dc/terms/subject")
    words = [Quad(thing, subject, Literal(text), graph) for text in ("a|b", 'c,"d"', "e\nf")]
    release = open_release(build(replace(tiny_sources, derived=[*tiny_sources.derived, *words]), ValidationReport([]), tmp_path))
    (row,) = tables(release)["h_Office.csv"]
    assert row["dcterms_subject"] == ["a|b", 'c,"d"', "e\nf"]


def test_rows_end_as_rfc_4180_has_it(tiny_release: Release) -> None:
    for file in (tiny_release.path / "tables").glob("*.csv"):
        assert file.read_bytes().count(b"\r\n") >= 2
