"""A small store on disk, and the same data as a file, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kiungo.evaluation.processes import CAN_FORK

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


@pytest.fixture(scope="session", params=["spawn", "forkserver"])
def data(request: pytest.FixtureRequest, store_path: Path) -> Path:
    """The same data for each way of starting workers: the store, or a dump of it."""
    if request.param == "forkserver" and not CAN_FORK:
        pytest.skip("this system has no pidfd")
    dump = store_path.parent / "dump.nq"
    if request.param == "forkserver" and not dump.exists():
        Store.read_only(str(store_path)).dump(str(dump), RdfFormat.N_QUADS)
    return dump if request.param == "forkserver" else store_path
