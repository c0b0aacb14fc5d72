"""A site: one release with everything that answers from it. And a reader: who asks, in which language, from where."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources as package

from pyoxigraph import NamedNode

from kiungo.engine import Dataset
from kiungo.engine.constraints import Constraints, findings
from kiungo.engine.embedded import open_dataset
from kiungo.engine.targets import Shapes
from kiungo.messages import Catalogue
from kiungo.publication import Publication, map_iri
from kiungo.rdf.iris import document_path
from kiungo.rdf.withdrawals import withdrawn
from kiungo.release import Release
from kiungo.release.search import Index
from kiungo.release.shelves import Shelves, open_shelves
from kiungo.settings import Settings
from kiungo.web import assets, paths
from kiungo.web.assets import Asset
from kiungo.web.figures import number
from kiungo.web.layout import Layout
from kiungo.web.names import Names

_STATIC = package.files("kiungo.web") / "static"


ICON = "favicon.ico"  # where browsers look for it on pages that are not ours, such as an answer in JSON


@dataclass(frozen=True)
class Stylesheet:
    """The one stylesheet, joined from its parts; its path carries its digest, so that it may be kept for ever."""

    body: bytes
    digest: str

    @property
    def path(self) -> str:
        """Where it is found below the mount point."""
        return f"static/{self.digest}/kiungo.css"


@dataclass(frozen=True)
class Site:
    """What every view answers from; nothing in it changes after it was made."""

    release: Release
    dataset: Dataset
    layout: Layout
    constraints: Constraints
    catalogues: dict[str, Catalogue]
    names: dict[str, Names]
    """What things are called, by language."""
    stylesheet: Stylesheet
    icon: bytes
    """SVG."""
    settings: Settings
    search: Index
    shelves: Shelves
    assets: dict[str, Asset]
    """Scripts, by the names of their files."""
    withdrawn: frozenset[NamedNode]
    """The things that are told of no longer."""

    @property
    def publication(self) -> Publication:
        """What the release says of itself."""
        return self.release.publication

    @property
    def base(self) -> str:
        """The base IRI of the release."""
        return self.publication.base

    @property
    def public_url(self) -> str:
        """Where this server is reached, for the few formats that have no relative references; ends in a slash."""
        return self.settings.public_url or self.base

    @property
    def documents(self) -> dict[str, str]:
        """Paths of whole graphs, to the graph's name."""
        return self.release.manifest.documents

    def permanent(self, node: NamedNode) -> str:
        """The IRI by which a resource is known for good, also where this is a copy."""
        return map_iri(node.value, self.base, self.publication.canonical_base)


def open_site(release: Release, settings: Settings) -> Site:
    """Open a release for readers."""
    publication = release.publication
    dataset = open_dataset(release, settings.memory_quads)
    shapes = Shapes(dataset)
    found = findings(release.path / "report.json", publication)
    return Site(
        release,
        dataset,
        Layout(shapes),
        Constraints(dataset, shapes, publication, found),
        {each: Catalogue("web", each) for each in publication.about.languages},
        {each: Names(dataset, publication, each) for each in publication.about.languages},
        _stylesheet(),
        (_STATIC / "icon.svg").read_bytes(),
        settings,
        Index(release.path),
        open_shelves(release.path),
        assets.load(),
        withdrawn(dataset.quads(None, NamedNode(publication.roles.withdrawn)), publication.roles.withdrawn, publication.base),
    )


def _stylesheet() -> Stylesheet:
    parts = sorted((_STATIC / "style").iterdir(), key=lambda each: each.name)
    body = b"\n".join(each.read_bytes() for each in parts)
    return Stylesheet(body, hashlib.sha256(body).hexdigest()[:16])


@dataclass(frozen=True)
class Reader:
    """One reader of one page. `here` is the page's encoded path; `named` whether its URL names the language.

    `is_substitute` tells that none of the languages asked for is there, so that the reader gets another.
    `query` is what its URL says of the part of a document that is read: `page=2`.
    """

    site: Site
    here: str
    language: str
    named: bool = False
    is_substitute: bool = False
    asked: str = ""
    """The member of Accept-Language that decided; "" where none did."""
    query: str = ""

    @property
    def variant(self) -> tuple[str, ...]:
        """What of the reader the bytes of a page are a function of."""
        return self.here, self.language, str(self.named), str(self.is_substitute), self.site.stylesheet.digest

    def t(self, key: str, **values: object) -> str:
        """A message of the interface; whole numbers in it are grouped."""
        told = {name: number(value) if type(value) is int else value for name, value in values.items()}
        return self.site.catalogues[self.language](key, **told)

    @property
    def languages(self) -> tuple[str, ...]:
        """The publication's languages, the reader's first."""
        rest = self.site.publication.about.languages
        return (self.language, *(each for each in rest if each != self.language))

    @property
    def names(self) -> Names:
        """What things are called in the reader's language."""
        return self.site.names[self.language]

    def to(self, path: str, language: str | None = None, fragment: str = "", query: str = "") -> str:
        """A reference to an encoded path, which keeps the language where the URL names it."""
        chosen = language or (self.language if self.named else None)
        reference = paths.queried(paths.relative(path, self.here), query, f"lang={chosen}" if chosen else "")
        return reference + (f"#{paths.encoded_iri(fragment)}" if fragment else "")

    def link(self, node: NamedNode) -> str | None:
        """Where a click on a resource leads; None where a click would lead nowhere or could do harm."""
        iri, base = node.value, self.site.base
        if not iri.startswith(base):
            return iri if iri.startswith(("http://", "https://")) else None
        path, _, fragment = iri.removeprefix(base).partition("#")
        return self.to(paths.encoded_iri(document_path(path)), fragment=fragment)
