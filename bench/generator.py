"""Synthetic publications of any size, in the terms and the style of this project: the same bytes on every machine.

One public body is exactly `PER_BODY` triples: its mandate, vision, mission and objectives, legal instruments,
departments, links to other bodies, the passage it was drawn from, a translation and some evidence. All names are made up.
One register (`HUB`) is pointed at by `HUB_LINKS` things of each body: 100,000 links in a publication of 1 M triples.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

BASE = "https://w3id.org/znz-egov/"
HUB = f"{BASE}id/register/bodies"
PER_BODY, PER_PUBLICATION, HUB_LINKS = 100, 3, 10

PREFIXES = {
    "pbm": f"{BASE}ns#",
    "id": f"{BASE}id/",
    "cv": "http://data.europa.eu/m8g/",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_SWAHILI, _ENGLISH = (words.split() for words in (
    "mpango sera sheria huduma umma serikali mtandao maji afya elimu bandari kilimo uvuvi utalii ardhi fedha nishati usalama "
    "maendeleo usimamizi utafiti mafunzo ushirikiano mawasiliano takwimu uwazi uadilifu miundombinu",
    "plan policy act service public government network water health education port farming fishery tourism land finance energy "
    "safety development management research training cooperation communication statistics openness integrity infrastructure",
))
_AREAS = ("ict-policy-and-guidelines", "safe-use-of-ict", "systems-and-ict-development-and-management")
_THEMES = ("ict-governance", "policy-and-legal-authority", "research", "trust", "access-to-information", "cost")
_TYPES = ("act", "policy", "strategic-plan", "development-plan")

Triple = tuple[str, str, str | Literal]


def bodies(triples: int) -> int:
    """How many bodies make a publication of about so many triples."""
    return max(1, (triples - PER_PUBLICATION) // PER_BODY)


def body_iri(number: int) -> str:
    """The IRI of a public body, by its number from 0."""
    return f"{BASE}id/organization/body-{number}"


def quads(count: int, seed: int = 1) -> Iterator[Quad]:
    """The quads of `count` bodies, `PER_BODY` each, and of the register they stand in; none twice."""
    for graph, statements in _graphs(count, seed):
        name = NamedNode(f"{BASE}graph/{graph}")
        for subject, predicate, value in statements:
            term = NamedNode(_iri(value)) if isinstance(value, str) else value
            yield Quad(NamedNode(_iri(subject)), NamedNode(_iri(predicate)), term, name)


def _iri(name: str) -> str:
    """A prefixed name in full; a full IRI as it is."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


def _graphs(count: int, seed: int) -> Iterator[tuple[str, list[Triple]]]:
    yield "statement", [
        (HUB, "rdf:type", "cv:PublicOrganisation"),
        (HUB, "skos:prefLabel", Literal("Daftari la taasisi za umma", language="sw")),
        (HUB, "skos:prefLabel", Literal("Register of public bodies", language="en")),
    ]
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 - made to be the same everywhere
        yield "statement", [*_body(number, count, chance), *_purposes(number, chance), *_law(number, chance)]
        yield "source", _passage(number, chance)
        yield "translation", _translation(number, chance)
        yield "provenance", _evidence(number)


def _body(number: int, count: int, chance: random.Random) -> list[Triple]:
    """The body itself, its place among the others, and its two departments: 35 triples."""
    me, label = body_iri(number), "skos:prefLabel"
    above = body_iri((number - 1) // 8) if number else HUB
    linked = [body_iri((number + step) % count) for step in (1, 7)]
    found: list[Triple] = [
        (me, "rdf:type", "cv:PublicOrganisation"),
        (me, label, _words(chance, "sw", 4, f"Taasisi {number}")),
        (me, label, _words(chance, "en", 4, f"Body {number}")),
        (me, "dcterms:description", _words(chance, "sw", 18)),
        (me, "dcterms:identifier", Literal(f"PB-{number:07d}")),
        (me, "dcterms:issued", Literal(f"{1964 + number % 60}", datatype=NamedNode(_iri("xsd:gYear")))),
        (me, "org:subOrganizationOf", above),
        (me, "org:linkedTo", linked[0]), (me, "dcterms:relation", linked[1]),
        (me, "pbm:hasMandate", f"id:mandate/{number}"),
        (me, "pbm:hasVision", f"id:purpose/{number}-vision"),
        (me, "pbm:hasMission", f"id:purpose/{number}-mission"),
        (me, "pbm:establishedUnder", f"id:instrument/{number}-1"),
        (me, "pbm:listsInstrument", f"id:instrument/{number}-1"),
        (me, "pbm:listsInstrument", f"id:instrument/{number}-2"),
        (me, "pbm:attestedIn", f"id:passage/{number}"),
        (me, "dcterms:isPartOf", HUB),
        *((me, "pbm:hasObjective", f"id:objective/{number}-{each}") for each in range(1, 5)),
    ]
    for each in (1, 2):
        unit = f"id:organization/body-{number}/department-{each}"
        found += [
            (unit, "rdf:type", "org:OrganizationalUnit"),
            (unit, label, _words(chance, "sw", 3, "Idara ya")),
            (unit, label, _words(chance, "en", 3, "Department of")),
            (unit, "org:unitOf", me),
            (unit, "dcterms:identifier", Literal(f"PB-{number:07d}/{each}")),
            (unit, "dcterms:isPartOf", HUB),
            (unit, "pbm:attestedIn", f"id:passage/{number}"),
        ]
    return found


def _purposes(number: int, chance: random.Random) -> list[Triple]:
    """Mandate, vision, mission and four objectives: 37 triples."""
    mandate, passage = f"id:mandate/{number}", f"id:passage/{number}"
    found: list[Triple] = [
        (mandate, "rdf:type", "pbm:Mandate"),
        (mandate, "dcterms:description", _words(chance, "sw", 25)),
        (mandate, "pbm:conferredBy", f"id:instrument/{number}-1"),
        *((mandate, "pbm:coversArea", f"id:mandate-area/{area}") for area in chance.sample(_AREAS, 2)),
        (mandate, "pbm:attestedIn", passage),
        (mandate, "dcterms:isPartOf", HUB),
    ]
    for kind in ("Vision", "Mission"):
        purpose = f"id:purpose/{number}-{kind.lower()}"
        found += [
            (purpose, "rdf:type", f"pbm:{kind}"),
            (purpose, "dcterms:description", _words(chance, "sw", 12)),
            (purpose, "pbm:attestedIn", passage),
        ]
    for position in range(1, 5):
        objective = f"id:objective/{number}-{position}"
        found += [
            (objective, "rdf:type", "pbm:Objective"),
            (objective, "dcterms:description", _words(chance, "sw", 15)),
            (objective, "schema:position", Literal(position)),
            (objective, "pbm:primaryTheme", f"id:theme/{chance.choice(_THEMES)}"),
            (objective, "pbm:attestedIn", passage),
            (objective, "dcterms:isPartOf", HUB),
        ]
    return found


def _law(number: int, chance: random.Random) -> list[Triple]:
    """Two legal instruments: 14 triples."""
    found: list[Triple] = []
    for each in (1, 2):
        instrument, year = f"id:instrument/{number}-{each}", f"{1964 + (number + each) % 60}"
        found += [
            (instrument, "rdf:type", "pbm:Instrument"),
            (instrument, "dcterms:title", _words(chance, "sw", 4, f"Sheria Na {number % 20 + each} ya mwaka {year}")),
            (instrument, "dcterms:title", _words(chance, "en", 4, f"Act No {number % 20 + each} of {year}")),
            (instrument, "pbm:instrumentType", f"id:instrument-type/{chance.choice(_TYPES)}"),
            (instrument, "dcterms:date", Literal(year, datatype=NamedNode(_iri("xsd:gYear")))),
            (instrument, "pbm:attestedIn", f"id:passage/{number}"),
            (instrument, "dcterms:isPartOf", HUB),
        ]
    return found


def _passage(number: int, chance: random.Random) -> list[Triple]:
    """The sentence that all of it was drawn from: 4 triples."""
    passage = f"id:passage/{number}"
    return [
        (passage, "rdf:type", "pbm:Passage"),
        (passage, "pbm:passageKind", "id:passage-kind/paragraph"),
        (passage, "pbm:verbatimText", _words(chance, "sw", 40)),
        (passage, "oa:hasSource", f"id:source/page-{number}"),
    ]


def _translation(number: int, chance: random.Random) -> list[Triple]:
    """Its rendering in English: 4 triples."""
    translation = f"id:translation/en/{number}"
    return [
        (translation, "rdf:type", "pbm:Translation"),
        (translation, "pbm:translates", f"id:passage/{number}"),
        (translation, "pbm:translatedText", _words(chance, "en-t-sw-t0-und", 40)),
        (translation, "prov:wasAttributedTo", "id:agent/translation-model"),
    ]


def _evidence(number: int) -> list[Triple]:
    """Why one of its statements is made: 6 triples."""
    evidence = f"id:evidence/{number}"
    return [
        (evidence, "rdf:type", "rdf:Statement"),
        (evidence, "rdf:subject", body_iri(number)),
        (evidence, "rdf:predicate", "pbm:hasMandate"),
        (evidence, "rdf:object", f"id:mandate/{number}"),
        (evidence, "pbm:basis", "id:basis/stated"),
        (evidence, "prov:wasDerivedFrom", f"id:passage/{number}"),
    ]


def _words(chance: random.Random, language: str, count: int, start: str = "") -> Literal:
    """Some words of a language, after `start`."""
    found = chance.choices(_SWAHILI if language == "sw" else _ENGLISH, k=count)
    return Literal(" ".join([start, *found] if start else found), language=language)
