"""The editors' side: `kiungo.toml`, `ontology/`, `data/` and `shapes/` as files."""

from kiungo.sources.load import Sources, load

__all__ = ["Sources", "load"]
