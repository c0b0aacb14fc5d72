"""Whether all servers give the same answers. Nobody should be praised for being quick to be wrong."""

from __future__ import annotations

from collections.abc import Sequence

import click
from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, parse, parse_query_results

from bench.servers import Running
from bench.shapes import JSON, Shape

SAMPLES = 3


def require(servers: Sequence[Running], shapes: Sequence[Shape], bodies: int) -> dict[str, int]:
    """How many rows or triples each shape's first query gives. Raises ClickException where two servers differ."""
    sizes: dict[str, int] = {}
    for shape in shapes:
        for query in shape.queries(bodies, SAMPLES):
            answers = {each.server.name: _answer(each, shape, query) for each in servers if each.server.takes(shape)}
            first = next(iter(answers.values()))
            if any(each != first for each in answers.values()):
                counts = {name: len(answer) for name, answer in answers.items()}
                raise click.ClickException(f"The servers do not agree on {shape.name}: {counts} for\n{query}")
            sizes.setdefault(shape.name, len(first))
    return sizes


def _answer(server: Running, shape: Shape, query: str) -> list[str]:
    """The rows or triples in one order; of a query for any so many rows, only as many empty lines."""
    status, body = server.ask(query, shape.accept)
    if status != 200:
        raise click.ClickException(f"{server.server.name} answers {status} to {shape.name}: {body[:200]!r}")
    if shape.accept != JSON:
        return sorted(str(each.triple) for each in parse(body, RdfFormat.TURTLE))
    results = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean | QueryTriples):
        raise click.ClickException(f"{server.server.name} gives no rows for {shape.name}.")
    names = sorted(each.value for each in results.variables)
    rows = [" ".join(str(row[name]) for name in names) for row in results]
    return [""] * len(rows) if shape.is_any else sorted(rows)
