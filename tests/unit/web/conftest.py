"""Applications over the two publications, each made once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiungo import settings, web
from kiungo.release import Release


class _Client(FlaskClient):
    """Reads each answer to its end, as a client on the network would, so that files are closed."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **options})


def _app(release: Release) -> Iterator[Flask]:
    app = web.create_app(release, settings.load({}, {"query_workers": 1}))
    app.test_client_class = _Client
    app.extensions["kiungo"].pool.start()
    yield app
    web.close(app)


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


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Asks the tiny body."""
    return app.test_client()


@pytest.fixture
def copy(copy_app: Flask) -> FlaskClient:
    """Asks the copy of the tiny body."""
    return copy_app.test_client()


@pytest.fixture
def agency(agency_app: Flask) -> FlaskClient:
    """Asks the agency."""
    return agency_app.test_client()
