"""The files of a release: each dataset whole, in every format, with its digest as entity tag; parts on request.

Under the name of a release a file stays what it is for ever; under `latest` it is that of the release served now.
Ranges: https://www.rfc-editor.org/rfc/rfc9110#section-14
"""

from __future__ import annotations

from flask import Blueprint, Response, request, send_file

from kiungo.errors import NotFound
from kiungo.protocol.link import Link
from kiungo.release import Release
from kiungo.release.downloads import WHOLE, Download
from kiungo.web import paths
from kiungo.web.responses import FOREVER, LIFETIME, links
from kiungo.web.site import Site

LATEST = "latest"


def blueprint(site: Site) -> Blueprint:
    """The route of the files."""
    routes = Blueprint("dumps", __name__)
    line = {each.name: each for each in site.release.line()}

    @routes.get("/dataset/<release>/<name>")
    def dump(release: str, name: str) -> Response:
        found = site.release if release == LATEST else line.get(release)
        if found is None:
            raise NotFound("There is no such release here.", "not-found")
        response = _file(site, found, name)
        response.headers["Cache-Control"] = LIFETIME if release == LATEST else FOREVER
        if release == LATEST:
            response.headers["Content-Location"] = f"../{found.name}/{name}"
        return response

    return routes


def dump_path(release: str, download: Download) -> str:
    """Where a file of a release is found."""
    return f"dataset/{release}/{download.name}"


def _file(site: Site, release: Release, name: str) -> Response:
    """A file of a release, whole or in part."""
    dataset = name.partition(".")[0]
    known = {each.name: each for each in release.downloads(dataset)}
    if name not in known:
        raise NotFound("There is no such file in the release.", "not-found")
    found = known[name]
    response = send_file(
        release.path / found.path, found.media_type,
        conditional=True, etag=found.entry.sha256[:32], last_modified=0, max_age=None,
    )
    response.headers["Content-Type"] = found.format.content_type if not found.coding else found.media_type
    del response.headers["Last-Modified"]  # the digest is the validator; files have no dates that mean anything
    here = paths.requested(request).sent
    document = WHOLE if dataset == WHOLE else f"graph/{dataset}"
    links(response, [
        Link(paths.relative(document, here), "collection"), Link(site.publication.about.licence, "license"),
    ])
    return response
