"""The whole data set as files, in whole and in part."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import zstandard
from flask.testing import FlaskClient

from changes import changed
from kiungo.builder import build
from kiungo.checks import ValidationReport
from kiungo.rdf.formats import FORMATS
from kiungo.release import Release, make_current
from kiungo.settings import load
from kiungo.sources import Sources
from kiungo.web import create_app

NQ = "/dataset/latest/dataset.nq"


@pytest.mark.parametrize("form", FORMATS, ids=[each.suffix for each in FORMATS])
def test_a_dump_is_the_file_of_the_release_with_its_digest(client: FlaskClient, tiny_release: Release, form: object) -> None:
    suffix = getattr(form, "suffix", "")
    answer = client.get(f"/dataset/{tiny_release.name}/dataset.{suffix}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == getattr(form, "content_type", "")
    assert answer.data == tiny_release.dump("dataset", suffix).read_bytes()
    assert answer.headers["ETag"].strip('"') == tiny_release.manifest.files[f"dumps/dataset.{suffix}"].sha256[:32]
    assert "Last-Modified" not in answer.headers
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert 'rel="collection"' in answer.headers["Link"]


def test_part_of_a_dump_can_be_fetched_and_continued(client: FlaskClient) -> None:
    whole = client.get(NQ)
    part = client.get(NQ, headers={"Range": "bytes=10-19", "If-Range": whole.headers["ETag"]})
    assert part.status_code == 206
    assert part.data == whole.data[10:20]
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole.data)}"
    other = client.get(NQ, headers={"Range": "bytes=10-19", "If-Range": '"other"'})
    assert (other.status_code, other.data) == (200, whole.data)


def test_a_part_beyond_the_end_is_refused_with_the_length(client: FlaskClient) -> None:
    length = len(client.get(NQ).data)
    answer = client.get(NQ, headers={"Range": f"bytes={length}-", "Accept": "application/problem+json"})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{length}"
    assert answer.get_json()["status"] == 416


@pytest.mark.parametrize(("path", "licensed"), [
    ("graph/statement", False), ("dataset/latest/statement.ttl", False), ("graph/vocabulary", True), ("ns", True),
    ("dataset", True), ("dataset/latest/dataset.ttl", True), ("dataset/latest/vocabulary.ttl", True),
])
def test_a_licence_is_linked_to_where_it_is_ours_to_give(agency: FlaskClient, path: str, *, licensed: bool) -> None:
    assert ('rel="license"' in agency.head(f"/{path}").headers["Link"]) == licensed


@pytest.mark.parametrize("asked", ["bytes=0-9,20-29", "bytes=0-9,9999999-", "bytes=a-b", "bytes=9-1", "lines=0-9", "0-9"])
def test_what_is_no_single_range_is_ignored(client: FlaskClient, asked: str) -> None:
    answer = client.get(NQ, headers={"Range": asked})
    assert (answer.status_code, answer.data) == (200, client.get(NQ).data)
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(("asked", "expected"), [("bytes=10-", slice(10, None)), ("bytes=-10", slice(-10, None))])
def test_a_range_may_be_open(client: FlaskClient, asked: str, expected: slice) -> None:
    answer = client.get(NQ, headers={"Range": asked})
    assert (answer.status_code, answer.data) == (206, client.get(NQ).data[expected])


def test_a_dump_that_is_held_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get(NQ).headers["ETag"]
    answer = client.get(NQ, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize("path", [
    "1.2.0/dataset.nq", "0000000000000000/dataset.nq", "latest/dataset.exe", "latest/none.nq", "latest/dataset.html",
    "latest/", "latest/..%2Fmanifest.json",
])
def test_other_releases_and_files_are_not_here(client: FlaskClient, path: str) -> None:
    assert client.get(f"/dataset/{path}").status_code == 404


def test_a_file_of_a_release_is_kept_for_ever_and_that_of_the_latest_is_asked_for_again(
    client: FlaskClient, tiny_release: Release
) -> None:
    fixed, moving = client.get(f"/dataset/{tiny_release.name}/statement.ttl"), client.get("/dataset/latest/statement.ttl")
    assert fixed.data == moving.data
    assert "immutable" in fixed.headers["Cache-Control"]
    assert "must-revalidate" in moving.headers["Cache-Control"]
    assert moving.headers["Content-Location"] == f"../{tiny_release.name}/statement.ttl"


@pytest.mark.parametrize(("suffix", "kind"), [("gz", "application/gzip"), ("zst", "application/zstd")])
def test_every_dump_and_table_is_there_compressed_as_a_file_and_no_coding(
    client: FlaskClient, tiny_release: Release, suffix: str, kind: str
) -> None:
    plain = [each for name in ("dataset", "statement") for each in tiny_release.downloads(name) if not each.compression]
    assert {each.media_type for each in plain} > {"text/csv", "text/turtle", "application/ld+json"}
    for each in plain:
        answer = client.get(f"/dataset/{tiny_release.name}/{each.name}.{suffix}")
        assert answer.headers["Content-Type"] == kind
        assert "Content-Encoding" not in answer.headers
        unpack = gzip.decompress if suffix == "gz" else zstandard.ZstdDecompressor().decompress
        assert unpack(answer.data) == tiny_release.file(each.path).read_bytes()


def test_files_of_the_release_before_stay_where_they_are(tiny_sources: Sources, tmp_path: Path) -> None:
    first = make_current(build(tiny_sources, ValidationReport([]), tmp_path))
    second = make_current(build(changed(tiny_sources), ValidationReport([]), tmp_path))
    stranger = build(changed(changed(tiny_sources)), ValidationReport([]), tmp_path / "elsewhere")
    stranger.rename(tmp_path / stranger.name)
    app = create_app(second, load({}, {}))
    client = app.test_client()
    answer = client.get(f"/dataset/{first.name}/dataset.nq", buffered=True)
    assert answer.data == first.dump("dataset", "nq").read_bytes()
    moved = client.get("/dataset/latest/dataset.nq", buffered=True)
    assert moved.data == second.dump("dataset", "nq").read_bytes() != answer.data
    assert client.get(f"/dataset/{stranger.name}/dataset.nq").status_code == 404, "it is not in the line"


def test_what_the_checks_found_is_a_file_of_the_release(client: FlaskClient) -> None:
    turtle, tree = (client.get(f"/dataset/latest/report.{suffix}") for suffix in ("ttl", "json"))
    assert (turtle.mimetype, tree.mimetype) == ("text/turtle", "application/json")
    assert "sh:ValidationReport" in turtle.text
    assert tree.get_json()["conforms"] is True
