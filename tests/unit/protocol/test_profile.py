"""Accept-Profile and `_profile`, as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiungo.protocol.profile import Profile, choose, parse

ONE, TWO = Profile("https://x.example/one", "one"), Profile("https://x.example/a,b;q=0", "two")
TOKENS = {each.token: each.iri for each in (ONE, TWO)}


@pytest.mark.parametrize(("text", "found"), [
    (None, ()),
    ("", ()),
    (f"<{ONE.iri}>", ((ONE.iri, 1.0),)),
    (f"<{ONE.iri}>;q=0.5, <{TWO.iri}>; q=0.9", ((ONE.iri, 0.5), (TWO.iri, 0.9))),
    ("one", ((ONE.iri, 1.0),)),
    ("two;q=0.1,one", ((TWO.iri, 0.1), (ONE.iri, 1.0))),
    ("nothing", (("nothing", 1.0),)),
    (f"<{ONE.iri}>;q=much, one;q=0.2", ((ONE.iri, 0.2),)),
    ("<broken, one", ((ONE.iri, 1.0),)),
    (f'"{ONE.iri}"', ()),
])
def test_a_list_is_read(text: str | None, found: tuple[tuple[str, float], ...]) -> None:
    assert parse(text, TOKENS) == found


def test_a_header_knows_no_tokens() -> None:
    assert choose(parse("one", {}), (ONE, TWO)) is None


@pytest.mark.parametrize(("text", "profile"), [
    ("", ONE), ("two", TWO), ("one;q=0.5, two;q=0.6", TWO), ("one, two", ONE), ("two, one", ONE), ("one;q=0", None),
    ("nothing, two;q=0.1", TWO), ("nothing", None), ("one;q=0, two;q=0.001", TWO),
])
def test_what_is_wanted_most_is_chosen(text: str, profile: Profile | None) -> None:
    assert choose(parse(text, TOKENS), (ONE, TWO)) == profile


@given(st.text(alphabet="<>one,;q=. 0\"", max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert choose(parse(text, TOKENS), (ONE, TWO)) in (ONE, TWO, None)
