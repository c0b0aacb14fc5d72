"""The policy page tells the limits in force."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from kiungo import settings, web
from kiungo.release import Release


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_page_tells_the_figures_in_force(agency: FlaskClient, language: str) -> None:
    answer = agency.get(f"/limits?lang={language}")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    words = re.sub(r"<[^>]+>", " ", answer.text)
    for figure in (r"\b30\b", r"\b512\b", r"\b256\b", r"\b32\b", r"\b500\b", "Retry-After", "SERVICE", "FROM", "429", "503"):
        assert re.search(figure, words), figure
    assert f'href="dataset?lang={language}"' in answer.text


def test_other_settings_give_another_page(tiny_release: Release) -> None:
    app = web.create_app(tiny_release, settings.load({}, {"query_seconds": 7.5, "query_memory_mb": 777}))
    answer = app.test_client().get("/limits")
    assert "7.5 seconds" in answer.text
    assert "777 MiB" in answer.text
    assert 'placeholder="7.5"' in app.test_client().get("/sparql", headers={"Accept": "text/html"}).text
    assert answer.headers["ETag"]
