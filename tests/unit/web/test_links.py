"""No page leads nowhere: a walk through the small body. `tests/outside/test_links.py` walks through all of the agency."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask.testing import FlaskClient

from crawl import Answer, dead_links

BASE = "http://localhost/"
PAGES = 60


def _get(client: FlaskClient, url: str) -> Answer:
    told = urlsplit(url)
    answer = client.get(told.path + (f"?{told.query}" if told.query else ""), headers={"Accept": "text/html,*/*;q=0.8"},
                        follow_redirects=True)
    is_page = answer.mimetype == "text/html"
    return Answer(answer.status_code, answer.mimetype, answer.text if is_page else "")


def test_no_link_of_the_first_pages_leads_nowhere(client: FlaskClient) -> None:
    assert dead_links(lambda url: _get(client, url), BASE, PAGES) == []


def test_a_dead_link_and_a_dead_anchor_are_found() -> None:
    pages = {
        "http://x/": '<body><a href="a">A</a> <a href="a#there">T</a> <a href="b">B</a> <a href="a#gone">G</a>'
                     '<a rel="nofollow" href="c">C</a> <a href="http://y/">Y</a> <a href="mailto:z@x">Z</a>',
        "http://x/a": '<body><p id="there"><a href="deep/">D</a>',
    }

    def get(url: str) -> Answer:
        return Answer(200, "text/html", pages[url]) if url in pages else Answer(404, "text/html", "")

    assert dead_links(get, "http://x/", 10) == [
        "http://x/ → b: 404", "http://x/ → a#gone: no such anchor", "http://x/a → deep/: 404",
    ]
    assert dead_links(get, "http://x/", 1) == ["http://x/ → b: 404", "http://x/ → a#gone: no such anchor"]
