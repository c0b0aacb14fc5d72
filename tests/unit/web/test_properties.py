"""How statements are told: by the shapes alone, to a bounded depth, saying what is left out and what is missing."""

from __future__ import annotations

import re

from flask.testing import FlaskClient


def section(client: FlaskClient, path: str, title: str) -> str:
    page = client.get(path).text
    rest = page[page.index(f'<h2><span lang="en">{title}</span></h2>'):]
    return rest[:rest.index("</section>")]


def test_a_new_class_needs_a_shape_and_no_template(boats: FlaskClient) -> None:
    build = section(boats, "/doc/boat/tender.html", "Build")
    names = re.findall(r'<dt><a class="word"[^>]*>([^<]+)</a>', build)
    assert names == ["shipyard", "keel", "paint"], "named and ordered by the shape, missing ones in their place"
    assert "4.5" in build


def test_what_a_property_means_is_one_gesture_away(boats: FlaskClient) -> None:
    build = section(boats, "/doc/boat/tender.html", "Build")
    explained = re.findall(r'<details class="explained"><summary aria-label="([^"]+)">.*?<p lang="en">([^<]+)</p>', build)
    assert explained == [("What “keel” means", "From bow to stern, below the water.")]


def test_a_recommended_value_that_is_missing_is_not_yet_published(boats: FlaskClient) -> None:
    build = section(boats, "/doc/boat/tender.html", "Build")
    assert re.search(r'>shipyard</a></dt>\s*<dd>\s*<p class="missing">not yet published</p>', build)
    assert build.count("not yet published") == 1
    page = boats.get("/doc/boat/tender.html").text
    words = page[page.index('<section class="own-words">'):]
    assert '<p class="missing"><span lang="en">words in French</span>: not yet published</p>' in words[:words.index("</section>")]
    assert "successor" not in page, "a shape that is switched off recommends nothing"


def test_what_the_agency_lacks_is_said_in_both_languages(agency: FlaskClient) -> None:
    for language, name, words in (("en", "web site", "not yet published"), ("sw", "tovuti", "bado haijachapishwa")):
        page = agency.get(f"/doc/agency/e-government-agency.html?lang={language}").text
        rest = page[page.index(f">{name}</a>"):]
        assert f'<p class="missing">{words}</p>' in rest[:rest.index("</dd>")]


def test_blank_nodes_in_a_circle_are_told_once_and_end(boats: FlaskClient) -> None:
    page = boats.get("/doc/boat/circle.html").text
    assert page.count(">self</span>") == 1
    assert page.count(">one</span>") == 1
    assert page.count(">two</span>") == 1
    assert page.count('<p class="deeper">') == 2, "where the circles close"
    assert re.search(r'statements of its own: <a href="[^"]*circle\.ttl">see the data</a></p>', page)


def test_a_chain_of_blank_nodes_is_told_to_a_bounded_depth(boats: FlaskClient) -> None:
    page = boats.get("/doc/boat/chain.html").text
    assert sorted(re.findall(r">(link \d)</span>", page)) == ["link 1", "link 2", "link 3"]
    assert page.count('<p class="deeper">') == 1
    data = boats.get("/doc/boat/chain.ttl").text
    assert all(f"link {number}" in data for number in range(1, 6)), "the data have all of it"


def test_of_very_many_values_a_page_tells_the_first_and_says_how_many_more(boats: FlaskClient) -> None:
    page = boats.get("/doc/boat/rainbow.html").text
    assert page.count(">colour ") == 250
    assert ">colour 249<" in page
    assert re.search(r'<p class="deeper">750 more values are in the data. <a href="[^"]*rainbow\.ttl">see the data</a></p>', page)


def test_a_page_tells_a_bounded_number_of_nodes_in_full_however_wide_they_branch(boats: FlaskClient) -> None:
    page = boats.get("/doc/boat/wide.html").text
    told = len(re.findall(r">(?:node \d+|other \d+|below)</span>", page))
    assert told == 400
    assert page.count('<p class="deeper">') > 0, "the others say that there is more"


def test_a_list_is_told_by_its_members_and_a_circular_one_ends(boats: FlaskClient) -> None:
    page = boats.get("/doc/boat/crewed.html").text
    crew = page[page.index(">crew</a>"):]
    crew = crew[:crew.index("</section>")]
    assert re.findall(r">(Ann|Bo|the cook|again)</span>", crew).count("again") == 1
    assert crew.index(">Ann<") < crew.index(">Bo<") < crew.index(">the cook<")
    assert "rdf:first" not in crew
