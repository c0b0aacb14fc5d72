"""A suggestion to Linked Open Vocabularies, which people read: https://lov.linkeddata.es/dataset/lov/

What is asked of a vocabulary is told as met or not, counted in the release.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiungo.rdf.terms import text
from kiungo.registration.submission import Submission, listed
from kiungo.registration.vocabulary import Vocabulary

_DCT, _OWL, _VANN = "http://purl.org/dc/terms/", "http://www.w3.org/2002/07/owl#", "http://purl.org/vocab/vann/"
_RDFS, _SKOS = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2004/02/skos/core#"
_ASKED = (
    ("title", f"{_DCT}title"), ("description", f"{_DCT}description"), ("creator", f"{_DCT}creator"),
    ("publisher", f"{_DCT}publisher"), ("licence", f"{_DCT}license"), ("date of issue", f"{_DCT}issued"),
    ("date of change", f"{_DCT}modified"), ("version", f"{_OWL}versionInfo"),
    ("prefix", f"{_VANN}preferredNamespacePrefix"), ("namespace", f"{_VANN}preferredNamespaceUri"),
)
_LETTERS = 5  # of a prefix, at most: Metadata Recommendations for Linked Open Data Vocabularies 1.1

_TEXT = """\
# Suggestion to Linked Open Vocabularies

Vocabulary: {iri}

| asked | in the vocabulary |
|---|---|
{rows}
Terms: {terms}; with a label {labelled}, with a definition {defined}.

## Not met

{lacking}
"""


def submission(found: Vocabulary) -> Submission:
    """The text of a suggestion."""
    terms = found.terms
    labelled = [each for each in terms if found.values(f"{_RDFS}label", of=each)]
    defined = [each for each in terms if found.values(f"{_SKOS}definition", f"{_RDFS}comment", of=each)]
    lacking = (*_lacking(found), *(f"{each.value} has no label." for each in terms if each not in labelled),
               *(f"{each.value} has no definition." for each in terms if each not in defined))
    body = _TEXT.format(
        iri=found.iri.value, rows="".join(f"| {name} | {_told(found, iri)} |\n" for name, iri in _ASKED),
        terms=len(terms), labelled=len(labelled), defined=len(defined), lacking=listed(lacking, "Nothing."),
    )
    return Submission("LOV", {f"lov-{found.prefix}.md": body}, lacking)


def _told(found: Vocabulary, iri: str) -> str:
    return " · ".join(text(each).replace("|", "\\|") for each in found.values(iri))


def _lacking(found: Vocabulary) -> Iterator[str]:
    yield from (f"The vocabulary states no {name} (<{iri}>)." for name, iri in _ASKED if not found.values(iri))
    if len(found.prefix) > _LETTERS:
        yield f"The prefix {found.prefix} has more than {_LETTERS} letters."
