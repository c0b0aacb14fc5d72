"""The whole data set as files, in whole and in part."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from kiungo.rdf.formats import FORMATS
from kiungo.release import Release

NQ = "/dataset/1.2.0/dump.nq"


@pytest.mark.parametrize("form", FORMATS, ids=[each.suffix for each in FORMATS])
def test_a_dump_is_the_file_of_the_release_with_its_digest(client: FlaskClient, tiny_release: Release, form: object) -> None:
    suffix = getattr(form, "suffix", "")
    answer = client.get(f"/dataset/1.2.0/dump.{suffix}", headers={"Accept": "text/html"})
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


def test_a_dump_that_is_held_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get(NQ).headers["ETag"]
    answer = client.get(NQ, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize("path", ["1.2.1/dump.nq", "1.2.0/dump.exe", "1.2.0/dump.html", "1.2.0/"])
def test_other_versions_and_formats_are_not_here(client: FlaskClient, path: str) -> None:
    assert client.get(f"/dataset/{path}").status_code == 404
