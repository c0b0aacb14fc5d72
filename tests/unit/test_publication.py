"""`kiungo.toml`: read strictly, resolved, mapped to another base."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiungo import publication
from kiungo.errors import SourceError

TINY = Path(__file__).parents[1] / "fixtures" / "tiny" / "kiungo.toml"
TEXT = TINY.read_text(encoding="utf-8")


def _load(folder: Path, text: str) -> publication.Publication:
    file = folder / "kiungo.toml"
    file.write_text(text, encoding="utf-8")
    return publication.load(file)


def _line(start: str) -> int:
    return next(number for number, line in enumerate(TEXT.splitlines(), start=1) if line.startswith(start))


FAULTS = [
    ("unknown-key", 'version = "1.2.0"', 'version = "1.2.0"\nversoin = "1"', 6, "versoin"),
    ("missing-key", 'version = "1.2.0"\n', "", None, "version"),
    ("wrong-type", 'languages = ["en"]', 'languages = "en"', 7, "languages"),
    ("no-slash", 'base = "https://harbour.example/lod/"', 'base = "https://harbour.example/lod"', 4, "slash"),
    ("no-http", 'base = "https://harbour.example/lod/"', 'base = "ftp://harbour.example/lod/"', 4, "slash"),
    ("with-query", 'base = "https://harbour.example/lod/"', 'base = "https://harbour.example/?a/"', 4, "slash"),
    ("no-title", 'languages = ["en"]', 'languages = ["en", "sw"]', _line("[publication.title]"), "sw"),
    ("undeclared-prefix", 'basis = "h:ground"', 'basis = "k:ground"', _line("basis ="), "`k`"),
    ("no-toml", 'version = "1.2.0"', 'version = 1.2.0"', 5, "TOML"),
    ("canonical-base", "[publication]", 'canonical_base = "https://x.example/"\n[publication]', 3, "canonical_base"),
]


@pytest.mark.parametrize(("name", "old", "new", "line", "says"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_named_with_its_line(tmp_path: Path, name: str, old: str, new: str, line: int | None, says: str) -> None:
    assert old in TEXT, name
    with pytest.raises(SourceError) as raised:
        _load(tmp_path, TEXT.replace(old, new, 1))
    assert says in str(raised.value)
    assert raised.value.line == line
    assert "Traceback" not in str(raised.value)


@pytest.mark.parametrize(("key", "value"), [
    ("licence", "CC0"), ("licence", "https://example.org/a b"), ("start", "id/office harbour"), ("publisher", "id/<office>"),
    ("frequency", "yearly"), ("access_rights", "public"), ("availability", "long"), ("type", "office"), ("iri", "Paris"),
    ("url", "harbour.example/write"), ("email", "clerk at harbour"), ("email", "clerk@harbour.example?cc=x@y.example"),
])
def test_a_value_that_is_no_address_is_named_with_its_line(tmp_path: Path, key: str, value: str) -> None:
    lines = TEXT.splitlines()
    number = next(place for place, line in enumerate(lines, start=1) if line.startswith(f"{key} = "))
    lines[number - 1] = f'{key} = "{value}"'
    with pytest.raises(SourceError) as raised:
        _load(tmp_path, "\n".join(lines))
    assert f"`{value}` is not an" in str(raised.value)
    assert raised.value.line == number
    assert raised.value.remedy


@pytest.mark.parametrize(("key", "value"), [("themes", "TRAN"), ("contact", "clerk")])
def test_so_is_one_of_a_list(tmp_path: Path, key: str, value: str) -> None:
    text = re.sub(rf'^{key} = \[.*\]$', f'{key} = ["{value}"]', TEXT, flags=re.MULTILINE)
    with pytest.raises(SourceError, match=f"`{value}` is not an absolute IRI") as raised:
        _load(tmp_path, text)
    assert text.splitlines()[(raised.value.line or 0) - 1] == f'{key} = ["{value}"]'


def test_what_is_somebody_elses_may_have_a_prefix(tmp_path: Path) -> None:
    text = TEXT.replace("[prefixes]", '[prefixes]\ncc = "https://creativecommons.org/"')
    text = text.replace('"https://creativecommons.org/publicdomain/zero/1.0/"', '"cc:publicdomain/zero/1.0/"')
    assert _load(tmp_path, text).about.licence == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="--root"):
        publication.load(tmp_path / "kiungo.toml")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kiungo.toml").write_bytes("# é".encode("latin-1"))
    with pytest.raises(SourceError, match="UTF-8"):
        publication.load(tmp_path / "kiungo.toml")


def test_terms_and_relative_iris_become_absolute() -> None:
    loaded = publication.load(TINY)
    assert loaded.about.start == "https://harbour.example/lod/id/office/harbour"
    assert loaded.roles.verbatim_text == "https://harbour.example/lod/ns#words"
    assert loaded.roles.source == "http://www.w3.org/ns/oa#hasSource"
    assert loaded.source[0].padding == " *\n"
    assert loaded.compact("https://harbour.example/lod/ns#words") == "h:words"
    assert loaded.compact("urn:x") is None


def test_another_base_maps_iris_and_leaves_words_and_outside_terms_alone() -> None:
    loaded = publication.load(TINY)
    copy = loaded.rebased("http://localhost:8000/")
    assert copy.about.start == "http://localhost:8000/id/office/harbour"
    assert copy.roles.verbatim_text == "http://localhost:8000/ns#words"
    assert copy.roles.source == loaded.roles.source
    assert copy.canonical_base == loaded.base
    assert (copy.is_copy, loaded.is_copy) == (True, False)
    with pytest.raises(SourceError, match="slash"):
        loaded.rebased("http://localhost:8000")
