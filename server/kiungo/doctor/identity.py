"""A thing is not its document: 303, spellings, vocabularies."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from kiungo.doctor.exchange import Unreachable
from kiungo.doctor.rules import HOUSE, SHOULD, NotApplicable, Rule, Skipped, broken, require
from kiungo.doctor.visit import FORMATS, HTML, NT, TURTLE, VOID, Visit, members, statements

_COOL = "https://www.w3.org/TR/cooluris/"
_RFC = "https://www.rfc-editor.org/rfc/rfc9110#section-"
_OWL = "http://www.w3.org/2002/07/owl#"
_DCT = "http://purl.org/dc/terms/"


def _see_other(visit: Visit, accept: str) -> str:
    if urldefrag(visit.thing).fragment:
        return "a hash IRI"
    answer = visit.ask(visit.thing, accept)
    require(answer.status == 303, f"{answer.status} for {accept}")
    place = urljoin(visit.thing, answer.header("location"))
    require(answer.header("location") and place != visit.thing, "Location is absent or the thing itself")
    return f"303 to {place}"


def _thing(visit: Visit) -> str:
    return _see_other(visit, TURTLE)


def _described(visit: Visit) -> str:
    seen = _see_other(visit, HTML)
    answers = (visit.follow(visit.thing, kind) for kind in (NT, TURTLE))
    answer = next((each for each in answers if each.media_type in FORMATS), None)
    if answer is None:
        broken("no RDF in N-Triples or Turtle behind the redirect")
    count = sum(subject == visit.thing for subject, _, _ in statements(answer))
    require(count, "the document says nothing of the thing")
    return f"{seen}; {count} triples about the thing"


def _hops(visit: Visit) -> str:
    found = [each.url for each in visit.chain(visit.thing, TURTLE)]
    schemes = [urlsplit(each).scheme for each in found]
    require(("https", "http") not in pairwise(schemes), "a redirect leads from https to http")
    upgrades = sum(each == ("http", "https") for each in pairwise(schemes))
    require(len(found) - 1 - upgrades <= 1, f"{len(found) - 1} redirects")
    return f"{len(found) - 1} redirect"


def _note(visit: Visit) -> str:
    answer = visit.ask(visit.thing)
    if not 300 <= answer.status < 400:
        broken(f"{answer.status}, no redirect")
    place, text = answer.header("location"), unescape(answer.text)
    require(place and (place in text or urljoin(visit.thing, place) in text), "the body has no link to the document")
    return "the body has the link"


def _lifetime(visit: Visit) -> str:
    answer = visit.ask(visit.thing)
    require(300 <= answer.status < 400, f"{answer.status}, no redirect")
    require(answer.header("cache-control"), "no Cache-Control on the redirect")
    require("accept" in members(answer.header("vary")), "no Vary with Accept on the redirect")
    return f"Cache-Control: {answer.header('cache-control')}; Vary: {answer.header('vary')}"


def _document(visit: Visit) -> str:
    said = visit.statements
    require(said, "the document has no RDF")
    about = {s for s, p, o in said if p == "http://xmlns.com/foaf/0.1/primaryTopic" and o == visit.thing}
    require(about, "no foaf:primaryTopic")
    of = {p for s, p, _ in said if s in about}
    require(of & {f"{_DCT}isPartOf", f"{VOID}inDataset"}, "neither dcterms:isPartOf nor void:inDataset")
    require(of & {f"{_DCT}license", f"{_DCT}rights"}, "no licence")
    return f"{min(about)}: topic, dataset, licence"


def _spellings(visit: Visit) -> str:
    if urldefrag(visit.thing).fragment:
        raise NotApplicable("a hash IRI")
    scheme, host, path, *_ = urlsplit(visit.thing)
    letter = next((index for index in range(len(path) - 1, 0, -1) if path[index].isascii() and path[index].isalpha()), 0)
    here = f"{scheme}://{host}"
    variants = {
        "a slash at its end": f"{here}{path}/",
        "an escaped letter": f"{here}{path[:letter]}%{ord(path[letter]):02X}{path[letter + 1:]}",
        "escapes in lower case": here + re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), path),
        "escapes where they need not be": here + quote(unquote(path), safe="/"),
        "the other scheme": _other_scheme(visit, scheme, host, path),
    }
    final, tried = visit.follow(visit.thing).url, []
    for name, variant in variants.items():
        if variant in ("", here + path):
            continue
        tried.append(name)
        chain = visit.chain(variant)
        require(chain[-1].url == final, f"the spelling with {name} ends in {chain[-1].status} {chain[-1].url}")
        require(chain[0].status in (301, 308), f"the spelling with {name} answers {chain[0].status}, not 301")
    return f"{', '.join(tried)}: 301 to the one"


def _other_scheme(visit: Visit, scheme: str, host: str, path: str) -> str:
    """The same by http or https, "" where nothing listens there: a port belongs to one scheme."""
    place = f"{'http' if scheme == 'https' else 'https'}://{host}{path}"
    if urlsplit(visit.thing).port:
        return ""
    try:
        visit.ask(place)
    except Unreachable:
        return ""
    return place


def _unknown(visit: Visit) -> str:
    place = unknown(visit.thing)
    for accept in (TURTLE, HTML, "application/ld+json", "*/*", "image/png"):
        status = visit.follow(place, accept).status
        require(status == 404, f"{status} for an unknown IRI with Accept: {accept}")
    if not visit.given.get("withdrawn"):
        raise Skipped("404 whatever the Accept; name something withdrawn with --withdrawn, for the 410")
    for accept in (TURTLE, HTML):
        gone = visit.follow(visit.given["withdrawn"], accept)
        require(gone.status == 410, f"{gone.status} {gone.media_type} for what was withdrawn")
        require(gone.media_type in (FORMATS if accept == TURTLE else (HTML,)), f"410 as {gone.media_type} for {accept}")
        require(accept == HTML or statements(gone), "the 410 says nothing in RDF")
    return "404 whatever the Accept; 410 in RDF and HTML"


def unknown(thing: str) -> str:
    """The IRI of nothing, on the same server."""
    scheme, host, path, *_ = urlsplit(thing)
    return f"{scheme}://{host}{path.rstrip('/')}{'-' if path.strip('/') else '/'}no-such-thing"


def _vocabulary(visit: Visit) -> str:
    place = visit.ontology
    inside = visit.read(place)
    require(inside, f"{place} has no RDF")
    described = {s for s, _, _ in inside}
    terms = {s for s, p, o in inside if p.endswith("rdf-schema#isDefinedBy") and urldefrag(o).url == urldefrag(place).url}
    used = {each for s in visit.statements for each in s[1:] if each.startswith((f"{place}#", f"{place.rstrip('#')}#"))}
    missing = sorted((used | terms) - described)
    require(not missing, f"not inside: {', '.join(missing[:3])}")
    require(terms | used, f"{place} defines no term of its own")
    return f"{len(terms | used)} terms, all inside {place}"


def _version(visit: Visit) -> str:
    found = {o for _, p, o in visit.read(visit.ontology) if p == f"{_OWL}versionIRI"}
    if not found:
        raise Skipped("the vocabulary has no owl:versionIRI")
    version = min(found)
    again = {o for _, p, o in visit.read(version) if p == f"{_OWL}versionIRI"}
    require(version in again, f"{version} does not answer with that version")
    return version


def _compatible(_visit: Visit) -> str:
    raise NotApplicable("advice: some FAIR scorers take only 200 and 302; tell it, do not break the 303")


RULES = (
    Rule(1, HOUSE, f"{_COOL}#r303gendocument", "A thing answers 303 to a document, or is a hash IRI",
         "Answer 303 with the Location of the document.", _thing),
    Rule(2, HOUSE, f"{_COOL}#r303gendocument", "The same for HTML; the document describes the thing",
         "Redirect whatever the Accept; use the thing's own IRI in the RDF.", _described),
    Rule(3, HOUSE, _COOL, "At most one redirect beside that to https, none back to http",
         "Redirect to the last address at once.", _hops),
    Rule(4, SHOULD, f"{_RFC}15.4.4", "A 303 has a short note with the link", "Send a line of HTML with the link.", _note),
    Rule(5, SHOULD, f"{_RFC}15.1", "A 303 has Cache-Control and Vary",
         "Send both; a 303 is not kept otherwise.", _lifetime),
    Rule(6, HOUSE, "https://www.w3.org/TR/void/", "The document names its topic, its dataset and its licence",
         "Add foaf:primaryTopic, void:inDataset, dcterms:license.", _document),
    Rule(7, HOUSE, "https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2", "Other spellings lead to the one by 301",
         "Normalize the path, then answer 301.", _spellings),
    Rule(8, HOUSE, f"{_RFC}15.5.5", "What is unknown is 404 whatever the Accept; what is withdrawn is 410 with RDF",
         "Look the thing up before anything is negotiated.", _unknown),
    Rule(9, HOUSE, "https://www.w3.org/TR/swbp-vocab-pub/", "The vocabulary's document holds all its terms",
         "Send the whole vocabulary at the IRI without fragment.", _vocabulary),
    Rule(10, SHOULD, "https://www.w3.org/TR/owl2-syntax/#Ontology_Documents", "The version IRI answers with that version",
         "Serve the version IRI.", _version),
    Rule(11, HOUSE, "https://www.w3.org/TR/cooluris/", "FAIR scorers that follow no 303", "", _compatible),
)
