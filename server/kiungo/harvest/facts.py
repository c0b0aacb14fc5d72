"""The facts that portals ask and only the operator knows. What nobody has told us is left out of the catalogue, not guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiungo.harvest.quality import WORTH
from kiungo.publication import Publication


@dataclass(frozen=True)
class Fact:
    """A fact by its name in messages, the indicators that ask for it, and the rule that is broken without it, if any."""

    name: str
    is_given: Callable[[Publication], bool]
    indicators: tuple[str, ...] = ()
    rule: str = ""

    @property
    def points(self) -> int:
        """What is lost without it."""
        return sum(WORTH[each] for each in self.indicators)


FACTS = (
    Fact("temporal", lambda given: given.catalog.temporal is not None, ("temporal",)),
    Fact("contact", lambda given: given.contact is not None, ("contact",), "catalog-contact"),
    Fact("publisher", lambda given: bool(given.catalog.publisher.name), ("publisher",), "catalog-publisher"),
    Fact("spatial", lambda given: bool(given.catalog.spatial), ("spatial",)),
    Fact("theme", lambda given: bool(given.catalog.themes), ("theme",)),
    Fact("keywords", lambda given: bool(given.catalog.keywords), ("keyword",)),
    Fact("access-rights", lambda given: given.catalog.access_rights is not None, ("access-rights", "access-rights-known")),
    Fact("rights", lambda given: bool(given.about.rights), ("rights",)),
    Fact("quoted-licence", lambda given: given.about.quoted_licence is not None or not _quoted(given),
         rule="catalog-licence-none"),
    Fact("publisher-type", lambda given: given.catalog.publisher.type is not None),
    Fact("frequency", lambda given: given.catalog.frequency is not None),
    Fact("availability", lambda given: given.catalog.availability is not None),
    Fact("email", lambda given: given.contact is not None and given.contact.email is not None),
    Fact("security", lambda given: given.security is not None),
)


def _quoted(publication: Publication) -> list[str]:
    """The offered graphs that hold the source's own words."""
    return [name for name in publication.catalog.datasets if publication.terms(name) == publication.terms("source")]


def withheld(publication: Publication) -> Iterator[Fact]:
    """The facts that nobody has given."""
    return (each for each in FACTS if not each.is_given(publication))
