"""The publication's own queries as examples, in the reader's language.

Examples are `sh:SPARQLExecutable`: https://www.w3.org/TR/shacl/#sparql-constraints-prefixes
"""

from __future__ import annotations

from urllib.parse import urlencode

from kiungo.rdf import languages
from kiungo.rdf.namespaces import SH_CONSTRUCT
from kiungo.web import paths
from kiungo.web.contexts.queries import Example
from kiungo.web.site import Reader
from kiungo.web.stored import STORED, stored_queries
from kiungo.web.values import Terms

_PATH = "sparql"


def examples(reader: Reader) -> tuple[Example, ...]:
    """The publication's queries in the order it gives them, with the prefixes they use; one without words is left out."""
    terms = Terms(reader)
    site = reader.site
    found = stored_queries(site.dataset, site.publication.roles.position, (*STORED, SH_CONSTRUCT))
    worded = ((each, languages.best(each.questions, reader.languages)) for each in found.values())
    return tuple(
        Example(each.slug, terms.words(words), each.query, f"{reference(reader, example=each.slug)}#query",
                reference(reader, query=each.query))
        for each, words in worded if words is not None
    )


def behind(reader: Reader, query: str) -> str:
    """A reference to the page that answers a query: the one behind a list."""
    return reference(reader, query=query, format="html")


def reference(reader: Reader, **parameters: str) -> str:
    """A reference to the query service with these parameters, and the language where the URL names it."""
    if reader.named:
        parameters["lang"] = reader.language
    return f"{paths.relative(_PATH, reader.here)}?{urlencode(parameters)}"
