"""Applications over the two publications, each made once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from asgi import running
from kiungo import builder, checks, settings, sources
from kiungo.gateway import Gateway
from kiungo.release import Release, open_release
from kiungo.web import site_of
from kiungo.web.site import Site

_QUERIES = re.compile("/sparql$|/query/")
TINY = Path(__file__).parents[2] / "fixtures" / "tiny"


class _Client(FlaskClient):
    """Reads each answer to its end, as a client on the network would, so that files are closed."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **options})


def _app(release: Release) -> Iterator[Flask]:
    """The application behind a gateway, which answers queries in its place, as in production."""
    gateway = Gateway(release, settings.load({}, {"query_workers": 1, "client_seconds": 0, "client_errors": 0}))
    app, pages = gateway.application, gateway.application.wsgi_app
    app.test_client_class = _Client
    with running(gateway) as whole:
        app.wsgi_app = lambda environ, start: (whole if _QUERIES.match(environ["PATH_INFO"]) else pages)(environ, start)  # type: ignore[method-assign]
        yield app


@pytest.fixture(scope="session")
def app(tiny_release: Release) -> Iterator[Flask]:
    """The tiny body under its canonical base."""
    yield from _app(tiny_release)


@pytest.fixture(scope="session")
def copy_app(tiny_copy: Release) -> Iterator[Flask]:
    """The tiny body under another base."""
    yield from _app(tiny_copy)


@pytest.fixture(scope="session")
def agency_app(agency_release: Release) -> Iterator[Flask]:
    """The agency under its canonical base."""
    yield from _app(agency_release)


@pytest.fixture(scope="session")
def boats_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The tiny body with the files of `boats/` added to its own: a class, shapes and data that no template knows of."""
    folder = tmp_path_factory.mktemp("boats")
    root = Path(shutil.copytree(TINY, folder / "sources"))
    for added in sorted((Path(__file__).parent / "boats").rglob("*.ttl")):
        file = root / added.relative_to(Path(__file__).parent / "boats")
        file.write_text(file.read_text(encoding="utf-8") + added.read_text(encoding="utf-8"), encoding="utf-8")
    many = root / "data" / "graphs" / "editorial.ttl"
    many.write_text(many.read_text(encoding="utf-8") + _many(), encoding="utf-8")
    found = sources.load(root)
    report = checks.run(found)
    assert report.conforms, report.text("en")
    yield from _app(open_release(builder.build(found, report, folder / "releases")))


def _many() -> str:
    """A boat in 1,000 colours, and one that leads to 500 nodes without names, each to another."""
    colours = " , ".join(f'"colour {number:03}"@en' for number in range(1_000))
    nodes = " , ".join(f'[ h:note "node {number:03}"@en ; h:next [ h:note "below"@en ] ]' for number in range(240))
    others = " , ".join(f'[ h:note "other {number:03}"@en ]' for number in range(240))
    return f"""
boat:rainbow a h:Boat ; rdfs:label "Rainbow"@en ; h:keel 1.0 ; h:colour {colours} .
boat:wide a h:Boat ; rdfs:label "Wide"@en ; h:keel 1.0 ; h:next {nodes} ; h:crew {others} .
"""


@pytest.fixture
def boats(boats_app: Flask) -> FlaskClient:
    """Asks the tiny body that has boats."""
    return boats_app.test_client()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Asks the tiny body."""
    return app.test_client()


@pytest.fixture
def copy(copy_app: Flask) -> FlaskClient:
    """Asks the copy of the tiny body."""
    return copy_app.test_client()


@pytest.fixture
def agency_site(agency_app: Flask) -> Site:
    """What the agency's pages are made from."""
    return site_of(agency_app)


@pytest.fixture
def agency(agency_app: Flask) -> FlaskClient:
    """Asks the agency."""
    return agency_app.test_client()
