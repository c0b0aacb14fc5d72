"""The process that evaluates one public query after another: `python -m kiungo.evaluation.worker STORE`.

It talks frames on its standard input, a socket that `kiungo.evaluation.keeper` made. It is confined before
it opens the store. It knows no policy but its confinement; whoever started it kills it when its time is up.
"""

from __future__ import annotations

import io
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse,
    serialize,
)

from kiungo.errors import NotXmlError
from kiungo.evaluation.confinement import bound_memory, confine
from kiungo.evaluation.frames import (
    CHUNK,
    DATA,
    END,
    ERROR,
    FORMAT,
    QUERY,
    READY,
    SETTINGS,
    frame,
    members,
    message,
    receive,
)
from kiungo.evaluation.tokens import GRAPH_FORMS, first, form, names_dataset, star, too_deep, variables
from kiungo.evaluation.viability import failure
from kiungo.rdf.formats import FORMATS, PREFIXED, RDF_XML
from kiungo.rdf.prefixes import preferring
from kiungo.rdf.queries import declared
from kiungo.rdf.results import RESULTS_FORMATS, XML
from kiungo.rdf.serialization import no_xml, with_used_prefixes

Results = QuerySolutions | QueryBoolean | QueryTriples

RESULTS_WRITERS = {each.media_type: each.writer for each in RESULTS_FORMATS}
GRAPH_FORMATS = {each.media_type: each for each in FORMATS}

# What a query may make the engine raise, and its name in an ERROR frame. All else ends the process.
FAILURES: dict[type[Exception], str] = {
    SyntaxError: "syntax",
    ValueError: "graph",  # an IRI that only looked like one
    RecursionError: "nesting",
    RuntimeError: "unsupported",  # a function that no engine promises
    KeyError: "format",  # no format was chosen for this kind of results
    NotXmlError: "xml",
    MemoryError: "memory",
    OSError: "failure",
}


class Sink(io.RawIOBase):
    """Sends what is written to it in frames of `CHUNK` octets, none before one is full or all is written.

    Where that is XML, it raises NotXmlError for what would make it none. What is sent in one piece is `revised` before.
    """

    def __init__(
        self, connection: socket.socket, kind: str, *, is_xml: bool = False, revised: Callable[[bytes], bytes] = bytes
    ) -> None:
        super().__init__()
        self._is_xml, self._revised = is_xml, revised
        self._connection = connection
        self._head = frame(FORMAT, kind.encode())
        self._held = bytearray()

    def writable(self) -> bool:
        """Always: it is made to be written to."""
        return True

    def write(self, octets: Any) -> int:  # any buffer, for which Python 3.11 has no name
        """Take octets, and send them on when there are enough."""
        if self._is_xml and (found := no_xml(octets)):
            raise NotXmlError(found)
        self._held += octets
        while len(self._held) >= CHUNK:
            self._connection.sendall(self._head + frame(DATA, bytes(self._held[:CHUNK])))
            self._head = b""
            del self._held[:CHUNK]
        return len(octets)

    def finish(self) -> None:
        """Send the rest and the end, in one piece."""
        held = self._revised(bytes(self._held)) if self._head else bytes(self._held)
        self._connection.sendall(self._head + frame(DATA, held) + frame(END))


def evaluate(store: Store, query: dict[str, Any]) -> Results:
    """The results of a query. Without a dataset of its own it is asked of the union of all graphs.

    A query without BASE has its relative IRIs resolved against `base`, where one is given.
    https://www.w3.org/TR/sparql11-protocol/#dataset · https://www.w3.org/TR/sparql11-query/#relIRIs
    """
    text, default, named = query["query"], query["default_graphs"], query["named_graphs"]
    base = query.get("base")
    if too_deep(text):
        raise RecursionError
    text = in_order(text, base)
    bound: dict[Variable, NamedNode | BlankNode | Literal | Triple]
    bound = {Variable(name): term(written) for name, written in query["bindings"]}
    if default or named:
        return store.query(
            text,
            base_iri=base,
            substitutions=bound,
            default_graph=[NamedNode(each) for each in default],
            named_graphs=[NamedNode(each) for each in named],
        )
    return store.query(
        text, base_iri=base, substitutions=bound, use_default_graph_as_union=not names_dataset(text)
    )


def term(written: str) -> NamedNode | Literal:
    """A term read from N-Triples. Raises ValueError where this is anything else than one IRI or literal."""
    try:
        found = [each.object for each in parse(f"<urn:s> <urn:p> {written} .", RdfFormat.N_TRIPLES)]
    except SyntaxError:
        found = []
    if len(found) != 1 or not isinstance(found[0], NamedNode | Literal):
        raise ValueError(f"{written[:40]} is no term")
    return found[0]


def in_order(query: str, base: str | None = None) -> str:
    """The query with `SELECT *` written out, its variables in the order in which the query names them.

    The parser knows which variables are in scope.
    """
    place = star(query)
    if place is None:
        return query
    known = _in_scope(query, base)
    names = " ".join(f"?{name}" for name in variables(query) if name in known)
    complete = len(names.split()) == len(known) > 0
    return f"{query[:place]}{names} {query[place + 1 :]}" if complete else query


def _in_scope(query: str, base: str | None) -> set[str]:
    """The variables of a query with `SELECT *`. It is not evaluated: the engine drops what a false filter would.

    Values that a query brings along would be joined and sorted on an empty store, too, at its whole price.
    """
    start = first(query)
    place = start.start if start else 0
    try:
        results = Store().query(f"{query[:place]} SELECT * {{ {{ {query[place:]}\n}} FILTER(false) }}", base_iri=base)
    except SyntaxError:  # it has FROM, which no subquery may have, or a mistake
        results = Store().query(query, base_iri=base)
    return {each.value for each in results.variables} if isinstance(results, QuerySolutions) else set()


def write(
    results: Results, query: dict[str, Any], prefixes: dict[str, str], connection: socket.socket
) -> None:
    """Send the results in the format that was chosen for their kind."""
    if isinstance(results, QueryTriples):
        chosen = GRAPH_FORMATS[query["graph"]]
        if chosen in PREFIXED:
            sink = Sink(connection, "graph", revised=with_used_prefixes)
            prefixes = preferring(declared(query["query"]), prefixes)
        else:
            sink = Sink(connection, "graph", is_xml=chosen is RDF_XML)
        serialize(results, cast(IO[bytes], sink), chosen.writer, prefixes=prefixes)
    else:
        kind = "boolean" if isinstance(results, QueryBoolean) else "solutions"
        writer = RESULTS_WRITERS[query["results"]]
        sink = Sink(connection, kind, is_xml=writer == XML.writer)
        results.serialize(cast(IO[bytes], sink), writer)
    sink.finish()


def answer(store: Store, query: dict[str, Any], prefixes: dict[str, str], connection: socket.socket) -> None:
    """Evaluate a query and send its results, or why there are none."""
    try:
        write(evaluate(store if _has_format(query) else Store(), query), query, prefixes, connection)
    except tuple(FAILURES) as error:
        kind = next(FAILURES[each] for each in FAILURES if isinstance(error, each))
        place, said = -1, error.character if isinstance(error, NotXmlError) else str(error)
        if kind == "syntax":
            place, said = failure(query["query"], said, query.get("base"))
        connection.sendall(message(ERROR, error=kind, message=said, place=place))


def _has_format(query: dict[str, Any]) -> bool:
    """Whether the answer can be written. If not, the query is read for its mistakes alone, and asked of nothing."""
    return bool(query["graph" if form(query["query"]) in GRAPH_FORMS else "results"])


def serve(connection: socket.socket, open_store: Callable[[], Store]) -> None:
    """Work until the other side closes the connection. The store is opened by a process that is confined already."""
    with connection, connection.makefile("rb") as questions:
        kind, payload = receive(questions)
        if kind != SETTINGS:
            raise SystemExit("The first frame holds the settings.")
        settings = members(payload)
        _be_known()
        lacking = confine(settings["niceness"], settings["parent"])
        try:
            store = open_store()
        except OSError as error:
            connection.sendall(message(ERROR, error="store", message=str(error)))
            return
        lacking += bound_memory(settings["memory"])
        connection.sendall(message(READY, unconfined=lacking))
        while True:
            try:
                kind, payload = receive(questions)
            except EOFError:
                return
            if kind == QUERY:
                answer(store, members(payload), settings["prefixes"], connection)


def _be_known() -> None:
    """Bear a name by which `ps` and `top` tell a worker from the server (Linux)."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text("kiungo-query", encoding="ascii")


if __name__ == "__main__":
    serve(socket.socket(fileno=0), partial(Store.read_only, sys.argv[1]))
