"""What stands in `kiungo.toml` until somebody knows better, and is not to be told to the world."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from kiungo.publication import Publication

_TABLES = ("publication", "catalog", "contact", "security")
_WORDS = re.compile(r"\b(?:TODO|TBD|FIXME|XXX|CHANGEME)\b|\b[Ll]orem ipsum\b")
_HOST = re.compile(r"(?:^|[:/\s])(?:https?://|[^\s/:@]+@)([\w.-]+)", re.ASCII)
_RESERVED = re.compile(r"(?:.+\.)?(?:example|test|invalid|localhost|local|example\.(?:com|net|org))\.?|127\..+", re.IGNORECASE)
"""Names that belong to nobody: https://www.rfc-editor.org/rfc/rfc6761 · https://www.rfc-editor.org/rfc/rfc2606"""


def placeholders(publication: Publication) -> Iterator[str]:
    """What is no fact, each with its place in the file: words such as TODO, hosts that nobody has, a publisher without a name."""
    tree = msgspec.to_builtins(publication)
    for table in _TABLES:
        yield from _within(table, tree[table])
    if not publication.catalog.publisher.name:
        yield "catalog.publisher.name: nobody"


def _within(place: str, tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _within(f"{place}.{key}", value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _within(place, value)
    elif isinstance(tree, str) and (_WORDS.search(tree) or any(map(_RESERVED.fullmatch, _HOST.findall(tree)))):
        yield f"{place}: {tree}"
