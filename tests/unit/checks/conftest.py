"""A publication that may be broken on purpose."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiungo import checks, sources
from kiungo.checks import ValidationReport

Break = Callable[[str, str, str], ValidationReport]
TINY = Path(__file__).parents[2] / "fixtures" / "tiny"


@pytest.fixture
def tiny_root(tmp_path: Path) -> Path:
    """A copy of the tiny body's folder, to be changed at will."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def break_it(tiny_root: Path) -> Break:
    """Replace words in one file of the tiny body (all of it when `old` is empty) and check the result."""

    def broken(file: str, old: str, new: str) -> ValidationReport:
        path = tiny_root / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")
        return checks.run(sources.load(tiny_root))

    return broken
