"""A release that is damaged while it is served: rather nothing than a part."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kiungo.release import Release, open_release
from kiungo.settings import load
from kiungo.web import create_app


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize("damage", [cut, Path.unlink], ids=["cut", "removed"])
def test_a_file_that_is_not_whole_is_not_sent(tiny_release: Release, tmp_path: Path, damage: object) -> None:
    """A catalogue with fewer datasets tells a harvester to delete the others; 503 tells it to come back."""
    folder = Path(shutil.copytree(tiny_release.path, tmp_path / tiny_release.name))
    app = create_app(open_release(folder), load({}, {"query_workers": 1}))
    files = {
        "catalog.ttl": "catalog/catalog.ttl", "catalog-2.rdf": "catalog/catalog-2.rdf",
        "dataset/latest/dataset.nq": "dumps/dataset.nq", "dataset/latest/statement.nt.gz": "compressed/statement.nt.gz",
        "graph/statement.ttl": "dumps/statement.ttl", ".well-known/void": "dumps/catalog.ttl",
        f"feed/{tiny_release.name}/1": "feed/1.nt",
        "oai?verb=ListRecords&metadataPrefix=oai_dc": "catalog/catalog.nt",
    }
    for name in files.values():
        damage(folder / name)  # type: ignore[operator]
    for url in files:
        with app.test_client() as client:
            for method in ("HEAD", "GET"):
                answer = client.open(f"/{url}", method=method, headers={"Accept": "*/*"})
                assert (url, answer.status_code) == (url, 503)
                assert int(answer.headers["Retry-After"]) > 0
                assert answer.headers["Cache-Control"] == "no-store"
                assert "ETag" not in answer.headers
                assert str(tmp_path) not in answer.get_data(as_text=True)
