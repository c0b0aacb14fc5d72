"""The page of a document whose terms are hash IRIs: an ontology, or shapes. Each term has an anchor.

Recipe 3 of https://www.w3.org/TR/swbp-vocab-pub/#recipe3
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from pyoxigraph import NamedNode

from kiungo.engine.evidence import literals
from kiungo.rdf import languages
from kiungo.rdf.namespaces import (
    DCTERMS_DESCRIPTION,
    OWL_CLASS,
    OWL_DATATYPE_PROPERTY,
    OWL_OBJECT_PROPERTY,
    RDF_TYPE,
    RDFS_COMMENT,
    RDFS_IS_DEFINED_BY,
    SH_DESCRIPTION,
    SH_NAME,
    SH_NODE_SHAPE,
    SH_PROPERTY_SHAPE,
    SKOS_DEFINITION,
)
from kiungo.web.contexts import Term, TermGroup, VocabularyPage, Words
from kiungo.web.frames import frame
from kiungo.web.negotiation import Representation
from kiungo.web.properties import Properties
from kiungo.web.site import Reader

_QUADS = 100_000  # of a vocabulary that are looked through for its terms
_DEFINING = (SKOS_DEFINITION, RDFS_COMMENT, SH_DESCRIPTION, DCTERMS_DESCRIPTION)
_KINDS = (
    (OWL_CLASS, "terms_classes"),
    (OWL_OBJECT_PROPERTY, "terms_object_properties"),
    (OWL_DATATYPE_PROPERTY, "terms_datatype_properties"),
    (SH_NODE_SHAPE, "terms_shapes"),
    (SH_PROPERTY_SHAPE, "terms_rules"),
)
_REST = "terms_others"


def terms_of(reader: Reader, graph: NamedNode) -> tuple[NamedNode, list[NamedNode]] | None:
    """The hash terms of a graph and the document they belong to, or None where there are none.

    Where a graph has terms of several documents, the one with the most is taken.
    """
    base = reader.site.base
    quads = islice(reader.site.dataset.quads(graph=graph), _QUADS)
    subjects = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    terms = sorted((each for each in subjects if each.value.startswith(base) and "#" in each.value), key=str)
    if not terms:
        return None
    documents = Counter(each.value.partition("#")[0] for each in terms)
    topic = documents.most_common(1)[0][0]
    return NamedNode(topic), [each for each in terms if each.value.startswith(topic + "#")]


def vocabulary_page(
    reader: Reader, topic: NamedNode, terms: Iterable[NamedNode], path: str,
    offered: tuple[Representation, ...],
) -> VocabularyPage:
    """Every term of a document, for one reader. `topic` is the document that the terms belong to."""
    shown = Properties(reader)
    label = shown.terms.label(topic)
    told = {
        *reader.site.publication.roles.label, RDF_TYPE.value, *(each.value for each in _DEFINING),
    }
    return VocabularyPage(
        frame=frame(reader, label.text, path=path, offered=offered, topic=topic),
        label=label,
        other_labels=shown.terms.other_labels(topic),
        iri=topic.value,
        descriptions=definitions(reader, shown, topic),
        header=shown.flat(topic, topic, told, with_text=False),
        groups=_groups(reader, shown, terms),
    )


def definitions(reader: Reader, shown: Properties, node: NamedNode) -> tuple[Words, ...]:
    """What a resource is, in the reader's words where there are any, else in all there are."""
    found = [each for name in _DEFINING for each in literals(reader.site.dataset, node, name)]
    mine = [each for each in found if each.language and languages.matches(each.language, reader.language)]
    return tuple(shown.terms.words(each) for each in dict.fromkeys(mine or found))


def _groups(reader: Reader, shown: Properties, terms: Iterable[NamedNode]) -> tuple[TermGroup, ...]:
    by_kind: dict[str, list[Term]] = {key: [] for key in (*(key for _, key in _KINDS), _REST)}
    for each in terms:
        types = shown.terms.types(each)
        key = next((key for kind, key in _KINDS if kind in types), _REST)
        by_kind[key].append(_term(reader, shown, each))
    return tuple(TermGroup(reader.t(key), tuple(found)) for key, found in by_kind.items() if found)


def _term(reader: Reader, shown: Properties, node: NamedNode) -> Term:
    told = {
        RDF_TYPE.value, SH_NAME.value, RDFS_IS_DEFINED_BY.value, *reader.site.publication.roles.label,
        *(each.value for each in _DEFINING),
    }
    return Term(
        anchor=node.value.partition("#")[2],
        iri=node.value,
        name=shown.terms.compact(node),
        label=shown.terms.label(node),
        other_labels=shown.terms.other_labels(node),
        definitions=definitions(reader, shown, node),
        properties=shown.flat(node, node, told, with_text=False),
    )
