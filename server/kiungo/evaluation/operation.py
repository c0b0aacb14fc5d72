"""A query operation: what was asked of the endpoint, in which format, and how the answer is known again.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kiungo.errors import BadRequest
from kiungo.evaluation import negotiation, tokens
from kiungo.evaluation.negotiation import GRAPHS, RESULTS, Choice
from kiungo.protocol import accept, sparql
from kiungo.protocol.accept import Offer
from kiungo.protocol.conditional import etag
from kiungo.protocol.sparql import SparqlRequest

PAGE = "html"
"""The format that is a page for people."""

_TABLES = (*(each.media_type for each in RESULTS), "text/html")
_GRAPHS = (*(each.media_type for each in GRAPHS), "text/html")


@dataclass(frozen=True)
class Operation:
    """A query with everything that decides about its answer. `seconds` may lower the time it is given.

    `accept` is the Accept header in force: the request's own, or the one its `format` stands for.
    `is_safe` tells requests whose answers may be kept and validated from those by POST.
    """

    request: SparqlRequest
    accept: str | None
    seconds: float | None
    is_safe: bool

    @cached_property
    def choice(self) -> Choice:
        """The formats the answer may have."""
        return negotiation.choose(self.accept)

    @property
    def wants_page(self) -> bool:
        """Whether the answer is to be a page for people."""
        if self.request.format is not None:
            return self.request.format.lower() == PAGE
        if self.accept is None or "html" not in self.accept:
            return False
        start = tokens.first(self.request.query)
        graph = start is not None and start.keyword in ("CONSTRUCT", "DESCRIBE")
        return _best(self.accept, _GRAPHS if graph else _TABLES) == "text/html"

    @cached_property
    def is_volatile(self) -> bool:
        """Whether the answer may differ when the same is asked again of the same data."""
        return tokens.is_volatile(self.request.query)

    def tag(self, digest: str) -> str:
        """The entity tag of the answer. Both media types count, since the kind of the answer is not yet known."""
        asked = self.request
        graphs = ("default", *asked.default_graphs, "named", *asked.named_graphs)
        return etag(digest, asked.query, *graphs, "as", *self.choice.media_types())


def read(method: str, query_string: bytes, content_type: str | None, body: bytes, header: str | None) -> Operation:
    """The operation that a request stands for; `header` is its Accept, several lines joined with a comma.

    Raises what `protocol.sparql.read` raises, and BadRequest for a `format` or `timeout` that cannot be used.
    """
    asked = sparql.read(method, query_string, content_type, body)
    if asked.format is not None and asked.format.lower() != PAGE:
        header = negotiation.named(asked.format)
    return Operation(asked, header, _seconds(asked.timeout), method != "POST")


@lru_cache(maxsize=256)  # clients repeat their headers; the answer is a function of them
def _best(header: str, media_types: tuple[str, ...]) -> str | None:
    found = accept.choose(header, [Offer(each, each) for each in media_types])
    return found.value if found else None


def _seconds(text: str | None) -> float | None:
    """The parameter `timeout`, by which a client may ask for less time than it could have."""
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise BadRequest("timeout is a number of seconds greater than zero.", "timeout-parameter")
    return seconds
