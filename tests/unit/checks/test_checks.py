"""Each check, made to fire by one fault, and by nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiungo import checks, sources
from kiungo.checks import ValidationReport
from kiungo.messages import LANGUAGES
from kiungo.release import Release

TINY = Path(__file__).parents[2] / "fixtures" / "tiny"

STATEMENT, EVIDENCE, NS = "data/graphs/statement.ttl", "data/graphs/evidence.ttl", "ontology/ns.ttl"
EDITORIAL, SHAPES, QUESTION = "data/graphs/editorial.ttl", "shapes/office.ttl", "ontology/questions/q01-duties"
BASE = "https://harbour.example/lod/"

THERE = 0  # for a line: the one on which the text stood that was replaced

FAULTS = [
    # file, what stands there, what is put there, the rules broken, the file blamed, the line blamed
    (STATEMENT, "h:hasDuty <", "h:hasDuty <<", {"syntax"}, STATEMENT, 7),
    (STATEMENT, "@prefix h:", "@prefix hh:", {"syntax"}, STATEMENT, 5),
    ("data/loose.ttl", "", "<urn:a> <urn:b> <urn:c> .", {"syntax"}, "data/loose.ttl", None),
    ("data/source/notice.txt", "lights", "lamps", {"syntax"}, "data/source/notice.txt", None),
    ("data/source/passages.tsv", "duty\t3", "duty\t2", {"syntax"}, "data/source/passages.tsv", 3),
    ("data/source/passages.tsv", "duty\t3", "duty\t99", {"syntax"}, "data/source/passages.tsv", 3),
    ("data/source/passages.tsv", "duty\t3\t", "duty\t3\t\t", {"syntax"}, "data/source/passages.tsv", 3),
    ("data/source/passages.tsv", "slug\tline", "line\tslug", {"syntax"}, "data/source/passages.tsv", 1),
    ("data/source/passages.tsv", "phare\t4", "duty\t4", {"syntax"}, "data/source/passages.tsv", 4),
    ("data/source/passages.tsv", "phare\t4\titem\tfr\n", "", {"passage-missing"}, "data/source/notice.txt", 4),
    ("data/source/passages.tsv", "phare\t4", "phare\t3", {"passage-overlap", "passage-missing"}, "data/source/passages.tsv", 4),
    (EDITORIAL, "excerpt-kind/item>", "excerpt-kind/Item>", {"iri-policy", "iri-undescribed"}, EDITORIAL, 16),
    (EDITORIAL, "h:rank 1 ;", f"h:rank 1 ; dcterms:subject <{BASE}id/nobody> ;", {"iri-undescribed"}, EDITORIAL, 7),
    (EDITORIAL, "h:rank 1 ;", "h:rank 1 ; h:rankk 2 ;", {"term-own", "iri-undescribed"}, EDITORIAL, 7),
    (EDITORIAL, "dcterms:relation", "dcterms:relatedTo", {"term-unknown"}, EDITORIAL, 7),
    (EDITORIAL, "dcterms:relation", "<urn:x:relation>", {"term-namespace"}, EDITORIAL, 7),
    (EDITORIAL, "h:rank 1 ;", "h:rank 1 ; a <http://www.w3.org/ns/org#Organisation> ;", {"term-unknown"}, EDITORIAL, 7),
    (NS, "h:readIn a owl:ObjectProperty", "h:readIn a owl:ObjectProperty , owl:FunctionalProperty", {"owl-construct"}, NS, 18),
    (NS, "rdfs:domain h:Office", "rdfs:domain [ ]", {"owl-expression"}, NS, 17),
    (NS, "h:Office a owl:Class ;", "h:Office rdfs:subClassOf h:Duty ;", {"owl-undeclared"}, NS, 13),
    (NS, "dcterms:license a owl:AnnotationProperty", "dcterms:license a owl:DatatypeProperty", {"owl-literal"}, NS, 6),
    (EDITORIAL, "    rdfs:label \"Keeping <script>alert('lights')</script> & lamps\"@en , \"Garder le phare\"@fr ;\n", "",
     {"hygiene/label-missing"}, EDITORIAL, 7),
    ("shapes/hygiene/label-missing.rq", "# severity: violation\n", "", {"hygiene"}, "shapes/hygiene/label-missing.rq", 1),
    ("shapes/hygiene/label-missing.rq", "SELECT ?focus", "SELEKT ?focus", {"hygiene"}, "shapes/hygiene/label-missing.rq", None),
    ("shapes/hygiene/label-missing.rq", "SELECT ?focus WHERE", "ASK", {"hygiene"}, "shapes/hygiene/label-missing.rq", None),
    ("shapes/hygiene/label-missing.rq", "<{focus}> has", "<{thing}> has", {"hygiene"}, "shapes/hygiene/label-missing.rq", None),
    ("ontology/terms/oa.toml", "terms = [", "terms = ", {"term-list"}, "ontology/terms/oa.toml", None),
    ("ontology/terms/oa.toml", "read = ", "seen = ", {"term-list"}, "ontology/terms/oa.toml", None),
    (SHAPES, "sh:minCount 1", "sh:minCount 2", {"<https://harbour.example/lod/shapes#Office-duty>"}, STATEMENT, 5),
    (SHAPES, "sh:minCount 1", "sh:minCount 'many'", {"shacl-shapes"}, None, None),
    (STATEMENT, "all 12 of them", "all 13 of them", {"verbatim", "evidence-missing", "evidence-orphan"}, STATEMENT, 10),
    (STATEMENT, "them.\"", "them\"", {"evidence-missing", "evidence-orphan"}, STATEMENT, 10),
    (STATEMENT, "a h:Duty ;", "a h:Duty , h:Office ; h:hasDuty <https://harbour.example/lod/id/duty/lights> ;",
     {"evidence-missing"}, STATEMENT, 10),
    (EVIDENCE, "rdf:object h:Office ;", "rdf:object h:Duty ;", {"evidence-orphan", "evidence-missing"}, STATEMENT, 5),
    (EVIDENCE, "rdf:object h:Office ;", "rdf:object h:Office , h:Duty ;", {"evidence-parts", "evidence-missing"}, STATEMENT, 5),
    (EVIDENCE, ";\n    dcterms:source <https://harbour.example/lod/id/notice/excerpt/name> .", ".", {"evidence-source"},
     EVIDENCE, 6),
    (EDITORIAL, '"Garder le phare"@fr', '"Keeping"@en-t-fr', {"translation-graph"}, EDITORIAL, 7),
    (EDITORIAL, '    h:withdrawnFor "The notice names no horn; we had misread it."@en ;\n', "",
     {"withdrawn-unexplained"}, EDITORIAL, 21),
    (EDITORIAL, '    h:withdrawnOn "2025-02-01"^^xsd:date ;\n', "",
     {"withdrawn-unexplained"}, EDITORIAL, 21),
    (EDITORIAL, "h:rank 1 ;", f"h:rank 1 ; dcterms:subject <{BASE}id/duty/fog-horn> ;", {"withdrawn-used"}, EDITORIAL, 7),
    ("kiungo.toml", "frequency/NEVER", "frequency/SOMETIMES", {"catalog-concept"}, "kiungo.toml", THERE),
    ("kiungo.toml", "publishertype/LocalAuthority", "publishertype/Club", {"catalog-concept"}, "kiungo.toml", THERE),
    ("kiungo.toml", "data-theme/TRAN", "data-theme/BOATS", {"catalog-theme"}, "kiungo.toml", None),
    ("kiungo.toml", '"harbour", "duties"', '"harbour, duties"', {"catalog-keyword-comma"}, "kiungo.toml", THERE),
    ("kiungo.toml", 'datasets = ["statement"]', 'datasets = ["nothing"]', {"catalog-dataset"}, "kiungo.toml", THERE),
    (QUESTION + ".tsv", "duty/lights", "duty/lamps", {"question-missing", "question-surplus"}, QUESTION + ".ttl", None),
    (QUESTION + ".tsv", "<https", "https", {"question"}, QUESTION + ".tsv", 2),
    (QUESTION + ".ttl", "h:hasDuty", "z:hasDuty", {"question"}, QUESTION + ".ttl", 10),
]


@pytest.mark.parametrize(("file", "old", "new", "rules", "blamed", "line"), FAULTS,
                         ids=[f"{number}-{min(fault[3])}" for number, fault in enumerate(FAULTS)])
def test_one_fault_is_named_with_its_place(
    break_it: object, file: str, old: str, new: str, rules: set[str], blamed: str | None, line: int | None
) -> None:
    line = _line(file, old) if line == THERE else line
    report: ValidationReport = break_it(file, old, new)  # type: ignore[operator]
    assert {each.rule for each in report.results} == rules
    assert not report.conforms
    places = {(None if each.file is None else each.file.as_posix(), each.line) for each in report.results}
    assert (blamed, line) in places
    assert all(set(LANGUAGES) <= set(each.message) for each in report.results if not each.rule.startswith(("hygiene/", "<")))


def _line(file: str, text: str) -> int:
    whole = (TINY / file).read_text(encoding="utf-8")
    return whole[: whole.index(text)].count("\n") + 1


def test_a_quote_that_is_off_by_one_character_is_refused(break_it: object) -> None:
    quote = """
@prefix oa: <http://www.w3.org/ns/oa#> .
<https://harbour.example/lod/id/quote/1> rdfs:label "A quote"@en ;
    oa:hasSource <https://harbour.example/lod/id/notice/excerpt/duty> ;
    oa:hasSelector <https://harbour.example/lod/id/quote/1/words> .
<https://harbour.example/lod/id/quote/1/words> oa:exact "%s" .
"""
    for words, rules in (("the lights\u00a0of", set()), ("the light\u00a0of", {"quote"})):
        report = break_it(EDITORIAL, "<https://harbour.example/lod/id/ground/read>",  # type: ignore[operator]
                          f"{quote % words}<https://harbour.example/lod/id/ground/read>")
        assert {each.rule for each in report.results} == rules
        break_it(EDITORIAL, quote % words, "")  # type: ignore[operator]


@pytest.mark.parametrize("which", ["tiny_release", "agency_release"])
def test_the_publications_conform(which: str, request: pytest.FixtureRequest) -> None:
    """They are built from a report of all checks; nothing is built from one that refuses."""
    release: Release = request.getfixturevalue(which)
    assert json.loads((release.path / "report.json").read_bytes())["conforms"]


@pytest.mark.parametrize("file", ["ontology/terms/oa.toml", "shapes/hygiene/label-missing.rq", "data/source/passages.tsv"])
def test_a_file_that_is_not_utf_8_is_named_with_its_line(tiny_root: Path, file: str) -> None:
    path = tiny_root / file
    path.write_bytes(path.read_bytes() + "# caf\u00e9".encode("latin-1"))
    (result,) = checks.run(sources.load(tiny_root)).results
    assert result.file == Path(file)
    assert result.line == path.read_bytes().count(b"\n") + 1


def test_the_report_is_given_in_the_readers_language(break_it: object) -> None:
    report: ValidationReport = break_it(STATEMENT, "all 12", "all 13")  # type: ignore[operator]
    texts = {language: report.text(language) for language in LANGUAGES}
    assert "does not stand in the captured text" in texts["en"]
    assert "haipo katika matini asilia" in texts["sw"]
    assert all(f"{STATEMENT}:10" in text for text in texts.values())


def test_a_parameter_that_the_engine_would_not_heed_is_refused(break_it: object) -> None:
    """The optimizer takes BOUND(?x) for false where the pattern never binds ?x, whatever is bound."""
    sound, trap = "COALESCE(CONTAINS(STR(?name), ?note), true)", "!BOUND(?note) || CONTAINS(STR(?name), ?note)"
    report: ValidationReport = break_it("ontology/questions/q02-duty-by-rank.ttl", sound, trap)  # type: ignore[operator]
    assert [(each.rule, each.value) for each in report.results] == [("question-binding", "note")]
