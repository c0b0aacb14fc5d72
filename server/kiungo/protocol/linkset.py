"""RFC 9264: the links of a resource as a document of its own, in JSON and in the format of the header.

https://www.rfc-editor.org/rfc/rfc9264
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from kiungo.protocol.link import Link

JSON, TEXT = "application/linkset+json", "application/linkset"

_SINGLE = ("type", "media", "title")  # attributes that come once; the values of all others stand in a list


def as_json(links: Iterable[Link], anchor: str) -> str:
    """The links by context and relation; those without an anchor start from `anchor`, an absolute IRI.

    https://www.rfc-editor.org/rfc/rfc9264#section-4.2
    """
    contexts: dict[str, dict[str, list[dict[str, object]]]] = {}
    for link in links:
        context = contexts.setdefault(link.attributes.get("anchor", anchor), {})
        for relation in link.rel.split(" "):
            context.setdefault(relation, []).append({"href": link.target, **_attributes(link)})
    tree = {"linkset": [{"anchor": each, **relations} for each, relations in contexts.items()]}
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def as_text(links: Iterable[Link], anchor: str) -> str:
    """The same in the format of the `Link` header, a line for each link.

    https://www.rfc-editor.org/rfc/rfc9264#section-4.1
    """
    return ",\n".join(str(replace(each, attributes={"anchor": anchor, **each.attributes})) for each in links) + "\n"


def _attributes(link: Link) -> dict[str, object]:
    others = {name: value for name, value in link.attributes.items() if name != "anchor"}
    return {name: value if name in _SINGLE else [value] for name, value in others.items()}
