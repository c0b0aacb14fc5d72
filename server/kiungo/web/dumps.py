"""The whole data set as files, each with its digest as entity tag; parts of them on request.

Ranges: https://www.rfc-editor.org/rfc/rfc9110#section-14
"""

from __future__ import annotations

from flask import Blueprint, Response, request, send_file

from kiungo.errors import NotFound
from kiungo.protocol.link import Link
from kiungo.rdf.formats import FORMATS, by_suffix
from kiungo.web import paths
from kiungo.web.graphs import dump_path
from kiungo.web.responses import LIFETIME, links
from kiungo.web.site import Site

_WHOLE = "dataset"


def blueprint(site: Site) -> Blueprint:
    """The route of the dumps."""
    routes = Blueprint("dumps", __name__)

    @routes.get("/dataset/<version>/dump.<suffix>")
    def dump(version: str, suffix: str) -> Response:
        return _dump(site, version, suffix)

    return routes


def _dump(site: Site, version: str, suffix: str) -> Response:
    """The data set in one format, whole or in part. Only the version of this release is here."""
    form = by_suffix(suffix)
    entry = site.release.manifest.files.get(f"dumps/{_WHOLE}.{suffix}")
    if form is None or entry is None or version != site.publication.about.version:
        raise NotFound("There is no such dump in the release.", "not-found")
    response = send_file(
        site.release.dump(_WHOLE, suffix), form.media_type,
        conditional=True, etag=entry.sha256[:32], last_modified=0, max_age=None,
    )
    response.headers["Content-Type"] = form.content_type
    del response.headers["Last-Modified"]  # the digest is the validator; files have no dates that mean anything
    response.headers["Cache-Control"] = LIFETIME
    here = paths.requested(request).sent
    others = [
        Link(paths.relative(dump_path(site, each.suffix), here), "alternate", {"type": each.media_type})
        for each in FORMATS
        if each is not form
    ]
    collection = Link(paths.relative(_WHOLE, here), "collection")
    links(response, [*others, collection, Link(site.publication.about.licence, "license")])
    return response
