"""The readers' side: one immutable directory, opened read-only."""

from kiungo.release.archive import Release, make_current, open_release, publish, verify
from kiungo.release.manifest import Manifest

__all__ = ["Manifest", "Release", "make_current", "open_release", "publish", "verify"]
