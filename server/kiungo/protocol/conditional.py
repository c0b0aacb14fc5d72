"""RFC 9110 §8.8.3 and §13.1.2: entity tags, and whether a client already holds what it asks for.

https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
"""

from __future__ import annotations

import hashlib
import re

from kiungo import __version__

_ENTITY_TAG = re.compile(r'"[^"]*"')


def etag(*parts: bytes | str) -> str:
    """A strong entity tag that is a function of `parts` and of where one part ends and the next begins.

    And of our own version, since another may write the same otherwise.
    """
    octets = [part.encode() if isinstance(part, str) else part for part in (__version__, *parts)]
    return f'"{hashlib.sha256(repr(octets).encode()).hexdigest()[:32]}"'


def not_modified(if_none_match: str | None, etag: str) -> bool:
    """Whether `If-None-Match` names the entity tag, so that a GET or HEAD is answered with 304.

    Compared weakly, as §13.1.2 requires; `*` matches whatever exists.
    """
    if if_none_match is None:
        return False
    if if_none_match.strip(" \t") == "*":
        return True
    return etag.removeprefix("W/") in _ENTITY_TAG.findall(if_none_match)
