"""A submission: the files for one registry, and what stands in the way of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Submission:
    """`files` are texts by their paths; `lacking` says what the operator must supply or what is not met, in sentences."""

    registry: str
    files: Mapping[str, str]
    lacking: tuple[str, ...] = ()


def listed(sentences: tuple[str, ...], otherwise: str) -> str:
    """Sentences as a list in Markdown."""
    return "".join(f"- {each}\n" for each in sentences) or f"{otherwise}\n"
