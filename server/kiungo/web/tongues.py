"""What languages are called, in the language of the interface: the names of CLDR, which Babel carries.

https://www.unicode.org/reports/tr35/tr35-general.html#Display_Name_Elements
"""

from __future__ import annotations

from babel import Locale, UnknownLocaleError


def tongue(tag: str, language: str) -> str:
    """The name of a tag's language in another: `en-t-sw` is `Kiingereza` in `sw`. A tag without a name is its own."""
    primary = tag.partition("-")[0].lower()
    try:
        names = Locale.parse(language, sep="-").languages
    except (UnknownLocaleError, ValueError):
        return tag
    return str(names.get(primary) or tag)
