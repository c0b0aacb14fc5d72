"""Answers as files: CSV that Excel reads as UTF-8 and runs nothing of, and names to save by."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from kiungo.web.attachments import for_excel


def _excel(body: bytes, size: int = 7) -> bytes:
    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(body), size):
            yield body[at : at + size]

    async def whole() -> bytes:
        return b"".join([each async for each in for_excel(pieces())])

    return asyncio.run(whole())


def test_a_byte_order_mark_stands_in_front_and_all_else_stays() -> None:
    body = 'a,b\r\nhaba,"na ""haba"", ←\r\n✓"\r\n,\r\n'.encode()
    assert _excel(body) == b"\xef\xbb\xbf" + body


@pytest.mark.parametrize(
    ("cell", "sent"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ('"=1,2"', "\"'=1,2\""),
        ('"@x\r\n=y"', "\"'@x\r\n=y\""),
        ("+255 24", "'+255 24"),
        ("-cmd", "'-cmd"),
        ("-5", "-5"),
        ("+1.5e-3", "+1.5e-3"),
        ("a=b", "a=b"),
        ('"a,=b"', '"a,=b"'),
    ],
)
def test_what_excel_would_run_as_a_formula_is_made_words(cell: str, sent: str) -> None:
    assert _excel(f"n,m\r\n{cell},x\r\n".encode()).decode("utf-8-sig") == f"n,m\r\n{sent},x\r\n"


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
                         min_size=2, max_size=3), max_size=5),
       st.integers(1, 9))
def test_any_table_keeps_its_rows_and_cells(table: list[list[str]], size: int) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(table)
    found = list(csv.reader(io.StringIO(_excel(written.getvalue().encode(), size).decode("utf-8-sig"), newline="")))
    plain = list(csv.reader(io.StringIO(written.getvalue(), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in plain
    ]
    assert not any(cell.startswith(("=", "@", "\t")) for row in found for cell in row)


def test_a_cell_longer_than_a_chunk_is_sent_on() -> None:
    body = b'n\r\n"' + b"x\n" * 200_000 + b'"\r\n'
    assert _excel(body, 65536) == b"\xef\xbb\xbf" + body


def _get(client: FlaskClient, query: str, name: str) -> tuple[bytes, str, str]:
    answer = client.get("/sparql?" + urlencode({"query": query, "format": name}))
    assert answer.status_code == 200
    return answer.data, answer.content_type, answer.headers["Content-Disposition"]


def test_an_answer_asked_for_by_a_format_has_a_name_to_be_saved_by(client: FlaskClient) -> None:
    query = 'SELECT ("=1+1" AS ?x) {}'
    body, media_type, place = _get(client, query, "csv-excel")
    assert (body, media_type) == (b"\xef\xbb\xbfx\r\n'=1+1\r\n", "text/csv; charset=utf-8")
    assert place.startswith('attachment; filename="answer-')
    assert place.endswith('.csv"')
    body, _, place = _get(client, query, "csv")
    assert body == b"x\r\n=1+1\r\n"
    assert place.startswith("inline; ")
    assert _get(client, query, "json")[2].endswith('.json"')


def test_an_answer_asked_for_by_its_media_type_has_none(client: FlaskClient) -> None:
    answer = client.get("/sparql?query=ASK{}", headers={"Accept": "text/csv"})
    assert "Content-Disposition" not in answer.headers
