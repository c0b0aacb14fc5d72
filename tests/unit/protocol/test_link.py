"""The Link header, written and read back by another program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from kiungo.protocol.link import Link, header


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            Link("../doc/a.ttl", "alternate", {"type": "text/turtle"}),
            '<../doc/a.ttl>; rel="alternate"; type="text/turtle"',
        ),
        (Link("#x", "describedby", {"anchor": "id/ä"}), '<#x>; rel="describedby"; anchor="id/%C3%A4"'),
        (Link("a", "alternate canonical"), '<a>; rel="alternate canonical"'),
        (Link("a", "http://www.w3.org/ns/ldp#x"), '<a>; rel="http://www.w3.org/ns/ldp#x"'),
        (Link("a", "item", {"title": 'say "a\\b"'}), r'<a>; rel="item"; title="say \"a\\b\""'),
        (Link("a", "item", {"title": "Naïve"}), "<a>; rel=\"item\"; title*=UTF-8''Na%C3%AFve"),
        (
            Link('https://x.example/a b>"<é%20', "item"),
            '<https://x.example/a%20b%3E%22%3C%C3%A9%20>; rel="item"',
        ),
    ],
)
def test_a_link_is_written_by_the_grammar(link: Link, expected: str) -> None:
    assert str(link) == expected


def test_links_share_one_header_in_order() -> None:
    assert header([Link("a", "item"), Link("b", "up")]) == '<a>; rel="item", <b>; rel="up"'


@pytest.mark.parametrize(
    "rel", ["", "describedBy", "a  b", "a\r\nX-Evil: 1", 'a"', "http://x.example/é", "x:\x01"]
)
def test_what_is_no_relation_is_refused(rel: str) -> None:
    with pytest.raises(ValueError, match="no link relation"):
        Link("a", rel)


@pytest.mark.parametrize(
    "attributes", [{"a b": "x"}, {"": "x"}, {"rel": "item"}, {"title": "a\r\nX-Evil: 1"}, {"title*": "x"}]
)
def test_what_no_header_can_say_is_refused(attributes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="link attribute"):
        Link("a", "item", attributes)


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.characters(min_codepoint=32, max_codepoint=126)),
)
def test_neither_target_nor_title_can_leave_its_place(target: str, title: str) -> None:
    written = str(Link(target, "item", {"title": title}))
    assert written.isascii()
    assert written.isprintable()
    inside, _, rest = written.partition(">")
    assert inside.startswith("<")
    assert not set(inside[1:]) & set('<>" ')
    assert {"rel": "item", "title": title} == parse_options_header("x" + rest)[1]
