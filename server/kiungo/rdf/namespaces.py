"""The terms of standard vocabularies that the engine itself reads and writes."""

from __future__ import annotations

from pyoxigraph import NamedNode

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
_OA = "http://www.w3.org/ns/oa#"
_DCTERMS = "http://purl.org/dc/terms/"

RDF_TYPE = NamedNode(_RDF + "type")
RDF_SUBJECT = NamedNode(_RDF + "subject")
RDF_PREDICATE = NamedNode(_RDF + "predicate")
RDF_OBJECT = NamedNode(_RDF + "object")
RDF_FIRST = NamedNode(_RDF + "first")
RDF_REST = NamedNode(_RDF + "rest")
RDF_NIL = NamedNode(_RDF + "nil")
RDF_VALUE = NamedNode(_RDF + "value")

RDFS_CLASS = NamedNode(_RDFS + "Class")
RDFS_LABEL = NamedNode(_RDFS + "label")
RDFS_COMMENT = NamedNode(_RDFS + "comment")
RDFS_SUB_CLASS_OF = NamedNode(_RDFS + "subClassOf")
RDFS_IS_DEFINED_BY = NamedNode(_RDFS + "isDefinedBy")

OWL_CLASS = NamedNode(_OWL + "Class")
OWL_OBJECT_PROPERTY = NamedNode(_OWL + "ObjectProperty")
OWL_DATATYPE_PROPERTY = NamedNode(_OWL + "DatatypeProperty")

SKOS_DEFINITION = NamedNode(_SKOS + "definition")

SH_NODE_SHAPE = NamedNode(SH + "NodeShape")
SH_PROPERTY_SHAPE = NamedNode(SH + "PropertyShape")
SH_TARGET_CLASS = NamedNode(SH + "targetClass")
SH_TARGET_NODE = NamedNode(SH + "targetNode")
SH_TARGET_SUBJECTS_OF = NamedNode(SH + "targetSubjectsOf")
SH_TARGET_OBJECTS_OF = NamedNode(SH + "targetObjectsOf")
SH_PROPERTY = NamedNode(SH + "property")
SH_PATH = NamedNode(SH + "path")
SH_ORDER = NamedNode(SH + "order")
SH_GROUP = NamedNode(SH + "group")
SH_NAME = NamedNode(SH + "name")
SH_EXECUTABLE = NamedNode(SH + "SPARQLExecutable")
SH_SELECT = NamedNode(SH + "select")
SH_ASK = NamedNode(SH + "ask")
SH_CONSTRUCT = NamedNode(SH + "construct")
SH_PREFIXES = NamedNode(SH + "prefixes")
SH_DECLARE = NamedNode(SH + "declare")
SH_PREFIX = NamedNode(SH + "prefix")
SH_NAMESPACE = NamedNode(SH + "namespace")
SH_PARAMETER = NamedNode(SH + "parameter")
SH_DATATYPE = NamedNode(SH + "datatype")
SH_NODE_KIND = NamedNode(SH + "nodeKind")
SH_CLASS = NamedNode(SH + "class")
SH_IN = NamedNode(SH + "in")
SH_IRI = NamedNode(SH + "IRI")
SH_OPTIONAL = NamedNode(SH + "optional")
SH_DEFAULT_VALUE = NamedNode(SH + "defaultValue")
SH_MIN_INCLUSIVE = NamedNode(SH + "minInclusive")
SH_MAX_INCLUSIVE = NamedNode(SH + "maxInclusive")
SH_MAX_LENGTH = NamedNode(SH + "maxLength")
SH_DESCRIPTION = NamedNode(SH + "description")

OA_HAS_TARGET = NamedNode(_OA + "hasTarget")
OA_HAS_BODY = NamedNode(_OA + "hasBody")
OA_HAS_SELECTOR = NamedNode(_OA + "hasSelector")
OA_EXACT = NamedNode(_OA + "exact")

PROV_WAS_ATTRIBUTED_TO = NamedNode("http://www.w3.org/ns/prov#wasAttributedTo")

DCTERMS_LICENSE = NamedNode(_DCTERMS + "license")
DCTERMS_IS_PART_OF = NamedNode(_DCTERMS + "isPartOf")
DCTERMS_DESCRIPTION = NamedNode(_DCTERMS + "description")
FOAF_PRIMARY_TOPIC = NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
FOAF_DOCUMENT = NamedNode("http://xmlns.com/foaf/0.1/Document")
VOID_CLASS_PARTITION = NamedNode("http://rdfs.org/ns/void#classPartition")
VOID_PROPERTY_PARTITION = NamedNode("http://rdfs.org/ns/void#propertyPartition")
VOID_CLASS = NamedNode("http://rdfs.org/ns/void#class")
VOID_ENTITIES = NamedNode("http://rdfs.org/ns/void#entities")
VOID_IN_DATASET = NamedNode("http://rdfs.org/ns/void#inDataset")

_XSD = "http://www.w3.org/2001/XMLSchema#"

XSD_STRING = NamedNode(_XSD + "string")
XSD_ANY_URI = NamedNode(_XSD + "anyURI")
