"""The captured text is covered, and every quote of it is verbatim, to the code point."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from kiungo.checks.report import ValidationResult, say
from kiungo.rdf.languages import is_translation
from kiungo.rdf.terms import text
from kiungo.sources import Sources
from kiungo.sources.passages import OA, Captured

_STRINGS = ("http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")


def check(sources: Sources, store: Store) -> Iterator[ValidationResult]:
    """Text outside every passage; quotes that differ from the text; translations out of place."""
    for captured in sources.texts:
        yield from _uncovered(captured, sources)
    yield from _misquoted(sources, store)
    yield from _not_verbatim(sources)
    yield from _translations(sources)


def _uncovered(captured: Captured, sources: Sources) -> Iterator[ValidationResult]:
    covered = [False] * len(captured.text)
    for each in captured.passages:
        if any(covered[each.start:each.end]):
            yield ValidationResult("passage-overlap", say("passage-overlap"), say("passage-overlap-remedy"), focus=each.iri,
                                   file=captured.table.relative_to(sources.root), line=each.row)
        covered[each.start:each.end] = [True] * (each.end - each.start)
    bare = (at for at, char in enumerate(captured.text) if not covered[at] and char not in captured.config.padding)
    lines = sorted({captured.text.count("\n", 0, at) + 1 for at in bare})
    for line in lines:
        yield ValidationResult("passage-missing", say("passage-missing", line=line), say("passage-missing-remedy", line=line),
                               file=captured.file.relative_to(sources.root), line=line)


def _misquoted(sources: Sources, store: Store) -> Iterator[ValidationResult]:
    """Each oa:exact must stand in the text of what its target selects from: a passage, or a captured text."""
    texts = {captured.config.snapshot: captured.text for captured in sources.texts}
    verbatim = NamedNode(sources.publication.roles.verbatim_text)
    texts |= {text(quad.subject): text(quad.object) for quad in store.quads_for_pattern(None, verbatim, None)}
    for quad in store.quads_for_pattern(None, NamedNode(OA + "exact"), None):
        for holder in store.quads_for_pattern(None, NamedNode(OA + "hasSelector"), quad.subject):
            for source in store.quads_for_pattern(holder.subject, NamedNode(OA + "hasSource"), None):
                if text(quad.object) not in texts.get(text(source.object), ""):
                    yield _misquote(sources, quad, text(source.object))


def _misquote(sources: Sources, quad: Quad, source: str) -> ValidationResult:
    file, line = sources.place(text(quad.subject), quad)
    return ValidationResult("quote", say("quote", value=text(quad.object), source=source), say("quote-remedy"),
                            focus=text(quad.subject), path=quad.predicate.value, value=text(quad.object), file=file, line=line)


def _not_verbatim(sources: Sources) -> Iterator[ValidationResult]:
    """No wording of ours in the graphs that promise the source's own words."""
    promised = sources.publication.graphs
    for quad in sources.in_graph(*promised.verbatim):
        term = quad.object
        if not isinstance(term, Literal) or term.datatype.value not in _STRINGS or term.value in promised.composed:
            continue
        if not any(term.value in captured.text for captured in sources.texts):
            file, line = sources.place(text(quad.subject), quad)
            yield ValidationResult("verbatim", say("verbatim", value=term.value), say("verbatim-remedy"),
                                   focus=text(quad.subject), path=quad.predicate.value, value=term.value, file=file, line=line)


def _translations(sources: Sources) -> Iterator[ValidationResult]:
    """Translated words stand in the graph of translations alone, and are part of a recorded translation."""
    graph = sources.publication.graphs.translation
    home = NamedNode(sources.publication.graph(graph)) if graph else None
    recorded = {text(quad.object) for quad in sources.quads
                if quad.graph_name == home and quad.predicate.value == sources.publication.roles.translated_text}
    for quad in sources.quads:
        term = quad.object
        if not isinstance(term, Literal) or not is_translation(term.language):
            continue
        rule = "translation-graph" if quad.graph_name != home else (
            None if any(term.value in each for each in recorded) else "translation-record")
        if rule:
            file, line = sources.place(text(quad.subject), quad)
            yield ValidationResult(rule, say(rule, value=term.value), say(f"{rule}-remedy"), focus=text(quad.subject),
                                   path=quad.predicate.value, value=term.value, file=file, line=line)
