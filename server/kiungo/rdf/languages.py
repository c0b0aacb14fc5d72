"""Language tags: which of several literals a reader is shown.

Ranges are matched by prefix, as in RFC 4647 §3.3.1, so that a reader of `en` is shown `en-t-sw`
where there is nothing in plain `en`. https://www.rfc-editor.org/rfc/rfc4647#section-3.3.1
"""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal


def matches(tag: str, wanted: str) -> bool:
    """Whether a tag lies in a language range: `en` holds `en`, `en-gb` and `en-t-sw`."""
    tag, wanted = tag.lower(), wanted.lower()
    return tag == wanted or tag.startswith(wanted + "-")


def is_translation(tag: str | None) -> bool:
    """Whether a tag has the extension T, which marks transformed content (RFC 6497)."""
    return tag is not None and "-t-" in f"{tag.lower()}-"


def best(literals: Sequence[Literal], wanted: Sequence[str]) -> Literal | None:
    """The literal to show: the first wanted language's, exact before ranged; then untagged; then any.

    Ties fall to the first in the order given.
    """
    for language in wanted:
        exact = [each for each in literals if (each.language or "").lower() == language.lower()]
        ranged = [each for each in literals if each.language and matches(each.language, language)]
        if exact or ranged:
            return (exact or ranged)[0]
    return next((each for each in literals if each.language is None), literals[0] if literals else None)
