"""How much the release holds of a term: counted when it was built, with a few examples looked up now.

The counts are VoID's partitions in the catalogue: https://www.w3.org/TR/void/#class-property-partitions
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kiungo.engine.evidence import literals
from kiungo.rdf.iris import partition
from kiungo.rdf.namespaces import RDF_TYPE, RDFS, RDFS_SUB_CLASS_OF, VOID_ENTITIES, VOID_TRIPLES
from kiungo.web.contexts import Words
from kiungo.web.contexts.vocabularies import Sentence, Usage
from kiungo.web.examples import reference
from kiungo.web.site import Reader
from kiungo.web.values import Node, shortened
from kiungo.web.vocabularies.vocabulary import Vocabulary

_LOOKED = 200  # statements from which the examples are taken
_EXAMPLES = 3
_LISTED = 100  # rows that the linked query asks for


def things(reader: Reader, kind: NamedNode) -> int:
    """How many things of a class the release holds."""
    return _count(reader, "class", kind, VOID_ENTITIES)


def statements(reader: Reader, predicate: NamedNode) -> int:
    """How many statements of the release have a property."""
    return _count(reader, "property", predicate, VOID_TRIPLES)


def instances(reader: Reader, kind: NamedNode) -> str:
    """Where all things of a class are listed."""
    return _query(reader, f"SELECT DISTINCT ?thing WHERE {{\n  ?thing a {kind}\n}}\nORDER BY ?thing LIMIT {_LISTED}")


def uses(reader: Reader, predicate: NamedNode) -> str:
    """Where all statements with a property are listed."""
    order = "ORDER BY ?thing ?value"
    return _query(reader, f"SELECT DISTINCT ?thing ?value WHERE {{\n  ?thing {predicate} ?value\n}}\n{order} LIMIT {_LISTED}")


def of_class(vocabulary: Vocabulary, kind: NamedNode) -> Usage:
    """The things of a class. Where there are none of its own, those of the classes right below it are named."""
    reader = vocabulary.reader
    count = things(reader, kind)
    if not count:
        return _below(vocabulary, [(each, things(reader, each)) for each in vocabulary.near(RDFS_SUB_CLASS_OF, kind)])
    quads = islice(reader.site.dataset.quads(None, RDF_TYPE, kind), _LOOKED)
    found = sorted({quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}, key=str)[:_EXAMPLES]
    examples = tuple((vocabulary.reference(each),) for each in found)
    return Usage(reader.t("vocab_things", count=count), instances(reader, kind), examples, is_sample=count > len(examples))


def of_property(vocabulary: Vocabulary, predicate: NamedNode) -> Usage:
    """The statements with a property. Where there are none, those with the properties right below it are named."""
    reader = vocabulary.reader
    count = statements(reader, predicate)
    if not count:
        below = vocabulary.near(RDFS["subPropertyOf"], predicate)
        return _below(vocabulary, [(each, statements(reader, each)) for each in below])
    quads = list(islice(reader.site.dataset.quads(None, predicate), _LOOKED))
    pairs = {(quad.subject, quad.object) for quad in quads if isinstance(quad.subject, NamedNode)}
    found = [
        (subject, value) for subject, value in sorted(pairs, key=str) if isinstance(value, Node | Literal)
    ][:_EXAMPLES]
    examples = tuple(_example(vocabulary, subject, value) for subject, value in found)
    return Usage(reader.t("vocab_statements", count=count), uses(reader, predicate), examples, is_sample=count > len(examples))


def of_value(vocabulary: Vocabulary, value: NamedNode, is_use: Callable[[NamedNode], bool]) -> Usage:
    """The things that name a concept by a property of which `is_use` holds.

    What is counted here is looked at now: a concept that is named more than `_LOOKED` times is told as that many.
    """
    reader = vocabulary.reader
    quads = islice(reader.site.dataset.quads(None, None, value), _LOOKED + 1)
    found = {
        quad.subject for quad in quads if is_use(quad.predicate) and isinstance(quad.subject, NamedNode)
    }
    if not found:
        return Usage(reader.t("vocab_unused"), "", ())
    key = "vocab_uses_more" if len(found) > _LOOKED else "vocab_uses"
    examples = tuple((vocabulary.reference(each),) for each in sorted(found, key=str)[:_EXAMPLES])
    query = f"SELECT DISTINCT ?thing ?property WHERE {{\n  ?thing ?property {value}\n}}\nORDER BY ?thing LIMIT {_LISTED}"
    count = min(len(found), _LOOKED)
    return Usage(reader.t(key, count=count), _query(reader, query), examples, is_sample=count > len(examples))


def _below(vocabulary: Vocabulary, found: Sequence[tuple[NamedNode, int]]) -> Usage:
    """What is not used itself. Counts of several terms are not summed: a thing may be counted in each."""
    used = tuple((vocabulary.reference(each), f" {count:,}") for each, count in found if count)
    if not used:
        return Usage(vocabulary.reader.t("vocab_unused"), "", ())
    names: Sentence = tuple(piece for at, each in enumerate(used) for piece in ((", ", *each) if at else each))
    return Usage(vocabulary.reader.t("vocab_unused_itself"), "", (), names)


def _example(vocabulary: Vocabulary, subject: NamedNode, value: Node | Literal) -> Sentence:
    shown = vocabulary.show(value)
    if isinstance(shown, Words):
        shown = Words(f"“{shortened(shown.text)}”", shown.lang, shown.is_translation)
    return (vocabulary.reference(subject), " → ", shown)


def _count(reader: Reader, kind: str, term: NamedNode, counted: NamedNode) -> int:
    part = NamedNode(partition(f"{reader.site.base}dataset", kind, term.value))
    found = literals(reader.site.dataset, part, counted)
    return int(found[0].value) if found and found[0].value.isdecimal() else 0


def _query(reader: Reader, query: str) -> str:
    """The query service with a query. The term in it is an IRI of the release, as N-Triples writes it."""
    return reference(reader, query=query)
