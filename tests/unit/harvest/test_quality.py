"""The score of a catalogue's metadata: whole where there is a fact for everything, less by what is withheld."""

from __future__ import annotations

import msgspec
import pytest
from pyoxigraph import RdfFormat

from kiungo.harvest.facts import FACTS, withheld
from kiungo.harvest.quality import WORTH, rating, score
from kiungo.harvest.reading import read
from kiungo.publication import Catalog
from kiungo.release import Release


def body(release: Release) -> bytes:
    return (release.path / "catalog" / "catalog.ttl").read_bytes()


def total(found: bytes, *, conforms: bool = True, answers: bool = True) -> float:
    catalogue = read(found, RdfFormat.TURTLE)
    return sum(each.points for each in score(catalogue, lambda _: answers, conforms=conforms))


def test_a_body_that_tells_all_has_every_point(tiny_release: Release) -> None:
    assert total(body(tiny_release)) == sum(WORTH.values()) == 405
    assert len(WORTH) == 23
    assert list(withheld(tiny_release.publication)) == []


def test_the_agency_lacks_what_nobody_has_told_us_and_nothing_else(agency_release: Release) -> None:
    lacking = {each.name: each.points for each in withheld(agency_release.publication)}
    assert {name: points for name, points in lacking.items() if points} == {"temporal": 20, "contact": 20}
    assert lacking.keys() == {"temporal", "contact", "publisher-type", "frequency", "availability", "email", "security",
                              "quoted-licence"}
    datasets = 1 + len(agency_release.publication.catalog.datasets)
    quoted = (WORTH["licence"] + WORTH["licence-known"]) / datasets  # of one dataset, that of the source's own words
    assert total(body(agency_release)) == pytest.approx(405 - sum(lacking.values()) - quoted)


def test_without_any_fact_all_of_them_are_withheld(tiny_release: Release) -> None:
    about = msgspec.structs.replace(tiny_release.publication.about, rights={}, quoted_licence=None)
    bare = msgspec.structs.replace(
        tiny_release.publication, publication=about, catalog=Catalog(datasets=["statement"]), contact=None, security=None,
    )
    assert list(withheld(bare)) == list(FACTS)


def test_dimensions_have_the_weights_of_the_method() -> None:
    weights: dict[str, int] = {}
    for each in score(read(b"", RdfFormat.TURTLE), lambda _: True, conforms=True):
        weights[each.dimension] = weights.get(each.dimension, 0) + each.worth
    assert weights == {"findability": 100, "accessibility": 100, "interoperability": 110, "reusability": 75, "contextuality": 20}


@pytest.mark.parametrize(("points", "word"), [
    (405, "excellent"), (351, "excellent"), (350.4, "good"), (221, "good"), (121, "sufficient"), (120, "bad"), (0, "bad"),
])
def test_a_rating_begins_at_its_least_number_of_points(points: float, word: str) -> None:
    assert rating(points) == word


def test_links_that_do_not_answer_cost_what_they_are_worth(tiny_release: Release) -> None:
    assert total(body(tiny_release), answers=False) == 405 - 50 - 30


def test_what_does_not_conform_costs_what_that_is_worth(tiny_release: Release) -> None:
    assert total(body(tiny_release), conforms=False) == 405 - 30


@pytest.mark.parametrize(("old", "new", "lost"), [
    (b"dcat:keyword", b"dct:subject", 30), (b"dcat:theme ", b"dct:subject ", 30), (b"dct:spatial", b"dct:relation", 20),
    (b"dct:accessRights", b"dct:relation", 15), (b"dcat:byteSize", b"dct:extent", 5), (b"dct:rights", b"dct:relation", 5),
    (b"dct:format", b"dct:relation", 70), (b"dct:license", b"dct:relation", 30),
])
def test_a_property_that_is_not_there_costs_its_points(tiny_release: Release, old: bytes, new: bytes, lost: int) -> None:
    assert total(body(tiny_release).replace(old, new)) == 405 - lost
