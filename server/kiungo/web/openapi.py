"""One OpenAPI document for all that programs can ask: made from the release, so that it is never out of date.

https://spec.openapis.org/oas/v3.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal

from kiungo import __version__
from kiungo.evaluation.negotiation import EXCEL
from kiungo.protocol.sparql import SHORTEST
from kiungo.publication import Publication
from kiungo.rdf import languages
from kiungo.rdf.formats import FORMATS
from kiungo.rdf.parameters import BOOLEAN, DATE, DECIMAL, INTEGER, IRI, PATTERNS, STRING, Parameter
from kiungo.rdf.results import CSV, JSON, RESULTS_FORMATS
from kiungo.web import citation, cite, find, paging, search
from kiungo.web.negotiation import HTML, PLAIN_TYPE, PROBLEM_TYPE
from kiungo.web.stored import StoredQuery

PATH = "openapi.json"
_WORDS = ("en",)  # a document has one language, and programmers' tools are in this one
_GREATEST = 10**18 - 1
_PLAIN = r"^[^\u0000-\u001f\u007f]*$"
_NOTHING = {"type": "string"}

Tree = dict[str, Any]


def document(publication: Publication, stored: Iterable[StoredQuery], server: str) -> bytes:
    """The whole description as JSON; `server` is the URL below which all is found."""
    about = publication.about
    title = languages.best(tuple(Literal(text, language=tag) for tag, text in about.title.items()), _WORDS)
    tree: Tree = {
        "openapi": "3.1.0",
        "info": {
            "title": title.value if title else publication.base,
            "version": about.version,
            "description": "Stored queries with typed parameters, SPARQL, and documents about things. Read only. "
                           "Parameters that an operation does not list are refused.",
            "license": {"name": "Licence of the publisher's own work", "url": about.licence},
            "x-generator": f"kiungo {__version__}",
        },
        "servers": [{"url": server.rstrip("/")}],
        "tags": [
            {"name": "questions", "description": "Questions that the data answers."},
            {"name": "sparql", "description": "Any question, in SPARQL 1.1."},
            {"name": "documents", "description": "What is said of a thing, where it is, how it is cited."},
        ],
        "paths": {
            **{f"/{each.path}": {"get": _stored(publication, each)} for each in stored},
            "/query/": {"get": _page("stored-queries", "The stored queries as a page", publication)},
            "/sparql": {"get": _sparql_get(), "post": _sparql_post()},
            "/id/{name}": {"get": _thing()},
            "/doc/{name}": {"get": _document(publication)},
            f"/{find.PATH}": {"get": _search(publication)},
            f"/{citation.PATH}": {"get": _cite(publication)},
        },
        "components": {"schemas": {"Problem": _problem(), "Results": _results()}, "responses": _responses()},
    }
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def _stored(publication: Publication, stored: StoredQuery) -> Tree:
    question = languages.best(stored.questions, _WORDS)
    others = [each.value for each in stored.questions if each != question]
    kinds = [*(each.suffix for each in RESULTS_FORMATS), HTML.suffix, EXCEL]
    return {
        "operationId": stored.slug,
        "tags": ["questions"],
        "summary": question.value if question else stored.slug,
        "description": "\n\n".join([*others, f"Question <{stored.iri.value}>."]),
        "parameters": [
            *map(_parameter, stored.parameters), {**_format(kinds), "allowEmptyValue": True}, _lang(publication)],
        "responses": {
            "200": {
                "description": "The answer, whole.",
                "content": {**_tables(), HTML.media_type: {"schema": _NOTHING}},
            },
            "304": {"description": "The client holds it."},
            **_errors("400", "406", "414", "429", "503"),
        },
    }


def _parameter(each: Parameter) -> Tree:
    words = languages.best(each.descriptions, _WORDS)
    return {
        "name": each.name, "in": "query", "required": False, "allowEmptyValue": True,
        "description": words.value if words else each.name,
        "schema": _schema(each),
    }


def _schema(each: Parameter) -> Tree:
    """The values of a parameter in JSON Schema. Numbers that JSON would change are strings with a pattern."""
    default = {} if each.default is None else {"default": int(each.default) if each.kind == INTEGER else each.default}
    if each.choices:
        return {"enum": [int(one) if each.kind == INTEGER else one for one in each.choices], **default}
    if each.kind == INTEGER:
        low, high = each.minimum or -_GREATEST, each.maximum or _GREATEST
        return {"type": "integer", "minimum": int(low), "maximum": int(high), **default}
    if each.kind == BOOLEAN:
        return {"type": "boolean", **({"default": each.default == "true"} if default else {})}
    shape: Tree = {"type": "string", "maxLength": each.max_length, "pattern": f"^({PATTERNS[each.kind]})$", **default}
    named = {DATE: "date", IRI: "iri"}
    if each.kind in named:
        shape["format"] = named[each.kind]
    if each.kind == STRING:
        shape["pattern"] = _PLAIN
    if each.kind == DECIMAL and (each.minimum or each.maximum):
        shape["description"] = f"From {each.minimum or '…'} to {each.maximum or '…'}."
    return shape


def _format(names: list[str]) -> Tree:
    return {"name": "format", "in": "query", "schema": {"enum": names}, "description": "Wins over Accept."}


def _lang(publication: Publication) -> Tree:
    there = ", ".join(publication.about.languages)
    words = f"The language of the page, of {there}; wins over Accept-Language. Another is served by the next best."
    return {"name": "lang", "in": "query", "schema": {"type": "string"}, "description": words}


def _page(name: str, summary: str, publication: Publication) -> Tree:
    return {
        "operationId": name, "tags": ["questions"], "summary": summary, "parameters": [_lang(publication)],
        "responses": {"200": {"description": "The page.", "content": {HTML.media_type: {"schema": _NOTHING}}},
                      "304": {"description": "The client holds it."}, **_errors("400", "414", "429")},
    }


def _sparql_get() -> Tree:
    query = {"name": "query", "in": "query", "required": False, "schema": {"type": "string", "minLength": 1},
             "description": "A SPARQL 1.1 query. Where nothing is asked, the service describes itself."}
    return {"operationId": "sparql-get", "parameters": [query, *_protocol()], **_sparql()}


def _sparql_post() -> Tree:
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string", "minLength": 1}}}
    body = {"application/sparql-query": {"schema": {"type": "string", "minLength": 1}},
            "application/x-www-form-urlencoded": {"schema": form}}
    return {"operationId": "sparql-post", "requestBody": {"required": True, "content": body}, "parameters": _protocol(),
            **_sparql("413", "415")}


def _sparql(*more: str) -> Tree:
    graphs = {each.media_type: {"schema": _NOTHING} for each in FORMATS}
    return {
        "tags": ["sparql"], "summary": "Ask a query of all graphs, or of those named",
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-protocol/", "description": "SPARQL 1.1 Protocol"},
        "responses": {
            "200": {"description": "The answer: a table or a truth value, or a graph. A browser gets a page.",
                    "content": {**_tables(), **graphs, HTML.media_type: {"schema": _NOTHING}}},
            "304": {"description": "The client holds it."},
            **_errors("400", "403", "406", *more, "414", "429", "503"),
        },
    }


def _protocol() -> list[Tree]:
    graphs = {"type": "array", "items": {"type": "string", "format": "iri"}}
    return [
        {"name": "default-graph-uri", "in": "query", "schema": graphs, "description": "Graphs that make the default graph."},
        {"name": "named-graph-uri", "in": "query", "schema": graphs, "description": "Graphs that GRAPH may name."},
        {"name": "format", "in": "query", "schema": {"type": "string"},
         "description": "Such as json, csv or ttl; wins over Accept."},
        {"name": "timeout", "in": "query", "schema": {"type": "number", "minimum": SHORTEST},
         "description": "Seconds; lowers the limit of the service."},
    ]


def _thing() -> Tree:
    return {
        "operationId": "thing", "tags": ["documents"], "summary": "A thing: leads to the document about it",
        "parameters": [_name("The path of a thing's IRI below id/; it may have slashes.")],
        "responses": {"301": {"description": "The same by its canonical spelling."},
                      "303": {"description": "The document is at Location."}, **_errors("400", "404", "414", "429")},
    }


def _document(publication: Publication) -> Tree:
    forms = {each.media_type: {"schema": {} if each.media_type.endswith("json") else _NOTHING} for each in FORMATS}
    return {
        "operationId": "document", "tags": ["documents"], "summary": "The document about a thing",
        "parameters": [_name("The same path, and if wished a suffix such as .ttl or .jsonld."), _lang(publication)],
        "responses": {
            "200": {"description": "What is said of the thing.", "content": {HTML.media_type: {"schema": _NOTHING}, **forms}},
            "301": {"description": "The same by its canonical spelling."},
            "304": {"description": "The client holds it."},
            **_errors("400", "404", "406", "414", "429"),
        },
    }


def _search(publication: Publication) -> Tree:
    result = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    page = {"type": "integer", "minimum": 1, "maximum": paging.LAST, "default": 1}
    return {
        "operationId": "search", "tags": ["documents"],
        "summary": "Names and texts that have some words, or what an IRI leads to",
        "parameters": [
            {"name": "q", "in": "query", "allowEmptyValue": True, "schema": {"type": "string", "maxLength": search.LONGEST},
             "description": "Words, an IRI, or a prefixed name."},
            {"name": "page", "in": "query", "schema": page, "description": "Which of the pages of what was found."},
            {**_format(["html", "json"]), "allowEmptyValue": True}, _lang(publication),
        ],
        "responses": {
            "200": {"description": "What was found; for an IRI that is not ours, what mentions it.",
                    "content": {search.JSON_TYPE: {"schema": result}, HTML.media_type: {"schema": _NOTHING}}},
            "303": {"description": "The IRI that was asked for has a document here: it is at Location."},
            "304": {"description": "The client holds it."},
            **_errors("400", "404", "406", "414", "429", "503"),
        },
    }


def _cite(publication: Publication) -> Tree:
    """Either of two parameters is needed, which OpenAPI cannot say."""
    text, empty = {"type": "string"}, {"in": "query", "allowEmptyValue": True}
    return {
        "operationId": "cite", "tags": ["documents"], "summary": "How a thing, a document, a term or a query is cited",
        "parameters": [
            {"name": "of", **empty, "schema": text, "description": "An IRI of this publication; needed where no query is."},
            {"name": "query", **empty, "schema": text,
             "description": f"A SPARQL query of at most {cite.LONGEST} characters; few servers take a longer address."},
            _format(list(cite.TYPES)), _lang(publication),
        ],
        "responses": {
            "200": {"description": "The citation.",
                    "content": {each: {"schema": {} if each.endswith("json") else _NOTHING} for each in cite.TYPES.values()}},
            "304": {"description": "The client holds it."},
            **_errors("400", "404", "406", "414", "429"),
        },
    }


def _name(words: str) -> Tree:
    return {"name": "name", "in": "path", "required": True, "description": words,
            "schema": {"type": "string", "minLength": 1, "pattern": _PLAIN}}


def _tables() -> Tree:
    found: Tree = {each.media_type: {"schema": _NOTHING} for each in RESULTS_FORMATS}
    found[JSON.media_type] = {"schema": {"$ref": "#/components/schemas/Results"}}
    found[CSV.media_type] = {"schema": {"type": "string", "description": "RFC 4180, with a header."}}
    return found


def _errors(*statuses: str) -> Tree:
    return {each: {"$ref": f"#/components/responses/{each}"} for each in statuses}


def _responses() -> Tree:
    words = {
        "400": "The request cannot be read; `parameter` names the parameter at fault, `remedy` says what to do.",
        "403": "Refused: an update, or a query that asks another service.",
        "404": "Nothing of this name is in the release.",
        "406": "None of the formats there are is accepted.",
        "413": "The query is too long.",
        "414": "The address is too long.",
        "415": "The query was sent in a form that cannot be read.",
        "429": "Too much was asked in too short a time.",
        "503": "Not now: the query took too long or too much memory, or nobody was free.",
    }
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    content = {PROBLEM_TYPE: problem, PLAIN_TYPE: {"schema": _NOTHING}, HTML.media_type: {"schema": _NOTHING}}
    found: Tree = {status: {"description": text, "content": content} for status, text in words.items()}
    retry = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}}
    for status in ("429", "503"):
        found[status] = {**found[status], "headers": retry}
    return found


def _problem() -> Tree:
    text = {"type": "string"}
    return {
        "description": "https://www.rfc-editor.org/rfc/rfc9457",
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": text, "title": text, "status": {"type": "integer"}, "detail": text,
            "parameter": {**text, "description": "The parameter at fault."}, "remedy": text,
            "line": {"type": "integer"}, "column": {"type": "integer"}, "excerpt": text,
            "help": {**text, "description": "Where the limits are explained, in errors about one."},
        },
    }


def _results() -> Tree:
    term = {"type": "object", "required": ["type", "value"],
            "properties": {"type": {"enum": ["uri", "literal", "bnode", "triple"]}, "value": {}}}
    rows = {"type": "array", "items": {"type": "object", "additionalProperties": term}}
    return {
        "description": "https://www.w3.org/TR/sparql11-results-json/",
        "type": "object",
        "required": ["head"],
        "properties": {
            "head": {"type": "object", "properties": {"vars": {"type": "array", "items": {"type": "string"}}}},
            "results": {"type": "object", "required": ["bindings"], "properties": {"bindings": rows}},
            "boolean": {"type": "boolean"},
        },
    }
