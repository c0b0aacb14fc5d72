"""RFC 8288 §3: the `Link` header.

https://www.rfc-editor.org/rfc/rfc8288#section-3
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

_RELATION = re.compile(r"[a-z][a-z0-9.-]*|[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-\[\]_a-z~]+")  # a token or a URI
_NAME = re.compile(r"[A-Za-z0-9!#$&+.^_`|~-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_URI_CHARACTERS = "!#$%&'()*+,-./:;=?@[]_~"
_URI = re.compile(r"[A-Za-z0-9!#-;=?@\[\]_~]*")  # of these and no others, so that nothing is left to encode
_FEW = 1024  # relations and attributes are a handful, said again in every header


@dataclass(frozen=True)
class Link:
    """A link from the response's resource, or from `attributes["anchor"]`, to `target`.

    `target` is an IRI reference; `rel` holds one relation or several between spaces, registered
    names in lower case; `attributes` are such as type, hreflang, title, anchor. Raises ValueError
    for what no header can say: control characters, an empty relation, a name that is no token.
    """

    target: str
    rel: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _relation(self.rel)
        for name, value in self.attributes.items():
            _parameter(name, value)

    def __str__(self) -> str:
        parameters = "".join([f"; {_parameter(name, value)}" for name, value in self.attributes.items()])
        return f'<{_uri(self.target)}>; {_relation(self.rel)}{parameters}'


def header(links: Iterable[Link]) -> str:
    """The value of one `Link` header that holds all of them, in order."""
    return ", ".join(str(each) for each in links)


def _uri(iri: str) -> str:
    """The URI of an IRI reference (RFC 3987 §3.1): octets that a URI may not hold are percent-encoded."""
    return iri if _URI.fullmatch(iri) else quote(iri, safe=_URI_CHARACTERS)


@lru_cache(_FEW)
def _relation(names: str) -> str:
    if not all(_RELATION.fullmatch(each) for each in names.split(" ")):
        raise ValueError(f"{names!r} is no link relation: give a registered name or an absolute URI.")
    return f'rel="{names}"'


@lru_cache(_FEW)
def _parameter(name: str, value: str) -> str:
    if not _NAME.fullmatch(name) or name.lower() == "rel":
        raise ValueError(f"{name!r} is no name for a link attribute.")
    if _CONTROL.search(value):
        raise ValueError(f"The link attribute {name} holds a control character.")
    if name.lower() == "anchor":
        return f'{name}="{_uri(value)}"'
    if not value.isascii():  # https://www.rfc-editor.org/rfc/rfc8187#section-3.2
        return f"{name}*=UTF-8''{quote(value, safe='')}"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name}="{escaped}"'
