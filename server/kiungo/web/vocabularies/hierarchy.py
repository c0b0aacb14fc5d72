"""Hierarchies of terms: who stands below whom, with terms of others at the top where ours stand below them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_DEEP = 40  # levels that are told below one another


@dataclass(frozen=True)
class Tree(Generic[T]):
    """A term and those below it, in order."""

    term: T
    below: tuple[Tree[T], ...]


def forest(parents: Mapping[T, Sequence[T]], key: Callable[[T], Any]) -> tuple[Tree[T], ...]:
    """The trees of all terms in `parents`, in the order of `key`; a parent that is no key of it is a root.

    A term with several parents stands below each, but those below it only once, so that the whole stays as long as
    its lines. A circle is broken where it closes.
    """
    below: dict[T, list[T]] = {}
    for term, above in parents.items():
        for each in above:
            below.setdefault(each, []).append(term)
    known = sorted({*parents, *below}, key=key)
    reached: set[T] = set()

    def grown(term: T, depth: int) -> Tree[T]:
        if term in reached:
            return Tree(term, ())
        reached.add(term)
        if depth == _DEEP:
            return Tree(term, ())
        return Tree(term, tuple(grown(each, depth + 1) for each in sorted(below.get(term, ()), key=key)))

    trees = [grown(each, 0) for each in known if not parents.get(each)]
    for each in known:
        if each not in reached:  # in a circle without an entrance, or deeper than is told
            trees.append(grown(each, 0))  # noqa: PERF401 - `reached` grows meanwhile
    return tuple(trees)


def in_order(trees: Sequence[Tree[T]]) -> list[T]:
    """Every term once, those above before those below."""
    found: dict[T, None] = {}
    stack = [*reversed(trees)]
    while stack:
        tree = stack.pop()
        found.setdefault(tree.term)
        stack += reversed(tree.below)
    return list(found)
