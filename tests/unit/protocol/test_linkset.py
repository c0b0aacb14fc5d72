"""Linksets, read back by other programs: JSON by the rules of RFC 9264, text by a parser of the Link header."""

from __future__ import annotations

import json

from werkzeug.http import parse_options_header

from kiungo.protocol.link import Link
from kiungo.protocol.linkset import as_json, as_text

HERE = "https://x.example/doc/a"
LINKS = [
    Link("https://x.example/doc/a.ttl", "alternate describedby", {"type": "text/turtle", "hreflang": "sw", "profile": "urn:p"}),
    Link("https://x.example/id/a", "cite-as"),
    Link(HERE, "collection", {"anchor": "https://x.example/doc/a.ttl"}),
]


def test_contexts_have_their_anchor_and_targets_by_relation() -> None:
    turtle = {"href": "https://x.example/doc/a.ttl", "type": "text/turtle", "hreflang": ["sw"], "profile": ["urn:p"]}
    assert json.loads(as_json(LINKS, HERE)) == {"linkset": [
        {"anchor": HERE, "alternate": [turtle], "describedby": [turtle], "cite-as": [{"href": "https://x.example/id/a"}]},
        {"anchor": "https://x.example/doc/a.ttl", "collection": [{"href": HERE}]},
    ]}


def test_nothing_is_a_linkset_without_contexts() -> None:
    assert json.loads(as_json([], HERE)) == {"linkset": []}


def test_each_line_of_text_has_its_anchor() -> None:
    lines = as_text(LINKS, HERE).split(",\n")
    assert [line.partition(";")[0] for line in lines] == [f"<{each.target}>" for each in LINKS]
    anchors = [parse_options_header(f"x;{line.partition(';')[2]}")[1]["anchor"] for line in lines]
    assert anchors == [HERE, HERE, "https://x.example/doc/a.ttl"]
