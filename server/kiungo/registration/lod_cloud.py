"""The record of a data set for the LOD Cloud, with true counts: https://lod-cloud.net/

The cloud asks for a thousand triples, and for fifty links to one of its members. Members have names there that only
whoever submits can look up; here they have their titles.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from pyoxigraph import Dataset, Literal, NamedNode, RdfFormat, parse

from kiungo.rdf.namespaces import DCTERMS, RDF_TYPE
from kiungo.rdf.terms import text
from kiungo.registration.submission import Submission
from kiungo.release import Release
from kiungo.release.downloads import PLAIN, WHOLE

_VOID = "http://rdfs.org/ns/void#"
_TRIPLES, _LINKS = 1000, 50
_LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "http://www.opendefinition.org/licenses/cc-by",
    "https://creativecommons.org/licenses/by-sa/4.0/": "http://www.opendefinition.org/licenses/cc-by-sa",
    "https://creativecommons.org/publicdomain/zero/1.0/": "http://www.opendefinition.org/licenses/cc-zero",
}
"""The names that the form has for licences."""


def submission(release: Release) -> Submission:
    """The record as JSON, with the members of the cloud's own."""
    links = _links(release)
    record = _record(release, links)
    lacking = tuple(_lacking(release, links))
    return Submission("LOD Cloud", {"lod-cloud.json": json.dumps(record, ensure_ascii=False, indent=1) + "\n"}, lacking)


def _record(release: Release, links: Mapping[str, int]) -> dict[str, object]:
    about, base, contact = release.publication.about, release.publication.base, release.publication.contact
    language = "en" if "en" in about.languages else about.languages[0]
    title = about.title[language]
    return {
        "identifier": base.rstrip("/").rpartition("/")[2],
        "title": title,
        "description": {language: about.description[language]},
        "domain": "government",
        "website": base,
        "namespace": base,
        "keywords": release.publication.catalog.keywords.get(language, []),
        "license": _LICENCES.get(about.licence, about.licence),
        "triples": str(release.manifest.triples),
        "links": [{"target": target, "value": str(count)} for target, count in sorted(links.items())],
        "full_download": [
            {"title": f"{title}: {each.format}", "media_type": each.media_type,
             "download_url": f"{base}dataset/latest/{each.name}"}
            for each in release.downloads(WHOLE) if not each.compression and each.path.startswith(f"{PLAIN}/")
        ],
        "sparql": [{"title": title, "access_url": f"{base}sparql"}],
        "example": [{"title": title, "access_url": about.start}],
        "contact_point": {"name": contact.name.get(language, "") if contact else "", "email": (contact and contact.email) or ""},
    }


def _links(release: Release) -> Counter[str]:
    """The links into each other data set, by its title, as VoID counts them."""
    graph = Dataset(parse(path=str(release.dump("catalog", "nt")), format=RdfFormat.N_TRIPLES))
    found: Counter[str] = Counter()
    for quad in graph.quads_for_object(NamedNode(f"{_VOID}Linkset")):
        if quad.predicate == RDF_TYPE and isinstance(quad.subject, NamedNode):
            (target,) = _values(graph, quad.subject, NamedNode(f"{_VOID}objectsTarget"))
            (count,) = _values(graph, quad.subject, NamedNode(f"{_VOID}triples"))
            titles = [each for each in _values(graph, target, DCTERMS["title"]) if isinstance(each, Literal)]
            named = min(titles, key=lambda each: (each.language != "en", each.value), default=target)
            found[text(named)] += int(text(count))
    return found


def _values(graph: Dataset, subject: object, predicate: NamedNode) -> list[NamedNode | Literal]:
    quads = graph.quads_for_subject(subject) if isinstance(subject, NamedNode) else ()
    return [quad.object for quad in quads if quad.predicate == predicate and isinstance(quad.object, NamedNode | Literal)]


def _lacking(release: Release, links: Mapping[str, int]) -> Iterator[str]:
    triples, contact = release.manifest.triples, release.publication.contact
    if triples < _TRIPLES:
        yield f"The cloud asks for {_TRIPLES} triples; there are {triples}."
    most = max(links.values(), default=0)
    if most < _LINKS:
        yield f"The cloud asks for {_LINKS} links to one of its members; there are {most} to the one with the most."
    if links:
        yield "Put the cloud's own name of each member in the place of the titles in `links`."
    if not (contact and contact.email):
        yield "Write a contact with an e-mail address into `contact_point`: [contact] of kiungo.toml has none."
    if release.publication.about.licence not in _LICENCES:
        yield f"The form of the cloud has no name for the licence {release.publication.about.licence}."
