"""The readers' side on the Web: one release, served over HTTP. Nothing here reads the editors' sources."""

from __future__ import annotations

from flask import Blueprint, Flask

from kiungo.evaluation.description import description
from kiungo.release import Release
from kiungo.settings import Settings
from kiungo.web import (
    answers,
    assets,
    browse,
    cite,
    discovery,
    dumps,
    errors,
    feeds,
    forms,
    limits,
    linksets,
    negotiation,
    oai,
    pages,
    queries,
    resources,
    responses,
    search,
    sitemaps,
    sparql,
    statements,
)
from kiungo.web.figures import number
from kiungo.web.site import Site, open_site

_BODY = 2 * 1024 * 1024  # octets of a request: queries may have half of that, nothing else has a body

_EXTENSION = "kiungo"


def create_app(release: Release, settings: Settings) -> Flask:
    """An application over one release. Several may live in one process."""
    app = Flask(__name__, static_folder=None, template_folder="templates")
    app.config.update(MAX_CONTENT_LENGTH=_BODY, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["number"] = number
    site = open_site(release, settings)
    app.extensions[_EXTENSION] = site
    responses.register(app, is_copy=release.publication.is_copy)
    errors.register(app, site)
    app.register_blueprint(pages.blueprint(site))
    app.register_blueprint(assets.blueprint(site.assets))
    app.register_blueprint(limits.blueprint(site))
    app.register_blueprint(statements.blueprint(site))
    app.register_blueprint(search.blueprint(site))
    app.register_blueprint(browse.blueprint(site))
    app.register_blueprint(cite.blueprint(site))
    app.register_blueprint(dumps.blueprint(site))
    app.register_blueprint(feeds.blueprint(site))
    app.register_blueprint(oai.blueprint(site))
    app.register_blueprint(sitemaps.blueprint(site))
    app.register_blueprint(discovery.blueprint(site))
    app.register_blueprint(_query_service(site))
    app.register_blueprint(queries.blueprint(site))
    app.register_blueprint(linksets.blueprint(site))
    app.register_blueprint(resources.blueprint(site))
    return app


def _query_service(site: Site) -> Blueprint:
    publication = site.publication
    manifest = site.release.manifest
    graphs = {publication.graph(name): count for name, count in sorted(manifest.graphs.items())}
    # Of this server, which may be one of several: https://www.w3.org/TR/sparql11-service-description/#sd-endpoint
    described = description(f"{site.public_url}sparql", graphs, manifest.triples, publication.prefixes)
    return sparql.blueprint(
        f"{site.release.name} {site.public_url}", described, publication.prefixes, lambda: negotiation.reader(site, forms.PATH),
        forms.query_form(site), lambda outcome: answers.answer_page(site, outcome),
    )


def site_of(app: Flask) -> Site:
    """What an application answers from."""
    site: Site = app.extensions[_EXTENSION]
    return site


__all__ = ["create_app", "site_of"]
