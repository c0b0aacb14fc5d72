"""The pages of vocabularies, shapes, graphs and the data set."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from rdflib import OWL, RDF, SKOS, Graph, URIRef

from kiungo.release import Release
from kiungo.web.vocabularies import schemes

NS = "https://w3id.org/znz-egov/ns"


@pytest.mark.parametrize("path", ["/ns.html", "/ns/0.1.0.html"])
@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_term_has_an_anchor_a_label_and_a_definition(agency: FlaskClient, path: str, language: str) -> None:
    graph = Graph().parse(data=agency.get("/ns.ttl").data, format="turtle")
    terms = {str(each) for each in graph.subjects() if str(each).startswith(f"{NS}#")}
    assert len(terms) == 34
    page = agency.get(f"{path}?lang={language}").text
    articles = re.findall(r'<article class="term" id="([^"]+)">(.*?)</article>', page, re.DOTALL)
    assert {f"{NS}#{anchor}" for anchor, _ in articles} == terms
    for anchor, body in articles:
        assert f'href="#{anchor}" lang="{language}"' in body
        assert f'<p class="definition" lang="{language}">' in body


def test_the_ontology_s_description_is_in_the_reader_s_language(agency: FlaskClient) -> None:
    assert "Istilahi za kueleza" in agency.get("/ns.html?lang=sw").text
    page = agency.get("/ns.html?lang=en").text
    assert '<p class="lead" lang="en">Terms for what a public body is charged to do' in page


def test_domains_ranges_and_parents_are_told_and_linked(agency: FlaskClient) -> None:
    page = agency.get("/ns.html?lang=en").text
    term = page[page.index('id="hasVision"'):]
    term = term[:term.index("</article>")]
    assert 'href="#Vision"' in term
    assert 'href="#hasPurposeStatement"' in term


def test_how_much_a_release_holds_of_a_term_is_what_its_query_gives(agency: FlaskClient) -> None:
    page = agency.get("/ns.html?lang=en").text
    for anchor, count in (("Objective", 11), ("hasVision", 1), ("attestedIn", 47)):
        term = page[page.index(f'<article class="term" id="{anchor}"'):]
        found = re.search(r'href="(sparql\?query=[^"]+)">(?:things|statements): (\d+)<', term)
        assert found is not None
        assert int(found[2]) == count
        answer = agency.get("/" + html.unescape(found[1]), headers={"Accept": "text/csv"})
        assert answer.text.count("\r\n") == count + 1


def test_a_class_that_is_not_used_names_its_special_cases_that_are(agency: FlaskClient) -> None:
    page = agency.get("/ns.html?lang=en").text
    term = page[page.index('<article class="term" id="PurposeStatement"'):]
    told = term[term.index("not used itself"):]
    for each in ("Vision", "Mission", "Objective"):
        assert f'href="#{each}"' in told[:told.index("</dd>")]


def test_the_rules_stand_beside_the_term_that_they_constrain(agency: FlaskClient) -> None:
    page = agency.get("/ns.html?lang=en").text
    term = page[page.index('<article class="term" id="hasVision"'):]
    term = term[:term.index("</article>")]
    assert "Each value is of the class" in term
    assert 'href="shapes?lang=en#PublicOrganisation-vision"' in term


def test_the_diagram_draws_every_class_that_has_properties_and_links_each_box(agency: FlaskClient) -> None:
    page = agency.get("/ns.html?lang=en").text
    drawing = page[page.index("<svg"):page.index("</svg>")]
    assert 'role="img"' not in drawing  # its links are to be reached
    assert re.search(r"<title[^>]*>[^<]+</title>", drawing)
    for each in ("Mandate", "Objective", "Translation", "IdentityHypothesis"):
        assert f'href="#{each}"' in drawing
    assert "style=" not in drawing


def test_a_scheme_lists_its_concepts_in_order_with_their_use(agency: FlaskClient) -> None:
    page = agency.get("/doc/scheme/theme?lang=sw", headers={"Accept": "text/html"}).text
    names = re.findall(r'concept-name[^>]*>\s*<a[^>]*lang="sw"[^>]*>([^<]+)</a>', page)
    assert len(names) == 16
    assert names == sorted(names)
    assert page.count("matumizi: ") == 16


def test_a_vocabulary_says_its_version_how_to_cite_it_and_its_prefix(agency: FlaskClient) -> None:
    page = agency.get("/ns.html?lang=en").text
    assert ">0.1.0<" in page.replace("\n", "")
    assert re.search(r'PREFIX pbm: &lt;[^&]+/ns#&gt;', page)
    assert page.count('class="citation"') == 1
    assert "how to cite" in page


def test_a_term_of_a_vocabulary_leads_to_its_anchor(agency: FlaskClient) -> None:
    assert 'href="../../ns#PublicOrganisation"' not in agency.get("/doc/purpose/vision.html").text
    assert 'href="../../ns#Vision"' in agency.get("/doc/purpose/vision.html").text


def test_shapes_have_anchors_too(client: FlaskClient) -> None:
    page = client.get("/shapes.html").text
    assert set(re.findall(r'<article class="term" id="([^"]+)">', page)) == {"Office", "Work"}
    assert 'id="Office-duty"' in page


def test_a_graph_s_page_counts_lists_and_offers_its_files(client: FlaskClient) -> None:
    page = client.get("/graph/statement.html").text
    lines = client.get("/graph/statement.nt").text.count("\n")
    assert f"{lines} statements" in page
    assert 'href="../doc/office/harbour"' in page
    for suffix in ("ttl", "jsonld", "nt", "rdf", "trig", "nq"):
        assert f'href="../graph/statement.{suffix}"' in page


def test_the_data_set_s_page_offers_every_dump_and_graph(client: FlaskClient, tiny_release: Release) -> None:
    page = client.get("/dataset.html").text
    for suffix in ("ttl", "jsonld", "nt", "rdf", "trig", "nq"):
        assert f'href="dataset/{tiny_release.name}/dataset.{suffix}"' in page
    for name in ("statement", "editorial", "vocabulary", "shapes", "source"):
        assert f'href="graph/{name}"' in page


@pytest.mark.parametrize("path", ["/shapes", "/doc/scheme/theme", "/doc/scheme/stakeholder", "/doc/scheme/basis"])
def test_shapes_and_schemes_have_a_version_a_diagram_and_a_citation(agency: FlaskClient, path: str) -> None:
    page = agency.get(f"{path}.html?lang=en").text
    assert re.search(r"<dt[^>]*>Version</dt><dd>0\.1\.0</dd>", page, re.IGNORECASE)
    drawing = page[page.index("<svg"):page.index("</svg>")]
    anchors = re.findall(r'<a href="#([^"]+)" class="box', drawing)
    assert len(anchors) > 2
    assert all(f'id="{each}"' in page for each in anchors)
    iri = f"https://w3id.org/znz-egov{path.replace('/doc/', '/id/')}"
    (citation,) = re.findall(r'class="citation">(.*)</p>', page)
    assert re.search(rf"version 0\.1\.0 .*&lt;{re.escape(iri)}&gt;", citation)


@pytest.mark.parametrize("name", ["ns", "shapes"])
@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_hash_iri_of_a_document_has_its_anchor(agency: FlaskClient, name: str, language: str) -> None:
    space = f"https://w3id.org/znz-egov/{name}#"
    terms = {str(each) for each in Graph().parse(data=agency.get(f"/{name}.ttl").data, format="turtle").subjects()}
    page = agency.get(f"/{name}.html?lang={language}").text
    missing = [each for each in terms if each.startswith(space) and f'id="{each.removeprefix(space)}"' not in page]
    assert not missing


def test_the_diagram_of_shapes_tells_how_many_values_of_what_class(agency: FlaskClient) -> None:
    page = agency.get("/shapes.html?lang=en").text
    drawing = page[page.index("<svg"):page.index("</svg>")]
    assert ">0..* instrument</text>" in drawing
    assert ">1 theme</text>" in drawing


def test_every_concept_of_a_scheme_has_its_anchor(agency: FlaskClient) -> None:
    graph = Graph().parse(data=agency.get("/doc/scheme/theme.ttl").data, format="turtle")
    concepts = set(graph.subjects(RDF.type, URIRef("http://www.w3.org/2004/02/skos/core#Concept")))
    page = agency.get("/doc/scheme/theme.html").text
    assert len(concepts) == 16
    assert all(f'id="{each.removeprefix("https://w3id.org/znz-egov/")}"' in page for each in map(str, concepts))


def test_examples_that_are_all_are_not_called_examples(agency: FlaskClient) -> None:
    page = agency.get("/doc/scheme/theme.html?lang=en").text
    assert "for example" not in page, "no theme is used more than three times"
    assert "for example" in agency.get("/ns.html?lang=en").text


def test_what_few_ask_of_the_data_set_is_folded(agency: FlaskClient) -> None:
    page = agency.get("/dataset.html?lang=en").text
    first = re.sub(r"<details.*?</details>", "", page[page.index("<main"):], flags=re.DOTALL)
    assert "TriG" in first
    assert ".csv" not in first
    assert page.count(".csv") > 10
    assert "void:" not in first
    catalogue = agency.get("/catalog.html?lang=en").text
    assert not re.search(r"[0-9a-f]{64}", re.sub(r"<details.*?</details>", "", catalogue, flags=re.DOTALL))


def test_the_ontology_is_whole_in_every_format(agency: FlaskClient) -> None:
    for suffix, name in (("ttl", "turtle"), ("rdf", "xml"), ("nt", "nt")):
        graph = Graph().parse(data=agency.get(f"/ns.{suffix}").data, format=name)
        assert sum(1 for each in graph.subjects(RDF.type, OWL.Class) if str(each).startswith(NS)) == 12


@pytest.mark.parametrize(("language", "words"), [("en", "3 of {} concepts"), ("sw", "Dhana 3 kati ya {}")])
def test_of_many_concepts_the_first_by_address_are_told_with_their_number_and_the_query_for_all(
    agency: FlaskClient, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    graph = Graph().parse(data=agency.get("/doc/scheme/theme.ttl").data, format="turtle")
    every = sorted(str(each) for each in graph.subjects(SKOS.inScheme))
    monkeypatch.setattr(schemes, "_CONCEPTS", 3)
    page = agency.get(f"/doc/scheme/theme.html?lang={language}").text
    anchors = re.findall(r'<li class="concept" id="([^"]+)"', page)
    assert sorted(anchors) == [each.removeprefix("https://w3id.org/znz-egov/") for each in every[:3]]
    assert words.format(len(every)) in page
    query = re.search(r'<p class="behind"><a href="([^"]+)"', page)
    assert query
    answer = agency.get(f"/sparql{html.unescape(query[1]).partition('sparql')[2]}".replace("format=html", "format=csv"))
    assert answer.text.split()[1:] == every


@pytest.mark.parametrize("path", ["/sparql", "/dataset.html"])
def test_large_numbers_are_told_in_groups_of_three(agency: FlaskClient, path: str) -> None:
    figures = re.findall(r'<td class="figure">([^<]*)</td>', agency.get(path, headers={"Accept": "text/html"}).text)
    assert any("," in each for each in figures)
    assert not [each for each in figures if re.fullmatch(r"\d{4,}", each)]
