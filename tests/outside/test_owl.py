"""The vocabulary before a reasoner: the profiles it promises, and no contradiction, alone or with ORG, PROV-O and the data.

HermiT and the OWL API's profile checker are inside the jar that owlready2 brings; they need a JDK.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kiungo.rdf.formats import RDF_XML
from kiungo.rdf.serialization import write
from kiungo.sources import Sources

BASE = "https://w3id.org/znz-egov/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
WITHOUT_RECORDS = ("vocabulary", "scheme", "statement", "source", "translation", "editorial")
"""rdf:Statement is reserved vocabulary in OWL 2, so the graphs that hold records of evidence stay out."""


@pytest.fixture(scope="module")
def jar() -> Path:
    """HermiT.jar; skips by name where there is no JDK or no owlready2."""
    if shutil.which("javac") is None:
        pytest.skip("no JDK: javac is not on the PATH")
    found = importlib.util.find_spec("owlready2")
    if found is None or found.origin is None:
        pytest.skip("owlready2 is not installed")
    return Path(found.origin).parent / "hermit" / "HermiT.jar"


def _reason(triples: Iterable[Triple], jar: Path, folder: Path) -> dict[str, str]:
    file = folder / "ontology.owl"
    file.write_bytes(write([Quad(*triple) for triple in triples], RDF_XML, {}))
    command = ["java", "-cp", str(jar), str(Path(__file__).with_name("Reasoner.java")), str(file)]
    output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    return dict(line.split("\t") for line in output.splitlines() if "\t" in line)


def _triples(found: Sources, *graphs: str) -> list[Triple]:
    return [quad.triple for quad in found.in_graph(*graphs)]


def test_the_vocabulary_is_in_every_profile_and_consistent(agency_sources: Sources, jar: Path, tmp_path: Path) -> None:
    verdict = _reason(_triples(agency_sources, "vocabulary"), jar, tmp_path)
    consistent = verdict.pop("consistent")
    assert consistent == "true"
    assert len(verdict) == 4
    assert set(verdict.values()) == {"0"}, verdict


def test_a_functional_property_leaves_a_profile(agency_sources: Sources, jar: Path, tmp_path: Path) -> None:
    """The control: the checker can say no."""
    beyond = Triple(NamedNode(BASE + "ns#hasMandate"), TYPE, NamedNode("http://www.w3.org/2002/07/owl#FunctionalProperty"))
    verdict = _reason([*_triples(agency_sources, "vocabulary"), beyond], jar, tmp_path)
    assert "0" not in {verdict[name] for name in verdict if "EL" in name}


@pytest.fixture(scope="module")
def with_org_and_prov(conformance: Path, agency_sources: Sources) -> list[Triple]:
    """The data, the vocabulary, ORG and PROV-O together, nothing imported."""
    imports = "http://www.w3.org/2002/07/owl#imports"
    others = [triple for name in ("org", "prov-o")
              for triple in parse((conformance / "vocabularies" / f"{name}.ttl").read_bytes(), RdfFormat.TURTLE)]
    return [*_triples(agency_sources, *WITHOUT_RECORDS),
            *(quad.triple for quad in others if quad.predicate.value != imports)]


def test_the_data_contradict_neither_org_nor_prov(with_org_and_prov: list[Triple], jar: Path, tmp_path: Path) -> None:
    assert _reason(with_org_and_prov, jar, tmp_path)["consistent"] == "true"


def test_a_vision_that_is_also_a_mission_is_a_contradiction(
    with_org_and_prov: list[Triple], jar: Path, tmp_path: Path
) -> None:
    absurd = Triple(NamedNode(BASE + "id/purpose/vision"), TYPE, NamedNode(BASE + "ns#Mission"))
    assert _reason([*with_org_and_prov, absurd], jar, tmp_path)["consistent"] == "false"
