"""Each fault that costs a harvest is found by its name: one change to a good catalogue, one rule broken."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kiungo.harvest.rules import RULES, broken
from kiungo.release import Release
from kiungo.release.manifest import FileEntry

Change = Callable[[str], str]
LANGUAGES = frozenset({"en"})
DATASET = "<https://harbour.example/lod/dataset>"


def replaced(pattern: str, by: str) -> Change:
    return lambda text: re.sub(pattern, by, text, count=1, flags=re.DOTALL)


def added(triples: str) -> Change:
    return lambda text: f"{text}\n{triples}\n"


FAULTS: list[tuple[str, Change]] = [
    ("catalog-identifier", replaced(r"\tdct:identifier [^;]+;\n", "")),
    ("catalog-identifier", added(f'{DATASET} dct:identifier "other" .')),
    ("catalog-identifier-twice", added(f'{DATASET} dct:identifier "https://harbour.example/lod/graph/statement" .')),
    ("catalog-keyword-comma", added(f'{DATASET} dcat:keyword "boats, ships"@en .')),
    ("catalog-words", replaced(r"\tdct:title [^;]+;\n", "")),
    ("catalog-words", added(f'{DATASET} dct:title "Hafen"@de .')),
    ("catalog-date", replaced(r"(dct:issued \"[0-9-]+\")\^\^xsd:date", r"\1")),
    ("catalog-theme", replaced(r"dcat:theme <[^>]+>", "dcat:theme <https://harbour.example/lod/id/theme/boats>")),
    ("catalog-blank-node", added('[] a dcat:Dataset ; dct:title "A"@en ; dct:description "B"@en .')),
    ("catalog-page", added("<https://harbour.example/lod/catalog> <http://www.w3.org/ns/hydra/core#next> "
                           "<https://harbour.example/lod/catalog> .")),
    ("catalog-iri-relative", added(f"{DATASET} dct:relation <other> .")),
    ("catalog-size", replaced(r'dcat:byteSize "[0-9]+"', 'dcat:byteSize "1"')),
    ("catalog-checksum", replaced(r'spdx:checksumValue "[0-9a-f]+"', f'spdx:checksumValue "{"0" * 64}"')),
    ("catalog-as-dataset", added("<https://harbour.example/lod/catalog> a dcat:Dataset .")),
    ("catalog-licence", replaced(r"dct:license <[^>]+>", 'dct:license "CC0"')),
    ("catalog-media-type", replaced(r"dcat:mediaType <[^>]+>", 'dcat:mediaType "text/turtle"')),
    ("catalog-format", replaced(r"dct:format <[^>]+>", 'dct:format "Turtle"')),
    ("catalog-file", replaced(r"(dcat:downloadURL <[^>]+)>", r"\1x>")),
    ("catalog-publisher", replaced(r"\tfoaf:name [^;]+;\n", "")),
    ("catalog-contact", replaced(r"\tdcat:contactPoint [^;]+;\n", "")),
    ("catalog-syntax", lambda text: text[:-40]),
]


def files(release: Release) -> dict[str, FileEntry]:
    """What is true of the files, by URL."""
    names = ("dataset", *release.publication.catalog.datasets)
    place = f"{release.publication.base}dataset/{release.name}/"
    return {place + each.name: each.entry for name in names for each in release.downloads(name)}


def turtle(release: Release) -> str:
    return (release.path / "catalog" / "catalog.ttl").read_text(encoding="utf-8")


def test_a_good_catalogue_breaks_no_rule(tiny_release: Release) -> None:
    assert list(broken(turtle(tiny_release).encode(), LANGUAGES, files(tiny_release))) == []


@pytest.mark.parametrize(("rule", "change"), FAULTS, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(FAULTS)])
def test_a_fault_is_found_by_its_name(tiny_release: Release, rule: str, change: Change) -> None:
    good = turtle(tiny_release)
    bad = change(good)
    assert bad != good
    assert rule in {name for name, _ in broken(bad.encode(), LANGUAGES, files(tiny_release))}


def test_every_rule_has_a_fault_that_breaks_it() -> None:
    assert RULES.keys() <= {rule for rule, _ in FAULTS}
