"""The publication: what `kiungo.toml` tells the engine about one public body.

Read once from the editors' file, resolved to absolute IRIs, and carried inside each release, so that
the server never sees the file itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec

from kiungo.errors import SourceError

UNJUDGED = ("shapes", "vocabulary", "alignment", "question")
"""The graphs, by the last part of their IRI, that are no data: the shapes do not judge them."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")
_MAIL = re.compile(r"[^\s@<>\"{}|\\^`%?&#]+@[^\s@<>\"{}|\\^`%?&#]+")

Text = dict[str, str]
"""The same words in several languages: language tag → text."""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of `kiungo.toml`; an unknown key in it is an error."""


Table = TypeVar("Table", bound=_Table)


class Roles(_Table, frozen=True):
    """Which terms play the parts the engine knows; absolute IRIs once resolved.

    What is said of a thing that was withdrawn has standard terms unless a publication names others.
    """

    label: list[str]
    text: list[str]
    position: str
    attested_in: str
    passage: str
    passage_kind: str
    verbatim_text: str
    source: str
    evidence: str
    derived_from: str
    basis: str
    translation: str
    translates: str
    translated_text: str
    emendation: str
    hypothesis: str
    candidate: str
    withdrawn: str = "http://www.w3.org/2002/07/owl#deprecated"
    withdrawn_on: str = "http://www.w3.org/ns/prov#invalidatedAtTime"
    withdrawn_for: str = "http://www.w3.org/2004/02/skos/core#changeNote"
    replaced_by: str = "http://purl.org/dc/terms/isReplacedBy"


class Graphs(_Table, frozen=True):
    """What is promised of named graphs, by the last part of their IRI."""

    evidenced: list[str] = []
    verbatim: list[str] = []
    translation: str | None = None
    composed: Text = {}


class Page(_Table, frozen=True):
    """What HTML pages show: `expand` names properties whose values are told in full, `legal` classes for readers of the law."""

    expand: list[str] = []
    legal: list[str] = []


class SchemaOrg(_Table, frozen=True):
    """What pages tell search engines: for each class or property of schema.org, those of ours that are of its kind."""

    types: dict[str, list[str]] = {}
    properties: dict[str, list[str]] = {}


class Publisher(_Table, frozen=True):
    """How portals are to name the publisher; `type` is a concept of the ADMS list of publisher types.

    Without a `name` it is that which the publisher has in the graphs, by `foaf:name`.
    """

    name: Text = {}
    type: str | None = None


class Place(_Table, frozen=True):
    """A place that the datasets are about: an IRI of somebody else's, and its names."""

    iri: str
    name: Text


class Period(_Table, frozen=True):
    """The time that the datasets are about, both days included; either may be open."""

    start: date | None = None
    end: date | None = None


class Contact(_Table, frozen=True):
    """Whom to write to about the data: an e-mail address, the address of a form, or both."""

    name: Text
    email: str | None = None
    url: str | None = None


class Security(_Table, frozen=True):
    """Whom to tell of a weakness, as URIs, and until when that holds: https://www.rfc-editor.org/rfc/rfc9116"""

    contact: list[str]
    expires: date


class Catalog(_Table, frozen=True):
    """What data portals ask of datasets and only the publication can know. An absent key is left out of the catalogue.

    `datasets` names the graphs that are of use without the others; values are IRIs of the European authority tables.
    """

    datasets: list[str] = []
    publisher: Publisher = Publisher()
    themes: list[str] = []
    keywords: dict[str, list[str]] = {}
    spatial: list[Place] = []
    temporal: Period | None = None
    frequency: str | None = None
    access_rights: str | None = None
    availability: str | None = None
    """What the operator promises: how long the files will be there."""


class SourceText(_Table, frozen=True):
    """A captured text and the table of its passages. `padding` may stand outside passages."""

    text: str
    sha256: str
    passages: str
    snapshot: str
    passage_base: str
    kind_base: str
    padding: str


class About(_Table, frozen=True):
    """Who publishes what, under which base. Titles and notes are in every interface language."""

    base: str
    version: str
    issued: date
    languages: list[str]
    start: str
    licence: str
    publisher: str
    title: Text
    description: Text
    notice: Text = {}
    rights: Text = {}
    """What holds for the words quoted from the source, which are somebody else's."""
    quoted_licence: str | None = None
    """The licence of these words, where the source states one."""


@dataclass(frozen=True)
class Terms:
    """On which terms a dataset may be used: a licence, None where none is ours to give, and a note of others' rights."""

    licence: str | None
    rights: Text


class Publication(_Table, frozen=True):
    """The whole of `kiungo.toml`. IRIs are absolute after `load`; `canonical_base` never changes."""

    publication: About
    prefixes: dict[str, str]
    roles: Roles
    graphs: Graphs = Graphs()
    page: Page = Page()
    schema_org: SchemaOrg = SchemaOrg()
    catalog: Catalog = Catalog()
    contact: Contact | None = None
    security: Security | None = None
    source: list[SourceText] = []
    canonical_base: str = ""

    @property
    def about(self) -> About:
        """The table `[publication]`."""
        return self.publication

    @property
    def base(self) -> str:
        """The base IRI under which this release's things stand; ends in `/`."""
        return self.publication.base

    @property
    def is_copy(self) -> bool:
        """Whether the base is another than the canonical one."""
        return self.base != self.canonical_base

    def graph(self, name: str) -> str:
        """The IRI of the named graph `name`."""
        return f"{self.base}graph/{name}"

    def terms(self, graph: str | None = None) -> Terms:
        """The terms of a named graph, or of the whole.

        What holds the source's own words is under the licence that the source states, if any; all else is our work.
        """
        about = self.about
        if graph is None:
            return Terms(about.licence, about.rights)
        if graph in ("source", *self.graphs.verbatim):
            return Terms(about.quoted_licence, about.rights)
        return Terms(about.licence, {})

    def captured(self, dataset: str) -> list[str]:
        """The snapshots that a dataset, the whole or a graph by its name, was made from: words of theirs are in it."""
        mine = ("dataset", "source", *self.graphs.verbatim, self.graphs.translation)
        return [each.snapshot for each in self.source] if dataset in mine else []

    def rebased(self, base: str) -> Self:
        """The same publication under another base: each IRI below the old base is mapped.

        Raises SourceError when `base` is no absolute http(s) IRI that ends in a slash.
        """
        _require_base(base, None, None)
        tree = _map_strings(msgspec.to_builtins(self), lambda text: map_iri(text, self.base, base))
        tree["canonical_base"] = self.canonical_base
        return msgspec.convert(tree, type(self))

    def compact(self, iri: str) -> str | None:
        """The prefixed name of an IRI (`org:purpose`), or None where no prefix fits."""
        fits = [(len(space), name) for name, space in self.prefixes.items() if iri.startswith(space)]
        if not fits:
            return None
        length, name = max(fits)
        return f"{name}:{iri[length:]}"


def map_iri(iri: str, old: str, new: str) -> str:
    """The IRI with base `new` where it stood under `old`; any other IRI unchanged."""
    return new + iri[len(old):] if iri.startswith(old) else iri


def load(file: Path) -> Publication:
    """Read and resolve `kiungo.toml`. Raises SourceError with the line where that can be told."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SourceError(
            "There is no kiungo.toml here.", file, None,
            "Run kiungo in the folder of a publication, or name it with --root.",
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError("The file is not UTF-8.", file, None, "Save it as UTF-8.") from error
    raw = _convert(_parse(text, file), text, file)
    _require_base(raw.base, file, _line_of(text, "base"))
    _require_languages(raw, file, text)
    return _resolve(raw, file, text)


def _parse(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise SourceError(f"Not TOML: {error}.", file, int(found[1]) if found else None) from error


def _convert(tree: dict[str, Any], text: str, file: Path) -> Publication:
    if "canonical_base" in tree:
        raise SourceError("Unknown key `canonical_base`.", file, _line_of(text, "canonical_base"), "Remove it.")
    try:
        return msgspec.convert(tree, Publication)
    except msgspec.ValidationError as error:
        named = re.search(r"field `(\w+)`", str(error)) or re.search(r"\.(\w+)(?:\[.*\])?`$", str(error))
        remedy = "Remove it or correct its spelling." if "unknown field" in str(error) else ""
        line = _line_of(text, named[1]) if named else None
        raise SourceError(f"{error}.".replace("Object contains unknown field", "Unknown key"), file, line, remedy) from error


def _line_of(text: str, key: str) -> int | None:
    """The line of the first `key = …` or `[key]`, counted from 1."""
    found = re.search(rf"^\s*(?:\[+[\w.]*\b)?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else None


def _line_with(text: str, words: str) -> int | None:
    """The first line that holds the words, counted from 1."""
    before, found, _ = text.partition(words)
    return before.count("\n") + 1 if found else None


def _require_base(base: str, file: Path | None, line: int | None) -> None:
    if not re.fullmatch(r"https?://[^\s/?#<>\"{}|\\^`]+/(?:[^\s?#<>\"{}|\\^`]*/)?", base):
        raise SourceError(
            f"The base <{base}> is not an http(s) IRI that ends in a slash.", file, line,
            "Write it like https://example.org/body/ .",
        )


def _require_languages(raw: Publication, file: Path, text: str) -> None:
    for key in ("title", "description"):
        missing = [tag for tag in raw.about.languages if not getattr(raw.about, key).get(tag)]
        if missing:
            raise SourceError(
                f"[publication.{key}] lacks {', '.join(missing)}.", file, _line_of(text, key),
                "Every interface language needs it.",
            )


def _resolve(raw: Publication, file: Path, text: str) -> Publication:
    """The publication with every term and relative IRI made absolute."""
    iris = _Iris(raw, file, text)
    ours, foreign = iris.ours, iris.foreign
    if raw.contact and raw.contact.email:
        iris.require(_MAIL, raw.contact.email, "an e-mail address", "Write it as name@host.")
    return msgspec.structs.replace(
        raw,
        publication=_with(_with(raw.about, ours, "start", "publisher"), foreign, "licence"),
        roles=msgspec.convert(_map_strings(msgspec.to_builtins(raw.roles), ours), Roles),
        schema_org=msgspec.convert(_map_strings(msgspec.to_builtins(raw.schema_org), ours), SchemaOrg),
        page=_with(raw.page, ours, "expand", "legal"),
        source=[_with(each, ours, "snapshot", "passage_base", "kind_base") for each in raw.source],
        catalog=msgspec.structs.replace(
            _with(raw.catalog, foreign, "themes", "frequency", "access_rights", "availability"),
            publisher=_with(raw.catalog.publisher, foreign, "type"),
            spatial=[_with(each, foreign, "iri") for each in raw.catalog.spatial],
        ),
        contact=raw.contact and _with(raw.contact, foreign, "url"),
        security=raw.security and _with(raw.security, foreign, "contact"),
        canonical_base=raw.base,
    )


@dataclass(frozen=True)
class _Iris:
    """The IRIs of a file, resolved. Each method raises SourceError with the line of what it cannot resolve."""

    raw: Publication
    file: Path
    text: str

    def ours(self, name: str) -> str:
        """In full, with a declared prefix, or relative to the base."""
        prefix, colon, _ = name.partition(":")
        if colon and "://" not in name and prefix not in self.raw.prefixes:
            raise SourceError(
                f"`{name}` uses the prefix `{prefix}`, which [prefixes] does not declare.",
                self.file, _line_with(self.text, f'"{name}"'), "Declare it or write the IRI in full.",
            )
        return self._whole(name, name if colon else self.raw.base + name)

    def foreign(self, name: str) -> str:
        """In full or with a declared prefix: what is somebody else's is not below our base."""
        return self._whole(name, name)

    def require(self, pattern: re.Pattern[str], value: str, kind: str, remedy: str, written: str = "") -> None:
        """Refuse a value that does not fit; `written` is how it stands in the file, where that differs."""
        if not pattern.fullmatch(value):
            words = written or value
            raise SourceError(f"`{words}` is not {kind}.", self.file, _line_with(self.text, f'"{words}"'), remedy)

    def _whole(self, written: str, name: str) -> str:
        prefix, colon, local = name.partition(":")
        iri = self.raw.prefixes[prefix] + local if colon and prefix in self.raw.prefixes else name
        self.require(_IRI, iri, "an absolute IRI", "Write it in full, such as https://…, or with a declared prefix.", written)
        return iri


def _with(table: Table, change: Callable[[str], str], *keys: str) -> Table:
    """The table with `change` applied to the strings under some keys."""
    return msgspec.structs.replace(table, **{key: _map_strings(getattr(table, key), change) for key in keys})


def _map_strings(tree: Any, change: Any) -> Any:
    """The same tree of dicts and lists with `change` applied to each string value."""
    if isinstance(tree, dict):
        return {key: _map_strings(value, change) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_map_strings(value, change) for value in tree]
    return change(tree) if isinstance(tree, str) else tree
