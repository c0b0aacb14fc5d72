"""Competency questions: each a query kept as RDF, with its expected answer in a file beside it.

A question is a `sh:SPARQLExecutable` whose query borrows prefixes declared elsewhere
(https://www.w3.org/TR/shacl/#sparql-prefixes). Its answer is a table in the SPARQL 1.1 TSV format
(https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv), where prefixed names are allowed too, or for an
ASK query the single line `true` or `false`. The default graph of a question is the union of all graphs.
Parameters, where it has some, stand at their defaults.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kiungo.checks import parameters
from kiungo.errors import SourceError
from kiungo.rdf.parameters import Parameter
from kiungo.rdf.queries import is_ordered, prefixes_used, with_prologue

Form = Literal["select", "ask"]
Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Row = tuple[Term | None, ...]
Prefixes = Mapping[str, str]

_SH = "http://www.w3.org/ns/shacl#"
_QUERY: Mapping[Form, ox.NamedNode] = {
    "select": ox.NamedNode(_SH + "select"),
    "ask": ox.NamedNode(_SH + "ask"),
}
_PREFIXES = ox.NamedNode(_SH + "prefixes")
_DECLARE = ox.NamedNode(_SH + "declare")
_PREFIX = ox.NamedNode(_SH + "prefix")
_NAMESPACE = ox.NamedNode(_SH + "namespace")
_COMMENT = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
_POSITION = ox.NamedNode("https://schema.org/position")

_PREFIXED_NAME = re.compile(r"([A-Za-z][\w.-]*|):([^\s<>\"{}|^`\\]*)")
_PLACE = re.compile(r"error at (\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a SELECT query below its variables, or the verdict of an ASK query."""

    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    ordered: bool = False
    verdict: bool | None = None

    def lines(self) -> tuple[str, ...]:
        """The answer as lines of TSV, the header first, every term written out in full."""
        if self.verdict is not None:
            return ("true" if self.verdict else "false",)
        header = "\t".join(f"?{name}" for name in self.variables)
        return (header, *("\t".join("" if term is None else str(term) for term in row) for row in self.rows))


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines of TSV by which an answer departs from the expected one; false when it does not.

    `misplaced` holds lines which are right and stand in the wrong place, where order counts.
    """

    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    misplaced: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.missing or self.surplus or self.misplaced)


@dataclass(frozen=True, slots=True)
class Question:
    """One competency question; `query` stands with the prefixes it uses, `comments` by language."""

    iri: ox.NamedNode
    file: Path
    position: int
    comments: Mapping[str, str] = field(hash=False)
    form: Form
    query: str
    expected: Answer
    parameters: tuple[Parameter, ...] = ()

    def defaults(self) -> dict[ox.Variable, Term]:
        """The values that are bound where nobody gives any."""
        return {ox.Variable(each.name): each.term(each.default) for each in self.parameters if each.default is not None}


@dataclass(frozen=True, slots=True)
class _Document:
    """One Turtle file of the folder: its text and its triples."""

    file: Path
    text: str
    data: ox.Dataset

    def objects(self, subject: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode) -> Iterator[Term]:
        """The objects of the triples with this subject and predicate, in no order."""
        return (q.object for q in self.data.quads_for_subject(subject) if q.predicate == predicate)

    def list_of(self, subject: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode) -> list[Term]:
        """The same as a list."""
        return list(self.objects(subject, predicate))

    def line_of(self, words: str) -> int | None:
        """The line, counted from 1, on which these words first stand."""
        before, found, _ = self.text.partition(words)
        return before.count("\n") + 1 if found else None


def load(folder: Path) -> tuple[Question, ...]:
    """The questions of a folder by position, each with its expected answer.

    Raises SourceError for the first file that cannot be used.
    """
    documents = [_document(file) for file in sorted(folder.glob("*.ttl"))]
    declared = _declared_prefixes(documents)
    questions = [
        _question(document, subject, form, declared)
        for document in documents
        for subject, form in _executables(document)
    ]
    _refuse_namesakes(questions)
    _refuse_orphans(folder, {question.file.with_suffix(".tsv") for question in questions})
    return tuple(sorted(questions, key=lambda question: (question.position, question.iri.value)))


def answer(question: Question, store: ox.Store) -> Answer:
    """What a store answers to a question, its default graph being the union of all graphs."""
    results = store.query(question.query, use_default_graph_as_union=True, substitutions=question.defaults())
    if isinstance(results, ox.QueryBoolean):
        return Answer(verdict=bool(results))
    if not isinstance(results, ox.QuerySolutions):
        message = "A question is a SELECT or an ASK query."
        raise SourceError(message, question.file)
    variables = tuple(variable.value for variable in results.variables)
    rows = tuple(tuple(solution[name] for name in variables) for solution in results)
    return Answer(variables, rows, ordered=question.expected.ordered)


def difference(expected: Answer, actual: Answer) -> Difference:
    """How an answer departs from the expected one; the order counts where the query gives one.

    Rows are compared as a multiset; the header counts as a line of its own.
    """
    want, have = expected.lines(), actual.lines()
    missing = tuple((Counter(want) - Counter(have)).elements())
    surplus = tuple((Counter(have) - Counter(want)).elements())
    if missing or surplus or not expected.ordered:
        return Difference(missing, surplus)
    return Difference(misplaced=tuple(line for line, other in zip(have, want, strict=True) if line != other))


def read_answer(text: str, prefixes: Prefixes, file: Path, *, form: Form, ordered: bool = False) -> Answer:
    """The expected answer written in a TSV file.

    Raises SourceError with the line of the first cell that cannot be read.
    """
    lines = text.removesuffix("\n").split("\n")
    if form == "ask":
        return Answer(verdict=_verdict(lines, file))
    variables = tuple(_variable(cell, file) for cell in lines[0].removesuffix("\r").split("\t"))
    rows = tuple(
        _row(line.removesuffix("\r"), len(variables), prefixes, file, number)
        for number, line in enumerate(lines[1:], start=2)
    )
    return Answer(variables, rows, ordered)


def _document(file: Path) -> _Document:
    text = _text(file)
    try:
        quads = ox.parse(input=text, format=ox.RdfFormat.TURTLE)
        return _Document(file, text, ox.Dataset(quads))
    except SyntaxError as error:
        message = f"This is not Turtle: {error.msg}."
        raise SourceError(message, file, error.lineno) from error


def _text(file: Path) -> str:
    try:
        # Bytes, not text mode: a carriage return inside a query must survive.
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "This line is not UTF-8; save the file as UTF-8."
        raise SourceError(message, file, line) from error


def _declared_prefixes(documents: Iterable[_Document]) -> dict[ox.NamedNode, dict[str, str]]:
    """The prefixes declared by each node that a question may name in sh:prefixes."""
    declared: dict[ox.NamedNode, dict[str, str]] = {}
    for document in documents:
        for quad in document.data.quads_for_predicate(_DECLARE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(
                quad.object, ox.NamedNode | ox.BlankNode
            ):
                prefix = _literal(document, quad.object, _PREFIX, "sh:prefix")
                namespace = _literal(document, quad.object, _NAMESPACE, "sh:namespace")
                declared.setdefault(quad.subject, {})[prefix] = namespace
    return declared


def _executables(document: _Document) -> list[tuple[ox.NamedNode, Form]]:
    """The one question of a file, or none where the file only declares prefixes."""
    found: list[tuple[ox.NamedNode, Form]] = [
        (quad.subject, form)
        for form, predicate in _QUERY.items()
        for quad in document.data.quads_for_predicate(predicate)
        if isinstance(quad.subject, ox.NamedNode)
    ]
    if len(found) > 1:
        message = "More than one query in a file; give each question its own file."
        raise SourceError(message, document.file)
    return found


def _question(
    document: _Document, subject: ox.NamedNode, form: Form, declared: Mapping[ox.NamedNode, Prefixes]
) -> Question:
    prefixes: dict[str, str] = {}
    for node in document.objects(subject, _PREFIXES):
        prefixes |= declared.get(node, {}) if isinstance(node, ox.NamedNode) else {}
    query = _prefixed_query(document, _literal(document, subject, _QUERY[form], f"sh:{form}"), form, prefixes)
    return Question(
        iri=subject,
        file=document.file,
        position=_position(document, subject),
        comments={
            comment.language: comment.value
            for comment in document.objects(subject, _COMMENT)
            if isinstance(comment, ox.Literal) and comment.language
        },
        form=form,
        query=query,
        parameters=parameters.read(subject, document.list_of, query, document.file, document.line_of),
        expected=_expected(document.file.with_suffix(".tsv"), prefixes, form, is_ordered(query)),
    )


def _literal(
    document: _Document, subject: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode, name: str
) -> str:
    """The one literal a property has."""
    values = [term.value for term in document.objects(subject, predicate) if isinstance(term, ox.Literal)]
    if len(values) != 1:
        message = f"{name} is needed once, as a literal, and stands {len(values)} times."
        raise SourceError(message, document.file, document.line_of(name))
    return values[0]


def _position(document: _Document, subject: ox.NamedNode) -> int:
    value = _literal(document, subject, _POSITION, "schema:position")
    if not value.isdecimal():
        message = f"“{value}” is no position; write a whole number, as in schema:position 7."
        raise SourceError(message, document.file, document.line_of("schema:position"))
    return int(value)


def _prefixed_query(document: _Document, query: str, form: Form, prefixes: Prefixes) -> str:
    """The query below the prefixes it uses; an unknown prefix or a fault of syntax is refused here."""
    used = prefixes_used(query)
    start = document.line_of(f"sh:{form}")
    for prefix in used:
        if prefix not in prefixes:
            message = (
                f"The query uses {prefix}: and no node in its sh:prefixes declares it; add a sh:declare."
            )
            raise SourceError(message, document.file, start)
    whole = with_prologue(query, prefixes)
    _refuse_unusable(document, whole, form, len(used), start)
    return whole


def _refuse_unusable(document: _Document, query: str, form: Form, added: int, start: int | None) -> None:
    """Parses a query, by asking an empty store; `added` lines of it do not stand in the file."""
    try:
        results = ox.Store().query(query)
    except SyntaxError as error:
        place = _PLACE.search(str(error.msg))
        line, column = (int(place[1]) - added, int(place[2])) if place else (1, 1)
        message = f"The query does not parse at its line {line}, column {column}; correct it there."
        raise SourceError(message, document.file, start + line - 1 if start else None) from error
    wanted = ox.QueryBoolean if form == "ask" else ox.QuerySolutions
    if not isinstance(results, wanted):
        message = f"sh:{form} holds a query of another form; write {form.upper()}."
        raise SourceError(message, document.file, start)


def _expected(file: Path, prefixes: Prefixes, form: Form, ordered: bool) -> Answer:
    if not file.is_file():
        message = f"This question has no expected answer; write {file.name} beside it."
        raise SourceError(message, file.with_suffix(".ttl"))
    return read_answer(_text(file), prefixes, file, form=form, ordered=ordered)


def _refuse_namesakes(questions: Iterable[Question]) -> None:
    """Each question has an address of its own, made of the last part of its IRI."""
    slugs: dict[str, Question] = {}
    for each in questions:
        other = slugs.setdefault(each.iri.value.rpartition("/")[2], each)
        if other is not each:
            message = f"<{each.iri.value}> ends like <{other.iri.value}>; give it another last part."
            raise SourceError(message, each.file)


def _refuse_orphans(folder: Path, answers: set[Path]) -> None:
    for file in sorted(folder.glob("*.tsv")):
        if file not in answers:
            message = f"An answer without a question; write {file.stem}.ttl, or delete this file."
            raise SourceError(message, file)


def _verdict(lines: list[str], file: Path) -> bool:
    if [line.strip() for line in lines] not in (["true"], ["false"]):
        message = "The answer to an ASK query is one line, true or false."
        raise SourceError(message, file, 1)
    return lines[0].strip() == "true"


def _variable(cell: str, file: Path) -> str:
    if not re.fullmatch(r"\?\w+", cell):
        message = f"“{cell}” is no variable; the first line names the variables, as in ?n, with tabs between."
        raise SourceError(message, file, 1)
    return cell[1:]


def _row(line: str, width: int, prefixes: Prefixes, file: Path, number: int) -> Row:
    cells = line.split("\t")
    if len(cells) != width:
        message = (
            f"{len(cells)} cells where the header has {width}; separate cells by one tab, write \\t in text."
        )
        raise SourceError(message, file, number)
    return tuple(_term(cell, prefixes, file, number) for cell in cells)


def _term(cell: str, prefixes: Prefixes, file: Path, number: int) -> Term | None:
    """The term of one cell; an empty cell is an unbound variable."""
    if not cell:
        return None
    name = _PREFIXED_NAME.fullmatch(cell)
    if name and name[1] in prefixes:
        # A slash may stand in the local name here, which Turtle would want escaped.
        cell = f"<{prefixes[name[1]]}{name[2]}>"
    try:
        triples = list(ox.parse(input=_turtle(cell, prefixes), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        message = (
            f'The cell {cell} is no term; write <iri>, a declared prefix:name, a number or "text"@language.'
        )
        raise SourceError(message, file, number) from error
    if len(triples) != 2 or not isinstance(triples[0].object, ox.NamedNode | ox.Literal):
        message = f"The cell {cell} must be one IRI or one literal; a blank node has no name to compare."
        raise SourceError(message, file, number)
    return triples[0].object


def _turtle(cell: str, prefixes: Prefixes) -> str:
    """A Turtle document with two objects: the cell, and a 0 that is lost if the cell holds more than a term."""
    declarations = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items())
    return f"{declarations}<urn:cell> <urn:holds> {cell} , 0 ."
