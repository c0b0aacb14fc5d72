"""Each fault that costs a harvest is found by its name, by the command that an editor runs: one change, one rule broken."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Dataset, RdfFormat, parse, serialize

from kiungo.cli import main
from kiungo.harvest.rules import MILD, RULES
from kiungo.release import Release

Change = Callable[[str], str]
DATASET = "<https://harbour.example/lod/dataset>"
CATALOG = "<https://harbour.example/lod/catalog>"
EU = "http://publications.europa.eu/resource/authority"


def replaced(pattern: str, by: str) -> Change:
    return lambda text: re.sub(pattern, by, text, count=1, flags=re.DOTALL)


def added(triples: str) -> Change:
    return lambda text: f"{text}\n{triples}\n"


FAULTS: list[tuple[str, str, Change]] = [
    # What no score shows, and what it does: the table of the mutations of a good catalogue
    ("no identifier", "catalog-identifier", replaced(r"\tdct:identifier [^;]+;\n", "")),
    ("two identifiers", "catalog-identifier", added(f'{DATASET} dct:identifier "other" .')),
    ("comma in a keyword", "catalog-keyword-comma", added(f'{DATASET} dcat:keyword "boats, ships"@en .')),
    ("date that is a string", "catalog-date", replaced(r"(dct:issued \"[0-9-]+\")\^\^xsd:date", r"\1")),
    ("theme of our own", "catalog-theme", replaced(r"dcat:theme <[^>]+>", "dcat:theme <https://harbour.example/theme/boats>")),
    ("dataset without an IRI", "catalog-blank-node", added('[] a dcat:Dataset ; dct:title "A"@en ; dct:description "B"@en .')),
    ("page that leads to itself", "catalog-page", added(f"{CATALOG} <http://www.w3.org/ns/hydra/core#next> {CATALOG} .")),
    ("relative IRI", "catalog-iri-relative", added(f"{DATASET} dct:relation <other> .")),
    ("false size", "catalog-size", replaced(r'dcat:byteSize "[0-9]+"', 'dcat:byteSize "1"')),
    ("false checksum", "catalog-checksum", replaced(r'spdx:checksumValue "[0-9a-f]+"', f'spdx:checksumValue "{"0" * 64}"')),
    ("catalogue typed as a dataset", "catalog-as-dataset", added(f"{CATALOG} a dcat:Dataset .")),
    ("no licence", "catalog-licence-none", replaced(r"\tdct:license <[^>]+> ;\n", "")),
    ("licence that is a literal", "catalog-licence", replaced(r"dct:license <[^>]+>", 'dct:license "CC0"')),
    ("media type that is a literal", "catalog-media-type", replaced(r"dcat:mediaType <[^>]+>", 'dcat:mediaType "text/turtle"')),
    ("format in free text", "catalog-format", replaced(r"dct:format <[^>]+>", 'dct:format "Turtle"')),
    ("publisher without a name", "catalog-publisher", replaced(r"\tfoaf:name [^;]+;\n", "")),
    ("no contact", "catalog-contact", replaced(r"\tdcat:contactPoint [^;]+;\n", "")),
    # What else costs a harvest
    ("identifier of another", "catalog-identifier-twice",
     added(f'{DATASET} dct:identifier "https://harbour.example/lod/graph/statement" .')),
    ("no title", "catalog-words", replaced(r"\tdct:title [^;]+;\n", "")),
    ("title in another language", "catalog-words", added(f'{DATASET} dct:title "Hafen"@de .')),
    ("no size", "catalog-size", replaced(r"\tdcat:byteSize [^;]+;\n", "")),
    ("file that is not there", "catalog-file", replaced(r"(dcat:downloadURL <[^>]+)>", r"\1x>")),
    ("invented frequency", "catalog-concept", replaced(r"frequency/NEVER>", "frequency/SOMETIMES>")),
    ("invented access right", "catalog-concept", replaced(r"access-right/PUBLIC>", "access-right/FRIENDS>")),
    ("invented availability", "catalog-concept", replaced(r"planned-availability/STABLE>", "planned-availability/MAYBE>")),
    ("invented publisher type", "catalog-concept", replaced(r"(dct:type <http://purl.org/adms/publishertype/)\w+>", r"\1Club>")),
    ("licence that portals do not know", "catalog-licence-unknown",
     lambda text: re.sub(r"dct:license <[^>]+>", "dct:license <https://harbour.example/terms>", text)),
    ("half a file", "catalog-syntax", lambda text: text[:-40]),
    ("nothing", "catalog-none", lambda _: ""),
]


def turtle(release: Release, stem: str = "catalog") -> str:
    return (release.path / "catalog" / f"{stem}.ttl").read_text(encoding="utf-8")


def check(file: Path, *arguments: object) -> Result:
    command = ["check", "--lang", "en", "--catalog", str(file), *(str(each) for each in arguments)]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def rules(result: Result) -> set[str]:
    return set(re.findall(r"^(?:VIOLATION|Warning) \[([\w-]+)\]", result.stdout, re.MULTILINE))


@pytest.mark.parametrize("stem", ["catalog", "catalog-2"])
def test_a_good_catalogue_breaks_no_rule_in_any_format(tiny_release: Release, stem: str) -> None:
    for suffix in ("ttl", "rdf", "jsonld", "nt"):
        result = check(tiny_release.path / "catalog" / f"{stem}.{suffix}", "--release", tiny_release.path)
        assert (rules(result), result.exit_code) == (set(), 0)


@pytest.mark.parametrize(("rule", "change"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_found_by_its_name(tiny_release: Release, tmp_path: Path, rule: str, change: Change) -> None:
    good = turtle(tiny_release)
    file = tmp_path / "catalogue.ttl"
    file.write_text(change(good), encoding="utf-8")
    assert change(good) != good
    result = check(file, "--release", tiny_release.path)
    assert rule in rules(result)
    assert result.exit_code == (0 if rules(result) <= MILD else 1)
    assert str(file) in result.stdout


def test_every_rule_has_a_fault_that_breaks_it() -> None:
    assert RULES.keys() <= {rule for _, rule, _ in FAULTS}


def test_a_title_that_is_missing_in_one_language_is_found(tiny_release: Release, tmp_path: Path) -> None:
    """A catalogue must speak everywhere what it speaks anywhere."""
    bilingual = re.sub(r'("(?:[^"\\]|\\.)*")@en', r"\1@en , \1@sw", turtle(tiny_release))
    file = tmp_path / "catalogue.ttl"
    file.write_text(bilingual, encoding="utf-8")
    assert rules(check(file)) == set()
    silent = replaced(r'(a dcat:Dataset ;\n\tdct:title "[^"]+"@en) , "[^"]+"@sw', r"\1")(bilingual)
    file.write_text(silent, encoding="utf-8")
    result = check(file, "--json")
    (found,) = json.loads(result.stdout)["results"]
    assert (found["rule"], found["value"]) == ("catalog-words", f"{DATASET.strip('<>')} dct:title")


@pytest.mark.parametrize("suffix", ["rdf", "jsonld", "nt", "nq", "trig"])
def test_a_fault_is_found_in_any_format(tiny_release: Release, tmp_path: Path, suffix: str) -> None:
    faulty = Dataset(parse(added(f'{DATASET} dcat:keyword "a, b"@en .')(turtle(tiny_release)).encode(), RdfFormat.TURTLE))
    file = tmp_path / f"catalogue.{suffix}"
    form = RdfFormat.from_extension(suffix)
    assert form is not None
    file.write_bytes(serialize((quad.triple for quad in faulty) if not form.supports_datasets else faulty, format=form) or b"")
    assert rules(check(file, "--release", tiny_release.path)) == {"catalog-keyword-comma"}


def test_a_relative_iri_is_found_where_parsers_drop_it_in_silence(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.jsonld"
    file.write_text(json.dumps({
        "@context": {"@vocab": "http://www.w3.org/ns/dcat#"}, "@type": "Catalog", "@id": "catalog", "dataset": {"@id": "d"},
    }))
    assert "catalog-iri-relative" in rules(check(file))


def test_the_older_profile_is_held_to_its_own_digests(tiny_release: Release, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.ttl"
    bad = replaced(r'spdx:checksumValue "[0-9a-f]{40}"', f'spdx:checksumValue "{"0" * 40}"')(turtle(tiny_release, "catalog-2"))
    file.write_text(replaced(r'dcat:byteSize "[0-9]+"', 'dcat:byteSize "1"')(bad), encoding="utf-8")
    assert rules(check(file, "--release", tiny_release.path)) == {"catalog-checksum", "catalog-size"}


def test_any_catalogue_is_rated(tiny_release: Release, tmp_path: Path) -> None:
    """It says of itself what a perfect score does not show."""
    file = tmp_path / "catalogue.ttl"
    for change, points in ((replaced(r'dcat:byteSize "[0-9]+"', 'dcat:byteSize "1"'), 405),
                           (lambda text: text.replace("dcat:keyword", "dct:subject"), 375)):
        file.write_text(change(turtle(tiny_release)), encoding="utf-8")
        assert json.loads(check(file, "--score", "--json").stdout)["points"] == points
    file.write_text("nonsense")
    assert check(file, "--score").exit_code == 1


def test_a_release_without_a_catalogue_is_a_mistake(tiny_release: Release) -> None:
    result = CliRunner().invoke(main, ["check", "--release", str(tiny_release.path)])
    assert (result.exit_code, "--catalog" in result.stderr) == (2, True)


@pytest.mark.parametrize(("name", "says"), [("catalogue.pdf", "RDF format"), ("none.ttl", "No such file")])
def test_a_file_that_cannot_be_used_is_refused_in_one_line(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "catalogue.pdf").write_bytes(b"")
    result = check(tmp_path / name)
    assert result.exit_code == 1
    assert says in result.stderr
