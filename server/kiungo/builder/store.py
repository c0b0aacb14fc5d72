"""The Oxigraph store of a release: derived from its N-Quads, and disposable."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kiungo.rdf.canonical import canonical, content_digest
from kiungo.release.manifest import STORE, Derived, entries


def build_store(folder: Path, quads: Path) -> Derived:
    """Load an N-Quads file into `folder/store`; the answer lists its files and what reading it gives."""
    path = str(folder / STORE)
    store = Store(path)
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    del store  # closes the files, so that what is hashed next is what stays
    content = content_digest(canonical(Store.read_only(path)))
    return Derived(content, entries(folder, below=STORE))
