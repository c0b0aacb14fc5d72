"""The form that searches, on whichever page it stands."""

from __future__ import annotations

from kiungo.web import assets, paths
from kiungo.web.contexts.search import Form
from kiungo.web.site import Reader

PATH = "search"


def search_form(reader: Reader, text: str = "") -> Form:
    """The form that searches, from wherever it stands."""
    script = reader.site.assets[assets.SEARCH].path
    return Form(
        paths.relative(PATH, reader.here), reader.language if reader.named else "", text, reader.to("browse"),
        paths.relative(script, reader.here),
    )
