"""Why a statement is made, as a reader sees it one gesture away: and that RDF has all of it, whoever asks."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

AGENCY = "/doc/agency/e-government-agency.html"


def told(client: FlaskClient, path: str, name: str, language: str = "en") -> str:
    """What a page tells of a property: all between its name and the next."""
    page = client.get(f"{path}?lang={language}").text
    rest = page[page.index(f">{name}</a>"):]
    return rest[:min(rest.index(end) for end in ('<div class="property">', "</section>") if end in rest)]


def marked(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<mark>.*?</mark>", html)]


def test_the_words_that_support_a_value_are_marked_in_their_sentence(agency: FlaskClient) -> None:
    year = told(agency, "/doc/instrument/public-service-act-2011.html", "year")
    assert marked(year) == ["2011", "2011"], "in both passages"
    number = told(agency, "/doc/instrument/public-service-act-2011.html", "number")
    assert set(marked(number)) == {"2"}, "and not within 2020 or 2011"
    name = told(agency, AGENCY, "name")
    assert set(marked(name)) == {"Wakala wa Serikali Mtandao"}


def test_of_a_thing_its_name_is_marked_doubts_kept(agency: FlaskClient) -> None:
    parent = told(agency, AGENCY, "parent body")
    assert marked(parent) == ["Ofisi ya ", "Raisi", ", Katiba, Sheria, Utumishi na Utawala Bora"]
    assert re.search(r'<span class="doubt" tabindex="0"><mark>Raisi</mark><span class="reading">.*?Rais', parent)


@pytest.mark.parametrize(("language", "name", "reason"), [
    ("en", "position", "The page does not number this list; this is the place of the line under the heading “Malengo”."),
    ("sw", "nafasi", "Ukurasa hauweki nambari katika orodha hii; hii ni nafasi ya mstari chini ya kichwa “Malengo”."),
])
def test_where_no_words_support_a_value_nothing_is_marked_and_the_reason_is_told(
    agency: FlaskClient, language: str, name: str, reason: str
) -> None:
    position = told(agency, "/doc/objective/ict-research.html", name, language)
    assert "<blockquote" in position
    assert marked(position) == []
    assert f'<p class="why"><span lang="{language}">{reason}</span></p>' in position


def test_a_record_without_a_reason_tells_none(agency: FlaskClient) -> None:
    assert '<p class="why">' not in told(agency, AGENCY, "name"), "the name itself, which the record repeats, is no reason"


def test_what_is_stated_by_other_words_has_these_marked(agency: FlaskClient) -> None:
    assert marked(told(agency, AGENCY, "kind")) == ["taasisi ya serikali"]
    assert marked(told(agency, "/doc/objective/ict-research.html", "kind")) == ["Malengo"]


def test_a_translated_name_marks_the_words_that_it_translates(agency: FlaskClient) -> None:
    name = told(agency, AGENCY, "name")
    translated = name[name.index("e-Government Agency"):]
    assert marked(translated) == ["Wakala wa Serikali Mtandao"]


def test_a_record_that_selects_words_has_these_marked(boats: FlaskClient) -> None:
    page = boats.get("/doc/warrant/6.html").text
    assert marked(page) == ["all 12 of them"]


def test_a_value_names_the_rules_it_was_checked_against(agency: FlaskClient) -> None:
    objectives = told(agency, AGENCY, "objectives")
    first = objectives[:objectives.index("</details>", objectives.index('class="warrant'))]
    rules = re.findall(r'<li><a href="([^"]+)" lang="en">([^<]+)</a></li>', first)
    assert ("../../shapes?lang=en#Agency-objectives", "The agency has exactly eleven objectives.") in rules
    assert [text for _, text in rules] == [
        "The agency has exactly eleven objectives.", "No two objectives have the same position.",
        "No two objectives have the same primary theme.", "A value of “has objective” is an objective.",
    ]
    shapes = agency.get("/shapes.html?lang=en").text
    assert all(f'id="{href.partition("#")[2]}"' in shapes for href, _ in rules)


def test_rules_are_told_in_the_reader_s_language(agency: FlaskClient) -> None:
    assert "Wakala una malengo kumi na moja tu." in told(agency, AGENCY, "malengo", "sw")


def test_a_rule_for_words_in_one_language_is_not_claimed_for_others(agency: FlaskClient) -> None:
    source, translation = told(agency, AGENCY, "name").split("e-Government Agency</span>")
    assert "exactly one name in Swahili" in source
    assert "exactly one name in Swahili" not in translation
    assert "one preferred name per language" in translation


def test_a_rule_without_a_message_is_told_from_what_it_asks(boats: FlaskClient) -> None:
    keel = told(boats, "/doc/boat/tender.html", "keel")
    assert "“keel length”: There is exactly one value. Each value has the datatype xsd:decimal." in keel


def test_a_rule_that_was_found_broken_is_not_claimed(boats: FlaskClient) -> None:
    paint = told(boats, "/doc/boat/tender.html", "paint")
    assert "red" in paint
    assert "A boat has one colour." not in paint
    one = told(boats, "/doc/boat/circle.html", "keel")
    assert "There is exactly one value." in one


def test_no_rule_is_claimed_for_what_shapes_do_not_judge(agency: FlaskClient) -> None:
    assert 'class="rules"' not in agency.get("/ns.html?lang=en").text
    assert 'class="rules"' not in agency.get("/dataset.html?lang=en").text


def test_a_translation_says_from_which_passage_it_is_and_how_it_was_made(agency: FlaskClient) -> None:
    page = agency.get("/doc/purpose/vision.html?lang=en").text
    words = page.partition("<main")[2].partition("To have an efficient e-government")[2]
    words = words[:words.index("</details>")]
    assert '<span class="hint">Translated from Swahili by machine</span>' in words
    assert re.search(r'Translates: <a [^>]*passage/vision\?lang=en"[^>]*>Passage 6 of the source</a>', words)
    assert '/doc/translation/en/vision?lang=en">Record of the translation</a>' in words
    assert "agent/translation-model" in words
    assert "graph/translation" in words


def test_a_translation_without_a_record_still_says_how_it_was_made(agency: FlaskClient) -> None:
    name = told(agency, AGENCY, "jina", "sw")
    assert "Imetafsiriwa na mashine kutoka Kiswahili" in name


def test_a_record_of_evidence_is_told_as_a_sentence_with_its_source(agency: FlaskClient) -> None:
    page = agency.get("/doc/evidence/005.html?lang=en").text
    claim = page[page.index('<section class="claim">'):]
    claim = claim[:claim.index("</section>")]
    text = " ".join(re.sub(r"<[^>]+>", " ", claim).split())
    assert "e-Government Agency unofficial translation part of Office of the President" in text
    assert "inferred" in text
    assert marked(claim) == ["Ofisi ya ", "Raisi", ", Katiba, Sheria, Utumishi na Utawala Bora"]


@pytest.mark.parametrize(("path", "language", "words", "tongue"), [
    (AGENCY, "en", "Wakala wa Serikali Mtandao", "Swahili"),
    (AGENCY, "sw", "e-Government Agency", "Kiingereza"),
    ("/doc/instrument/national-ict-policy.html", "sw", "NationaL ICT Policy", "Kiingereza"),
])
def test_words_in_another_language_than_the_reader_s_name_it(
    agency: FlaskClient, path: str, language: str, words: str, tongue: str
) -> None:
    page = agency.get(f"{path}?lang={language}").text
    name = f'<span class="tongue" lang="{language}">{tongue}</span>'
    assert re.search(rf"{re.escape(words)}</(?:span|a|p)>(?: <span class=\"mark\">[^<]+</span>)? {re.escape(name)}", page)
    own = {"en": "English", "sw": "Kiswahili"}[language]
    assert f">{own}</span>" not in page.replace('aria-current="true"', ""), "the reader's own language is not named"


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "rdf", "trig", "nq"])
def test_data_are_the_same_whatever_language_is_asked_for(agency: FlaskClient, suffix: str) -> None:
    path = f"/doc/agency/e-government-agency.{suffix}"
    bodies = {agency.get(path, headers={"Accept-Language": each}).data for each in ("sw", "en", "fr", "")}
    assert len(bodies) == 1
    text = bodies.pop().decode()
    assert all(each in text for each in ("Wakala wa Serikali Mtandao", "e-Government Agency", "en-t-sw-t0-und"))


def test_what_another_source_reports_names_that_source_and_says_that_it_is_not_quoted(agency: FlaskClient) -> None:
    page = agency.get(f"{AGENCY}?lang=en").text
    (hint, *_) = re.findall(r'reported</span></span> <span class="hint" lang="en">([^<]*)</span></summary>\s*<figure>', page)
    after = page[page.index(f">{hint}</span></summary>"):]
    caption = after[after.index("<figcaption>"):after.index("</figcaption>")]
    assert "Another source, whose words are not quoted here:" in caption
    assert f">{hint}</a>" in caption


def test_an_origin_that_is_told_already_leaves_no_empty_line(agency: FlaskClient) -> None:
    assert not re.search(r'<p class="origin">\s*</p>', agency.get(f"{AGENCY}?lang=en").text)
