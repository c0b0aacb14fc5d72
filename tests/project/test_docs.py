"""The documents say what is so: settings, commands, files and rules they name exist, and none is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiungo.checks import score
from kiungo.cli import main
from kiungo.harvest.quality import rating
from kiungo.harvest.rules import RULES
from kiungo.messages import LANGUAGES, Catalogue
from kiungo.settings import SETTINGS
from kiungo.sources import Sources

ROOT = Path(__file__).parents[2]
FOREIGN = {".venv", ".pytest_cache", "releases", "node_modules"}
DOCUMENTS = sorted(each for each in ROOT.rglob("*.md") if not FOREIGN & set(each.parts))


def test_each_setting_has_its_row_and_no_row_lacks_its_setting() -> None:
    table = (ROOT / "server" / "docs" / "configuration.md").read_text(encoding="utf-8")
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{each.name}` | `{each.default}` | {each.help} |" for each in SETTINGS]


def test_the_readme_names_each_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`kiungo (\w+)", text)) == set(main.commands)


def test_the_page_on_harvesting_names_each_rule_and_what_is_withheld(agency_sources: Sources) -> None:
    text = (ROOT / "server" / "docs" / "harvest.md").read_text(encoding="utf-8")
    rated = score(agency_sources)
    assert set(re.findall(r"`(catalog-[a-z-]+)`", text)) == {*RULES, "catalog-syntax"}
    assert re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", text, re.MULTILINE) == [
        (each.name, str(each.points)) for each in rated.withheld]
    assert f"has {rated.points:.0f} of 405 points ({rating(rated.points)})" in text


def test_the_readme_opens_with_the_two_commands() -> None:
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:24]
    assert any(line.startswith("make serve") for line in first_screen)
    assert any(line.startswith("make test") for line in first_screen)
    assert any(line.startswith("curl ") for line in first_screen)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_each_relative_link_of_a_document_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


@pytest.mark.parametrize("verb", ["install", "serve", "build", "check", "test", "test-outside", "bench", "lint", "editor",
                                  "clean", "help"])
def test_make_help_lists_each_verb(verb: str) -> None:
    assert re.search(rf"^{verb}:.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("part", ["catalog", "web", "check", "terms"])
def test_the_catalogues_have_the_same_keys_and_placeholders_in_each_language(part: str) -> None:
    first, *others = (Catalogue(part, language) for language in LANGUAGES)
    for other in others:
        assert other.keys() == first.keys()
        for key in first.keys():  # noqa: SIM118 - a catalogue is no dict
            assert set(re.findall(r"\{(\w+)\}", other(key))) == set(re.findall(r"\{(\w+)\}", first(key))), key


def test_nothing_refers_to_what_lies_outside_the_project() -> None:
    for file in [*DOCUMENTS, *ROOT.glob("server/**/*.py"), *ROOT.glob("tests/**/*.py"), ROOT / "Makefile"]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\.\./" "shared|" "/work" "/|/root" "/", text), file
