"""What is not to be told to the world: found by its place in the file; what is a fact is let through."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from kiungo.publication import Contact, Publication, Publisher, Security
from kiungo.release import Release
from kiungo.release.placeholders import placeholders


def real(release: Release, table: str = "", **changes: object) -> Publication:
    """The agency, with a contact that could be one, and some values of one table changed."""
    publication = msgspec.structs.replace(
        release.publication, contact=Contact(name={"en": "Desk"}, email="desk@egov.go.tz", url="https://egov.go.tz/desk"),
        security=Security(contact=["mailto:desk@egov.go.tz"], expires=date(2030, 1, 1)),
    )
    if table:
        return msgspec.structs.replace(publication, **{table: msgspec.structs.replace(getattr(publication, table), **changes)})
    return publication


def test_facts_are_let_through(agency_release: Release) -> None:
    assert list(placeholders(real(agency_release))) == []
    assert list(placeholders(agency_release.publication)) == []


@pytest.mark.parametrize(("table", "key", "value", "found"), [
    ("publication", "base", "https://example.org/body/", "publication.base: https://example.org/body/"),
    ("publication", "base", "http://localhost:8000/", "publication.base: http://localhost:8000/"),
    ("publication", "licence", "https://www.example.com/terms", "publication.licence: https://www.example.com/terms"),
    ("publication", "title", {"en": "TODO"}, "publication.title.en: TODO"),
    ("publication", "rights", {"en": "Lorem ipsum dolor."}, "publication.rights.en: Lorem ipsum dolor."),
    ("contact", "email", "office@body.example", "contact.email: office@body.example"),
    ("contact", "url", "https://body.test/", "contact.url: https://body.test/"),
    ("security", "contact", ["mailto:cert@example.net"], "security.contact: mailto:cert@example.net"),
    ("catalog", "keywords", {"en": ["mandate", "TBD"]}, "catalog.keywords.en: TBD"),
    ("catalog", "publisher", Publisher(name={"en": "FIXME"}), "catalog.publisher.name.en: FIXME"),
    ("catalog", "publisher", Publisher(), "catalog.publisher.name: nobody"),
])
def test_a_placeholder_is_found_with_its_place(
    agency_release: Release, table: str, key: str, value: object, found: str
) -> None:
    assert list(placeholders(real(agency_release, table, **{key: value}))) == [found]


@pytest.mark.parametrize("words", ["An example of testing", "todo sobre leyes", "see https://examples.org/ and contest.com"])
def test_words_that_only_look_alike_are_let_through(agency_release: Release, words: str) -> None:
    assert list(placeholders(real(agency_release, "publication", notice={"en": words}))) == []
