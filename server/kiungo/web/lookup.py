"""An IRI that a reader holds: where it leads here, or who mentions it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote, urlencode

from pyoxigraph import NamedNode

from kiungo.engine.description import is_known
from kiungo.errors import NotFound
from kiungo.release.hubs import STATEMENTS, is_link
from kiungo.web import examples, paging, paths
from kiungo.web.contexts import Reference
from kiungo.web.contexts.search import Form, MentionsPage
from kiungo.web.documents import find_document, find_thing
from kiungo.web.find import PATH
from kiungo.web.frames import frame
from kiungo.web.paths import Requested
from kiungo.web.properties import Properties
from kiungo.web.site import Reader, Site
from kiungo.web.vocabularies import usage

_ABSOLUTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|(?:urn|tag|info|mailto|doi|did):)\S+", re.IGNORECASE)
_SCHEMELESS = re.compile(r"[^\s:]*[/#]\S*")
_ESCAPED = re.compile(r"https?%3A", re.IGNORECASE)
_MENTIONS = 200  # told on a page
_COUNTED = 10_000  # statements, a tenth of a second; the query beside them finds all


def read_iri(site: Site, text: str) -> NamedNode | None:
    """The IRI that a text is, below this release's base if it is one of ours; None where it is none.

    It may stand in angle brackets, be a prefixed name of the publication's, or be below the canonical base or the
    server's own address, whether with http or https. Without a scheme, and as a path below the base, it has to be known.
    """
    text = text.strip().removeprefix("<").removesuffix(">")
    text = unquote(text) if _ESCAPED.match(text) else text
    prefix, colon, local = text.partition(":")
    space = site.publication.prefixes.get(prefix) if colon and not local.startswith("//") else None
    iri = space + local if space else text
    if _ABSOLUTE.fullmatch(iri):
        return _node(site, iri)
    if not _SCHEMELESS.fullmatch(iri):
        return None
    meant = (_node(site, start + iri.lstrip("/")) for start in (site.base, "https://", "http://"))
    return next((each for each in meant if each and (place(site, each) or is_known(site.dataset, each))), None)


def _node(site: Site, iri: str) -> NamedNode | None:
    """The resource of an absolute IRI, below this release's base if it is one of ours; None where it is no IRI."""
    for start in (site.base, site.publication.canonical_base, site.public_url):
        bare = iri.partition("://")[2] + ("/" if f"{iri}/" == start else "")
        if bare.startswith(start.partition("://")[2]):
            iri = site.base + bare.removeprefix(start.partition("://")[2])
            break
    with suppress(ValueError):
        return NamedNode(iri)
    return None


def place(site: Site, node: NamedNode) -> tuple[str, str] | None:
    """The encoded path and the fragment at which an IRI of ours is found; None where nothing is.

    A page's address counts, too, whatever its query asks for.
    """
    if not node.value.startswith(site.base):
        return None
    path, _, fragment = node.value.removeprefix(site.base).partition("#")
    wanted = Requested(paths.encoded_iri(path.partition("?")[0]), unquote(path.partition("?")[0]))
    if not wanted.sent:
        return "", ""
    if fragment and not is_known(site.dataset, node):
        return None
    with suppress(NotFound):
        if wanted.decoded.startswith("id/"):
            return paths.encoded_iri(find_thing(site, wanted).value.removeprefix(site.base)), fragment
        return find_document(site, wanted).path, fragment
    return None


@dataclass(frozen=True)
class Mentions:
    """Who leads to a node, and by which property, in code point order of both; whether that is all of them."""

    pairs: tuple[tuple[NamedNode, NamedNode], ...]
    is_whole: bool

    @property
    def pages(self) -> int:
        """On how many pages they are told."""
        return paging.count(len(self.pairs), _MENTIONS)

    def page(self, number: int) -> tuple[tuple[NamedNode, NamedNode], ...]:
        """Those of a page; the first has the number 1."""
        return self.pairs[(number - 1) * _MENTIONS : number * _MENTIONS]


def mentions(site: Site, node: NamedNode) -> Mentions:
    """Who mentions a node. Of very many, those that the store gives first."""
    quads = list(islice(site.dataset.quads(None, None, node), _COUNTED + 1))
    whole = f"{site.base}dataset#"  # its parts are counted, and mention nobody
    pairs = {(quad.subject, quad.predicate) for quad in filter(is_link, quads[:_COUNTED])
             if isinstance(quad.subject, NamedNode) and not quad.subject.value.startswith(whole)}
    return Mentions(tuple(sorted(pairs, key=lambda pair: (pair[0].value, pair[1].value))), len(quads) <= _COUNTED)


def mentions_page(reader: Reader, form: Form, node: NamedNode, found: Mentions, number: int) -> MentionsPage:
    """One page of those who mention an IRI, and what the data say of it themselves."""
    shown = Properties(reader)
    said = list(islice(reader.site.dataset.quads(node), STATEMENTS))
    listed = [(_told(shown, subject), shown.terms.predicate(predicate)) for subject, predicate in found.page(number)]
    used = usage.statements(reader, node)
    query = urlencode({"q": form.query})
    return MentionsPage(
        frame=frame(reader, reader.t("mentions_title"), path=PATH),
        form=form,
        iri=node.value,
        is_known=bool(said or found.pairs or used),
        label=shown.terms.label(node).text if said else "",
        groups=shown.groups(node, said),
        mentions=tuple(listed if found.pages > 1 else sorted(listed, key=_order)),
        used=used,
        first=(number - 1) * _MENTIONS + 1,
        count=len(found.pairs),
        is_whole=found.is_whole,
        pager=paging.pager(reader, PATH, number, found.pages, query=query),
        behind=examples.behind(reader, _query(node)),
    )


def _told(shown: Properties, subject: NamedNode) -> Reference:
    return shown.terms.reference(subject, with_text=False)


def _order(pair: tuple[Reference, Reference]) -> tuple[str, str, str]:
    return pair[0].label.text.casefold(), pair[0].iri, pair[1].iri


def _query(node: NamedNode) -> str:
    """The query behind the page: the IRI in it is written as N-Triples has it."""
    pattern = f"{{ ?thing ?property {node} }} UNION {{ ?thing {node} ?value }}"
    return f"SELECT DISTINCT ?thing ?property ?value WHERE {{\n  {pattern}\n}}\nORDER BY ?thing ?property"


