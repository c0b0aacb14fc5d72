"""Paths: what a client asked for, and how a page refers to another from where it stands.

References are relative (RFC 3986 §4.2), so that they hold wherever the site is mounted, even behind a
proxy that strips a prefix and says nothing about it. https://www.rfc-editor.org/rfc/rfc3986#section-4.2
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from pyoxigraph import NamedNode
from werkzeug.wrappers import Request

from kiungo.errors import BadRequest
from kiungo.messages import Message

# Octets that a path may hold as they are: https://www.rfc-editor.org/rfc/rfc3986#section-3.3
_SAFE = "/:@!$&'()*+,;=-._~"
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
"""Of these, nothing is encoded: nearly every path is told at once, and a page has a hundred."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Requested:
    """A request's path below the mount point, without its first slash: as sent, and decoded."""

    sent: str
    decoded: str


def requested(request: Request) -> Requested:
    """The path a client asked for. Raises BadRequest where it is not UTF-8 or holds control characters.

    WSGI gives only the decoded path; servers that keep the request line (`RAW_URI`, `REQUEST_URI`) let us
    see how it was encoded. Where they do not, the path counts as sent in its canonical encoding.
    """
    octets = str(request.environ.get("PATH_INFO", "")).encode("latin-1", "replace")
    try:
        decoded = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(Message("path_utf8"), "path") from error
    if _CONTROL.search(decoded):
        raise BadRequest(Message("path_control"), "path")
    return Requested(_sent(request, octets) or encoded(decoded[1:]), decoded[1:])


def _sent(request: Request, octets: bytes) -> str | None:
    """The path as it stood in the request line, below the mount point, or None where that is not known."""
    line = str(request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or "")
    path = re.sub(r"^[a-z]+://[^/?]*", "", line, flags=re.IGNORECASE).partition("?")[0]
    mount = encoded(request.root_path.rstrip("/"))
    for candidate in (path.removeprefix(mount), path):
        if candidate.isascii() and unquote_to_bytes(candidate) == octets:
            return candidate.removeprefix("/")
    return None


def encoded(path: str) -> str:
    """The canonical spelling of a path: UTF-8, percent-encoded only where it has to be.

    https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2
    """
    return path if _PLAIN.fullmatch(path) else quote(path, safe=_SAFE)


def encoded_iri(path: str) -> str:
    """The URI spelling of a path that is part of an IRI: escapes that it has already are kept.

    https://www.rfc-editor.org/rfc/rfc3987#section-3.1
    """
    return path if _PLAIN.fullmatch(path) else quote(path, safe=_SAFE + "%")


def node(base: str, path: str) -> NamedNode | None:
    """The resource of that path under the base, or None where the path can be part of no IRI."""
    try:
        return NamedNode(base + path)
    except ValueError:
        return None


def queried(reference: str, *parts: str) -> str:
    """A reference with those parts of a query that are not empty."""
    query = joined(*parts)
    return f"{reference}?{query}" if query else reference


def joined(*parts: str) -> str:
    """The parts of a query that are not empty."""
    return "&".join(filter(None, parts))


def page_query(number: int) -> str:
    """The part of a query that names a page; the first needs none."""
    return f"page={number}" if number > 1 else ""


def relative(target: str, here: str) -> str:
    """A reference to the path `target` from a page at the path `here`, both encoded and without first slash."""
    reference = "../" * here.count("/") + target
    if ":" in reference.partition("/")[0]:  # would be read as a scheme
        return f"./{reference}"
    return reference or "./"
