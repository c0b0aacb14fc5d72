"""The header of a vocabulary: version, dates, makers, licence; and how to name it in a query."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kiungo.engine.evidence import literals, nodes, objects
from kiungo.rdf.iris import document_path
from kiungo.rdf.namespaces import DCTERMS, OWL, RDF_TYPE, SHACL
from kiungo.web import paths
from kiungo.web.contexts import Property, Reference, Words
from kiungo.web.contexts.vocabularies import Fact, Sentence
from kiungo.web.vocabularies.vocabulary import DEFINING, Vocabulary

_VANN = "http://purl.org/vocab/vann/"
_PREFIX, _SPACE = NamedNode(_VANN + "preferredNamespacePrefix"), NamedNode(_VANN + "preferredNamespaceUri")
_VERSION = OWL["versionIRI"]
_TOLD = (
    OWL["versionInfo"], _VERSION, OWL["priorVersion"], OWL["backwardCompatibleWith"], OWL["incompatibleWith"],
    DCTERMS["created"], DCTERMS["issued"], DCTERMS["modified"], DCTERMS["creator"], DCTERMS["contributor"],
    DCTERMS["publisher"], DCTERMS["license"], OWL["imports"],
)
"""What the header tells, in this order: what else is said of the document stands at its end."""


def facts(vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """The first lines: this version and the latest, then the rest, as far as the data says so."""
    found = [_fact(vocabulary, predicate) for predicate in _TOLD]
    if not found[0].items:
        found[0] = version(vocabulary)
    latest = _latest(vocabulary)
    at = 1 + sum(1 for each in _TOLD[:2] if nodes(vocabulary.reader.site.dataset, vocabulary.topic, each))
    return tuple(each for each in (*found[:at], latest, *found[at:]) if each.items)


def version(vocabulary: Vocabulary) -> Fact:
    """The version of a document that has none of its own: that of the publication."""
    title = vocabulary.shown.terms.predicate(OWL["versionInfo"]).label
    return Fact(title, ((vocabulary.reader.site.publication.about.version,),))


def _latest(vocabulary: Vocabulary) -> Fact:
    """The address that always gives the current version: OWL 2 §3.3, https://www.w3.org/TR/owl2-syntax/#Ontology_Documents"""
    reader, topic = vocabulary.reader, vocabulary.topic
    title = Words(reader.t("vocab_latest"), reader.language)
    if not nodes(reader.site.dataset, topic, _VERSION):
        return Fact(title, ())
    path = paths.encoded_iri(document_path(topic.value.removeprefix(reader.site.base)))
    link = Reference(Words(topic.value), topic.value, reader.to(path), is_code=True)
    return Fact(title, ((link,),))


def _fact(vocabulary: Vocabulary, predicate: NamedNode) -> Fact:
    label = vocabulary.shown.terms.predicate(predicate).label
    found = objects(vocabulary.reader.site.dataset, vocabulary.topic, predicate)
    return Fact(label, tuple(_address(vocabulary, each) for each in found))


def _address(vocabulary: Vocabulary, value: object) -> Sentence:
    """A version by its whole IRI, for that is what is cited; anything else by its name."""
    if isinstance(value, NamedNode) and value.value.startswith(vocabulary.topic.value):
        return (Reference(Words(value.value), value.value, vocabulary.reader.link(value), is_code=True),)
    return vocabulary.said(value)  # type: ignore[arg-type]


def prefixes(vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """The lines that declare the prefix of the terms: the document's own word for it, else the publication's."""
    dataset, topic = vocabulary.reader.site.dataset, vocabulary.topic
    space = topic.value + "#"
    names = [each.value for each in literals(dataset, topic, _PREFIX)]
    stated = [each.value for each in literals(dataset, topic, _SPACE)]
    if stated and space not in stated:
        names = []  # what they call so is another space
    known = [name for name, each in vocabulary.reader.site.publication.prefixes.items() if each == space]
    name = next(iter([*names, *known]), None)
    if name is None:
        return ()
    return ("Turtle", f"@prefix {name}: <{space}> ."), ("SPARQL", f"PREFIX {name}: <{space}>")


def rest(vocabulary: Vocabulary) -> tuple[Property, ...]:
    """What else is said of the document."""
    told = {
        RDF_TYPE, SHACL["declare"], _PREFIX, _SPACE, *_TOLD, *DEFINING,
        *map(NamedNode, vocabulary.reader.site.publication.roles.label),
    }
    topic = vocabulary.topic
    return vocabulary.shown.flat(topic, topic, {each.value for each in told}, with_text=False)
