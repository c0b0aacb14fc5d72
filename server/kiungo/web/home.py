"""The home page: what this is, what it covers, how fresh, how trustworthy, and an entrance for each kind of user."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from kiungo.publication import map_iri
from kiungo.rdf.formats import TURTLE
from kiungo.rdf.iris import document_path
from kiungo.release.downloads import REPORT, WHOLE
from kiungo.web import examples, paths, schema_org
from kiungo.web.contexts import Property, Reference, Words
from kiungo.web.contexts.home import Fact, HomePage, Start
from kiungo.web.figures import number
from kiungo.web.find import search_form
from kiungo.web.frames import frame, own_document
from kiungo.web.graphs import dataset_island
from kiungo.web.properties import Properties
from kiungo.web.site import Reader
from kiungo.web.values import Terms

_ESSENTIALS = 4  # properties of the start thing: as many as fit the first screens
_QUERY = """SELECT DISTINCT ?property ?value WHERE {{
  VALUES ?property {{ {properties} }}
  {start} ?property ?value
}}
ORDER BY ?property ?value"""


def home_page(reader: Reader) -> HomePage:
    """The home page for one reader."""
    site, about = reader.site, reader.site.publication.about
    vocabulary = own_document(site, "vocabulary")
    return HomePage(
        frame=frame(reader, about.title[reader.language], path="", island=_island(reader)),
        title=about.title[reader.language],
        description=about.description[reader.language],
        notice=about.notice.get(reader.language, ""),
        covers=tuple(_covers(reader)),
        trust=tuple(_trust(reader)),
        start=_start(reader),
        search=search_form(reader),
        sparql=reader.to("sparql"),
        questions=reader.to("query/"),
        dataset=reader.to("dataset"),
        catalogue=paths.relative(f"catalog.{TURTLE.suffix}", reader.here),
        formats=len({each.media_type for each in site.release.downloads(WHOLE)}),
        vocabulary=reader.to(vocabulary) if vocabulary else None,
        legal=tuple(_legal(reader)),
        source=_source(reader),
    )


def _island(reader: Reader) -> schema_org.Island:
    """The data set and the thing that it is about, for search engines."""
    terms, start = Terms(reader), NamedNode(reader.site.publication.about.start)
    names = (terms.heading(start), *terms.other_labels(start))
    words = next(iter(terms.texts(start)), None)
    whole = dataset_island(reader, WHOLE, Words(reader.site.publication.about.title[reader.language], reader.language))
    return schema_org.together(whole, schema_org.island(reader, start, names, words))


def _covers(reader: Reader) -> Iterator[Fact]:
    """How much there is: counted when the release was built."""
    manifest = reader.site.release.manifest
    held = manifest.assurance
    if held.passages:
        yield Fact(reader.t("home_covers_passages", drawn_from=held.drawn_from, passages=held.passages), _source(reader))
    yield Fact(reader.t("home_covers_quads", quads=manifest.quads, graphs=len(manifest.graphs)), reader.to("dataset"))


def _trust(reader: Reader) -> Iterator[Fact]:
    """What the release was held to, and what the checks left to say, each with its proof. Without rules nothing is claimed."""
    held, roles = reader.site.release.manifest.assurance, reader.site.publication.roles
    shapes, report = own_document(reader.site, "shapes"), f"dataset/{reader.site.release.name}/{REPORT}"
    proofs = {
        "rules": (held.shapes + held.rules, reader.to(shapes) if shapes else None),
        "questions": (held.questions, reader.to("query/")),
        "evidence": (held.evidence, _shelf(reader, roles.evidence)),
        "emendations": (_size(reader, roles.emendation), _shelf(reader, roles.emendation)),
        "remarks": (held.remarks, paths.relative(report, reader.here)),
    }
    for name, (count, href) in proofs.items():
        if count:
            yield Fact(reader.t(f"home_trust_{name}", **{name: count}), href)


def _legal(reader: Reader) -> Iterator[tuple[Reference, Fact]]:
    """The classes of what readers of the law look for, as far as there is anything of them."""
    terms = Terms(reader)
    for iri in reader.site.publication.page.legal:
        if size := _size(reader, iri):
            yield terms.reference(NamedNode(iri), with_text=False), Fact(number(size), _shelf(reader, iri))


def _size(reader: Reader, kind: str) -> int:
    """How many things of a class there are."""
    shelf = reader.site.shelves.all.get(kind)
    return shelf.size if shelf else 0


def _shelf(reader: Reader, kind: str) -> str:
    """Where the things of a class are listed."""
    return reader.to("browse", query=urlencode({"in": kind}))


def _source(reader: Reader) -> str | None:
    """The page of the first captured text."""
    captured = reader.site.publication.source
    return reader.link(NamedNode(captured[0].snapshot)) if captured else None


def _start(reader: Reader) -> Start:
    site, iri = reader.site, reader.site.publication.about.start
    shown, node = Properties(reader), NamedNode(iri)
    path = paths.encoded_iri(document_path(iri.removeprefix(site.base)))
    essentials = _essentials(reader, shown, node)
    listed = " ".join(str(NamedNode(each.name.iri)) for each in essentials)
    return Start(
        reference=shown.terms.reference(node),
        names=shown.terms.other_labels(node),
        types=tuple(shown.terms.reference(each, with_text=False) for each in shown.terms.types(node)),
        essentials=essentials,
        behind=examples.behind(reader, _QUERY.format(properties=listed, start=node)) if essentials else "",
        address=map_iri(iri, site.base, site.publication.canonical_base),
        turtle=paths.relative(f"{path}.{TURTLE.suffix}", reader.here),
    )


def _essentials(reader: Reader, shown: Properties, start: NamedNode) -> tuple[Property, ...]:
    """The first properties, in the shapes' order, whose values have words of their own."""
    groups = shown.groups(start, reader.site.dataset.quads(start))
    told = [each for group in groups for each in group.properties]
    return tuple(each for each in told if any(v.reference and v.reference.texts for v in each.values))[:_ESSENTIALS]
