"""Things that are withdrawn: each says why and since when, and nothing that is still told of leads to it."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Store

from kiungo.checks.report import ValidationResult, say
from kiungo.rdf.terms import text
from kiungo.rdf.withdrawals import withdrawn
from kiungo.sources import Sources


def check(sources: Sources, store: Store) -> Iterator[ValidationResult]:
    """Withdrawn things without reason or day, and statements of others that lead to them."""
    roles = sources.publication.roles
    gone = withdrawn(sources.quads, roles.withdrawn, sources.publication.base)
    for thing in sorted(gone, key=str):
        for role in (roles.withdrawn_for, roles.withdrawn_on):
            if not any(True for _ in store.quads_for_pattern(thing, NamedNode(role), None)):
                yield _finding(sources, "withdrawn-unexplained", thing.value, role)
        users = {quad.subject for quad in store.quads_for_pattern(None, None, thing)} - gone
        for user in sorted(users, key=str):
            yield _finding(sources, "withdrawn-used", text(user), thing.value)


def _finding(sources: Sources, rule: str, focus: str, value: str) -> ValidationResult:
    file, line = sources.place(focus)
    return ValidationResult(rule, say(rule, value=value), say(f"{rule}-remedy"), focus=focus, value=value, file=file, line=line)
