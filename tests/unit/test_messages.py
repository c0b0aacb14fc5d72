"""The catalogues of what is said to readers."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import kiungo.messages
from kiungo.messages import LANGUAGES, Catalogue, Message, told

FOLDER = Path(kiungo.messages.__file__).parent
WEB = FOLDER.parent / "web"
PARTS = sorted({file.name.split(".")[0] for file in FOLDER.glob("*.toml")})


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("part", PARTS)
def test_catalogues_have_the_same_keys_and_the_same_holes(part: str) -> None:
    first, *others = (Catalogue(part, language) for language in LANGUAGES)
    assert first.language == LANGUAGES[0]
    for other in others:
        assert other.keys() == first.keys()
        for key in first.keys():  # noqa: SIM118 - a catalogue is no mapping
            assert _holes(other(key)) == _holes(first(key)), key
            assert other(key).strip(), key


@pytest.mark.parametrize("part", ["web", "terms", "problem"])
def test_every_line_in_swahili_says_how_sure_its_wording_is(part: str) -> None:
    lines = (FOLDER / f"{part}.sw.toml").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            assert re.search(r'" {2}# [EKC]$', line), line


def test_no_message_of_the_pages_is_unused_and_none_is_missing() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in (*WEB.rglob("*.py"), *WEB.rglob("templates/*.html")))
    keys = Catalogue("web", "en").keys()
    called = set(re.findall(r"""\bt\(\s*f?["']([a-z0-9_]+)["']""", text))
    assert called <= keys
    composed = (r"error_\d{3}(_text)?", r"name_(translation|emendation|hypothesis)", r"stop_\w+", r"limit_\w+_is",
                r"limits_\d{3}", r"home_trust_\w+", r"(privacy|accessibility)_\w+",
                r"page_(first|prev|next|last)")
    built = {key for key in keys if re.fullmatch("|".join(composed), key)}
    quoted = {key for key in keys if re.search(rf"""["']{key}["']""", text)}
    assert keys - called - built - quoted == set()


def test_no_message_of_a_problem_is_unused_and_none_is_missing() -> None:
    files = [file.read_text(encoding="utf-8") for file in FOLDER.parent.rglob("*.py")]
    telling = r"from kiungo\.(messages import .*\bMessage|evaluation\.place import .*\bPlace)\b"
    text = "\n".join(each for each in files if re.search(telling, each))
    keys = Catalogue("problem", "en").keys()
    assert set(re.findall(r"""\bMessage\(\s*["']([a-z0-9_]+)["']""", text)) <= keys
    assert {key for key in keys if f'"{key}"' not in text} == set()


def test_a_message_is_told_in_english_as_a_string_and_in_other_languages_on_request() -> None:
    inner = Message("query_none")
    message = Message("graph_no_iri", reason=inner)
    assert str(inner) in str(message)
    assert told(inner, "sw") in told(message, "sw") != str(message)
    assert told(message, "de") == str(message)
    assert told("the engine's own words", "sw") == "the engine's own words"


def test_every_error_status_that_a_page_explains_has_its_words() -> None:
    said = re.search(r"_SAID = frozenset\(\{([\d, ]+)\}\)", (WEB / "errors.py").read_text(encoding="utf-8"))
    assert said is not None
    keys = Catalogue("web", "en").keys()
    for status in re.findall(r"\d+", said[1]):
        assert {f"error_{status}", f"error_{status}_text"} <= keys
    assert {key[6:9] for key in keys if re.match(r"error_\d", key)} == set(re.findall(r"\d+", said[1]))


GLOSSARY = Path(__file__).parents[2] / "server" / "docs" / "glossary.md"


def _glossary() -> list[tuple[str, str, str]]:
    """The terms: English, Swahili, status."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (\S*) \|$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    return [(english, swahili, status) for english, swahili, status in rows if english != "English"]


def test_each_term_of_the_glossary_has_a_status_and_stands_once() -> None:
    rows = _glossary()
    assert len(rows) > 80
    assert {status for _, _, status in rows} == {"E", "K", "C"}
    assert len({english for english, _, _ in rows}) == len(rows)
    assert [status for _, _, status in rows] == sorted((status for _, _, status in rows), key="CKE".index), "coined first"


def test_a_message_that_is_a_term_of_the_glossary_is_translated_by_it() -> None:
    english, swahili = Catalogue("web", "en"), Catalogue("web", "sw")
    marks = dict(re.findall(r'^(\w+) = ".*"  # ([EKC])$', (FOLDER / "web.sw.toml").read_text(encoding="utf-8"), re.MULTILINE))
    terms = {
        one.casefold(): (other.casefold(), status)
        for first, second, status in _glossary()
        for one, other in zip(first.split(" / "), re.sub(r" \(.*?\)", "", second).split(" / "), strict=False)
    }
    held = {key: english(key).rstrip(".:").casefold() for key in english.keys()}  # noqa: SIM118 - a catalogue is no mapping
    used = {key: text for key, text in held.items() if text in terms and key != "language_name"}  # each says its own
    assert len(used) > 20
    for key, text in used.items():
        assert (swahili(key).rstrip(".:").casefold(), marks[key]) == terms[text], key
