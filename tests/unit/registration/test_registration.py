"""What is submitted to registries: true counts, and every want told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from pyoxigraph import Dataset, RdfFormat, parse

from kiungo.errors import ReleaseError, SettingsError
from kiungo.publication import Contact
from kiungo.registration import lov, prefix_cc, submissions, write
from kiungo.registration.submission import Submission
from kiungo.registration.vocabulary import Vocabulary, vocabularies
from kiungo.release import Release

URL = "https://data.example/"


def found(release: Release, registry: str) -> list[Submission]:
    return [each for each in submissions(release, URL) if each.registry == registry]


def test_the_record_for_the_lod_cloud_counts_what_the_dump_holds(agency_release: Release) -> None:
    (submission,) = found(agency_release, "LOD Cloud")
    record = json.loads(submission.files["lod-cloud.json"])
    triples = {quad.triple for quad in parse(path=str(agency_release.dump("dataset", "nq")), format=RdfFormat.N_QUADS)}
    assert int(record["triples"]) == len(triples)
    space = "<http://www.wikidata.org/entity/"
    links = {each for each in triples if str(each.object).startswith(space) and not str(each.predicate).endswith("#object>")}
    assert {each["target"]: int(each["value"]) for each in record["links"]}["Wikidata"] == len(links) > 0


def test_thresholds_that_are_not_met_are_told(agency_release: Release, tiny_release: Release) -> None:
    (agency,), (tiny,) = found(agency_release, "LOD Cloud"), found(tiny_release, "LOD Cloud")
    small = replace(agency_release, manifest=msgspec.structs.replace(agency_release.manifest, triples=999))
    assert not any("1000 triples" in each for each in agency.lacking)
    assert any("1000 triples; there are 999" in each for each in found(small, "LOD Cloud")[0].lacking)
    assert any("50 links" in each for each in agency.lacking)
    assert any("[contact]" in each for each in agency.lacking)
    assert not any("[contact]" in each for each in tiny.lacking)


def test_a_vocabulary_is_suggested_with_what_readers_there_look_for(agency_release: Release) -> None:
    (submission,) = found(agency_release, "LOV")
    assert submission.lacking == ()
    body = submission.files["lov-pbm.md"]
    assert "| namespace | https://w3id.org/znz-egov/ns# |" in body
    assert "Terms: 34; with a label 34, with a definition 34." in body


def test_a_vocabulary_that_lacks_something_is_told_what(agency_release: Release) -> None:
    (known,) = vocabularies(agency_release)
    graph = Dataset(quad for quad in known.graph if "versionInfo" not in quad.predicate.value
                    and not (quad.subject == known.terms[0] and quad.predicate.value.endswith("label")))
    lacking = lov.submission(replace(known, graph=graph)).lacking
    assert len(lacking) == 2
    assert "no version" in lacking[0]
    assert lacking[1] == f"{known.terms[0].value} has no label."


@pytest.mark.parametrize(("prefix", "namespace", "lacking"), [
    ("pbm", "https://w3id.org/znz-egov/ns#", 0),
    ("p", "https://w3id.org/znz-egov/ns#", 1),
    ("1bm", "https://w3id.org/znz-egov/ns#", 1),
    ("abcdefghijk", "https://w3id.org/znz-egov/ns#", 1),
    ("pbm", "https://w3id.org/znz-egov/ns", 1),
    ("pbm", "http://localhost/ns#", 1),
    ("pbm", f"https://w3id.org/{'a' * 90}#", 1),
])
def test_an_entry_is_held_to_what_the_form_accepts(prefix: str, namespace: str, lacking: int) -> None:
    class Given(Vocabulary):
        """One that has what the test gives it."""

        prefix, namespace = "", ""

    Given.prefix, Given.namespace = prefix, namespace  # type: ignore[assignment]
    assert len(prefix_cc.submission(Given(None, None)).lacking) == lacking  # type: ignore[arg-type]


def test_a_copy_is_not_registered(tiny_copy: Release) -> None:
    with pytest.raises(ReleaseError, match="canonical"):
        list(submissions(tiny_copy, URL))


@pytest.mark.parametrize("url", ["data.example/", "https://data.example", 'https://data.example/"/', "https://data.example/?a/"])
def test_a_server_that_no_rule_can_name_is_refused(tiny_release: Release, url: str) -> None:
    with pytest.raises(SettingsError, match="ends in a slash"):
        list(submissions(tiny_release, url))


def test_every_text_is_written_and_the_same_each_time(agency_release: Release, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(agency_release, URL, tmp_path / name)
    first = {each.relative_to(tmp_path / "a"): each.read_text() for each in (tmp_path / "a").rglob("*") if each.is_file()}
    assert first == {each.relative_to(tmp_path / "b"): each.read_text() for each in (tmp_path / "b").rglob("*") if each.is_file()}
    assert {each.as_posix() for each in first} == {
        "w3id/znz-egov/.htaccess", "w3id/znz-egov/README.md", "lov-pbm.md", "prefix-cc-pbm.md", "lod-cloud.json"}


def test_a_contact_that_is_known_is_named(agency_release: Release) -> None:
    publication = agency_release.publication
    contact = Contact(name={"en": "The clerk"}, email="clerk@example.org")
    manifest = msgspec.structs.replace(
        agency_release.manifest, publication=msgspec.structs.replace(publication, contact=contact))
    (submission,) = found(replace(agency_release, manifest=manifest), "w3id.org")
    assert "The clerk <clerk@example.org>" in submission.files["w3id/znz-egov/README.md"]
    assert len(submission.lacking) == 1
