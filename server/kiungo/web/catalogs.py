"""The catalogue: for harvesters the files that were written when the release was built, for people a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from flask import render_template
from pyoxigraph import NamedNode

from kiungo.engine.evidence import literals
from kiungo.protocol.profile import Profile
from kiungo.rdf import languages
from kiungo.rdf.formats import Format
from kiungo.rdf.namespaces import DCTERMS_DESCRIPTION
from kiungo.release.catalog import FOLDER, PROFILES
from kiungo.release.catalog import Profile as Version
from kiungo.release.downloads import WHOLE
from kiungo.release.services import SERVICES
from kiungo.web import examples, paths
from kiungo.web.alternates import Alternates
from kiungo.web.contexts import Download, Words
from kiungo.web.contexts.catalogs import CatalogDataset, CatalogPage
from kiungo.web.dumps import LATEST
from kiungo.web.frames import frame
from kiungo.web.graphs import dumps
from kiungo.web.negotiation import DATA_FIRST, Representation
from kiungo.web.site import Reader, Site
from kiungo.web.values import Terms

if TYPE_CHECKING:
    from kiungo.web.documents import Document


_QUERY = """PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?dataset ?title ?description WHERE {{
  VALUES ?dataset {{ {datasets} }}
  OPTIONAL {{ ?dataset dcterms:title ?title FILTER(LANGMATCHES(LANG(?title), "{language}")) }}
  OPTIONAL {{ ?dataset dcterms:description ?description FILTER(LANGMATCHES(LANG(?description), "{language}")) }}
}}"""


@dataclass(frozen=True)
class CatalogDocument:
    """The catalogue in one profile."""

    site: Site
    version: Version
    number: int = 1
    pages: int = 1
    query: str = ""
    status = HTTPStatus.OK

    @property
    def profile(self) -> Profile:
        """The version of DCAT-AP."""
        return Profile(self.version.standard, self.version.token)

    @property
    def others(self) -> tuple[Document, ...]:
        """The catalogue at its own path comes in every version; at the path of another version, in that one."""
        if self.version != PROFILES[0]:
            return ()
        versions = tuple(CatalogDocument(self.site, each) for each in PROFILES[1:])
        return *versions, Alternates(self.site, (self, *versions), self.offered)

    @property
    def path(self) -> str:
        """Its canonical path."""
        return self.version.stem

    @property
    def topic(self) -> NamedNode:
        """The catalogue, whatever the profile."""
        return NamedNode(self.site.base + PROFILES[0].stem)

    @property
    def offered(self) -> tuple[Representation, ...]:
        """RDF first: harvesters say nothing of what they want, browsers do."""
        return tuple(each for each in DATA_FIRST if each.is_html or self._file(each.suffix) in self.site.release.derived)

    def data(self, form: Format) -> Path:
        """The file as it was built."""
        return self.site.release.file(self._file(form.suffix))

    def page(self, reader: Reader) -> str:
        """The page for people."""
        return render_template("catalog.html", page=_page(reader, self), t=reader.t)

    def _file(self, suffix: str) -> str:
        return f"{FOLDER}/{self.version.stem}.{suffix}"


def find_catalog(site: Site, path: str) -> CatalogDocument | None:
    """The catalogue document of a decoded path, or None."""
    return next((CatalogDocument(site, each) for each in PROFILES if each.stem == path.rstrip("/")), None)


def _page(reader: Reader, document: CatalogDocument) -> CatalogPage:
    site = reader.site
    names = (WHOLE, *site.publication.catalog.datasets)
    label = Words(reader.t("catalog_title"), reader.language)
    return CatalogPage(
        frame=frame(reader, label.text, path=document.path, offered=document.offered, topic=document.topic),
        label=label,
        iri=reader.site.permanent(document.topic),
        datasets=tuple(_dataset(reader, name) for name in names),
        services=tuple((each.name, reader.to(each.endpoint)) for each in SERVICES),
        profiles=tuple((each.name, _formats(reader, each)) for each in PROFILES),
        latest=f"{site.publication.base}dataset/{LATEST}/",
        behind=examples.behind(reader, _QUERY.format(datasets=_nodes(site, names), language=reader.language)),
    )


def _nodes(site: Site, names: Iterable[str]) -> str:
    """The datasets of these names, as SPARQL writes them."""
    return " ".join(f"<{site.base}{WHOLE}>" if each == WHOLE else f"<{site.publication.graph(each)}>" for each in names)


def _dataset(reader: Reader, name: str) -> CatalogDataset:
    site, about = reader.site, reader.site.publication.about
    dates = site.release.manifest.dates[name]
    if name == WHOLE:
        title = Words(about.title[reader.language], reader.language)
        description = Words(about.description[reader.language], reader.language)
    else:
        node, terms = NamedNode(site.publication.graph(name)), Terms(reader)
        said = languages.best(literals(site.dataset, node, DCTERMS_DESCRIPTION), reader.languages)
        title, description = terms.label(node), terms.words(said) if said else Words("")
    return CatalogDataset(
        title, description, reader.to(name if name == WHOLE else f"graph/{name}"),
        dates.issued.isoformat(), dates.modified.isoformat(), tuple(dumps(reader, name)),
    )


def _formats(reader: Reader, profile: Version) -> tuple[Download, ...]:
    offered = CatalogDocument(reader.site, profile).offered
    return tuple(
        Download(each.form.name, paths.relative(f"{profile.stem}.{each.suffix}", reader.here), each.media_type)
        for each in offered
        if each.form is not None
    )
