"""The score that portals will give the catalogue, with every indicator, and the facts for want of which it is not whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kiungo.checks.catalog import document
from kiungo.checks.report import say
from kiungo.errors import SourceError
from kiungo.harvest import documents, quality
from kiungo.harvest.facts import Fact, withheld
from kiungo.harvest.quality import ELSEWHERE, WORTH, Indicator
from kiungo.harvest.reading import read
from kiungo.messages import Catalogue
from kiungo.rdf.formats import TURTLE
from kiungo.sources import Sources


@dataclass(frozen=True)
class Score:
    """What each indicator comes to, and the facts that are withheld."""

    indicators: Sequence[Indicator]
    withheld: Sequence[Fact]

    @property
    def points(self) -> float:
        """All of them together."""
        return sum(each.points for each in self.indicators)

    def text(self, language: str) -> str:
        """The score for a person who reads `language`."""
        say = Catalogue("check", language)
        return "\n".join(self._lines(say)) + "\n"

    def json(self) -> str:
        """The score for a program."""
        facts = [
            {"fact": each.name, "points": each.points, "reason": say(f"catalog-withheld-{each.name}", value=each.points),
             "remedy": say(f"catalog-withheld-{each.name}-remedy")} for each in self.withheld
        ]
        found = {
            "points": round(self.points, 1), "of": sum(WORTH.values()), "rating": quality.rating(self.points),
            "indicators": [asdict(each) | {"assumed": each.name in ELSEWHERE} for each in self.indicators], "withheld": facts,
        }
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"

    def _lines(self, say: Catalogue) -> Iterator[str]:
        for each in self.indicators:
            name = say(f"score-{each.name}") + (" *" if each.name in ELSEWHERE else "")
            yield f"{say(f'score-{each.dimension}'):22}{name:44}{round(each.points, 1):>6g} / {each.worth}"
        yield say("score-total", points=f"{round(self.points, 1):g}", of=sum(WORTH.values()),
                  rating=say(f"score-{quality.rating(self.points)}"))
        yield f"* {say('score-elsewhere')}"
        for fact in self.withheld:
            yield f"{say('info')} [catalog-withheld-{fact.name}]"
            yield f"  {say(f'catalog-withheld-{fact.name}', value=fact.points)}"
            yield f"  {say(f'catalog-withheld-{fact.name}-remedy')}"


def score(found: Sources | Path) -> Score:
    """The score of the catalogue that would be built of some sources, or of that in a file, anybody's.

    That URLs answer and the official shapes hold is taken for granted. Raises SourceError where a file cannot be read.
    """
    if isinstance(found, Sources):
        body, form, facts = documents.draft(found.publication, found.quads), TURTLE.writer, tuple(withheld(found.publication))
    else:
        (body, form), facts = document(found), ()
    try:
        catalogue = read(body, form)
    except SyntaxError as error:
        raise SourceError(f"{error}.", found if isinstance(found, Path) else None) from error
    return Score(quality.score(catalogue, lambda _: True, conforms=True), facts)
