"""The IRI scheme: a thing, its document, and the document's representations.

    id/agency/x        the thing; answers 303              https://www.w3.org/TR/cooluris/#r303gendocument
    doc/agency/x       the document about it; negotiates
    doc/agency/x.ttl   one representation of the document

Documents that are things of their own (`ns`, `graph/statement`, `dataset`) keep their path: `ns.ttl`.
All paths here are relative to the base and start without a slash.
"""

from __future__ import annotations

import hashlib
import re

from kiungo.rdf.formats import FORMATS

_SUFFIXES = (*(each.suffix for each in FORMATS), "html")
_SLUG = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"
_MINTED = re.compile(rf"(?:id|graph)/{_SLUG}(?:/{_SLUG})*|ns(?:#[A-Za-z][A-Za-z0-9]*|/\d+\.\d+\.\d+)?"
                     r"|shapes(?:#[A-Za-z][A-Za-z0-9-]*)?|dataset|catalog|sparql")


def document_path(path: str) -> str:
    """The document that describes what `path` names: `id/x` → `doc/x`; `ns#T` → `ns`."""
    path = path.partition("#")[0]
    return "doc/" + path.removeprefix("id/") if path.startswith("id/") else path


def thing_path(document: str) -> str:
    """What the document is about: `doc/x` → `id/x`; other documents are about themselves."""
    return "id/" + document.removeprefix("doc/") if document.startswith("doc/") else document


def split_suffix(path: str) -> tuple[str, str | None]:
    """A path without its representation suffix, and the suffix: `doc/x.ttl` → (`doc/x`, `ttl`)."""
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and suffix in _SUFFIXES and not stem.endswith("/") else (path, None)


def is_well_minted(path: str) -> bool:
    """Whether a path follows the policy: lower-case kebab-case, no file suffix, known first part."""
    return bool(_MINTED.fullmatch(path)) and split_suffix(path)[1] is None


def partition(dataset: str, *criteria: str) -> str:
    """The IRI of a part of a dataset (VoID): a digest of what it is a part by, below the IRI of the whole.

    The first criterion names the kind of part: (`class`, a class), (`property`, a property), (`class`, a class, a property) …
    """
    digest = hashlib.sha256("\n".join(criteria).encode()).hexdigest()
    return f"{dataset}#{criteria[0]}-{digest[:16]}"


def is_below(iri: str, thing: str) -> bool:
    """Whether an IRI names a part of a thing: its own, followed by more of a path or by a fragment."""
    return iri.startswith((thing + "/", thing + "#"))
