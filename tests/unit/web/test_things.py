"""The page of a thing, as a reader sees it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

AGENCY = "/doc/agency/e-government-agency.html"
VISION = "Kuwa na serikali mtandao yenye ufanisi kwa ajili ya utawala bora."


class _Text(HTMLParser):
    """The visible text with the language that is in force for each piece of it, and the headings."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[str] = [""]
        self.tags: list[str] = []
        self.pieces: list[tuple[str, str]] = []
        self.headings: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            return
        found = dict(attrs)
        self.tags.append(tag)
        self.languages.append(found["lang"] or "" if "lang" in found else self.languages[-1])

    def handle_endtag(self, tag: str) -> None:
        assert self.tags, f"</{tag}> closes nothing"
        assert self.tags[-1] == tag, f"</{tag}> closes <{self.tags[-1]}>"
        self.tags.pop()
        self.languages.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not {"title", "script"} & set(self.tags):  # a script is data here, which nobody sees
            self.pieces.append((text, self.languages[-1]))
            heading = next((tag for tag in reversed(self.tags) if tag in ("h1", "h2", "h3")), None)
            if heading:
                self.headings.append((heading, text))


def read(client: FlaskClient, path: str, language: str) -> _Text:
    answer = client.get(f"{path}?lang={language}")
    assert answer.status_code == 200
    found = _Text()
    found.feed(answer.text)
    assert found.tags == [], "every element is closed"
    return found


def place(found: _Text, words: str) -> int:
    return next(at for at, (text, _) in enumerate(found.pieces) if words in text)


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize("path", [AGENCY, "/doc/objective/ict-research.html", "/doc/source/about-page/passage/founding.html",
                                  "/doc/evidence/005.html", "/doc/emendation/04.html", "/doc/theme/security.html",
                                  "/doc/translation/en/vision.html",
                                  "/doc/source/about-page/snapshot/09eda7de2b00.html",
                                  "/ns.html", "/shapes.html", "/dataset.html", "/catalog.html",
                                  "/graph/statement.html", "/ns/0.1.0.html"])
def test_every_page_is_well_formed_with_one_heading(agency: FlaskClient, path: str, language: str) -> None:
    found = read(agency, path, language)
    assert sum(1 for tag, _ in found.headings if tag == "h1") == 1
    assert found.pieces[0] == ({"sw": "Nenda kwenye maudhui makuu", "en": "Skip to main content"}[language], language)


@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_value_has_its_own_language(agency: FlaskClient, language: str) -> None:
    found = read(agency, AGENCY, language)
    assert (VISION, "sw") in found.pieces
    assert ("Wakala wa Serikali Mtandao", "sw") in found.pieces
    foreign = [tag for text, tag in found.pieces if text.startswith("To have an efficient e-government")]
    assert foreign == (["en-t-sw-t0-und"] if language == "en" else [])


def test_source_words_come_first_and_translations_are_marked(agency: FlaskClient) -> None:
    found = read(agency, AGENCY, "en")
    source, translation = place(found, VISION), place(found, "To have an efficient e-government")
    assert source < translation
    assert found.pieces[translation + 1] == ("unofficial translation", "en")


@pytest.mark.parametrize(("language", "name", "other"), [
    ("sw", "Wakala wa Serikali Mtandao", "e-Government Agency"), ("en", "e-Government Agency", "Wakala wa Serikali Mtandao"),
])
def test_the_heading_is_the_name_in_the_reader_s_language(
    agency: FlaskClient, language: str, name: str, other: str
) -> None:
    found = read(agency, AGENCY, language)
    assert ("h1", name) in found.headings
    header = [text for text, _ in found.pieces[place(found, name):][:20]]
    assert other in header
    marks = {"sw": "tafsiri isiyo rasmi", "en": "unofficial translation"}
    assert marks[language] in header, "the English name is our translation and is marked wherever it stands"


@pytest.mark.parametrize(("language", "names"), [
    ("en", ["name", "which body this is", "parent body", "mandate", "vision", "mission", "objectives",
            "founding instruments", "listed instruments"]),
    ("sw", ["jina", "ni taasisi ipi", "taasisi mama", "jukumu la kisheria", "dira", "dhamira", "malengo", "nyaraka za kuanzishwa",
            "nyaraka zilizoorodheshwa"]),
])
def test_the_shapes_order_and_name_the_properties(agency: FlaskClient, language: str, names: list[str]) -> None:
    page = agency.get(f"{AGENCY}?lang={language}").text
    shown = re.findall(r"<dt><(?:a|span) [^>]*>([^<]+)<", page)
    assert [each for each in shown if each in names] == names


@pytest.mark.parametrize("name", ["tender", "circle", "chain", "crewed"])
def test_pages_of_awkward_data_are_well_formed(boats: FlaskClient, name: str) -> None:
    found = read(boats, f"/doc/boat/{name}.html", "en")
    assert sum(1 for tag, _ in found.headings if tag == "h1") == 1


def test_groups_are_named_by_the_shapes_and_the_rest_comes_last(agency: FlaskClient) -> None:
    headings = [text for tag, text in read(agency, AGENCY, "en").headings if tag == "h2"]
    assert headings.index("identity") < headings.index("purpose") < headings.index("legal basis") < headings.index("More")
    assert headings[-1] == "Incoming links"


def test_the_objectives_are_a_numbered_list_in_order(agency: FlaskClient) -> None:
    page = agency.get(f"{AGENCY}?lang=sw").text
    numbers = re.findall(r'<span class="number" aria-hidden="true">(\d+)</span>', page)
    assert numbers[:11] == [str(each) for each in range(1, 12)]
    assert page.index("Kuwa na kituo kimoja") < page.index("Kuwepo kwa mamlaka") < page.index("Kupunguza gharama kwa kila ofisi")


@pytest.mark.parametrize("language", ["en", "sw"])
def test_a_long_list_tells_names_and_folds_the_words_with_what_stands_behind_them(agency: FlaskClient, language: str) -> None:
    page = agency.get(f"{AGENCY}?lang={language}").text
    listed = page.partition('<ol class="values many">')[2].partition("</ol>")[0].split("<li><span")[1:]
    assert len(listed) == 11
    for number, each in enumerate(listed):
        name, _, folded = each.partition('<details class="warrant brief">')
        assert 'class="name"' in name
        assert "source-words" not in each, "the quote has them"
        assert "<mark>" in folded
        assert ("unofficial translation" in folded) == (language == "en"), number
        assert "unofficial translation" not in name


def test_the_mandate_is_told_with_its_legal_basis(agency: FlaskClient) -> None:
    page = agency.get(f"{AGENCY}?lang=en").text
    nested = page[page.index('<div class="nested">'):]
    assert nested.index("provision/public-service-act-2011-section-97") < nested.index("instrument/public-service-act-2011?")
    assert nested.index("conferred by") < nested.index("areas covered")


def test_each_statement_has_its_warrant(agency: FlaskClient) -> None:
    page = agency.get(f"{AGENCY}?lang=en").text
    parent = page[page.index(">parent body<"):]
    parent = parent[:parent.index("</dd>")]
    assert '<span lang="en">inferred</span>' in parent
    assert 'href="../evidence/005?lang=en"' in parent or 'href="../../doc/evidence/005?lang=en"' in parent
    assert "passage/office-name?lang=en" in parent
    assert "passage/who-we-are?lang=en" in parent
    assert parent.index("passage/office-name") < parent.index("passage/who-we-are"), "in the order of the source"
    assert "Sisi ni nani?" in parent
    assert "graph/statement" in parent


def test_the_source_sentence_begins_beside_the_statement(agency: FlaskClient) -> None:
    """Before anything is opened; a statement that is the sentence itself does not repeat it."""
    page = agency.get(f"{AGENCY}?lang=en").text
    parent = page[page.index(">parent body<"):]
    summary = parent[parent.index("<summary>"):]
    summary = summary[:summary.index("</summary>")]
    assert '<q class="hint" lang="sw">Ofisi ya Raisi, Katiba, Sheria, Utumishi na Utawala Bora</q>' in summary
    assert page.count('<q class="hint" lang="sw">Kuwa na serikali mtandao yenye ufanisi') == 0


def test_a_doubtful_word_in_a_quote_can_be_read_as_proposed(agency: FlaskClient) -> None:
    page = agency.get("/doc/source/about-page/passage/founding.html?lang=en").text
    doubt = re.search(r'<span class="doubt" tabindex="0">Kondosha<span class="reading">(.*?)</span></span>', page)
    assert doubt is not None
    assert "Kuondosha" in doubt[1]
    assert "emendation/04" in doubt[1]
    assert page.count('<span class="doubt"') == 4
    quoted = re.findall(r"<blockquote.*?</blockquote>", page, re.DOTALL)[0]
    plain = re.sub(r'<span class="reading">.*?</span>|<[^>]+>', "", quoted)
    assert plain.startswith("Wakala wa Serikali Mtandao ni taasisi ya serikali iliyoanzishwa kupitia sera na sheria mbali mbali")
    assert "(MKUZA),\u00a0sera ya utumishi wa Umma na Sheria\u00a0 Na 2. ya utumishi" in plain


def test_the_readings_are_listed_with_their_reasons(agency: FlaskClient) -> None:
    found = read(agency, "/doc/source/about-page/passage/founding.html", "en")
    assert ("h3", "Proposed readings") in found.headings
    assert ("Kuondosha", "sw") in found.pieces


def test_a_body_with_other_terms_is_told_by_the_same_engine(client: FlaskClient) -> None:
    page = client.get("/doc/office/harbour.html").text
    assert "<h1><span lang=\"en\">Harbour Office</span></h1>" in page
    work = page[page.index('<h2><span lang="en">Work</span></h2>'):]
    first = r'<dl class="properties">\s*<div class="property">\s*<dt><a[^>]*>duties</a>'
    assert re.match(rf'<h2>.*</h2>\s*<p class="record held-in">.*</p>\s*{first}', work)
    assert "We keep the lights of the harbour" in " ".join(work.split())
    assert "guessed by us" in page
    assert "a node without a name" in page, "the duty is told in full, down to its blank node"


def test_statements_without_evidence_name_their_graph(client: FlaskClient) -> None:
    page = client.get("/doc/duty/lights.html").text
    assert re.search(r'<p class="record held-in">.*graph/editorial', page)


def test_incoming_links_are_told_by_property(client: FlaskClient) -> None:
    page = client.get("/doc/duty/lights.html").text
    incoming = page[page.index('class="group backlinks"'):]
    assert re.search(r"<dt>as a value of <a [^>]*>has duty</a> in <", incoming)
    assert "Harbour Office" in incoming


def test_evidence_that_names_a_thing_is_folded_and_counted(agency: FlaskClient) -> None:
    page = agency.get("/doc/purpose/vision.html?lang=en").text
    incoming = page[page.index('class="group backlinks"'):]
    folded = incoming[incoming.index('<details class="records">'):]
    assert re.search(r'Evidence that names it <span class="count">\d+</span>', folded)
    assert "/evidence/" in folded
    assert "/evidence/" not in incoming.partition("<details")[0]


def test_a_source_sentence_stands_once_in_a_section(agency: FlaskClient) -> None:
    page = agency.get(f"{AGENCY}?lang=en").text
    mandate = page[page.index(">mandate<"):page.index(">vision<")]
    assert '<q class="hint"' not in mandate, "the sentence is the mandate's own text"
    assert mandate.count('<span class="hint">same sentence</span>') == 6


def test_a_section_of_one_graph_names_it_once(agency: FlaskClient) -> None:
    page = agency.get("/doc/source/about-page/passage/founding.html?lang=en").text
    sections = page[page.index('id="_section-1"'):page.index('class="group backlinks"')].split('<section class="group"')
    for each in sections:
        shown = re.sub(r"</summary>.*?</details>", "", each, flags=re.DOTALL)
        assert shown.count("graph:") <= 1


def test_the_heading_is_not_repeated_as_a_property(agency: FlaskClient) -> None:
    terms = re.findall(r"<dt><(?:a|span) [^>]*>([^<]+)<", agency.get(f"{AGENCY}?lang=en").text)
    assert "name" in terms
    assert "Label" not in terms
    assert "label" not in terms


def test_a_long_page_leads_to_each_of_its_sections(agency: FlaskClient) -> None:
    page = agency.get(f"{AGENCY}?lang=en").text
    jump = page[page.index('<nav class="jump"'):]
    anchors = re.findall(r'href="#([^"]+)"', jump[:jump.index("</nav>")])
    assert len(anchors) > 4
    assert all(f'id="{each}"' in page for each in anchors)


@pytest.mark.parametrize("path", ["/doc/duty/lights.html", "/ns.html", "/dataset.html", "/graph/statement.html"])
def test_the_permanent_link_of_a_copy_is_the_original_s(copy: FlaskClient, path: str) -> None:
    assert re.search(r'class="iri"><span>[^<]+</span> <code>https://harbour\.example/lod/', copy.get(path).text)


def test_only_addresses_of_the_web_are_links(agency: FlaskClient) -> None:
    for path in (AGENCY, "/ns.html", "/shapes.html"):
        hrefs = re.findall(r'href="([^"]+)"', agency.get(path).text)
        assert all(not re.match(r"[a-z]+:", each) or each.startswith(("http://", "https://")) for each in hrefs)


def test_what_no_shape_places_is_folded_where_it_is_long(agency: FlaskClient) -> None:
    paths = ("agency/e-government-agency", "theme/security")
    long, theme = (agency.get(f"/doc/{each}.html?lang=en").text for each in paths)
    assert re.search(r'<details class="rest">\s*<summary><h2>More <span class="count">\d</span></h2></summary>', long)
    assert 'class="rest"' not in theme
    assert ">Keeping systems, information and communication safe.<" in theme


@pytest.mark.parametrize(("language", "folded"), [("en", "Swahili"), ("sw", "Kiingereza")])
def test_a_long_note_that_stands_in_the_reader_s_language_is_folded_in_others(
    agency: FlaskClient, language: str, folded: str
) -> None:
    page = agency.get(f"/doc/agency/e-government-agency.html?lang={language}").text
    found = re.findall(r'<details class="aside"><summary>(\w+)</summary><p class="words" lang="(\w+)">', page)
    assert found
    assert {name for name, _ in found} == {folded}
    assert language not in {tag for _, tag in found}
