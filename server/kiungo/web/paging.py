"""Pages of what is long: which one is asked for, and the way to the others."""

from __future__ import annotations

import re

from flask import request

from kiungo.engine.description import neighbouring
from kiungo.errors import BadRequest
from kiungo.messages import Message
from kiungo.protocol.link import Link
from kiungo.web import paths
from kiungo.web.contexts import Pager
from kiungo.web.site import Reader

LAST = 999_999_999
"""The greatest number of a page that is read."""
_PAGE = re.compile(r"[1-9][0-9]{0,8}")


def asked() -> int:
    """The number of the page that the request's URL names; else the first. Raises BadRequest where it is none."""
    text = request.args.get("page", "1")
    if not _PAGE.fullmatch(text):
        raise BadRequest(Message("page_number"), "page")
    return int(text)


def count(total: int, size: int) -> int:
    """How many pages so many take, at least one."""
    return max(-(-total // size), 1)


def pager(reader: Reader, path: str, number: int, pages: int, *, query: str = "", fragment: str = "") -> Pager | None:
    """The way to the other pages of a path, in words; None where there are none."""
    if pages == 1:
        return None
    steps = tuple(
        (relation, reader.t(f"page_{relation}"), reference(reader, path, other, query, fragment))
        for relation, other in neighbouring(number, pages)
        if other != number
    )
    return Pager(reader.t("page_of", page=number, pages=pages), steps)


def steps(reader: Reader, path: str, number: int, pages: int, query: str = "") -> list[Link]:
    """The same as links: https://www.rfc-editor.org/rfc/rfc8288#section-3.3"""
    turns = neighbouring(number, pages) if pages > 1 else ()
    return [Link(reference(reader, path, other, query), relation) for relation, other in turns]


def reference(reader: Reader, path: str, number: int, query: str, fragment: str = "") -> str:
    """The address of a page of a path."""
    return reader.to(path, fragment=fragment, query="&".join(filter(None, (query, paths.page_query(number)))))
