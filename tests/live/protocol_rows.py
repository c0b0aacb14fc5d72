"""The table of `test_protocol.py`: requests as they go over the wire, and what must come back.

`pending` marks what the server does not do yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from _pytest.mark import ParameterSet

from live.exchange import FORM, QUERY, UPDATE, Request, accept, direct, encoded, form, get

NT, NQ, TRIG = "application/n-triples", "application/n-quads", "application/trig"
RDF_XML, JSON_LD = "application/rdf+xml", "application/ld+json"
RESULTS_JSON, RESULTS_XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv; charset=utf-8", "text/tab-separated-values; charset=utf-8"
TURTLE, PROBLEM, PLAIN, HTML = "text/turtle; charset=utf-8", "application/problem+json", "text/plain; charset=utf-8", "text/html"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

TABLE = "SELECT ?b ?a { VALUES (?a ?b) { (1 2) } }"
GRAPH = "CONSTRUCT { <x:a> <x:b> 'é' } WHERE {}"
NOTHING = "SELECT ?a ?b { ?a <x:no-such-term> ?b }"
LENGTH = 'SELECT (STRLEN("%41+%2B") AS ?n) {}'
FOR_EVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def row(
    behaviour: str,
    request: Request,
    status: int = 200,
    kind: str | None = None,
    body: str | None = None,
    holds: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    pending: str = "",
) -> ParameterSet:
    """A row: Content-Type `kind`, the whole `body`, what the body `holds`, and members of list headers."""
    marks = [pytest.mark.xfail(strict=True, reason=pending)] if pending else []
    return pytest.param(request, status, kind, body, tuple(holds), dict(headers or {}), id=behaviour, marks=marks)


def ok(behaviour: str, request: Request, pending: str = "") -> ParameterSet:
    """A row for a way to send the query TABLE that must be answered in CSV."""
    request = Request(request.method, request.target, (*request.headers, ("Accept", "text/csv")), request.body)
    return row(behaviour, request, 200, CSV, "b,a\r\n2,1\r\n", pending=pending)




def query_method(body: str | bytes, content_type: str | None = QUERY, target: str = "/sparql") -> Request:
    """A query by HTTP QUERY (RFC 10008)."""
    headers = [("Content-Type", content_type)] if content_type else []
    return Request("QUERY", target, headers, body.encode() if isinstance(body, str) else body)


WAYS = [
    ok("by GET", get(TABLE)),
    ok("by GET with parameters nobody knows", get(TABLE, ("ac", "1"), ("version", "1.1"), ("x", ""))),
    ok("by GET with the query last", Request("GET", "/sparql?" + encoded(("x", "1"), ("query", TABLE)))),
    ok("by GET with everything escaped",
       Request("GET", "/sparql?query=" + "".join(f"%{each:02x}" for each in TABLE.encode()))),
    ok("by GET with next to nothing escaped",
       Request("GET", "/sparql?query=" + TABLE.replace(" ", "+").replace("?", "%3F"))),
    ok("by GET after an empty parameter", Request("GET", "/sparql?&" + encoded(("query", TABLE)))),
    ok("by GET with a body nobody asked for", Request("GET", get(TABLE).target, (), b"DELETE WHERE {}")),
    ok("by GET of 7 kB", get(TABLE + " #" + "x" * 7000)),
    ok("by POST as a form", form(("query", TABLE))),
    ok("by POST as a form in UTF-8", form(("query", TABLE), content_type=FORM + "; charset=UTF-8")),
    ok("by POST as a form whose type is in capitals", form(("query", TABLE), content_type=FORM.upper() + ';Charset="utf-8"')),
    ok("by POST as a form with parameters in the URL",
       Request("POST", "/sparql?x=1", (("Content-Type", FORM),), encoded(("query", TABLE)).encode())),
    ok("by POST as the body", direct(TABLE)),
    ok("by POST as the body in UTF-8", direct(TABLE, content_type=QUERY + ";charset=utf-8")),
    ok("by POST as the body with a parameter of the type", direct(TABLE, content_type=QUERY + "; version=1.1")),
    ok("by POST as the body with another parameter in the URL", direct(TABLE, ("x", "1"))),
    ok("by POST of nearly a mebibyte", direct(TABLE + " #" + "x" * 1_000_000)),
    ok("by POST as a form of half a mebibyte", form(("query", TABLE + " #" + "x" * 500_000))),
    ok("by QUERY", query_method(TABLE)),
    ok("by QUERY as a form", query_method(encoded(("query", TABLE)), FORM)),
    ok("by QUERY in UTF-8", query_method(TABLE, QUERY + "; charset=utf-8")),
    ok("with comments and line ends of every kind", direct(TABLE.replace(" ", " # c\r\n \t") + "\r\n#")),
    ok("with a prologue", get("BASE <x:y/> PREFIX p: <x:z> PREFIX : <x:a> " + TABLE)),
]


def bad(behaviour: str, request: Request, status: int, *holds: str, pending: str = "", problem: str = "") -> ParameterSet:
    """A row for a request that is refused, in a problem document that `holds` these words."""
    request = Request(request.method, request.target, (*request.headers, ("Accept", "application/json")), request.body)
    words = (f'"status": {status}', *holds, *([f"urn:kiungo:problem:{problem}"] if problem else []))
    return row(behaviour, request, status, PROBLEM, holds=words, pending=pending)


ONE_QUERY = [
    bad("no query in a form", form(("x", "1")), 400),
    bad("an empty form", form(), 400),
    bad("an empty body", direct(""), 400),
    bad("an empty query", get(""), 400),
    bad("a query of blanks", get(" \t\r\n"), 400),
    bad("a query of a comment", get("# nothing"), 400, problem="syntax"),
    bad("two queries in the URL", get(TABLE, ("query", TABLE)), 400, "more than one"),
    bad("two queries in a form", form(("query", TABLE), ("query", "ASK {}")), 400, "more than one"),
    bad("a query in the URL and one in the form",
        Request("POST", get(TABLE).target, (("Content-Type", FORM),), encoded(("query", TABLE)).encode()), 400, "more than one"),
    bad("a query in the URL and one as the body", direct(TABLE, ("query", TABLE)), 400, "more than one"),
    bad("two queries in one text", get("ASK {} ASK {}"), 400, problem="syntax"),
    bad("a query and an update in one text", get("ASK {} ; CLEAR ALL"), 400),
    bad("QUERY without a query", query_method("", FORM), 400),
    bad("QUERY with one query in the body and one in the URL", query_method(TABLE, target=get(TABLE).target), 400),
    bad("more parameters than anyone needs", get(TABLE, *[("x", "1")] * 300), 400),
]

REFUSED = [
    bad("an update by GET", Request("GET", "/sparql?" + encoded(("update", "CLEAR ALL"))), 403, problem="update"),
    bad("an update as a form", form(("update", "CLEAR ALL")), 403, problem="update"),
    bad("an update as the body", direct("CLEAR ALL", content_type=UPDATE), 403, problem="update"),
    bad("a query beside an update", form(("query", TABLE), ("update", "CLEAR ALL")), 403, '"remedy"', problem="update"),
    bad("a query beside a graph for updates", form(("query", TABLE), ("using-graph-uri", "x:a")), 403, problem="update"),
    *(bad(f"an update sent as a query: {text.split()[0]}", get("# a\nPREFIX a: <x:>\n" + text), 403, problem="update")
      for text in ("INSERT DATA { <x:a> <x:b> 1 }", "DELETE WHERE { ?a ?b ?c }", "LOAD <http://x.example/>", "CLEAR ALL",
                   "DROP ALL", "CREATE GRAPH <x:a>", "ADD <x:a> TO <x:b>", "MOVE <x:a> TO <x:b>", "COPY <x:a> TO <x:b>",
                   "WITH <x:a> DELETE { ?a ?b ?c } WHERE { ?a ?b ?c }")),
    bad("federation", get("SELECT * { SERVICE <http://x.example/sparql> { ?a ?b ?c } }"), 403, problem="service"),
]

BY_TYPE = [
    *(bad(f"a body that says it is {name}", direct(TABLE, content_type=name), 415, '"remedy"')
      for name in ("text/plain", "application/json", "application/octet-stream", "multipart/form-data; boundary=x",
                   "application/sparql-queryx", "application/sparql-query+json", "application/sparql-results+json", "x", "/",
                   QUERY + "; charset=iso-8859-1", QUERY + "; charset=latin-1", QUERY + "; charset=utf-16",
                   FORM + "; charset=windows-1252")),
    bad("a body that does not say what it is", Request("POST", "/sparql", (), TABLE.encode()), 415, problem="media-type"),
    bad("a QUERY of an unknown type", query_method(TABLE, "text/plain"), 415),
    bad("a body over a mebibyte", direct(TABLE + " #" + "x" * 2**20), 413, "1048576"),
    bad("a form over a mebibyte", form(("query", TABLE + " #" + "x" * 2**20)), 413),
    bad("a QUERY over a mebibyte", query_method(TABLE + " #" + "x" * 2**20), 413),
]

IN_UTF_8 = [
    *(bad(f"octets that are not UTF-8 in the URL: {octets}", Request("GET", f"/sparql?query=ASK%7B%7D%23{octets}"), 400)
      for octets in ("%E9", "%ff", "%C3%28", "%C0%AF", "%ED%A0%80", "%F5%80%80%80", "%C3")),
    *(bad(f"octets that are not UTF-8 in a form: {octets}",
          Request("POST", "/sparql", (("Content-Type", FORM),), f"query=ASK%7B%7D%23{octets}".encode()), 400)
      for octets in ("%E9", "%ff")),
    bad("raw octets that are not UTF-8 in a form", direct(b"query=ASK{}#\xe9", content_type=FORM), 400),
    bad("octets that are not UTF-8 in the body", direct(b"ASK {} # \xe9"), 400, "UTF-8"),
    bad("a body in UTF-16", direct("ASK {}".encode("utf-16")), 400),
    bad("a graph whose name is not UTF-8", Request("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=x:%E9"), 400),
    bad("a null character", Request("GET", "/sparql?query=ASK%00%7B%7D"), 400),
    row("a letter beyond ASCII in the URL", get("SELECT ('é漢😀' AS ?x) {}", headers=accept("text/csv")),
        200, CSV, "x\r\né漢😀\r\n"),
    row("a letter beyond ASCII in a form", form(("query", "SELECT ('é漢😀' AS ?x) {}"), headers=accept("text/csv")),
        200, CSV, "x\r\né漢😀\r\n"),
    row("a letter beyond ASCII in the body", direct("SELECT ('é漢😀' AS ?x) {}", headers=accept("text/csv")),
        200, CSV, "x\r\né漢😀\r\n"),
    row("a letter written as an escape of SPARQL", get(r"SELECT ('\u00e9\U0001F600' AS ?x) {}", headers=accept("text/csv")),
        200, CSV, "x\r\né😀\r\n"),
]

ONCE_DECODED = [
    row("in the URL", get(LENGTH, headers=accept("text/csv")), 200, CSV, "n\r\n7\r\n"),
    row("in a form", form(("query", LENGTH), headers=accept("text/csv")), 200, CSV, "n\r\n7\r\n"),
    row("never in the body", direct(LENGTH, headers=accept("text/csv")), 200, CSV, "n\r\n7\r\n"),
    row("a plus is a blank", Request("GET", "/sparql?query=SELECT+(STRLEN(%22a+b%22)+AS+%3Fn)+%7B%7D", accept("text/csv")),
        200, CSV, "n\r\n3\r\n"),
    row("%2B is a plus", Request("GET", "/sparql?query=SELECT(1%2B1+AS%3Fn)%7B%7D", accept("text/csv")), 200, CSV, "n\r\n2\r\n"),
    row("%252B is %2B", Request("GET", "/sparql?query=SELECT(%22%252B%22AS%3Fn)%7B%7D", accept("text/csv")),
        200, CSV, "n\r\n%2B\r\n"),
    row("a plus in the body is a plus", direct("SELECT(1+1 AS ?n){}", headers=accept("text/csv")), 200, CSV, "n\r\n2\r\n"),
    row("a semicolon parts no parameters", Request("GET", "/sparql?query=SELECT('a;b'AS%3Fn)%7B%7D", accept("text/csv")),
        200, CSV, "n\r\na;b\r\n"),
    row("%26 parts no parameters", Request("GET", "/sparql?query=SELECT('a%26b'AS%3Fn)%7B%7D", accept("text/csv")),
        200, CSV, "n\r\na&b\r\n"),
]


def chosen(query: str, lines: Sequence[str], kind: str, pending: str = "") -> ParameterSet:
    """A row for what an Accept, of one line or several, gets."""
    name = f"{query.split()[0]} {' and '.join(each[:60] or 'nothing' for each in lines) or 'no Accept'}"
    request = get(query, headers=accept(*lines))
    if kind == "406":
        return row(name, request, 406, headers={"Vary": "Accept"}, pending=pending)
    return row(name, request, 200, kind, headers={"Vary": "Accept"}, pending=pending)


NEGOTIATED = [
    *(chosen(TABLE, lines, kind) for lines, kind in [
        ([], RESULTS_JSON), (["*/*"], RESULTS_JSON), ([""], RESULTS_JSON), (["*"], RESULTS_JSON),
        ([RESULTS_JSON], RESULTS_JSON), (["application/json"], RESULTS_JSON), (["application/*"], RESULTS_JSON),
        ([RESULTS_XML], RESULTS_XML), (["application/xml"], RESULTS_XML), (["text/csv"], CSV), (["TEXT/CSV"], CSV),
        (["text/tab-separated-values"], TSV), (["text/*"], CSV), (["text/*, text/csv;q=0"], TSV),
        (["text/csv; charset=utf-8"], CSV), (["text/csv;header=present"], CSV),
        ([f"{RESULTS_XML};q=0.5, {RESULTS_JSON};q=0.9"], RESULTS_JSON),
        ([f"{RESULTS_XML};q=0.9, {RESULTS_JSON};q=0.5"], RESULTS_XML),
        (["text/csv;q=0.2, */*;q=0.1"], CSV), ([f"{RESULTS_JSON};q=0, */*"], RESULTS_XML), (["*/*;q=0"], "406"),
        ([f"{RESULTS_JSON};q=0.0"], "406"), (["text/csv ; q=0.3 , text/tab-separated-values\t;q=0.4"], TSV),
        (["text/csv;q=0.3,*/*;q=0.3"], RESULTS_JSON), (["image/png"], "406"), (["image/png, */*;q=0.1"], RESULTS_JSON),
        (["text/turtle"], "406"), (["text/turtle, text/csv;q=0.1"], CSV), (["application/problem+json"], "406"),
        (["image/png", "text/csv"], CSV), (["text/csv;q=0.1", RESULTS_XML, "text/turtle"], RESULTS_XML),
        ([";;q=, ,text/csv"], CSV), (["text/csv;q=x, " + RESULTS_XML], RESULTS_XML), (["nonsense"], RESULTS_JSON),
        (["x/y," * 2000 + "text/csv"], "406"),
        ([f"{RESULTS_JSON},*/*;q=0.9"], RESULTS_JSON),  # YASGUI
        (["application/sparql-results+xml;q=0.8, application/sparql-results+json;q=1.0, text/csv;q=0.5"], RESULTS_JSON),
    ]),
    chosen(TABLE, [BROWSER], "text/html; charset=utf-8"),
    chosen(TABLE, ["text/html"], "text/html; charset=utf-8"),
    *(chosen(query, lines, kind) for query in (GRAPH, "DESCRIBE <x:a>") for lines, kind in [
        ([], TURTLE), (["*/*"], TURTLE), (["text/turtle"], TURTLE), (["text/*"], TURTLE), ([NT], NT),
        ([RDF_XML], RDF_XML), ([JSON_LD], JSON_LD),
        (["application/json, */*;q=0.1"], JSON_LD),
        ([TRIG], TRIG), ([NQ], NQ), (["application/x-turtle"], TURTLE),
        (["text/turtle;q=0, */*"], JSON_LD), (["text/csv"], "406"), ([RESULTS_JSON], "406"),
        ([RESULTS_JSON, "text/turtle;q=0.5"], TURTLE),
        (["application/n-triples;q=0.7, application/rdf+xml;q=0.8"], RDF_XML),
    ]),
    *(chosen("ASK {}", lines, kind) for lines, kind in [
        ([], RESULTS_JSON), (["*/*"], RESULTS_JSON), ([RESULTS_XML], RESULTS_XML), (["text/csv"], CSV),
        (["text/tab-separated-values"], TSV), (["text/turtle"], "406"), (["text/boolean, application/json;q=0.1"], RESULTS_JSON),
    ]),
]

BY_NAME = [
    *(row(f"{query.split()[0]} as {name}", get(query, ("format", name), headers=accept("image/png")), 200, kind)
      for query, name, kind in [
        (TABLE, "json", RESULTS_JSON), (TABLE, "xml", RESULTS_XML), (TABLE, "csv", CSV), (TABLE, "tsv", TSV), (TABLE, "CSV", CSV),
        (TABLE, "text/csv", CSV),
        (GRAPH, "ttl", TURTLE), (GRAPH, "turtle", TURTLE), (GRAPH, "nt", NT),
        (GRAPH, "rdf", RDF_XML),
        (GRAPH, "jsonld", JSON_LD), (GRAPH, "trig", TRIG), (GRAPH, "nq", NQ)]),
    bad("SELECT as ttl", get(TABLE, ("format", "ttl")), 406, "text/csv", problem="not-acceptable"),
    bad("CONSTRUCT as csv", get(GRAPH, ("format", "csv")), 406, "text/turtle", problem="not-acceptable"),
    bad("CONSTRUCT as csv-excel", get(GRAPH, ("format", "csv-excel")), 406, "text/turtle", problem="not-acceptable"),
    row("SELECT as a media type", get(TABLE, ("format", RESULTS_XML)), 200, RESULTS_XML),
    row("the first that is known of two", get(GRAPH, ("format", "x/y,application/ld+json,text/turtle")), 200, JSON_LD),
    bad("an unknown one", get(TABLE, ("format", "pdf")), 400, problem="format"),
    row("SELECT as html", get(TABLE, ("format", "html")), 200, "text/html; charset=utf-8"),
    row("in a form as in the URL", form(("query", TABLE), ("format", "csv")), 200, CSV),
]

STAR = "SELECT * { VALUES (?z ?m ?a) { (1 2 3) } }"
TEXTS = 'SELECT ?x ?y { VALUES (?x ?y) { ("a,\\"b\\"\\n" UNDEF) ("مرحبا"@ar <x:é>) (1.50 true) } } ORDER BY STR(?x)'

WRITTEN = [
    *(row(f"columns of SELECT * in the order of the query, {name}", get(STAR, ("format", name)), 200, holds=[start])
      for name, start in [("json", '{"head":{"vars":["z","m","a"]}'), ("csv", "z,m,a\r\n1,2,3"), ("tsv", "?z\t?m\t?a\n1\t2\t3"),
                          ("xml", '<variable name="z"/><variable name="m"/><variable name="a"/>')]),
    *(row(f"no row but the columns, {name}", get(NOTHING, ("format", name)), 200, kind, body)
      for name, kind, body in [("json", RESULTS_JSON, '{"head":{"vars":["a","b"]},"results":{"bindings":[]}}'),
                               ("csv", CSV, "a,b\r\n"), ("tsv", TSV, "?a\t?b\n")]),
    row("no row but the columns, xml", get(NOTHING, ("format", "xml")), 200, RESULTS_XML,
        holds=['"a"', '"b"', "<results></results>"]),
    row("a truth in json", get("ASK {}", ("format", "json")), 200, RESULTS_JSON, '{"head":{},"boolean":true}'),
    row("a falsehood in json", get("ASK { <x:no> <x:no> 1 }", ("format", "json")), 200, holds=['"boolean":false']),
    row("a truth in xml", get("ASK {}", ("format", "xml")), 200, RESULTS_XML, holds=["<boolean>true</boolean>"]),
    row("a truth in csv", get("ASK {}", ("format", "csv")), 200, CSV, "true"),
    row("a truth in tsv", get("ASK {}", ("format", "tsv")), 200, TSV, "true"),
    row("an empty graph in Turtle", get("CONSTRUCT WHERE { ?a <x:no-such-term> ?b }"), 200, TURTLE),
    row("an empty graph in N-Triples", get("DESCRIBE <x:no-such-thing>", ("format", "nt")), 200, NT, ""),
    row("an empty graph in JSON-LD", get("DESCRIBE <x:no-such-thing>", ("format", "jsonld")), 200, JSON_LD, "[]"),
    row("quotes, commas and line ends in CSV", get(TEXTS, ("format", "csv")), 200, CSV,
        'x,y\r\n1.5,true\r\n"a,""b""\n",\r\nمرحبا,x:é\r\n'),
    row("terms in TSV", get(TEXTS, ("format", "tsv")), 200, TSV, '?x\t?y\n1.5\ttrue\n"a,\\"b\\"\\n"\t\n"مرحبا"@ar\t<x:é>\n'),
    row("a language in JSON", get(TEXTS, ("format", "json")), 200, holds=['"xml:lang":"ar"', "مرحبا"]),
    row("Turtle with readable prefixes", get("CONSTRUCT WHERE { ?c a <http://www.w3.org/2004/02/skos/core#ConceptScheme> }"),
        200, TURTLE, holds=["@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", " a skos:ConceptScheme"]),
]

ERRORS = [
    row("to a browser a page", get("SELEC", headers=[*accept(BROWSER), ("Accept-Language", "en")]), 400,
        "text/html; charset=utf-8", holds=["<h1", "SELEC", "Begin with one of SELECT, ASK", "</html>"]),
    row("to */* a text", get("SELEC", headers=accept("*/*")), 400, PLAIN, holds=["400 Bad Request", "Line 1, column 1", "^"]),
    row("to no Accept a text", get("SELEC"), 400, PLAIN, holds=["SELEC\n^"]),
    row("to a text's reader the remedy, too", get("SELEC"), 400, PLAIN, holds=["Begin with one of SELECT, ASK"]),
    *(row(f"to {name} a problem document", get("SELEC", headers=accept(name)), 400, PROBLEM)
      for name in (PROBLEM, "application/json", RESULTS_JSON, RESULTS_XML, "text/csv", "text/turtle", JSON_LD)),
    bad("line and column", get("SELECT *\n{ ?s org:x ?p }"), 400, '"line": 2', '"column": 6', "^", problem="syntax"),
    bad("a caret under the place", get("ASK { ?s org:x ?p }"), 400, r'"excerpt": "ASK { ?s org:x ?p }\n         ^"'),
    bad("a caret under a fault of the grammar", get("ASK { ?s ?p }"), 400, r'"excerpt": "ASK { ?s ?p }\n            ^"'),
    bad("a caret counts letters, not octets", get("ASK { 'é漢😀' org:p 1 }"), 400, "ASK { 'é漢😀' org:p 1 }", '"column": 13'),
    bad("a place far into a long line", get("ASK {" + " " * 5000 + "?s org:p 1 }"), 400, '"column": 5009'),
    bad("a prefix that is not declared", get("ASK { ?s nope:p 1 }"), 400, "nope:", "not declared", problem="syntax"),
    bad("a well-known prefix that is not declared", get("ASK { ?s org:unitOf ?o }"), 400,
        "PREFIX org: <http://www.w3.org/ns/org#>", problem="syntax"),
    bad("a variable outside its group", get("SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c }"), 400, problem="syntax"),
    bad("an unknown function", get("SELECT (<x:f>(1) AS ?a) {}"), 400, "x:f", '"column": 9', problem="unsupported"),
    bad("an unknown function in a filter", get("ASK { ?s ?p ?o FILTER(<x:f>(?o)) }"), 400, "x:f", problem="unsupported"),
    bad("an unknown aggregate", get("SELECT (<x:f>(DISTINCT ?o) AS ?a) { ?s ?p ?o }"), 400),
    bad("a time that is no number", get(TABLE, ("timeout", "soon")), 400, problem="timeout-parameter"),
    bad("a time of nothing", get(TABLE, ("timeout", "0")), 400, problem="timeout-parameter"),
    bad("a time below nothing", form(("query", TABLE), ("timeout", "-1")), 400, problem="timeout-parameter"),
    bad("a query that takes too long", get(FOR_EVER, ("timeout", "0.3")), 503, "0.3 seconds", problem="timeout"),
    row("a table asked of a form that gives a graph", get(GRAPH, headers=accept("text/csv, application/problem+json;q=0.1")),
        406, PROBLEM, holds=["text/turtle"]),
    row("an error is never kept with HEAD either", Request("HEAD", get("SELEC").target), 400),
]


def preflight(method: str, *headers: str) -> Request:
    """What a browser asks before a script from elsewhere may send its request."""
    wanted = [("Access-Control-Request-Headers", each) for each in headers]
    return Request("OPTIONS", "/sparql", [("Origin", "https://x.example"), ("Access-Control-Request-Method", method), *wanted])


METHODS = [
    *(row(f"{name} is not allowed", Request(name, "/sparql", (), b"" if name in ("PUT", "PATCH") else None), 405)
      for name in ("DELETE", "PUT", "PATCH", "FOO")),
    row("DELETE of a query is not allowed", Request("DELETE", get(TABLE).target), 405),
    row("OPTIONS says what is", Request("OPTIONS", "/sparql"), 204, headers={"Allow": "GET, HEAD, POST, OPTIONS"}),
    row("OPTIONS of a query says what is", Request("OPTIONS", get(TABLE).target), 204,
        headers={"Allow": "GET, HEAD, POST, OPTIONS"}),
    row("OPTIONS names QUERY", Request("OPTIONS", "/sparql"), 204, headers={"Allow": "QUERY"}),
    row("a preflight before POST", preflight("POST", "content-type, x-y"), 204,
        headers={"Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "content-type, x-y",
                      "Access-Control-Max-Age": "86400"}),
    row("a preflight before QUERY", preflight("QUERY"), 204,
        headers={"Access-Control-Allow-Methods": "QUERY"}),
    row("scripts from elsewhere may read what they need", get(TABLE, headers=[("Origin", "https://x.example")]), 200,
        headers={"Access-Control-Expose-Headers": "ETag, Retry-After, Link, Allow"}),
    row("scripts from elsewhere may read errors", get("SELEC", headers=[("Origin", "null")]), 400,
        headers={"Access-Control-Expose-Headers": "Retry-After"}),
]

EVERY = {"is answered": WAYS, "exactly one query": ONE_QUERY, "is refused": REFUSED, "type and size": BY_TYPE, "UTF-8": IN_UTF_8,
         "decoded once": ONCE_DECODED, "chosen": NEGOTIATED, "format": BY_NAME, "written": WRITTEN, "error": ERRORS,
         "method": METHODS}
ROWS = [
    pytest.param(*each.values, id=f"{name}: {each.id}", marks=each.marks) for name, rows in EVERY.items() for each in rows
]
