"""What the engine says to people, in each interface language: `{part}.{language}.toml`, read as they are.

The comment after a line tells a translator how sure its wording is:
E established, K compound of established words, C coined (have a speaker check these first).
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

LANGUAGES = ("en", "sw")
"""The languages there are catalogues for; the first is the one that is always complete."""


class Catalogue:
    """The messages of one part (`web`, `check`) in one language."""

    def __init__(self, part: str, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._texts = _texts(part, self.language)

    def __call__(self, key: str, **values: object) -> str:
        """The message `key` with its {placeholders} filled. An unknown key is a KeyError: a mistake of ours."""
        return self._texts[key].format(**values) if values else self._texts[key]

    def keys(self) -> frozenset[str]:
        """Every key of the catalogue."""
        return frozenset(self._texts)


@lru_cache
def _texts(part: str, language: str) -> dict[str, str]:
    """The texts of a file, which is read once: pages ask for catalogues by the dozen."""
    file = resources.files(__package__) / f"{part}.{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
