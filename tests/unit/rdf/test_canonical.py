"""One order and one digest, whoever wrote the quads."""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse

from kiungo.rdf.canonical import canonical, content_digest

ONE = b'<urn:s> <urn:p> _:a . _:a <urn:q> "1" . <urn:s> <urn:p> "x"@en .'
SAME = b'<urn:s> <urn:p> "x"@en . _:zz <urn:q> "1" . <urn:s> <urn:p> _:zz . <urn:s> <urn:p> _:zz .'
OTHER = ONE.replace(b'"1"', b'"01"')


def _digest(turtle: bytes) -> str:
    return content_digest(canonical(parse(turtle, RdfFormat.TURTLE)))


def test_order_repetition_and_blank_node_names_do_not_count() -> None:
    assert _digest(ONE) == _digest(SAME)


def test_one_changed_character_counts() -> None:
    assert _digest(ONE) != _digest(OTHER)
