"""Bytes to quads and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kiungo.errors import NotXmlError, SourceError
from kiungo.rdf.formats import FORMATS, JSON_LD, N_QUADS, RDF_XML, TURTLE
from kiungo.rdf.serialization import read, write

GRAPH = NamedNode("urn:g")


def _file(folder: Path, text: str) -> Path:
    file = folder / "a.ttl"
    file.write_text(text, encoding="utf-8")
    return file


def test_lexical_forms_stay_as_written(tmp_path: Path) -> None:
    quads = read(_file(tmp_path, "<urn:s> <urn:p> 007 , 2.20 , 1.0E6 ."), GRAPH)
    assert write(quads, TURTLE, {}).decode() == "<urn:s> <urn:p> 007 , 2.20 , 1.0E6 .\n"


@pytest.mark.parametrize(("text", "line"), [("<urn:s> <urn:p>\n  'x", 2), ("\n\nx:y a <urn:c> .", 3), ("<a> a <urn:c> .", 1)])
def test_a_syntax_error_names_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(SourceError) as raised:
        read(_file(tmp_path, text), GRAPH)
    assert (raised.value.file, raised.value.line) == (tmp_path / "a.ttl", line)


def test_a_triple_term_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="rdf:Statement"):
        read(_file(tmp_path, "<urn:s> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> ."), GRAPH)


@pytest.mark.parametrize("code", ["0001", "000B", "FFFE", "FFFF"])
def test_a_character_that_no_xml_can_hold_is_refused_where_it_is_read_and_written(tmp_path: Path, code: str) -> None:
    with pytest.raises(SourceError, match=rf"urn:s.*U\+{code}"):
        read(_file(tmp_path, f'<urn:s> <urn:p> "\\u{code}" .'), GRAPH)
    quads = [Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(chr(int(code, 16))), GRAPH)]
    assert write(quads, TURTLE, {})
    with pytest.raises(NotXmlError, match=rf"U\+{code}.*Remove"):
        write(quads, RDF_XML, {})


@pytest.mark.parametrize("text", ["\t\n\r ", "\ufffd", "\u0080😀"])
def test_other_characters_are_written_as_xml(text: str) -> None:
    assert write([Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(text), GRAPH)], RDF_XML, {})


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.suffix)
def test_every_format_reads_back_the_same(tmp_path: Path, form: object) -> None:
    quads = read(_file(tmp_path, '@prefix e: <http://e/#> . e:s e:p "x\\"<&"@en-t-sw , e:o , 007 .'), GRAPH)
    again = parse(write(quads, form, {"e": "http://e/#"}), form.writer)  # type: ignore[arg-type,attr-defined]
    assert {quad.triple for quad in again} == {quad.triple for quad in quads}


def test_graphs_are_kept_only_where_asked(tmp_path: Path) -> None:
    quads = read(_file(tmp_path, "<urn:s> <urn:p> 1 ."), GRAPH)
    for form, keep, graphs in ((N_QUADS, None, {"urn:g"}), (JSON_LD, None, set()), (JSON_LD, True, {"urn:g"})):
        found = {getattr(quad.graph_name, "value", None) for quad in parse(write(quads, form, {}, graphs=keep), form.writer)}
        assert found - {None, ""} == graphs


def test_a_triple_of_two_graphs_is_written_once(tmp_path: Path) -> None:
    file = _file(tmp_path, "<urn:s> <urn:p> 1 .")
    quads = read(file, GRAPH) + read(file, NamedNode("urn:h"))
    assert write(quads, TURTLE, {}).count(b"urn:s") == 1
    assert RdfFormat.TURTLE is TURTLE.writer
