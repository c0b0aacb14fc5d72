"""What an operator submits to the registries of Linked Data, written from a release. Nothing is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kiungo.errors import ReleaseError, SettingsError
from kiungo.registration import lod_cloud, lov, prefix_cc, w3id
from kiungo.registration.submission import Submission
from kiungo.registration.vocabulary import vocabularies
from kiungo.release import Release

__all__ = ["submissions", "write"]


def submissions(release: Release, url: str) -> Iterator[Submission]:
    """The submission to each registry; `url` is where the server is reached.

    Raises ReleaseError for a copy, SettingsError for a URL that no rule can redirect to.
    """
    if not re.fullmatch(r"https?://[^\s?#\"$]+/", url):
        raise SettingsError(f"--url {url}: is no http(s) URL that ends in a slash.")
    if release.publication.is_copy:
        raise ReleaseError(f"{release.path}: is a copy. Only what has its canonical base is registered.")
    found = vocabularies(release)
    yield w3id.submission(release, url)
    for each in found:
        yield lov.submission(each)
        yield prefix_cc.submission(each)
    yield lod_cloud.submission(release)


def write(release: Release, url: str, folder: Path) -> list[Submission]:
    """Write the files of every submission below `folder`. Raises what `submissions` raises."""
    found = list(submissions(release, url))
    for each in found:
        for name, body in each.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(body, encoding="utf-8")
    return found
