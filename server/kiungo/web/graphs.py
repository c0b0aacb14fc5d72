"""The pages of named graphs and of the whole data set."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kiungo.engine import Subject
from kiungo.engine.evidence import literals, nodes
from kiungo.rdf.namespaces import (
    RDF_TYPE,
    VOID_CLASS,
    VOID_CLASS_PARTITION,
    VOID_ENTITIES,
    VOID_PROPERTY_PARTITION,
)
from kiungo.release.downloads import Download as File
from kiungo.web import examples, paths, schema_org
from kiungo.web.contexts import DatasetPage, Download, GraphPage, Reference, Words
from kiungo.web.dumps import dump_path
from kiungo.web.figures import number, size
from kiungo.web.frames import frame
from kiungo.web.negotiation import Representation
from kiungo.web.properties import Properties
from kiungo.web.repetition import common_graphs
from kiungo.web.site import Reader
from kiungo.web.vocabularies.vocabulary import definitions

_QUADS = 20_000  # of a graph that are looked through for its subjects
_SUBJECTS = 200  # listed; the files hold them all
_CLASSES = 200  # likewise
_WHOLE = "dataset"

_QUERY = """SELECT DISTINCT ?thing WHERE {{
  GRAPH {graph} {{ ?thing ?property ?value }}
  FILTER(isIRI(?thing) && !STRSTARTS(STR(?thing), {parts}))
}}
ORDER BY ?thing"""
"""What a graph describes; terms are written as N-Triples has them."""
_GRAPHS = """SELECT ?graph (COUNT(*) AS ?statements) WHERE {
  GRAPH ?graph { ?thing ?property ?value }
}
GROUP BY ?graph
ORDER BY ?graph"""
_COUNTED = """PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?class ?things WHERE {{
  {dataset} void:classPartition ?part . ?part void:class ?class ; void:entities ?things
}}
ORDER BY DESC(?things) ?class"""


def graph_page(
    reader: Reader, topic: NamedNode, name: str, path: str, offered: tuple[Representation, ...]
) -> GraphPage:
    """A named graph for one reader. `name` is the graph's, `topic` the document that was asked for."""
    shown = Properties(reader)
    graph = NamedNode(reader.site.publication.graph(name))
    subjects, total = _subjects(reader, shown, graph)
    label = shown.graph(graph).label if topic == graph else shown.terms.label(topic)
    descriptions = definitions(reader, shown, graph)
    island = dataset_island(reader, name, label, descriptions) if topic == graph else None
    return GraphPage(
        frame=frame(reader, label.text, path=path, offered=offered, topic=topic, island=island),
        label=label,
        iri=reader.site.permanent(topic),
        count=reader.site.release.manifest.graphs.get(name, 0),
        descriptions=descriptions,
        downloads=tuple(_file(reader, each, f"{path}.{each.suffix}", name) for each in offered if each.form),
        subjects=subjects,
        total=total,
        behind=examples.behind(reader, _QUERY.format(graph=graph, parts=Literal(_parts(reader)))),
    )


def dataset_page(
    reader: Reader, topic: NamedNode, path: str, offered: tuple[Representation, ...]
) -> DatasetPage:
    """The whole data set for one reader."""
    shown = Properties(reader)
    about = reader.site.publication.about
    roles = reader.site.publication.roles
    partitions = (RDF_TYPE, VOID_CLASS_PARTITION, VOID_PROPERTY_PARTITION)
    told = {*roles.label, *roles.text, *(each.value for each in partitions)}
    properties = shown.flat(topic, topic, told)
    classes = _class_counts(reader, topic)
    return DatasetPage(
        frame=frame(
            reader, about.title[reader.language], path=path, offered=offered, topic=topic,
            island=dataset_island(reader, _WHOLE, Words(about.title[reader.language], reader.language)),
        ),
        label=Words(about.title[reader.language], reader.language),
        iri=reader.site.permanent(topic),
        descriptions=(Words(about.description[reader.language], reader.language),),
        count=reader.site.release.manifest.quads,
        downloads=tuple(dumps(reader)),
        graphs=graph_counts(reader, shown),
        graphs_behind=examples.behind(reader, _GRAPHS),
        classes=tuple((shown.terms.reference(kind, with_text=False), count) for count, kind in classes[:_CLASSES]),
        classes_total=len(classes),
        classes_behind=examples.behind(reader, _COUNTED.format(dataset=topic)),
        properties=properties,
        held=common_graphs(properties),
    )


def dataset_island(reader: Reader, name: str, title: Words, descriptions: Sequence[Words] = ()) -> schema_org.Island:
    """What search engines are told of the whole or of a graph; of a graph also what the whole is, for few words are too few."""
    about = Words(reader.site.publication.about.description[reader.language], reader.language)
    return schema_org.dataset(reader, name, title, (*descriptions, about), dumps(reader, name, reader.site.base))


def graph_counts(reader: Reader, shown: Properties) -> tuple[tuple[Reference, int], ...]:
    """The named graphs with the number of their statements."""
    publication = reader.site.publication
    found = sorted(reader.site.release.manifest.graphs.items())
    return tuple((shown.graph(NamedNode(publication.graph(name))), count) for name, count in found)


def _class_counts(reader: Reader, topic: NamedNode) -> list[tuple[int, Subject]]:
    """The classes of the data set with the number of their things, as the catalogue counts them, the largest first."""
    dataset = reader.site.dataset
    found = [
        (int(count.value), kind)
        for part in nodes(dataset, topic, VOID_CLASS_PARTITION)
        for kind in nodes(dataset, part, VOID_CLASS)
        for count in literals(dataset, part, VOID_ENTITIES)
    ]
    return sorted(found, key=lambda each: (-each[0], str(each[1])))


def dumps(reader: Reader, name: str = _WHOLE, base: str | None = None) -> list[Download]:
    """The files of the whole or of a graph, by references from here, or by addresses below a base."""
    release = reader.site.release
    files = release.downloads(name)

    def place(file: File) -> str:
        path = dump_path(release.name, file)
        return paths.relative(path, reader.here) if base is None else base + path

    return [
        Download(
            each.format, place(each), each.sent_as, size(each.entry.size), each.entry.size, each.entry.sha256,
            tuple((f".{other.name.rpartition('.')[2]}", place(other)) for other in files if other.packs(each)),
        )
        for each in files if not each.compression
    ]


def _file(reader: Reader, each: Representation, path: str, name: str) -> Download:
    entry = reader.site.release.manifest.files.get(f"dumps/{name}.{each.suffix}")
    title = each.form.name if each.form else each.suffix
    href = paths.relative(path, reader.here)
    return Download(title, href, each.media_type, size(entry.size) if entry else "")


def _parts(reader: Reader) -> str:
    """How the IRIs of the parts of the data set begin, which are told with it."""
    return f"{reader.site.base}{_WHOLE}#"


def _subjects(reader: Reader, shown: Properties, graph: NamedNode) -> tuple[tuple[Reference, ...], str]:
    """The first subjects by name, and how many there are; "" where that is all of them."""
    quads = list(islice(reader.site.dataset.quads(graph=graph), _QUADS + 1))
    subjects = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    found = {each for each in subjects if not each.value.startswith(_parts(reader))}
    first = sorted(found, key=str)[:_SUBJECTS]
    total = number(len(found)) if len(found) > _SUBJECTS else ""
    total = reader.t("more_than", n=len(found)) if len(quads) > _QUADS else total
    return tuple(shown.terms.reference(each, with_text=False) for each in first), total
