"""A release: immutable, named by its content, and refused rather than half right."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from kiungo import builder, checks, release, sources
from kiungo.checks import ValidationReport
from kiungo.checks.report import ValidationResult
from kiungo.errors import BuildRefused, ReleaseError
from kiungo.release import Release
from kiungo.sources import Sources

TINY = Path(__file__).parents[2] / "fixtures" / "tiny"
FINE = ValidationReport([])


def _files(folder: Path) -> dict[str, bytes]:
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in sorted(folder.rglob("*"))
            if each.is_file() and each.relative_to(folder).parts[0] not in ("store", "derived.json")}


def _quads(file: Path, form: RdfFormat) -> set[Quad]:
    return set(parse(file.read_bytes(), form))


def test_two_builds_are_equal_byte_for_byte(tiny_sources: Sources, tiny_release: Release, tmp_path: Path) -> None:
    again = builder.build(tiny_sources, checks.run(tiny_sources), tmp_path)
    assert again.name == tiny_release.name
    assert _files(again) == _files(tiny_release.path)


def test_the_name_is_the_digest_of_the_manifest(tiny_release: Release) -> None:
    digest = hashlib.sha256((tiny_release.path / "manifest.json").read_bytes()).hexdigest()
    assert tiny_release.name == digest[:16]


def test_the_same_release_is_verified_and_left_alone(tiny_sources: Sources, tmp_path: Path) -> None:
    first = builder.build(tiny_sources, FINE, tmp_path)
    stamp = (first / "manifest.json").stat().st_mtime_ns
    assert builder.build(tiny_sources, FINE, tmp_path) == first
    assert (first / "manifest.json").stat().st_mtime_ns == stamp
    (first / "dumps" / "dataset.nq").write_bytes(b"")
    with pytest.raises(ReleaseError, match=r"dataset\.nq"):
        builder.build(tiny_sources, FINE, tmp_path)


def test_a_refused_check_builds_nothing(tiny_sources: Sources, tmp_path: Path) -> None:
    refused = ValidationReport([ValidationResult("rule", {"en": "Wrong."}, {})])
    with pytest.raises(BuildRefused):
        builder.build(tiny_sources, refused, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_build_that_fails_leaves_nothing_behind(
    tiny_sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiungo.builder.assembly.build_store", full_disk)
    with pytest.raises(OSError, match="No space"):
        builder.build(tiny_sources, FINE, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_dumps_keep_lexical_forms_that_the_store_does_not(tiny_release: Release) -> None:
    for suffix in ("nq", "trig", "jsonld", "ttl", "nt", "rdf"):
        text = tiny_release.dump("dataset", suffix).read_text(encoding="utf-8")
        assert "012" in text, suffix
        assert "2.20" in text, suffix


@pytest.mark.parametrize(("suffix", "form"), [("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)])
def test_whole_dumps_agree_quad_for_quad(tiny_release: Release, suffix: str, form: RdfFormat) -> None:
    plain = {quad for quad in _quads(tiny_release.dump("dataset", "nq"), RdfFormat.N_QUADS) if "_:" not in str(quad)}
    other = {quad for quad in _quads(tiny_release.dump("dataset", suffix), form) if "_:" not in str(quad)}
    assert plain == other
    assert len(plain) > 100


@pytest.mark.parametrize(("suffix", "form"), [("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES),
                                              ("rdf", RdfFormat.RDF_XML), ("jsonld", RdfFormat.JSON_LD)])
def test_a_graphs_dump_holds_its_triples_in_every_format(tiny_release: Release, suffix: str, form: RdfFormat) -> None:
    plain = _quads(tiny_release.dump("statement", "nq"), RdfFormat.N_QUADS)
    triples = {quad.triple for quad in _quads(tiny_release.dump("statement", suffix), form)}
    assert triples == {quad.triple for quad in plain}
    assert tiny_release.manifest.graphs["statement"] == len(triples) == 6


def test_documents_that_are_whole_graphs_are_listed(tiny_release: Release) -> None:
    documents = tiny_release.manifest.documents
    assert documents["ns"] == documents["ns/1.2.0"] == documents["graph/vocabulary"] == "vocabulary"
    assert documents["shapes"] == "shapes"
    assert documents["dataset"] == documents["graph/catalog"] == "catalog"
    assert "catalog" not in documents, "harvesters get a document of their own"


def test_the_catalogue_counts_what_is_there(tiny_release: Release) -> None:
    triples = "http://rdfs.org/ns/void#triples"
    counted = {quad.subject.value.rpartition("/")[2]: int(quad.object.value)
               for quad in _quads(tiny_release.dump("catalog", "nq"), RdfFormat.N_QUADS)
               if quad.predicate.value == triples and "#" not in quad.subject.value}
    sizes = {name: size for name, size in tiny_release.manifest.graphs.items() if name != "catalog"}
    assert counted == {**sizes, "dataset": sum(sizes.values())}


def test_graphs_of_quoted_words_have_no_licence_of_ours(agency_release: Release) -> None:
    licensed, noted = (
        {quad.subject.value.rpartition("/")[2] for quad in _quads(agency_release.dump("catalog", "nq"), RdfFormat.N_QUADS)
         if quad.predicate.value == f"http://purl.org/dc/terms/{term}"} - {"dataset", "catalog"}
        for term in ("license", "rights")
    )
    assert noted == {"source", "statement"}
    assert licensed == set(agency_release.manifest.graphs) - noted - {"catalog"}


def test_a_copy_maps_terms_prefixes_and_queries_and_never_prose(tiny_release: Release, tiny_copy: Release) -> None:
    old, new = "https://harbour.example/lod/", "http://localhost:8000/"
    before = tiny_release.dump("question", "nq").read_text(encoding="utf-8")
    after = tiny_copy.dump("question", "nq").read_text(encoding="utf-8")
    assert f"SELECT ?duty WHERE {{ <{new}id/office/harbour> h:hasDuty" in after
    assert f'"{new}ns#"' in after
    plain = re.compile(r"_:c14n\d+")
    assert sorted(plain.sub("_:b", before.replace(old, new)).splitlines()) == sorted(plain.sub("_:b", after).splitlines())
    assert tiny_copy.publication.is_copy
    assert tiny_copy.name != tiny_release.name


def test_words_that_look_like_the_base_stay_as_they_are(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    file = root / "data" / "graphs" / "editorial.ttl"
    file.write_text(file.read_text(encoding="utf-8").replace("read in the notice", "see https://harbour.example/lod/id/x"),
                    encoding="utf-8")
    copy = builder.build(sources.load(root), FINE, tmp_path / "out", "http://localhost:8000/")
    assert "see https://harbour.example/lod/id/x" in (copy / "dumps" / "editorial.nt").read_text(encoding="utf-8")


def test_verify_finds_one_flipped_bit_in_any_file(tiny_release: Release, tmp_path: Path) -> None:
    """Each file of the release in turn, dumps, manifests and store alike."""
    folder = Path(shutil.copytree(tiny_release.path, tmp_path / tiny_release.name))
    assert release.verify(folder).name == tiny_release.name
    for file in sorted(each for each in folder.rglob("*") if each.is_file() and each.stat().st_size):
        whole = file.read_bytes()
        middle = len(whole) // 2
        file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1:])
        with pytest.raises(ReleaseError):
            release.verify(folder)
        file.write_bytes(whole)
    release.verify(folder)


@pytest.mark.parametrize(("change", "says"), [
    (lambda folder: (folder / "dumps" / "statement.ttl").unlink(), "missing"),
    (lambda folder: (folder / "manifest.json").unlink(), "no complete release"),
    (lambda folder: (folder / "manifest.json").write_text("{"), "altered"),
    (lambda folder: shutil.rmtree(folder / "store"), "missing"),
    (lambda folder: (folder / "derived.json").unlink(), "no complete release"),
    (lambda folder: (folder / "catalog" / "catalog.rdf").unlink(), r"catalog\.rdf: missing"),
    (lambda folder: os.truncate(folder / "catalog" / "catalog.ttl", 2000), r"catalog\.ttl: missing or of another size"),
    (lambda folder: shutil.rmtree(folder), "no release"),
])
def test_an_incomplete_release_is_not_opened(tiny_release: Release, tmp_path: Path, change: object, says: str) -> None:
    folder = Path(shutil.copytree(tiny_release.path, tmp_path / tiny_release.name))
    change(folder)  # type: ignore[operator]
    with pytest.raises(ReleaseError, match=says):
        release.open_release(folder)


def test_a_file_that_does_not_belong_is_found(tiny_release: Release, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_release.path, tmp_path / tiny_release.name))
    (folder / "dumps" / "extra.ttl").write_text("")
    with pytest.raises(ReleaseError, match="not in the manifest"):
        release.verify(folder)


def test_another_layout_is_refused(tiny_release: Release, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_release.path, tmp_path / tiny_release.name))
    tree = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(tree | {"layout": 99}))
    with pytest.raises(ReleaseError, match="layout 99"):
        release.open_release(folder)


def test_publish_swings_current_from_one_release_to_the_next(tiny_sources: Sources, tmp_path: Path) -> None:
    for base in (None, "http://localhost:8000/"):
        folder = builder.build(tiny_sources, FINE, tmp_path, base)
        release.make_current(folder)
        assert str((tmp_path / "current").readlink()) == folder.name
        assert release.open_release(tmp_path / "current").name == folder.name
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".")) == []


def test_publish_refuses_an_altered_release_and_leaves_current_alone(tiny_sources: Sources, tmp_path: Path) -> None:
    good = builder.build(tiny_sources, FINE, tmp_path)
    release.make_current(good)
    bad = builder.build(tiny_sources, FINE, tmp_path, "http://localhost:8000/")
    (bad / "report.json").write_text("{}")
    with pytest.raises(ReleaseError):
        release.make_current(bad)
    assert str((tmp_path / "current").readlink()) == good.name


def test_another_process_with_another_hash_seed_builds_the_same(tiny_release: Release, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kiungo", "build", "--root", str(TINY), "--out", str(tmp_path)]
    built = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True)
    assert Path(built.stdout.strip()).name == tiny_release.name
