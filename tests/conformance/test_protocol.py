"""The W3C's tests of the protocol: each request goes out exactly as the manifest writes it, octet for octet.

The manifest says requests in HTTP-in-RDF (https://www.w3.org/TR/HTTP-in-RDF10/); the suite asks that the prefix
`/sparql/` of each target is replaced by where the service is.
"""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from conformance.exchange import Response, Service
from conformance.suite import MF, PROTOCOL, Description, Entry, OtherAnswer, parameters

HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
STATUS = "http://www.w3.org/2011/http-statusCodes#StatusCode"


@pytest.mark.parametrize("entry", parameters([PROTOCOL], ["ProtocolTest"]))
def test_w3c_request_is_answered(entry: Entry, service: Service) -> None:
    for request in entry.manifest.items(entry.action, f"{HT}requests"):
        _check(entry.manifest, entry.manifest.value(request, f"{HT}resp"), _send(service, entry, request))


def _send(service: Service, entry: Entry, request: Any) -> Response:
    """The request as it is written, with nothing added but the length of its body."""
    told = entry.manifest
    headers = [
        ("Host", told.value(entry.action, f"{HT}connectionAuthority").value),
        *((told.value(each, f"{HT}fieldName").value, told.value(each, f"{HT}fieldValue").value)
          for each in told.items(request, f"{HT}headers")),
    ]
    target = told.value(request, f"{HT}absolutePath").value.replace("/sparql/", "/sparql", 1)
    return service.send(told.value(request, f"{HT}methodName").value, target, headers, _body(told, request))


def _body(told: Description, request: Any) -> bytes | None:
    body = told.value(request, f"{HT}body")
    if body is None:
        return None
    return str(told.value(body, f"{CNT}chars").value).encode(told.value(body, f"{CNT}characterEncoding").value)


def _check(told: Description, expected: Any, response: Response) -> None:
    statuses = [each.value.removeprefix(STATUS) for each in told.values(expected, f"{MF}expectedStatus")]
    response.require(*(int(each.removesuffix("xx")) for each in statuses))
    form = told.value(expected, f"{MF}expectedFormat")
    found = FORMATS[form.value](response) if form else None
    boolean = told.value(expected, f"{MF}expectedBoolean")
    if boolean is not None and found is not (boolean.value == "true"):
        raise OtherAnswer(f"expected {boolean.value}, got {found}")


def _results(response: Response) -> QueryBoolean | QuerySolutions:
    form = QueryResultsFormat.from_media_type(response.media_type)
    assert form in (QueryResultsFormat.JSON, QueryResultsFormat.XML)
    return parse_query_results(response.body, form)


def _boolean(response: Response) -> bool:
    found = _results(response)
    assert isinstance(found, QueryBoolean)
    return bool(found)


def _tabular(response: Response) -> list[Any]:
    found = _results(response)
    assert isinstance(found, QuerySolutions)
    return list(found)


def _rdf(response: Response) -> list[Any]:
    form = RdfFormat.from_media_type(response.media_type)
    assert form in (RdfFormat.TURTLE, RdfFormat.RDF_XML, RdfFormat.N_TRIPLES)
    return list(parse(response.body, form))


FORMATS = {"boolean": _boolean, "tabular": _tabular, "RDF": _rdf}
"""What the suite calls formats, and how an answer is read that has one; each asserts that it has."""
