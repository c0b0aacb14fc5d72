"""A dataset in memory from a few lines of TriG."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import RdfFormat, Store

from kiungo.engine.embedded import Embedded

PREFIXES = """
PREFIX : <https://x.example/id/>
PREFIX h: <https://harbour.example/lod/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""


@pytest.fixture
def dataset() -> Callable[[str], Embedded]:
    """What the TriG says; the prefixes above are declared."""
    def load(trig: str) -> Embedded:
        store = Store()
        store.load(PREFIXES + trig, format=RdfFormat.TRIG)
        return Embedded(store)

    return load
