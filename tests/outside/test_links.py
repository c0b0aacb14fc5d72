"""No page leads nowhere: the whole of the running agency, by its own links."""

from __future__ import annotations

from urllib.error import HTTPError
from urllib.request import Request, urlopen

from crawl import Answer, dead_links


def _get(url: str) -> Answer:
    try:
        with urlopen(Request(url, headers={"Accept": "text/html,*/*;q=0.8"}), timeout=30) as answer:
            kind = answer.headers.get_content_type()
            return Answer(answer.status, kind, answer.read().decode() if kind == "text/html" else "")
    except HTTPError as error:
        return Answer(error.code, "", "")


def test_no_link_of_any_page_leads_nowhere(agency_url: str) -> None:
    assert dead_links(_get, agency_url, 5_000) == []
