"""The files of a release: each dataset whole, in every format, with its digest as entity tag; parts on request.

Under the name of a release a file stays what it is for ever; under `latest` it is that of the release served now.
Ranges: https://www.rfc-editor.org/rfc/rfc9110#section-14
"""

from __future__ import annotations

from functools import cache

from flask import Blueprint, Response, request, send_file

from kiungo.errors import NotFound
from kiungo.messages import Message
from kiungo.protocol.link import Link
from kiungo.rdf.formats import TURTLE
from kiungo.release import Release
from kiungo.release.downloads import CSV, DESCRIPTION, REPORT, REPORT_RDF, TABLES, WHOLE, Download
from kiungo.web import paths
from kiungo.web.responses import FOREVER, LIFETIME, links, rights
from kiungo.web.site import Site

LATEST = "latest"
_CSVW = "application/csvm+json"
_BESIDE = {f"{TABLES}/{DESCRIPTION}": _CSVW, REPORT: "application/json", REPORT_RDF: TURTLE.media_type}
"""Files that tell of the others, and their media types."""


def blueprint(site: Site) -> Blueprint:
    """The route of the files."""
    routes = Blueprint("dumps", __name__)
    line = {each.name: each for each in site.release.line()}

    known = cache(lambda name: _files(line[name]))  # a line is as long as the patience of its operator

    @routes.get("/dataset/<release>/<path:name>")
    def dump(release: str, name: str) -> Response:
        found = site.release if release == LATEST else line.get(release)
        if found is None:
            raise NotFound(Message("no_release"), "not-found")
        if name not in known(found.name):
            raise NotFound(Message("no_file"), "not-found")
        response = _sent(site, found, known(found.name)[name])
        response.headers["Cache-Control"] = LIFETIME if release == LATEST else FOREVER
        if release == LATEST:
            response.headers["Content-Location"] = "../" * (1 + name.count("/")) + f"{found.name}/{name}"
        return response

    return routes


def dump_path(release: str, download: Download) -> str:
    """Where a file of a release is found."""
    return f"dataset/{release}/{download.name}"


def _files(release: Release) -> dict[str, Download]:
    """Every file of a release by its name: of the whole, of each graph, the description of the tables, what the checks found."""
    found = [each for dataset in (WHOLE, *release.manifest.graphs) for each in release.downloads(dataset)]
    for path, media_type in _BESIDE.items():
        found.append(Download(WHOLE, "", path, path, "", media_type, "", release.manifest.files[path]))
    return {each.name: each for each in found}


def _sent(site: Site, release: Release, file: Download) -> Response:
    """A file of a release, whole or in part."""
    _heed_one_range()
    response = send_file(
        release.file(file.path), file.sent_as,
        conditional=True, etag=file.entry.sha256[:32], last_modified=0, max_age=None,
    )
    response.headers["Content-Type"] = f"{file.sent_as}; charset=utf-8" if file.sent_as.startswith("text/") else file.sent_as
    del response.headers["Last-Modified"]  # the digest is the validator; files have no dates that mean anything
    here = paths.requested(request).sent
    document = WHOLE if file.dataset == WHOLE else f"graph/{file.dataset}"
    described = [Link(DESCRIPTION, "describedby", {"type": _CSVW})] if file.media_type == CSV else []
    links(response, [
        Link(paths.relative(document, here), "collection"), *described,
        *rights(site.publication, None if file.dataset == WHOLE else file.dataset),
    ])
    return response


def _heed_one_range() -> None:
    """Take a Range out of the request that is no single range of bytes: then the whole is sent.

    https://www.rfc-editor.org/rfc/rfc9110#section-14.2
    """
    found = request.range
    if found is None or found.units != "bytes" or len(found.ranges) != 1:
        request.environ.pop("HTTP_RANGE", None)
