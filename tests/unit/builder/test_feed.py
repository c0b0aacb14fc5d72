"""The changes of a release as an event stream: what came, what is described otherwise, what is gone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from changes import changed
from kiungo.builder import build
from kiungo.builder.changes import descriptions
from kiungo.checks import ValidationReport
from kiungo.release import Release, make_current, open_release
from kiungo.release.feed import MEMBERS, pages, root
from kiungo.sources import Sources

AS, DCT, TREE = "https://www.w3.org/ns/activitystreams#", "http://purl.org/dc/terms/", "https://w3id.org/tree#"
BASE = "https://harbour.example/lod/"
WITHDRAWN = f"{BASE}id/duty/fog-horn"


def members(release: Release) -> dict[str, list[Triple]]:
    """Every version in a release's pages, with what is said of it."""
    triples = [quad.triple for n in range(1, pages(release) + 1)
               for quad in parse(path=str(release.path / "feed" / f"{n}.nt"), format=RdfFormat.N_TRIPLES)]
    found = [each.object.value for each in triples if each.predicate == NamedNode(f"{TREE}member")]
    assert len(found) == len(set(found))
    return {iri: [each for each in triples if each.subject == NamedNode(iri)] for iri in found}


def things(release: Release, kind: str) -> set[str]:
    """The things of which the release says that this happened to them."""
    return {
        each.object.value
        for said in members(release).values()
        if any(triple.object == NamedNode(AS + kind) for triple in said)
        for each in said
        if each.predicate == NamedNode(f"{DCT}isVersionOf")
    }


def built(found: Sources, out: Path) -> Release:
    return open_release(build(found, ValidationReport([]), out))


def test_in_the_first_release_every_thing_has_come(tiny_release: Release) -> None:
    subjects = {quad.subject.value for quad in parse(path=str(tiny_release.dump("dataset", "nq")), format=RdfFormat.N_QUADS)
                if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(f"{BASE}id/")}
    assert things(tiny_release, "Create") == subjects - {WITHDRAWN}
    assert things(tiny_release, "Update") == set()
    assert things(tiny_release, "Delete") == {WITHDRAWN}


def test_a_later_release_tells_what_it_changed_and_nothing_else(tiny_sources: Sources, tmp_path: Path) -> None:
    make_current(built(tiny_sources, tmp_path).path)
    new = Quad(NamedNode(f"{BASE}id/duty/new"), NamedNode(f"{DCT}title"), Literal("New", language="en"),
               NamedNode(f"{BASE}graph/editorial"))
    gone = f"{BASE}id/duty/lights"
    marker = Quad(NamedNode(gone), NamedNode(f"{BASE}ns#isWithdrawn"), Literal(True), NamedNode(f"{BASE}graph/editorial"))
    later = changed(tiny_sources)
    second = built(replace(later, derived=[*later.derived, new, marker]), tmp_path)
    assert things(second, "Create") == {f"{BASE}id/duty/new"}
    assert things(second, "Update") == {f"{BASE}id/office/harbour"}
    assert things(second, "Delete") == {gone}


def test_a_version_has_an_iri_of_its_own_a_time_with_a_zone_and_the_thing_s_statements(tiny_release: Release) -> None:
    for iri, said in members(tiny_release).items():
        assert iri.startswith(f"{BASE}feed/{tiny_release.name}/1#")
        (created,) = (each.object for each in said if each.predicate == NamedNode(f"{DCT}created"))
        assert isinstance(created, Literal)
        assert created.value == "2025-02-28T00:00:00Z"
        assert len(said) > 3


def test_what_did_not_change_is_not_told_again_whatever_its_blank_nodes_are_called() -> None:
    def quads(name: str) -> list[Quad]:
        thing, graph = NamedNode(f"{BASE}id/a"), NamedNode(f"{BASE}graph/g")
        return [Quad(thing, NamedNode(f"{DCT}relation"), BlankNode(name), graph),
                Quad(BlankNode(name), NamedNode(f"{DCT}title"), Literal("t"), graph)]

    assert descriptions(quads("one"), BASE) == descriptions(quads("other"), BASE) != {}


def test_many_changes_are_parted_into_pages(tiny_sources: Sources, tmp_path: Path) -> None:
    graph = NamedNode(f"{BASE}graph/editorial")
    many = [Quad(NamedNode(f"{BASE}id/duty/n{n}"), NamedNode(f"{DCT}title"), Literal(str(n)), graph) for n in range(MEMBERS)]
    release = built(replace(tiny_sources, derived=[*tiny_sources.derived, *many]), tmp_path)
    assert pages(release) == 2
    assert len(members(release)) > MEMBERS


def test_the_first_page_leads_to_every_page_of_every_release(tiny_sources: Sources, tmp_path: Path) -> None:
    first = make_current(built(tiny_sources, tmp_path).path)
    second = make_current(built(changed(tiny_sources), tmp_path).path)
    triples = root(second.line(), second.publication)
    nodes = [each.object.value for each in triples if each.predicate == NamedNode(f"{TREE}node")]
    assert nodes == [f"{BASE}feed/{first.name}/1", f"{BASE}feed/{second.name}/1"]
    counted = Counter(each.predicate.value.rpartition("#")[2] for each in triples)
    assert counted["relation"] == counted["value"] == counted["node"] == 2
