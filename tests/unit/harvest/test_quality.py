"""The score of a catalogue's metadata: whole where there is a fact for everything, less by what is withheld."""

from __future__ import annotations

import pytest

from kiungo.harvest.quality import missing, score
from kiungo.release import Release


def body(release: Release) -> bytes:
    return (release.path / "catalog" / "catalog.ttl").read_bytes()


def total(found: bytes, *, conforms: bool = True, answers: bool = True) -> float:
    return sum(each.points for each in score(found, lambda _: answers, conforms=conforms))


def test_a_body_that_tells_all_has_every_point(tiny_release: Release) -> None:
    assert total(body(tiny_release)) == sum(each.worth for each in score(b"", lambda _: True, conforms=True)) == 405
    assert list(missing(body(tiny_release))) == []


def test_the_agency_lacks_what_nobody_has_told_us_and_nothing_else(agency_release: Release) -> None:
    lacking = dict(missing(body(agency_release)))
    assert lacking == {"temporal": 20, "contact": 20, "publisher": 10}
    assert total(body(agency_release)) == 405 - sum(lacking.values())


def test_dimensions_have_the_weights_of_the_method() -> None:
    weights: dict[str, int] = {}
    for each in score(b"", lambda _: True, conforms=True):
        weights[each.dimension] = weights.get(each.dimension, 0) + each.worth
    assert weights == {"findability": 100, "accessibility": 100, "interoperability": 110, "reusability": 75, "contextuality": 20}


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
