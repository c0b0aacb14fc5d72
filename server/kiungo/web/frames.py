"""What stands around every page: title, navigation, language switch, formats, licence."""

from __future__ import annotations

from collections.abc import Sequence

from kiungo.messages import LANGUAGES, Catalogue
from kiungo.web import paths
from kiungo.web.contexts import Download, Frame, Language
from kiungo.web.negotiation import Representation
from kiungo.web.site import ICON, Reader, Site


def frame(
    reader: Reader, title: str, *, path: str | None = None, offered: Sequence[Representation] = ()
) -> Frame:
    """The frame of a page. `path` is the document's encoded path, without suffix; None for an error."""
    site, about = reader.site, reader.site.publication.about
    name = about.title[reader.language]
    return Frame(
        language=reader.language,
        title=title if title == name else f"{title} · {name}",
        site_title=name,
        home=reader.to(""),
        stylesheet=paths.relative(site.stylesheet.path, reader.here),
        icon=paths.relative(ICON, reader.here),
        navigation=_navigation(reader, path),
        languages=_languages(reader),
        alternates=tuple(alternates(reader, path, offered)) if path else (),
        canonical="" if path is None else site.publication.canonical_base + path,
        copy_of=site.publication.canonical_base if site.publication.is_copy else "",
        rights=about.rights.get(reader.language, ""),
        licence=about.licence,
        release=site.release.name,
        version=about.version,
        issued=about.issued.isoformat(),
        data_href=reader.to("dataset"),
    )


def alternates(reader: Reader, path: str, offered: Sequence[Representation]) -> list[Download]:
    """The data formats of a document, by the URL of each."""
    return [
        Download(each.form.name, paths.relative(f"{path}.{each.suffix}", reader.here), each.media_type)
        for each in offered
        if each.form is not None
    ]


def vocabulary_path(site: Site) -> str | None:
    """The document of the publication's own vocabulary: of several, the unversioned one."""
    found = [path for path, graph in site.documents.items() if graph == "vocabulary" and "/" not in path]
    return min(found, default=None)


def _navigation(reader: Reader, path: str | None) -> tuple[tuple[str, str, bool], ...]:
    entries = [("nav_home", ""), ("nav_dataset", "dataset"), ("nav_vocabulary", vocabulary_path(reader.site))]
    entries.append(("nav_sparql", "sparql"))
    return tuple(
        (reader.t(key), reader.to(target), target == path) for key, target in entries if target is not None
    )


def _languages(reader: Reader) -> tuple[Language, ...]:
    """This page in each language: the same path, the language named."""
    return tuple(
        Language(tag, _own_name(tag), reader.to(reader.here, language=tag), tag == reader.language)
        for tag in reader.site.publication.about.languages
    )


def _own_name(tag: str) -> str:
    """What a language calls itself, where we have a catalogue in it."""
    return Catalogue("web", tag)("language_name") if tag in LANGUAGES else tag
