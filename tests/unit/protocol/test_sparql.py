"""SPARQL 1.1 Protocol §2.1 in tables: how a query may be sent, and how not."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiungo.errors import (
    BadRequest,
    ContentTooLarge,
    Forbidden,
    HttpError,
    MethodNotAllowed,
    UnsupportedMediaType,
)
from kiungo.protocol import sparql
from kiungo.protocol.sparql import FORM, MAXIMUM, QUERY, UPDATE, SparqlRequest, deadline, is_operation, parameters

ASK = "ASK {}"
G1, G2 = "http://x.example/1", "http://x.example/2"


def read(method: str, query_string: bytes, content_type: str | None, body: bytes) -> SparqlRequest:
    return sparql.read(method, parameters(query_string), content_type, body)


@pytest.mark.parametrize(
    ("method", "query_string", "content_type", "body", "expected"),
    [
        ("GET", b"query=ASK%20%7B%7D", None, b"", SparqlRequest(ASK)),
        ("HEAD", b"query=ASK+{}", None, b"", SparqlRequest(ASK)),
        ("GET", b"x=1&query=ASK+{}&format=csv", None, b"", SparqlRequest(ASK, format="csv")),
        ("GET", b"query=ASK+{}", "text/plain", b"\xff", SparqlRequest(ASK)),
        ("GET", "query=“ñ”".encode(), None, b"", SparqlRequest("“ñ”")),
        ("GET", b"query=%2541", None, b"", SparqlRequest("%41")),
        ("GET", b"query=a%26b%3Bc;d", None, b"", SparqlRequest("a&b;c;d")),
        ("POST", b"", FORM, b"query=ASK+%7B%7D", SparqlRequest(ASK)),
        ("POST", b"", f"{FORM.upper()}; charset=UTF-8", b"query=ASK+{}", SparqlRequest(ASK)),
        ("POST", b"", QUERY, b"ASK {}", SparqlRequest(ASK)),
        ("POST", b"", f'{QUERY};charset="utf-8"', "ASK {} # ñ".encode(), SparqlRequest("ASK {} # ñ")),
        ("POST", b"default-graph-uri=" + G1.encode(), QUERY, b"ASK {}", SparqlRequest(ASK, (G1,))),
        (
            "GET",
            f"query=ASK+{{}}&default-graph-uri={G1}&named-graph-uri={G2}&default-graph-uri={G2}".encode(),
            None,
            b"",
            SparqlRequest(ASK, (G1, G2), (G2,)),
        ),
        (
            "POST",
            b"",
            FORM,
            f"query=ASK+{{}}&named-graph-uri={quote(G1, '')}".encode(),
            SparqlRequest(ASK, (), (G1,)),
        ),
        ("POST", f"default-graph-uri={G1}".encode(), FORM, b"query=ASK+{}", SparqlRequest(ASK, (G1,))),
        (
            "GET",
            f"query=ASK+{{}}&default-graph-uri={G1}&default-graph-uri={G1}".encode(),
            None,
            b"",
            SparqlRequest(ASK, (G1,)),
        ),
    ],
)
def test_a_query_is_read(
    method: str, query_string: bytes, content_type: str | None, body: bytes, expected: SparqlRequest
) -> None:
    assert read(method, query_string, content_type, body) == expected


@pytest.mark.parametrize(
    ("method", "query_string", "content_type", "body", "error", "says"),
    [
        ("GET", b"", None, b"", BadRequest, "no query"),
        ("GET", b"query=", None, b"", BadRequest, "no query"),
        ("GET", b"query=%20%0A", None, b"", BadRequest, "no query"),
        ("GET", b"query=ASK{}&query=ASK{}", None, b"", BadRequest, "more than one query"),
        ("POST", b"query=ASK{}", QUERY, b"ASK {}", BadRequest, "more than one query"),
        ("POST", b"query=ASK{}", FORM, b"query=ASK{}", BadRequest, "more than one query"),
        ("POST", b"", FORM, b"other=ASK{}", BadRequest, "no query"),
        ("POST", b"", QUERY, b"", BadRequest, "no query"),
        ("GET", b"query=%E9", None, b"", BadRequest, "not UTF-8.*in UTF-8"),
        ("GET", b"query=\xe9", None, b"", BadRequest, "not UTF-8.*in UTF-8"),
        ("POST", b"", QUERY, "ASK {}".encode("utf-16"), BadRequest, "not UTF-8.*in UTF-8"),
        ("POST", b"", FORM, b"query=\xff", BadRequest, "not UTF-8.*in UTF-8"),
        ("GET", b"query=ASK{}" + b"&a" * 200, None, b"", BadRequest, "at most 200 parameters.*Remove"),
        ("GET", b"query=ASK{}&default-graph-uri=x", None, b"", BadRequest, "such as https"),
        ("GET", b"query=ASK{}&named-graph-uri=http://x/%3E", None, b"", BadRequest, "such as https"),
        ("GET", b"query=ASK{}&named-graph-uri=", None, b"", BadRequest, "such as https"),
        ("GET", b"update=CLEAR+ALL", None, b"", Forbidden, "answers queries.*SELECT"),
        ("GET", b"query=ASK{}&update=CLEAR+ALL", None, b"", Forbidden, "answers queries.*SELECT"),
        ("POST", b"", FORM, b"update=CLEAR+ALL", Forbidden, "answers queries.*SELECT"),
        ("POST", b"", UPDATE, b"CLEAR ALL", Forbidden, "answers queries.*SELECT"),
        ("POST", b"", None, b"query=ASK{}", UnsupportedMediaType, "does not say.*Content-Type"),
        ("POST", b"", "", b"ASK {}", UnsupportedMediaType, "does not say.*Content-Type"),
        ("POST", b"", "text/plain", b"ASK {}", UnsupportedMediaType, f"“text/plain”.*{QUERY}"),
        ("POST", b"", f"{QUERY}+x", b"ASK {}", UnsupportedMediaType, QUERY),
        ("POST", b"", f"{QUERY};charset=utf-16", b"ASK {}", UnsupportedMediaType, "utf-16.*in UTF-8"),
        ("POST", b"", QUERY, b" " * (MAXIMUM + 1), ContentTooLarge, str(MAXIMUM)),
        ("PUT", b"query=ASK{}", None, b"", MethodNotAllowed, "GET, POST, QUERY"),
        ("get", b"query=ASK{}", None, b"", MethodNotAllowed, "GET, POST, QUERY"),
    ],
)  # fmt: skip
def test_what_is_no_query_is_refused(
    method: str, query_string: bytes, content_type: str | None, body: bytes, error: type[HttpError], says: str
) -> None:
    with pytest.raises(error) as caught:
        read(method, query_string, content_type, body)
    assert re.search(says, f"{caught.value.detail} {caught.value.members.get('remedy', '')}")
    assert caught.value.problem != "about:blank"


def test_a_refused_method_is_told_the_others() -> None:
    with pytest.raises(MethodNotAllowed) as caught:
        read("DELETE", b"", None, b"")
    assert caught.value.headers == {"Allow": "GET, HEAD, OPTIONS, POST, QUERY"}


def test_a_body_at_the_limit_is_read() -> None:
    body = b"ASK {}".ljust(MAXIMUM)
    assert read("POST", b"", QUERY, body).query.strip() == ASK


@pytest.mark.parametrize(
    ("query_string", "expected"),
    [
        (b"", False),
        (b"lang=en", False),
        (b"query", True),
        (b"query=", True),
        (b"lang=en&query=ASK{}", True),
        (b"default-graph-uri=http://x/", True),
        (b"update=", True),
        (b"querys=1", False),
    ],
)
def test_only_its_own_parameters_make_a_visit_an_operation(query_string: bytes, expected: bool) -> None:
    assert is_operation(parameters(query_string)) is expected


@given(
    st.sampled_from(["GET", "POST"]),
    st.binary(max_size=200),
    st.sampled_from([None, FORM, QUERY, "a;b"]),
    st.binary(max_size=200),
)
def test_any_request_is_read_or_refused(
    method: str, query_string: bytes, content_type: str | None, body: bytes
) -> None:
    statuses = [200]
    try:
        read(method, b"query=" + query_string, content_type, body)
    except HttpError as error:
        statuses.append(error.status)
    assert set(statuses) <= {200, 400, 403, 415}


def test_format_and_timeout_are_read_from_the_url_and_from_a_form() -> None:
    by_url = read("GET", b"query=ASK%20%7B%7D&format=csv&timeout=2", None, b"")
    by_form = read("POST", b"", FORM, b"query=ASK%20%7B%7D&format=csv&timeout=2")
    assert (by_url.format, by_url.timeout) == (by_form.format, by_form.timeout) == ("csv", "2")
    assert read("GET", b"query=ASK%20%7B%7D", None, b"").format is None


def test_an_empty_field_of_a_form_says_nothing() -> None:
    found = read("GET", b"query=ASK+{}&format=&timeout=", None, b"")
    assert found == SparqlRequest("ASK {}")


@pytest.mark.parametrize(("text", "seconds"), [(None, None), ("5", 5.0), ("0.25", 0.25), ("1e1", 10.0)])
def test_a_timeout_is_a_number_of_seconds(text: str | None, seconds: float | None) -> None:
    assert deadline(text) == seconds


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "soon", "1 s"])
def test_another_timeout_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match=r"at least 0\.1"):
        deadline(text)


@given(st.text("%0aF=+ _z\r\n\t", max_size=12))
def test_percent_decoding_is_that_of_the_standard_library(text: str) -> None:
    octets = text.encode()
    try:
        expected = unquote_to_bytes(octets.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        with pytest.raises(BadRequest):
            parameters(b"query=" + octets)
        return
    assert parameters(b"query=" + octets) == [("query", expected)]
