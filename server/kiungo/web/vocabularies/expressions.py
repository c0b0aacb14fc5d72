"""Class expressions in words: “office or harbour”, instead of a node without a name.

https://www.w3.org/TR/owl2-syntax/#Class_Expressions in its mapping to RDF, https://www.w3.org/TR/owl2-mapping-to-rdf/
"""

from __future__ import annotations

from pyoxigraph import BlankNode

from kiungo.engine import Term
from kiungo.engine.evidence import nodes, objects
from kiungo.engine.lists import members
from kiungo.engine.shapes import LIST
from kiungo.rdf.namespaces import OWL
from kiungo.web.contexts.vocabularies import Sentence
from kiungo.web.sentences import Message, sentence
from kiungo.web.vocabularies.vocabulary import Vocabulary

_DEPTH = 4
_JOINED = {"unionOf": "vocab_or", "intersectionOf": "vocab_and", "oneOf": "vocab_or"}
_RESTRICTED = {
    "someValuesFrom": "vocab_some",
    "allValuesFrom": "vocab_all",
    "hasValue": "vocab_has_value",
    "cardinality": "vocab_exactly",
    "minCardinality": "vocab_at_least",
    "maxCardinality": "vocab_at_most",
    "qualifiedCardinality": "vocab_exactly",
    "minQualifiedCardinality": "vocab_at_least",
    "maxQualifiedCardinality": "vocab_at_most",
}


def expression(vocabulary: Vocabulary, term: Term, depth: int = _DEPTH) -> Sentence:
    """A class, a datatype, or what is said in place of one."""
    if not isinstance(term, BlankNode) or not depth:
        return vocabulary.said(term)
    dataset, t = vocabulary.reader.site.dataset, vocabulary.reader.t
    for name, key in _JOINED.items():
        for head in nodes(dataset, term, OWL[name]):
            found: list[Sentence] = [expression(vocabulary, each, depth - 1) for each in members(dataset, head, LIST)]
            return _joined(found, f" {t(key)} ")
    for other in nodes(dataset, term, OWL["complementOf"]):
        return (f"{t('vocab_not')} ", *expression(vocabulary, other, depth - 1))
    for on in nodes(dataset, term, OWL["onProperty"]):
        for name, key in _RESTRICTED.items():
            for value in objects(dataset, term, OWL[name]):
                return sentence(Message(key, {"property": (on,), "value": (value,)}), t, vocabulary.show)
    return vocabulary.said(term)


def _joined(found: list[Sentence], word: str) -> Sentence:
    pieces: list[Sentence] = []
    for each in found:
        pieces += [(word,), each] if pieces else [each]
    return tuple(piece for each in pieces for piece in each)
