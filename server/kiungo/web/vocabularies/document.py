"""The page of a document of hash IRIs: an ontology, shapes, or both. Each term has an anchor.

Recipe 3 of https://www.w3.org/TR/swbp-vocab-pub/#recipe3
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from kiungo.engine.evidence import nodes
from kiungo.rdf.namespaces import (
    OWL,
    OWL_CLASS,
    OWL_DATATYPE_PROPERTY,
    OWL_OBJECT_PROPERTY,
    RDF_PROPERTY,
    RDFS,
    RDFS_SUB_CLASS_OF,
    SH_NODE_SHAPE,
    SH_PROPERTY_SHAPE,
)
from kiungo.web import examples
from kiungo.web.contexts.vocabularies import Branch, Entry, Section, VocabularyPage
from kiungo.web.frames import frame
from kiungo.web.negotiation import Representation
from kiungo.web.vocabularies import header, usage
from kiungo.web.vocabularies.alignments import alignments
from kiungo.web.vocabularies.drawing import drawing, profile
from kiungo.web.vocabularies.hierarchy import Tree, forest, in_order
from kiungo.web.vocabularies.rules import Shapes
from kiungo.web.vocabularies.targets import ShapeEntries, owned, queries_of
from kiungo.web.vocabularies.terms import RDFS_SUB_PROPERTY_OF, Terms
from kiungo.web.vocabularies.vocabulary import Vocabulary

_QUERY = """SELECT DISTINCT ?term WHERE {{
  GRAPH {graph} {{ ?term ?property ?value }}
  FILTER(STRSTARTS(STR(?term), {terms}))
}}
ORDER BY ?term"""
_CLASSES, _RELATIONS, _ATTRIBUTES, _PROPERTIES = "classes", "relations", "attributes", "properties"
_SHAPES, _PARTS, _RULES, _OTHERS = "shapes", "parts", "rules", "others"
_KINDS = (
    (_CLASSES, (OWL_CLASS, RDFS["Class"])),
    (_RELATIONS, (OWL_OBJECT_PROPERTY,)),
    (_ATTRIBUTES, (OWL_DATATYPE_PROPERTY,)),
    (_PROPERTIES, (OWL["AnnotationProperty"], RDF_PROPERTY)),
    (_SHAPES, (SH_NODE_SHAPE,)),
    (_RULES, (SH_PROPERTY_SHAPE,)),
)
_TITLES = {
    _CLASSES: "terms_classes",
    _RELATIONS: "terms_object_properties",
    _ATTRIBUTES: "terms_datatype_properties",
    _PROPERTIES: "terms_properties",
    _SHAPES: "terms_shapes",
    _PARTS: "terms_parts",
    _RULES: "terms_rules",
    _OTHERS: "terms_others",
}
_HIERARCHIES = {_CLASSES: RDFS_SUB_CLASS_OF} | dict.fromkeys((_RELATIONS, _ATTRIBUTES, _PROPERTIES), RDFS_SUB_PROPERTY_OF)


def vocabulary_page(vocabulary: Vocabulary, graph: NamedNode, path: str, offered: tuple[Representation, ...]) -> VocabularyPage:
    """Every term of a document, which a graph holds, for one reader."""
    shapes = Shapes(vocabulary)
    terms = Terms(vocabulary, shapes)
    label = vocabulary.shown.terms.label(vocabulary.topic)
    kinds = _kinds(vocabulary, ShapeEntries(vocabulary, shapes))
    sections = tuple(_section(terms, key, found) for key, found in kinds.items() if found)
    properties = [each for key in (_RELATIONS, _ATTRIBUTES, _PROPERTIES) for each in kinds[key]]
    return VocabularyPage(
        frame=frame(vocabulary.reader, label.text, path=path, offered=offered, topic=vocabulary.topic),
        label=label,
        other_labels=vocabulary.shown.terms.other_labels(vocabulary.topic),
        iri=vocabulary.reader.site.permanent(vocabulary.topic),
        descriptions=vocabulary.definitions(vocabulary.topic),
        facts=header.facts(vocabulary),
        diagram=drawing(terms, kinds[_CLASSES], properties) or profile(vocabulary, kinds[_SHAPES]),
        is_profile=not kinds[_CLASSES],
        sections=sections,
        alignments=alignments(vocabulary),
        prefixes=header.prefixes(vocabulary),
        header=header.rest(vocabulary),
        is_cut=vocabulary.is_cut,
        behind=examples.behind(vocabulary.reader, _QUERY.format(graph=graph, terms=Literal(f"{vocabulary.topic.value}#"))),
    )


def _kinds(vocabulary: Vocabulary, entries: ShapeEntries) -> dict[str, list[NamedNode]]:
    """The terms by the section that they stand in; what is told with another term stands in none."""
    found: dict[str, list[NamedNode]] = {key: [] for key in _TITLES}
    elsewhere = owned(vocabulary) | queries_of(vocabulary)
    for each in vocabulary.terms:
        types = vocabulary.kinds(each)
        key = next((key for key, kinds in _KINDS if types.intersection(kinds)), _OTHERS)
        if each in elsewhere:
            continue
        if key == _SHAPES and not entries.is_target(each):
            key = _PARTS
        found[key].append(each)
    return found


def _section(terms: Terms, key: str, found: Sequence[NamedNode]) -> Section:
    vocabulary = terms.vocabulary
    trees = forest(_parents(vocabulary, found, _HIERARCHIES.get(key)), vocabulary.sort_key)
    make = _maker(terms, key)
    own = set(found)
    entries = tuple(make(each) for each in in_order(trees) if each in own)
    counted = _counter(vocabulary, key)
    return Section(key, vocabulary.reader.t(_TITLES[key]), tuple(_branch(vocabulary, each, counted) for each in trees), entries)


def _parents(
    vocabulary: Vocabulary, found: Iterable[NamedNode], predicate: NamedNode | None
) -> Mapping[NamedNode, list[NamedNode]]:
    """The named terms right above each."""
    if predicate is None:
        return {each: [] for each in found}
    dataset = vocabulary.reader.site.dataset
    return {
        each: [one for one in nodes(dataset, each, predicate) if isinstance(one, NamedNode) and one != each] for each in found
    }


def _maker(terms: Terms, key: str) -> Callable[[NamedNode], Entry]:
    if key == _CLASSES:
        return terms.class_entry
    if key in (_RELATIONS, _ATTRIBUTES, _PROPERTIES):
        return terms.property_entry
    if key in (_SHAPES, _PARTS, _RULES):
        return ShapeEntries(terms.vocabulary, terms.shapes).entry
    return terms.other_entry


def _counter(vocabulary: Vocabulary, key: str) -> Callable[[NamedNode], int | None]:
    """How often a term of a section is used; None for terms that are not used in data."""
    if key == _CLASSES:
        return lambda term: usage.things(vocabulary.reader, term)
    if key in (_RELATIONS, _ATTRIBUTES, _PROPERTIES):
        return lambda term: usage.statements(vocabulary.reader, term)
    return lambda _: None


def _branch(vocabulary: Vocabulary, tree: Tree[NamedNode], counted: Callable[[NamedNode], int | None]) -> Branch:
    count = counted(tree.term) if tree.term in vocabulary.own else None
    below = tuple(_branch(vocabulary, each, counted) for each in tree.below)
    reference = vocabulary.reference(tree.term)
    is_named = tree.term in vocabulary.own or reference.is_code
    name = "" if is_named else vocabulary.shown.terms.compact(tree.term)
    return Branch(reference, name, "" if count is None else f"{count:,}", below)
