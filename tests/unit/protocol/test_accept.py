"""RFC 9110 §12.5.1 in tables: the rules, the clients there are, and hostile headers."""

from __future__ import annotations

import csv
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiungo.protocol.accept import ANYTHING, MediaRange, Offer, choose, parse
from kiungo.rdf.formats import FORMATS

HTML = Offer("text/html", "html", ("application/xhtml+xml",))
RDF = tuple(Offer(each.media_type, each.suffix, each.aliases) for each in FORMATS)
GRAPH = tuple(
    Offer(each.media_type, each.suffix, each.aliases) for each in FORMATS if each.suffix not in ("trig", "nq")
)
PAGE_FIRST = (HTML, *RDF)
DATA_FIRST = (*RDF, HTML)


def chosen(header: str | None, offers: tuple[Offer[str], ...] = PAGE_FIRST) -> str | None:
    offer = choose(header, offers)
    return None if offer is None else offer.value


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("text/turtle", (MediaRange("text", "turtle"),)),
        ("TEXT/Turtle; CharSet=UTF-8 ;Q=0.5", (MediaRange("text", "turtle", (("charset", "UTF-8"),), 0.5),)),
        (
            'a/b;p="x,y;z\\"w";q=0.1, c/d',
            (MediaRange("a", "b", (("p", 'x,y;z"w'),), 0.1), MediaRange("c", "d")),
        ),
        ("text/*;q=0.3,*/*", (MediaRange("text", "*", (), 0.3), MediaRange("*", "*"))),
        ("*; q=.2", (MediaRange("*", "*", (), 0.2),)),
        ("a/b;q=1;ext=2", (MediaRange("a", "b", (("ext", "2"),)),)),
        (",, a/b ,", (MediaRange("a", "b"),)),
        ("a/b;;", (MediaRange("a", "b"),)),
        ("a/b;flag", (MediaRange("a", "b", (("flag", ""),)),)),
    ],
)
def test_ranges_are_read(header: str, expected: tuple[MediaRange, ...]) -> None:
    assert parse(header) == expected


@pytest.mark.parametrize(
    "member",
    [
        "turtle",
        "a/b/c",
        "*/b",
        "a/",
        "/b",
        "a b/c",
        "a/b;q=2",
        "a/b;q=",
        "a/b;q",
        "a/b;q=0.1234",
        "a/b;q=-1",
        'a/b;p="x',
        "a/\u00e9",
    ],
)
def test_a_member_that_cannot_be_read_is_ignored(member: str) -> None:
    assert (MediaRange("c", "d"),) == parse(f"c/d, {member}")
    assert parse(member) == ANYTHING


@pytest.mark.parametrize("header", [None, "", " ", ",", ";", "nonsense"])
def test_saying_nothing_accepts_anything(header: str | None) -> None:
    assert chosen(header) == "html"
    assert chosen(header, DATA_FIRST) == "ttl"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("text/turtle", "ttl"),
        ("TEXT/TURTLE", "ttl"),
        ("text/turtle;charset=utf-8", "ttl"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, x;y"', "jsonld"),
        ("application/n-triples, text/turtle;q=0.9", "nt"),
        ("text/html;q=0, */*", "ttl"),
        ("text/html;q=0, text/*", "ttl"),
        ("*/*;q=0", None),
        ("text/*;q=0, */*", "jsonld"),
        ("image/png", None),
        ("image/*", None),
        ("application/*;q=0.5, text/turtle;q=0.4", "jsonld"),
        ("text/*, text/html;q=0.1", "ttl"),
        ("*/*, text/html;q=0.1", "ttl"),
        ("*/*;q=0.1, application/*;q=0.5", "jsonld"),
        ("text/html;level=1, text/html;q=0", None),
        ("text/turtle;q=0.1, text/html;q=0.2, text/turtle;q=0.3", "ttl"),
        ("text/turtle;q=0.001", "ttl"),
        ("application/trig", "trig"),
    ],
)
def test_the_most_specific_range_decides(header: str, expected: str | None) -> None:
    assert chosen(header) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("application/xhtml+xml", "html"),
        ("application/json", "jsonld"),
        ("text/xml", "rdf"),
        ("application/x-turtle, text/html", "html"),
        ("application/x-turtle, text/html;q=0.7", "ttl"),
        ("application/xml;q=0.9, */*;q=0.8", "html"),
        ("application/ld+json;q=0, application/json", None),
        ("application/json;q=0, */*;q=0.5, text/html;q=0", "ttl"),
    ],
)
def test_an_alias_counts_a_little_less_than_the_name(header: str, expected: str | None) -> None:
    assert chosen(header) == expected


def test_an_alias_is_not_found_by_a_wildcard() -> None:
    assert chosen("text/*", (Offer("application/rdf+xml", "rdf", ("text/xml",)),)) is None


def test_among_equals_the_server_decides() -> None:
    header = "application/n-triples, application/rdf+xml, text/turtle"
    assert chosen(header, RDF) == "ttl"
    assert chosen(header, tuple(reversed(RDF[:3]))) == "nt"


def test_the_servers_quality_weighs_too() -> None:
    poor = Offer("text/html", "html", quality=0.5)
    assert chosen("text/html, text/turtle;q=0.6", (poor, RDF[0])) == "ttl"
    assert chosen("text/html, text/turtle;q=0.4", (poor, RDF[0])) == "html"


JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
RAPPER = (
    "application/rdf+xml, text/rdf;q=0.6, application/n-triples, text/turtle, application/x-turtle, "
    "text/html;q=0.2, application/xhtml+xml;q=0.4, text/html;q=0.6, application/xhtml+xml;q=0.8, */*;q=0.1"
)
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
PROTEGE = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
RDFLIB_JS = "image/*;q=0.9, */*;q=0.1, application/xhtml+xml, text/html;q=0.9, text/n3;q=1.0, text/turtle;q=1"


@pytest.mark.parametrize("offers", [PAGE_FIRST, DATA_FIRST])
@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (JAVA, "html"),
        (CHROME, "html"),
        (RAPPER, "ttl"),
        (PROTEGE, "rdf"),
        (RDFLIB_JS, "ttl"),
        ("application/n-quads,application/trig;q=0.95,text/turtle;q=0.6,text/html;q=0.2", "nq"),
        ("application/rdf+xml, text/n3, text/turtle, application/n-triples, application/ld+json", "ttl"),
        ("text/turtle, application/x-turtle, */*;q=0.1", "ttl"),
    ],
)
def test_page_and_data_find_their_readers(header: str, expected: str, offers: tuple[Offer[str], ...]) -> None:
    assert chosen(header, offers) == expected


@pytest.mark.parametrize(("header", "expected"), [(JAVA, "ttl"), (CHROME, "ttl"), ("*/*", "ttl")])
def test_where_there_is_no_page_everyone_gets_data(header: str, expected: str) -> None:
    assert chosen(header, GRAPH) == expected


def clients() -> list[tuple[str, str]]:
    """The corpus of real Accept headers, where the environment names its folder."""
    folder = os.environ.get("KIUNGO_CONFORMANCE")
    if not folder:
        return []
    with (Path(folder) / "clients.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["client"], row["accept"]) for row in rows]


# What each client of the corpus can read, by suffix.
READS = {
    "rapper-2.0.14": {"rdf", "nt", "ttl", "trig", "nq"},
    "comunica": {"nq", "trig", "jsonld", "nt", "ttl", "rdf"},
    "atomgraph-jena": {"rdf", "ttl", "jsonld", "nt"},
    "rdflib.js": {"rdf", "ttl", "jsonld"},
    "ldfetch/ldes-client": {"jsonld", "trig", "ttl", "nq", "nt", "rdf"},
    "protege-owlapi": {"rdf", "ttl"},
    "java-urlconnection": {"html"},
    "json-ld-profile": {"jsonld"},
    "activitystreams-style": {"jsonld"},
    "chrome": {"html"},
    "firefox": {"html"},
    "curl-default": {"html", "ttl"},
    "rdflib-7.6-parse1": {"rdf", "ttl", "nt", "jsonld", "nq", "trig"},
    "rdflib-7.6-parse2": {"ttl"},
}


@pytest.mark.parametrize("offers", [PAGE_FIRST, DATA_FIRST, (HTML, *GRAPH)])
def test_every_client_of_the_corpus_gets_what_it_reads(offers: tuple[Offer[str], ...]) -> None:
    corpus = clients()
    if not corpus:
        pytest.skip("KIUNGO_CONFORMANCE does not name a folder with clients.tsv")
    assert READS.keys() == {client for client, _ in corpus}
    answers = {client: chosen(header, offers) for client, header in corpus}
    assert {client: answer for client, answer in answers.items() if answer not in READS[client]} == {}


@given(st.one_of(st.text(max_size=500), st.text(alphabet='texhml/*;q=0.19, "\\', max_size=500)))
def test_no_header_fails(header: str) -> None:
    assert parse(header)
    assert chosen(header) in {None, "html", *(each.suffix for each in FORMATS)}


@pytest.mark.parametrize(
    "piece",
    ['"', "\\", ",", ";", "a/b,", "*/*;q=0.5,", 'a/b;p="x,y",', ";q=", "a/b;a=b;", 'a/b;p="\\"', "a" * 50],
)
def test_a_long_header_costs_little(piece: str) -> None:
    header = piece * (65_536 // len(piece))
    started = time.process_time()
    chosen(header)
    assert time.process_time() - started < 0.25
