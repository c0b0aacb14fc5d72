"""Files → Sources: the quads of every graph, and which file each subject came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from pyoxigraph import Literal, NamedNode, Quad

from kiungo import publication as publications
from kiungo.errors import SourceError
from kiungo.publication import Publication
from kiungo.rdf import serialization
from kiungo.rdf.terms import text
from kiungo.sources import passages, tree
from kiungo.sources.passages import Captured

_NAME = "http://xmlns.com/foaf/0.1/name"


@dataclass(frozen=True)
class Sources:
    """A publication as its editors keep it.

    `problems` are the files that could not be read; everything else was read in spite of them.
    """

    root: Path
    publication: Publication
    files: dict[Path, list[Quad]]
    texts: tuple[Captured, ...] = ()
    derived: list[Quad] = field(default_factory=list)
    problems: tuple[SourceError, ...] = ()

    @property
    def quads(self) -> list[Quad]:
        """Every quad: those of the files, and those derived from the captured texts."""
        return [*(quad for quads in self.files.values() for quad in quads), *self.derived]

    def in_graph(self, *names: str) -> Iterator[Quad]:
        """The quads of some named graphs, by the last part of their IRI."""
        wanted = {NamedNode(self.publication.graph(name)) for name in names}
        return (quad for quad in self.quads if quad.graph_name in wanted)

    def place(self, iri: str, quad: Quad | None = None) -> tuple[Path | None, int | None]:
        """The file that describes a resource, relative to the root, and the line where it does so first.

        With `quad`, the file that states that very quad.
        """
        for file, quads in self.files.items():
            if quad in quads if quad is not None else any(text(each.subject) == iri for each in quads):
                return file.relative_to(self.root), self._line(file, iri)
        return None, None

    def _line(self, file: Path, iri: str) -> int | None:
        """The first line that starts with the resource, in full or as a prefixed name."""
        names = [re.escape(f"<{iri}>")]
        names += [re.escape(f"{prefix}:{iri[len(space):]}") for prefix, space in self.publication.prefixes.items()
                  if iri.startswith(space)]
        found = re.compile(rf"^(?:{'|'.join(names)})(?=[\s;.,]|$)")
        lines = file.read_text(encoding="utf-8").splitlines()
        return next((number for number, line in enumerate(lines, start=1) if found.match(line)), None)


def load(root: Path) -> Sources:
    """Read a publication. Raises SourceError when `kiungo.toml` itself cannot be used."""
    publication = publications.load(root / "kiungo.toml")
    problems: list[SourceError] = []
    files = dict(_read_files(root, publication, problems))
    publication = _named(publication, [quad for quads in files.values() for quad in quads])
    texts = tuple(_read_texts(root, publication, problems))
    derived = [quad for text in texts for quad in passages.quads(text, publication)]
    return Sources(root, publication, files, texts, derived, tuple(problems))


def _named(publication: Publication, quads: list[Quad]) -> Publication:
    """The publication with the name that its publisher has in the graphs, where kiungo.toml gives it none.

    A name without a language is the same in each.
    """
    catalog, publisher = publication.catalog, publication.about.publisher
    names = [quad.object for quad in quads if quad.predicate.value == _NAME and text(quad.subject) == publisher]
    found = {tag: each.value for each in names if isinstance(each, Literal)
             for tag in ([each.language] if each.language else publication.about.languages)}
    if catalog.publisher.name or not found:
        return publication
    named = msgspec.structs.replace(catalog.publisher, name=found)
    return msgspec.structs.replace(publication, catalog=msgspec.structs.replace(catalog, publisher=named))


def _read_files(root: Path, publication: Publication, problems: list[SourceError]) -> Iterator[tuple[Path, list[Quad]]]:
    for file in sorted(each for top in ("ontology", "data", "shapes") for each in (root / top).rglob("*.ttl")):
        try:
            name = tree.graph_name(file.relative_to(root))
            yield file, serialization.read(file, NamedNode(publication.graph(name)))
        except SourceError as error:
            problems.append(_relative(error, root))


def _read_texts(root: Path, publication: Publication, problems: list[SourceError]) -> Iterator[Captured]:
    for config in publication.source:
        try:
            yield passages.read(root, config)
        except SourceError as error:
            problems.append(_relative(error, root))


def _relative(error: SourceError, root: Path) -> SourceError:
    """The same error with its file relative to the root: short, and the same on every machine."""
    if error.file is not None and error.file.is_relative_to(root):
        error.file = error.file.relative_to(root)
    return error
