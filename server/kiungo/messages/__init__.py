"""What the engine says to people, in each interface language: `{part}.{language}.toml`, read as they are.

The comment after a line tells a translator how sure its wording is:
E established, K compound of established words, C coined (have a speaker check these first).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
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

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def keys(self) -> frozenset[str]:
        """Every key of the catalogue."""
        return frozenset(self._texts)


class Message:
    """What a client is told of a problem, in every language: a key of the part `problem`, and what fills its placeholders.

    As a string it is in English; `told` gives it in another language. A message may fill a placeholder of another.
    """

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values: Mapping[str, object] = values

    def __str__(self) -> str:
        return told(self, LANGUAGES[0])

    def __repr__(self) -> str:
        return f"<Message {self.key}: {self}>"


def told(said: object, language: str) -> str:
    """A message in a language. Anything else is told as it is."""
    if not isinstance(said, Message):
        return str(said)
    return Catalogue("problem", language)(said.key, **{name: told(each, language) for name, each in said.values.items()})


@lru_cache
def _texts(part: str, language: str) -> dict[str, str]:
    """The texts of a file, which is read once: pages ask for catalogues by the dozen."""
    file = resources.files(__package__) / f"{part}.{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
