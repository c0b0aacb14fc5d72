"""Language tags: which of several literals a reader is shown.

Lookup as in RFC 4647 §3.4: a range is shortened from its end until something fits, `sw-TZ` to `sw`. Each range is
matched by prefix, as in §3.3.1, so that a reader of `en` is shown `en-t-sw` where there is nothing in plain `en`.
https://www.rfc-editor.org/rfc/rfc4647#section-3.4
"""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal


def matches(tag: str, wanted: str) -> bool:
    """Whether a tag lies in a language range: `en` holds `en`, `en-gb` and `en-t-sw`."""
    tag, wanted = tag.lower(), wanted.lower()
    return tag == wanted or tag.startswith(wanted + "-")


def ranges(wanted: str) -> tuple[str, ...]:
    """A language range and its shorter forms: `zh-Hant-x-a` is also `zh-Hant` and `zh`; a lone letter falls with its word."""
    subtags = wanted.split("-")
    found = []
    while subtags:
        found.append("-".join(subtags))
        subtags.pop()
        while subtags and len(subtags[-1]) == 1:
            subtags.pop()
    return tuple(found)


def suits(tag: str | None, wanted: str) -> bool:
    """Whether a reader of a language is at home in a tag: `sw` suits a reader of `sw-TZ`, and the other way round."""
    return bool(tag) and any(matches(tag or "", each) for each in ranges(wanted))


def is_translation(tag: str | None) -> bool:
    """Whether a tag has the extension T, which marks transformed content (RFC 6497)."""
    return tag is not None and "-t-" in f"{tag.lower()}-"


def best(literals: Sequence[Literal], wanted: Sequence[str]) -> Literal | None:
    """The literal to show: the first wanted language's, exact before ranged; then untagged; then any.

    Ties fall to the first in the order given.
    """
    for language in (each for one in wanted for each in ranges(one)):
        exact = [each for each in literals if (each.language or "").lower() == language.lower()]
        ranged = [each for each in literals if each.language and matches(each.language, language)]
        if exact or ranged:
            return (exact or ranged)[0]
    return next((each for each in literals if each.language is None), literals[0] if literals else None)


def best_name(names: Sequence[Sequence[Literal]], wanted: Sequence[str]) -> Literal | None:
    """The name to show, of those by each property, the best property first.

    The first wanted language that has one, there the best property, then any. So a marked translation of the best property
    wins over words of our own in a lesser one.
    """
    for language in wanted:
        for group in names:
            fits = [each for each in group if suits(each.language, language)]
            if fits:
                return best(fits, (language,))
    return best([each for group in names for each in group], ())
