"""References between pages, and the spelling of paths."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from kiungo.web import paths

BASE = "https://host.example/mount/"


@pytest.mark.parametrize("here", ["", "ns", "doc/a/b", "doc/a/", "doc/a/b/", "ns/1.0"])
@pytest.mark.parametrize("target", ["", "ns", "doc/a/b", "doc/a:b", "a:b/c", "id/x.ttl"])
def test_a_reference_leads_from_here_to_the_target(here: str, target: str) -> None:
    reference = paths.relative(target, here)
    assert urljoin(BASE + here, reference) == BASE + target
    assert "://" not in reference
    assert not reference.startswith("/")


@pytest.mark.parametrize(("path", "spelled"), [
    ("id/a b", "id/a%20b"), ("id/café", "id/caf%C3%A9"), ("id/a%b", "id/a%25b"), ("id/a:b@c!d", "id/a:b@c!d"), ("id/~x", "id/~x"),
])
def test_a_path_is_encoded_only_where_it_has_to_be(path: str, spelled: str) -> None:
    assert paths.encoded(path) == spelled


def test_an_iri_keeps_the_escapes_it_has() -> None:
    assert paths.encoded_iri("id/a%2Fb/é") == "id/a%2Fb/%C3%A9"


@pytest.mark.parametrize("path", ["id/a b", "id/<x>", 'id/"', "id/{x}", "id/a\x00b"])
def test_what_can_be_part_of_no_iri_names_nothing(path: str) -> None:
    assert paths.node("https://x.example/", path) is None
