"""The competency questions are answered as their authors expect."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Store

from kiungo.checks import parameters, questions
from kiungo.checks.questions import Question
from kiungo.checks.report import ValidationResult, say, unreadable
from kiungo.errors import SourceError
from kiungo.sources import Sources


def check(sources: Sources, store: Store) -> Iterator[ValidationResult]:
    """Rows that an answer lacks or has too many; a question that cannot be used."""
    try:
        asked = questions.load(sources.root / "ontology" / "questions")
    except SourceError as error:
        yield unreadable("question", error, sources.root)
        return
    for each in asked:
        yield from _findings(each, sources, store)


def _findings(question: Question, sources: Sources, store: Store) -> Iterator[ValidationResult]:
    yield from _bindings(question, sources, store)
    found = questions.difference(question.expected, questions.answer(question, store))
    file = question.file.relative_to(sources.root)
    remedy = say("question-remedy", answer=file.with_suffix(".tsv").as_posix())
    for rule, rows in (("question-missing", found.missing), ("question-surplus", found.surplus),
                       ("question-misplaced", found.misplaced)):
        for row in rows:
            yield ValidationResult(rule, say(rule, value=row), remedy, focus=question.iri.value, value=row, file=file)


def _bindings(question: Question, sources: Sources, store: Store) -> Iterator[ValidationResult]:
    """Parameters that do not do what the query says they do."""
    file = question.file.relative_to(sources.root)
    for name in parameters.disagreements(question.query, question.parameters, question.defaults(), store):
        message, remedy = say("question-binding", value=name), say("question-binding-remedy", value=name)
        yield ValidationResult("question-binding", message, remedy, focus=question.iri.value, value=name, file=file)
