"""The profiles in which the document about a thing comes: their names, and their IRIs below that of the dataset."""

from __future__ import annotations

DESCRIPTION, PLAIN = "description", "plain"

PROFILES = {
    DESCRIPTION: "All that is said of a thing, what leads to it, the names of what it leads to, and the evidence for it.",
    PLAIN: "What is said of a thing and of its parts, and nothing else.",
}
"""Each by the token that stands for it; the first is the one that is sent where none is asked for."""


def profile_iri(base: str, token: str) -> str:
    """The IRI of a profile, which leads to the description of the dataset."""
    return f"{base}dataset#profile-{token}"
