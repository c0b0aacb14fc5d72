"""The query shapes and the hostile queries, as files, and the requests that are made of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench import generator, stopping

HERE = Path(__file__).parent
JSON, TURTLE, HTML = "application/sparql-results+json", "text/turtle", "text/html"
VARIANTS = 2_000  # requests are drawn from so many; each fresh one is told apart by a comment, too
POINT_LOOKUP = "1-point-lookup"


@dataclass(frozen=True)
class Shape:
    """A query with the variables `$body` (an IRI) and `$number`, and the format of its answer."""

    name: str
    text: str

    @property
    def accept(self) -> str:
        """The media type to ask for."""
        return TURTLE if "CONSTRUCT" in self.text else JSON

    @property
    def is_any(self) -> bool:
        """Whether any so many rows are a right answer, so that only their number can be compared."""
        return "LIMIT" in self.text

    def queries(self, bodies: int, count: int = VARIANTS) -> list[str]:
        """The query for `count` bodies drawn from all, the same at each call."""
        chance = random.Random(self.name)  # noqa: S311 - the same requests in every run
        return [self._of(chance.randrange(bodies)) for _ in range(count if "$" in self.text else 1)]

    def _of(self, number: int) -> str:
        return self.text.replace("$body", generator.body_iri(number)).replace("$number", str(number))


def shapes() -> list[Shape]:
    """The eight shapes, in order."""
    return [Shape(file.stem, _query(file)) for file in sorted((HERE / "queries").glob("*.rq"))]


def hostile() -> dict[str, str]:
    """The hostile queries by name."""
    return {each.name: each.text for each in stopping.queries()}


def _query(file: Path) -> str:
    """The text without its leading comment, which is for the reader of the file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#")).strip()


def target(path: str, query: str) -> str:
    """The request target that asks a query of the endpoint at a path."""
    return f"{path}?query={quote(query, safe='')}"


def pages(bodies: int, count: int = VARIANTS) -> list[str]:
    """Paths of documents about things of many kinds, the same at each call."""
    chance = random.Random("pages")  # noqa: S311 - the same requests in every run
    kinds = ("organization/body-{}", "organization/body-{}/department-1", "mandate/{}", "objective/{}-1", "instrument/{}-1")
    return ["/doc/" + chance.choice(kinds).format(chance.randrange(bodies)) for _ in range(count)]
