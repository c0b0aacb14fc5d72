"""The home page: what this is, what it covers, how fresh, how trustworthy, and an entrance for each kind of user."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kiungo.publication import map_iri
from kiungo.rdf.formats import TURTLE
from kiungo.rdf.iris import document_path
from kiungo.release.downloads import WHOLE
from kiungo.web import paths, schema_org
from kiungo.web.contexts import Property, Words
from kiungo.web.contexts.home import HomePage, Start
from kiungo.web.find import search_form
from kiungo.web.frames import frame, vocabulary_path
from kiungo.web.graphs import dataset_island
from kiungo.web.properties import Properties
from kiungo.web.site import Reader
from kiungo.web.values import Terms

_ESSENTIALS = 4  # properties of the start thing: as many as fit the first screens


def home_page(reader: Reader) -> HomePage:
    """The home page for one reader."""
    site, about = reader.site, reader.site.publication.about
    vocabulary = vocabulary_path(site)
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
    )


def _island(reader: Reader) -> schema_org.Island:
    """The data set and the thing that it is about, for search engines."""
    terms, start = Terms(reader), NamedNode(reader.site.publication.about.start)
    names = (terms.heading(start), *terms.other_labels(start))
    words = next(iter(terms.texts(start)), None)
    whole = dataset_island(reader, WHOLE, Words(reader.site.publication.about.title[reader.language], reader.language))
    return schema_org.together(whole, schema_org.island(reader, start, names, words))


def _covers(reader: Reader) -> Iterator[str]:
    """How much there is: counted when the release was built."""
    manifest = reader.site.release.manifest
    held = manifest.assurance
    if held.passages:
        yield reader.t("home_covers_passages", drawn_from=held.drawn_from, passages=held.passages)
    yield reader.t("home_covers_quads", quads=manifest.quads, graphs=len(manifest.graphs))


def _trust(reader: Reader) -> Iterator[str]:
    """What the release was held to, and what the checks left to say. Without rules nothing is claimed."""
    held = reader.site.release.manifest.assurance
    counts = {
        "rules": held.shapes + held.rules, "questions": held.questions, "evidence": held.evidence,
        "remarks": held.remarks,
    }
    for name, count in counts.items():
        if count:
            yield reader.t(f"home_trust_{name}", **{name: count})


def _start(reader: Reader) -> Start:
    site, iri = reader.site, reader.site.publication.about.start
    shown, node = Properties(reader), NamedNode(iri)
    path = paths.encoded_iri(document_path(iri.removeprefix(site.base)))
    return Start(
        reference=shown.terms.reference(node),
        names=shown.terms.other_labels(node),
        types=tuple(shown.terms.reference(each, with_text=False) for each in shown.terms.types(node)),
        essentials=_essentials(reader, shown, node),
        address=map_iri(iri, site.base, site.publication.canonical_base),
        turtle=paths.relative(f"{path}.{TURTLE.suffix}", reader.here),
    )


def _essentials(reader: Reader, shown: Properties, start: NamedNode) -> tuple[Property, ...]:
    """The first properties, in the shapes' order, whose values have words of their own."""
    groups = shown.groups(start, reader.site.dataset.quads(start))
    told = [each for group in groups for each in group.properties]
    return tuple(each for each in told if any(v.reference and v.reference.texts for v in each.values))[:_ESSENTIALS]
