"""A query operation: what was asked of the endpoint, in which format, and how the answer is known again.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kiungo.evaluation import negotiation, tokens
from kiungo.evaluation.negotiation import PAGE, Choice
from kiungo.protocol import sparql
from kiungo.protocol.conditional import etag
from kiungo.protocol.sparql import Parameters, SparqlRequest


@dataclass(frozen=True)
class Operation:
    """A query with everything that decides about its answer. `seconds` may lower the time it is given.

    `accept` is the Accept header in force: the request's own, or the one its `format` stands for.
    `is_safe` tells requests whose answers may be kept and validated from those by POST. `slug` is that of a stored query.
    """

    request: SparqlRequest
    accept: str | None
    seconds: float | None
    is_safe: bool
    slug: str = ""

    @cached_property
    def choice(self) -> Choice:
        """The formats the answer may have."""
        return negotiation.choose(self.accept)

    @property
    def wants_page(self) -> bool:
        """Whether the answer is to be a page for people."""
        return negotiation.wants_page(self.accept, self.request.format)

    @cached_property
    def is_volatile(self) -> bool:
        """Whether the answer may differ when the same is asked again of the same data."""
        return tokens.is_volatile(self.request.query)

    def tag(self, digest: str) -> str:
        """The entity tag of the answer. Both media types count, since the kind of the answer is not yet known."""
        asked = self.request
        graphs = ("default", *asked.default_graphs, "named", *asked.named_graphs)
        return etag(digest, asked.query, *graphs, "as", *self.choice.media_types(), asked.format or "")


def read(method: str, sent: Parameters, content_type: str | None, body: bytes, header: str | None) -> Operation:
    """The operation that a request stands for; `header` is its Accept, several lines joined with a comma.

    Raises what `protocol.sparql.read` raises, and BadRequest for a `format` or `timeout` that cannot be used.
    """
    asked = sparql.read(method, sent, content_type, body)
    if asked.format is not None and asked.format.lower() not in PAGE.names:
        header = negotiation.named(asked.format)
    return Operation(asked, header, sparql.deadline(asked.timeout), method != "POST")
