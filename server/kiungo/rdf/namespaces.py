"""The terms of standard vocabularies that the engine itself reads and writes."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode


class Namespace:
    """The terms of a vocabulary by their local names: `SHACL["minCount"]`."""

    def __init__(self, iri: str) -> None:
        self._iri = iri

    def __getitem__(self, name: str) -> NamedNode:
        return NamedNode(self._iri + name)


def expanded(name: str, prefixes: Mapping[str, str]) -> NamedNode:
    """The term of a prefixed name. Raises KeyError for a prefix that is not among them."""
    prefix, _, local = name.partition(":")
    return NamedNode(prefixes[prefix] + local)


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SH = "http://www.w3.org/ns/shacl#"
_OA = "http://www.w3.org/ns/oa#"
_DCTERMS = "http://purl.org/dc/terms/"

OWL, RDFS, SHACL, SKOS = Namespace(_OWL), Namespace(_RDFS), Namespace(_SH), Namespace(_SKOS)
DCTERMS = Namespace(_DCTERMS)
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")

RDF_TYPE = NamedNode(_RDF + "type")
RDF_SUBJECT = NamedNode(_RDF + "subject")
RDF_PREDICATE = NamedNode(_RDF + "predicate")
RDF_OBJECT = NamedNode(_RDF + "object")
RDF_FIRST = NamedNode(_RDF + "first")
RDF_REST = NamedNode(_RDF + "rest")
RDF_NIL = NamedNode(_RDF + "nil")
RDF_VALUE = NamedNode(_RDF + "value")
RDF_PROPERTY = NamedNode(_RDF + "Property")

RDFS_CLASS = NamedNode(_RDFS + "Class")
RDFS_LABEL = NamedNode(_RDFS + "label")
RDFS_COMMENT = NamedNode(_RDFS + "comment")
RDFS_SUB_CLASS_OF = NamedNode(_RDFS + "subClassOf")
RDFS_IS_DEFINED_BY = NamedNode(_RDFS + "isDefinedBy")

OWL_CLASS = NamedNode(_OWL + "Class")
OWL_OBJECT_PROPERTY = NamedNode(_OWL + "ObjectProperty")
OWL_DATATYPE_PROPERTY = NamedNode(_OWL + "DatatypeProperty")

SKOS_DEFINITION = NamedNode(_SKOS + "definition")

SH_NODE_SHAPE = NamedNode(_SH + "NodeShape")
SH_PROPERTY_SHAPE = NamedNode(_SH + "PropertyShape")
SH_TARGET_CLASS = NamedNode(_SH + "targetClass")
SH_TARGET_NODE = NamedNode(_SH + "targetNode")
SH_TARGET_SUBJECTS_OF = NamedNode(_SH + "targetSubjectsOf")
SH_TARGET_OBJECTS_OF = NamedNode(_SH + "targetObjectsOf")
SH_PROPERTY = NamedNode(_SH + "property")
SH_PATH = NamedNode(_SH + "path")
SH_ORDER = NamedNode(_SH + "order")
SH_GROUP = NamedNode(_SH + "group")
SH_NAME = NamedNode(_SH + "name")
SH_EXECUTABLE = NamedNode(_SH + "SPARQLExecutable")
SH_SELECT = NamedNode(_SH + "select")
SH_ASK = NamedNode(_SH + "ask")
SH_CONSTRUCT = NamedNode(_SH + "construct")
SH_PREFIXES = NamedNode(_SH + "prefixes")
SH_DECLARE = NamedNode(_SH + "declare")
SH_PREFIX = NamedNode(_SH + "prefix")
SH_NAMESPACE = NamedNode(_SH + "namespace")
SH_PARAMETER = NamedNode(_SH + "parameter")
SH_DATATYPE = NamedNode(_SH + "datatype")
SH_NODE_KIND = NamedNode(_SH + "nodeKind")
SH_CLASS = NamedNode(_SH + "class")
SH_IN = NamedNode(_SH + "in")
SH_IRI = NamedNode(_SH + "IRI")
SH_OPTIONAL = NamedNode(_SH + "optional")
SH_DEFAULT_VALUE = NamedNode(_SH + "defaultValue")
SH_MIN_INCLUSIVE = NamedNode(_SH + "minInclusive")
SH_MAX_INCLUSIVE = NamedNode(_SH + "maxInclusive")
SH_MAX_LENGTH = NamedNode(_SH + "maxLength")
SH_DESCRIPTION = NamedNode(_SH + "description")

OA_HAS_TARGET = NamedNode(_OA + "hasTarget")
OA_HAS_BODY = NamedNode(_OA + "hasBody")
OA_HAS_SELECTOR = NamedNode(_OA + "hasSelector")
OA_EXACT = NamedNode(_OA + "exact")

PROV_WAS_ATTRIBUTED_TO = NamedNode("http://www.w3.org/ns/prov#wasAttributedTo")

DCTERMS_LICENSE = NamedNode(_DCTERMS + "license")
DCTERMS_IS_PART_OF = NamedNode(_DCTERMS + "isPartOf")
DCTERMS_DESCRIPTION = NamedNode(_DCTERMS + "description")
FOAF_PRIMARY_TOPIC = NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
FOAF_PAGE = NamedNode("http://xmlns.com/foaf/0.1/page")
FOAF_DOCUMENT = NamedNode("http://xmlns.com/foaf/0.1/Document")
VOID_CLASS_PARTITION = NamedNode("http://rdfs.org/ns/void#classPartition")
VOID_PROPERTY_PARTITION = NamedNode("http://rdfs.org/ns/void#propertyPartition")
VOID_CLASS = NamedNode("http://rdfs.org/ns/void#class")
VOID_ENTITIES = NamedNode("http://rdfs.org/ns/void#entities")
VOID_TRIPLES = NamedNode("http://rdfs.org/ns/void#triples")
VOID_IN_DATASET = NamedNode("http://rdfs.org/ns/void#inDataset")

_XSD = "http://www.w3.org/2001/XMLSchema#"

XSD_STRING = NamedNode(_XSD + "string")
XSD_ANY_URI = NamedNode(_XSD + "anyURI")
