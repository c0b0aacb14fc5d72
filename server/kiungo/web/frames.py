"""What stands around every page: title, navigation, language switch, formats, licence, and what robots read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import shorten

from pyoxigraph import NamedNode

from kiungo.engine.evidence import literals, nodes
from kiungo.messages import LANGUAGES, Catalogue
from kiungo.protocol.link import Link
from kiungo.publication import map_iri
from kiungo.rdf import languages
from kiungo.web import assets, paths, schema_org
from kiungo.web.citation import citation
from kiungo.web.contexts import Words
from kiungo.web.contexts.frames import Card, Citation, Download, Frame, Language
from kiungo.web.negotiation import Representation
from kiungo.web.reports import report
from kiungo.web.signposts import signposts
from kiungo.web.site import ICON, Reader, Site
from kiungo.web.tongues import tongue
from kiungo.web.values import Terms

_VOCABULARY = "vocabulary"
_NAVIGATION = (
    ("nav_home", ""), ("nav_search", "search"), ("nav_browse", "browse"), ("nav_dataset", "dataset"),
    ("nav_vocabulary", _VOCABULARY), ("nav_sparql", "sparql"),
)
"""Messages and the paths they lead to. `vocabulary` stands for the document of the publication's own, if it has one."""

_STATEMENTS = (("nav_privacy", "privacy"), ("nav_accessibility", "accessibility"))
_CARD = 200  # characters that a link preview shows


def frame(
    reader: Reader, title: str, *, path: str | None = None, offered: Sequence[Representation] = (),
    topic: NamedNode | None = None, island: schema_org.Island | None = None, cited: Citation | None = None,
) -> Frame:
    """The frame of a page. `path` is the document's encoded path, without suffix; None for an error.

    `topic` is the thing that the page is about; `island` says in schema.org's words what is no thing of the data,
    `cited` how it is cited.
    """
    site, about = reader.site, reader.site.publication.about
    name = about.title[reader.language]
    words, told = _told(reader, topic) if topic else ("", None)
    place = site.publication.canonical_base + (reader.here if path is None else path)
    return Frame(
        language=reader.language,
        substitute=reader.t("other_language", language=tongue(reader.language, reader.language)) if reader.is_substitute else "",
        title=title if title == name else f"{title} · {name}",
        site_title=name,
        home=reader.to(""),
        stylesheet=paths.relative(site.stylesheet.path, reader.here),
        icon=paths.relative(ICON, reader.here),
        navigation=_navigation(reader, path),
        statements=tuple((reader.t(key), reader.to(target)) for key, target in _STATEMENTS),
        languages=_languages(reader),
        any_language=paths.queried(paths.relative(reader.here, reader.here), reader.query),
        explanation="" if path is None else reader.to(reader.here, query=paths.joined(reader.query, "_explain=1")),
        alternates=tuple(alternates(reader, path, offered)) if path else (),
        links=() if path is None else tuple(_links(reader, path, offered, topic)),
        canonical="" if path is None else paths.queried(site.publication.canonical_base + path, reader.query),
        card=Card(
            title, shorten(words or about.description[reader.language], _CARD, placeholder=" …"),
            site.base + site.assets[assets.CARD].path,
        ),
        copy_of=site.publication.canonical_base if site.publication.is_copy else "",
        rights=about.rights.get(reader.language, ""),
        licence=about.licence,
        release=site.release.name,
        version=about.version,
        issued=about.issued.isoformat(),
        data_href=reader.to("dataset"),
        citation=cited or (citation(reader, Terms(reader).heading(topic), topic.value) if topic else None),
        report=report(reader, map_iri(topic.value, site.base, site.publication.canonical_base) if topic else place),
        island=island or told or {},
    )


def _told(reader: Reader, topic: NamedNode) -> tuple[str, schema_org.Island]:
    """What a card says of a topic, and what is told of it in schema.org's words.

    That is the topic's own words, those that describe it, or those of what its page tells in full; else what it is called
    and what it is.
    """
    terms = Terms(reader)
    words = _in_language(reader, terms.texts(topic))
    names = (terms.heading(topic), *terms.other_labels(topic))
    said = words or _described(reader, terms, topic) or _lent(reader, terms, topic)
    return said.text if said else _named(reader, terms, topic), schema_org.island(reader, topic, names, words)


def _described(reader: Reader, terms: Terms, topic: NamedNode) -> Words | None:
    """The words by which the publication describes a topic to search engines."""
    known = reader.site.publication.schema_org.properties.get("description", [])
    found = tuple(each for name in known for each in literals(reader.site.dataset, topic, NamedNode(name)))
    return terms.told(found)


def _named(reader: Reader, terms: Terms, topic: NamedNode) -> str:
    """A name, what it is the name of, and in what it stands."""
    kinds = dict.fromkeys(terms.label(each).text for each in terms.types(topic))
    told = f"{terms.heading(topic).text} ({', '.join(kinds)})" if kinds else terms.heading(topic).text
    return f"{told}. {reader.site.publication.about.description[reader.language]}"


def _lent(reader: Reader, terms: Terms, topic: NamedNode) -> Words | None:
    """The words of the first thing that the page of a topic tells in full and that has words of its own."""
    expanded = map(NamedNode, reader.site.publication.page.expand)
    values = (each for name in expanded for each in nodes(reader.site.dataset, topic, name))
    found = (_in_language(reader, terms.texts(each)) for each in values)
    return next((words for words in found if words), None)


def _in_language(reader: Reader, found: Sequence[Words]) -> Words | None:
    """Of some words those in the reader's language, else the first."""
    return next((each for each in found if languages.matches(each.lang, reader.language)), found[0] if found else None)


def _links(
    reader: Reader, path: str, offered: Sequence[Representation], topic: NamedNode | None
) -> Iterable[Link]:
    """The links of a document's header; other pages have fewer."""
    site = reader.site
    if topic is None:
        canonical = paths.queried(site.publication.canonical_base + path, reader.query)
        return Link(canonical, "canonical"), Link(site.publication.about.licence, "license")
    return signposts(site, path, topic, offered, lambda target: paths.relative(target, reader.here), reader.query)


def alternates(reader: Reader, path: str, offered: Sequence[Representation]) -> list[Download]:
    """The data formats of a document, by the URL of each."""
    def href(suffix: str) -> str:
        return paths.queried(paths.relative(f"{path}.{suffix}", reader.here), reader.query)

    return [Download(each.form.name, href(each.suffix), each.media_type) for each in offered if each.form is not None]


def own_document(site: Site, graph: str) -> str | None:
    """The document in which the publication tells of its vocabulary or its shapes: of several, the unversioned one."""
    found = [path for path, name in site.documents.items() if name == graph and "/" not in path]
    return min(found, default=None)


def _navigation(reader: Reader, path: str | None) -> tuple[tuple[str, str, bool], ...]:
    own = own_document(reader.site, _VOCABULARY)
    entries = [(key, own if target == _VOCABULARY else target) for key, target in _NAVIGATION]
    return tuple(
        (reader.t(key), reader.to(target), target == path) for key, target in entries if target is not None
    )


def _languages(reader: Reader) -> tuple[Language, ...]:
    """This page in each language: the same path, the language named."""
    return tuple(
        Language(
            tag, _own(tag, "language_name"), reader.to(reader.here, language=tag, query=reader.query),
            tag == reader.language, _own(tag, "locale"),
        )
        for tag in reader.site.publication.about.languages
    )


def _own(tag: str, key: str) -> str:
    """What a language says of itself, where we have a catalogue in it."""
    return Catalogue("web", tag)(key) if tag in LANGUAGES else tag
