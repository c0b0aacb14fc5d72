"""The line of releases: what a release keeps from the one before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from pyoxigraph import NamedNode

from changes import changed
from kiungo.builder import build
from kiungo.checks import ValidationReport
from kiungo.errors import BuildRefused, ReleaseError
from kiungo.release import Release, make_current, open_release
from kiungo.release.manifest import LAYOUT
from kiungo.sources import Sources

FIRST, LATER = date(2025, 2, 28), date(2025, 3, 31)


def test_the_first_release_follows_none_and_all_of_it_is_new(tiny_release: Release) -> None:
    assert tiny_release.manifest.previous == ""
    assert set(tiny_release.manifest.dates) == {"dataset", *tiny_release.manifest.graphs}
    assert {(each.issued, each.modified) for each in tiny_release.manifest.dates.values()} == {(FIRST, FIRST)}


def test_a_graph_that_did_not_change_keeps_its_date(tiny_sources: Sources, tmp_path: Path) -> None:
    first = make_current(_built(tiny_sources, tmp_path))
    second = open_release(_built(_issued(changed(tiny_sources)), tmp_path))
    dates = second.manifest.dates
    assert second.manifest.previous == first.name
    assert (dates["statement"].issued, dates["statement"].modified) == (FIRST, LATER)
    assert (dates["dataset"].issued, dates["dataset"].modified) == (FIRST, LATER)
    assert (dates["shapes"].issued, dates["shapes"].modified) == (FIRST, FIRST)
    assert (dates["statement"].version, dates["shapes"].version) == ("1.3.0", "1.2.0")


def test_a_graph_that_is_new_was_issued_when_it_came(tiny_sources: Sources, tmp_path: Path) -> None:
    make_current(_built(tiny_sources, tmp_path))
    second = open_release(_built(_issued(changed(tiny_sources, "annex")), tmp_path))
    assert second.manifest.dates["annex"].issued == LATER


def test_building_what_is_current_already_gives_the_current_release(tiny_sources: Sources, tmp_path: Path) -> None:
    make_current(_built(tiny_sources, tmp_path))
    second = make_current(_built(changed(tiny_sources), tmp_path))
    assert _built(changed(tiny_sources), tmp_path) == second.path


def test_the_line_leads_back_to_the_first_release_that_is_still_there(tiny_sources: Sources, tmp_path: Path) -> None:
    found = [make_current(_built(tiny_sources, tmp_path))]
    for _ in range(2):
        tiny_sources = changed(tiny_sources)
        found.append(make_current(_built(tiny_sources, tmp_path)))
    assert [each.name for each in found[-1].line()] == [each.name for each in reversed(found)]
    found[0].path.rename(tmp_path / "moved")
    assert [each.name for each in found[-1].line()] == [each.name for each in reversed(found[1:])]


def test_a_current_release_of_another_base_or_layout_begins_a_new_line(tiny_sources: Sources, tmp_path: Path) -> None:
    first = make_current(_built(tiny_sources, tmp_path))
    copy = build(tiny_sources, ValidationReport([]), tmp_path, "http://localhost:1/")
    assert open_release(copy).manifest.previous == ""
    manifest = first.path / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"layout": {LAYOUT}', '"layout": 2'))
    assert open_release(_built(changed(tiny_sources), tmp_path)).manifest.previous == ""


def test_a_release_whose_catalogue_leads_to_one_that_is_not_beside_it_is_not_published(
    tiny_sources: Sources, tmp_path: Path
) -> None:
    """What did not change is offered where it was the night before: copied alone, a release would lead to nothing."""
    first = make_current(_built(tiny_sources, tmp_path))
    second = _built(changed(tiny_sources, "editorial"), tmp_path)
    server = tmp_path / "server"
    alone = Path(shutil.copytree(second, server / second.name))
    with pytest.raises(ReleaseError, match=rf"{first.name}: missing, but .* Copy the earlier releases to {server}"):
        make_current(alone)
    assert not (server / "current").exists()
    shutil.copytree(first.path, server / first.name)
    assert make_current(alone).name == second.name


def _built(found: Sources, out: Path) -> Path:
    return build(found, ValidationReport([]), out)


def _issued(found: Sources) -> Sources:
    about = msgspec.structs.replace(found.publication.about, issued=LATER, version="1.3.0")
    return replace(found, publication=msgspec.structs.replace(found.publication, publication=about))


def test_a_thing_of_the_current_release_cannot_be_dropped_without_a_word(tiny_sources: Sources, tmp_path: Path) -> None:
    make_current(_built(tiny_sources, tmp_path))
    before = sorted(tmp_path.iterdir())
    for name in ("duty/lights", "duty/fog-horn"):  # what was withdrawn stays withdrawn
        gone = f"{tiny_sources.publication.base}id/{name}"
        files = {file: [each for each in quads if each.subject != NamedNode(gone)] for file, quads in tiny_sources.files.items()}
        with pytest.raises(BuildRefused, match=rf"<{gone}>[^<]*withdraw each.*#isWithdrawn> true"):
            _built(replace(tiny_sources, files=files), tmp_path)
    assert sorted(tmp_path.iterdir()) == before
