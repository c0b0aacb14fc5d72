"""A small store on disk, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

EX = "http://x.example/"


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 3,000 quads `ex:N ex:number N` in the graphs ex:a, ex:b and ex:c."""
    path = tmp_path_factory.mktemp("evaluation") / "store"
    store = Store(str(path))
    number = NamedNode(f"{EX}number")
    store.bulk_extend(
        Quad(NamedNode(f"{EX}{each}"), number, Literal(each), NamedNode(f"{EX}{'abc'[each % 3]}"))
        for each in range(3000)
    )
    store.flush()
    return path
