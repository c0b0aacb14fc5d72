"""How a thing or a query is cited: one record, as a sentence, as BibTeX and as CSL-JSON.

https://ctan.org/pkg/bibtex · https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from kiungo.publication import map_iri
from kiungo.web.contexts import Words
from kiungo.web.contexts.frames import Citation
from kiungo.web.site import Reader

PATH = "cite"
BIBTEX, CSL = "bibtex", "csl"
"""Names of the forms, as the parameter `format` has them."""

_ESCAPED = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}", "}": r"\textbraceright{}",  # BibTeX counts braces, also those with a backslash
    **{each: f"\\{each}" for each in "&%$#_"},
}


@dataclass(frozen=True)
class Record:
    """What is cited: its title, who publishes it (empty where nobody is named), in what, of when, and the canonical IRI."""

    title: Words
    publisher: str
    container: str
    version: str
    release: str
    issued: date
    iri: str

    @property
    def key(self) -> str:
        """A name that tells citations apart: the end of the IRI, and the release."""
        return re.sub(r"[^A-Za-z0-9]+", "-", self.iri.partition("?")[0].rpartition("/")[2]).strip("-") + f"-{self.release[:8]}"

    def bibtex(self) -> str:
        """An entry for a bibliography."""
        fields = {
            "title": f"{{{_latex(self.title.text)}}}",
            "author": f"{{{_latex(self.publisher)}}}" if self.publisher else "",
            "year": str(self.issued.year),
            "date": self.issued.isoformat(),
            "howpublished": _latex(self.container),
            "version": _latex(self.version),
            "note": f"Release {self.release}",
            "url": self.iri,
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        return f"@misc{{{self.key},\n{lines}}}\n"

    def csl(self) -> str:
        """An item for programs that write bibliographies, in a list: https://github.com/citation-style-language/schema"""
        item = {
            "id": self.key,
            "type": "dataset",
            "title": self.title.text,
            **({"author": [{"literal": self.publisher}], "publisher": self.publisher} if self.publisher else {}),
            "container-title": self.container,
            "issued": {"date-parts": [[self.issued.year, self.issued.month, self.issued.day]]},
            "version": self.version,
            "note": f"Release {self.release}",
            "URL": self.iri,
            **({"language": self.title.lang} if self.title.lang else {}),
        }
        lines = (f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in item.items())
        return "[{\n" + ",\n".join(lines) + "\n}]\n"


def record(reader: Reader, title: Words, iri: str) -> Record:
    """The record of something with an IRI of this release, or of the original."""
    publication, about = reader.site.publication, reader.site.publication.about
    named = publication.catalog.publisher.name
    label = reader.names.best(NamedNode(about.publisher))
    return Record(
        title=title,
        publisher=named.get(reader.language) or (label.value if label else ""),
        container=about.title[reader.language],
        version=about.version,
        release=reader.site.release.name,
        issued=about.issued,
        iri=map_iri(iri, publication.base, publication.canonical_base),
    )


def sentence(reader: Reader, found: Record) -> str:
    """The citation in words."""
    return reader.t(
        "citation", publisher=f"{found.publisher}: " if found.publisher else "", title=found.title.text,
        container=found.container, version=found.version, release=found.release, issued=found.issued.isoformat(), iri=found.iri,
    )


def citation(reader: Reader, title: Words, iri: str, *, query: str = "") -> Citation:
    """All forms, with where each is found alone. `query` is the SPARQL that is cited, if one is."""
    found = record(reader, title, iri)
    asked = {"query": query} if query else {"of": found.iri}
    places = {each: reader.to(PATH, query=urlencode({**asked, "format": each})) for each in (BIBTEX, CSL)}
    return Citation(sentence(reader, found), found.bibtex(), found.csl(), places[BIBTEX], places[CSL])


def _latex(text: str) -> str:
    return "".join(_ESCAPED.get(each, each) for each in text)
