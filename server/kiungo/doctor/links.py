"""Links between resources: RFC 8288, linksets (RFC 9264), Signposting."""

from __future__ import annotations

import json
import re
from urllib.parse import urldefrag, urlsplit

from kiungo.doctor.markup import read
from kiungo.doctor.relations import REGISTERED
from kiungo.doctor.rules import HOUSE, MUST, NotApplicable, Rule, broken, require
from kiungo.doctor.visit import HTML, TURTLE, Visit, WebLink, linked, links

_RFC = "https://www.rfc-editor.org/rfc/rfc8288#section-3"
_SIGNPOSTING = "https://signposting.org/FAIR/"
_LINKSET = "application/linkset+json"
_LINE = re.compile(r'\s*<[^<>\s]+>(\s*;\s*[\w!#$&+.^`|~*-]+(\s*=\s*("(?:[^"\\]|\\.)*"|[^\s",;<>]+))?)*\s*(,|$)')
_ABOUT_PAGE = ("https://schema.org/AboutPage", "http://schema.org/AboutPage")
_IN_HEAD = {"alternate", "canonical", "cite-as", "describedby", "license"}


def _here(visit: Visit) -> list[WebLink]:
    found = links(visit.follow(visit.document, HTML))
    if not found:
        raise NotApplicable("the document has no Link header")
    return found


def _syntax(visit: Visit) -> str:
    for place in (visit.thing, visit.document):
        value = visit.ask(place, HTML).header("link")
        position = 0
        while position < len(value):
            match = _LINE.match(value, position)
            require(match, f"no link at: {value[position:position + 60]}")
            position = match.end() if match else len(value)
            text = match[0] if match else ""
            require(len(re.findall(r";\s*rel\s*=", text, re.IGNORECASE)) == 1, f"rel not once in: {text[:80]}")
            require(not re.search(r";\s*anchor\s*=\s*[^\s\"]", text), f"anchor without quotes in: {text[:80]}")
    return f"{len(_here(visit))} links"


def _relations(visit: Visit) -> str:
    found = {rel for each in _here(visit) for rel in each.rel}
    wrong = sorted(each for each in found if each not in REGISTERED and not urlsplit(each).scheme)
    require(not wrong, f"neither a name that IANA has registered, spelled as there, nor a URI: {', '.join(wrong)}")
    return ", ".join(sorted(found))


def _relations_of_a_document(visit: Visit) -> str:
    page = visit.follow(visit.document, HTML)
    lacking = {"alternate", "describedby", "canonical", "license", "type"} - {rel for each in links(page) for rel in each.rel}
    require(not lacking, f"missing: {', '.join(sorted(lacking))}")
    require(any(each.attributes.get("type") for each in linked(page, "alternate")), "no alternate has a type")
    redirect = visit.ask(visit.thing)
    require(redirect.status != 303 or {"describedby", "alternate"} & {rel for each in links(redirect) for rel in each.rel},
            "the 303 has neither describedby nor alternate")
    return "all there"


def _signposts(visit: Visit) -> str:
    here = visit.follow(visit.document, HTML)
    cited = [each.target for each in linked(here, "cite-as")]
    require(cited, "no cite-as")
    require(len(cited) == 1, "more than one cite-as")
    require(any("type" in each.attributes for each in linked(here, "describedby")), "no describedby with a type")
    for rel in ("author", "item", "license"):
        require(linked(here, rel), f"no {rel}")
    types = {each.target for each in linked(here, "type") if "anchor" not in each.attributes}
    require(types & {*_ABOUT_PAGE}, "no type schema:AboutPage")
    require(types - {*_ABOUT_PAGE}, "no type of what the document is about")
    metadata = visit.follow(linked(here, "describedby")[0].target, TURTLE)
    require(linked(metadata, "describes"), "the metadata does not link back with describes")
    content = visit.follow(linked(here, "item")[0].target)
    back = {urldefrag(each.target).url for each in linked(content, "collection")}
    require(back & {here.url, visit.document}, "the item does not link back with collection")
    return f"cite-as {cited[0]}"


def _linkset(visit: Visit) -> str:
    found = linked(visit.follow(visit.document, HTML), "linkset")
    require(found, "no linkset")
    place = next((each for each in found if each.attributes.get("type") == _LINKSET), None)
    if place is None:
        broken(f"no linkset has type={_LINKSET}")
    answer = visit.follow(place.target, _LINKSET)
    require(answer.status == 200 and answer.media_type == _LINKSET, f"{answer.status} {answer.media_type}")
    try:
        contexts = json.loads(answer.body)["linkset"]
        anchors = [each["anchor"] for each in contexts]
    except (ValueError, KeyError, TypeError, RecursionError):
        broken("no member `linkset` whose objects have an anchor")
    plain = visit.follow(place.target, "application/linkset")
    require(plain.media_type in ("application/linkset", _LINKSET), f"application/linkset: {plain.status} {plain.media_type}")
    return f"{len(anchors)} contexts"


def _size(visit: Visit) -> str:
    _here(visit)
    size = max(len(visit.ask(each, HTML).header("link")) for each in (visit.thing, visit.document))
    require(size < 4096, f"{size} octets")
    return f"{size} octets"


def _page(visit: Visit) -> str:
    page = visit.follow(visit.document, HTML)
    require(page.media_type == HTML, f"no HTML: {page.status} {page.media_type}")
    markup = read(page.text)
    relations = {rel for each in markup.tags("link") for rel in each.get("rel", "").split()}
    lacking = _IN_HEAD - relations
    require(not lacking, f"no <link> with rel={', '.join(sorted(lacking))}")
    require(markup.islands, "no JSON-LD in the page")
    require(not any("<" in each for each in markup.islands), "< stands unescaped in the JSON-LD")
    try:
        told = [_strings(json.loads(each)) for each in markup.islands]
    except (ValueError, RecursionError) as error:
        broken(f"the JSON-LD of the page does not parse: {error}")
    require(any(visit.thing in each for each in told), "the JSON-LD does not name the thing")
    return "links and JSON-LD"


def _strings(tree: object) -> set[str]:
    """Every string of a tree of JSON, but its keys."""
    found, left = set(), [tree]
    while left:
        each = left.pop()
        if isinstance(each, str):
            found.add(each)
        left += list(each.values()) if isinstance(each, dict) else each if isinstance(each, list) else []
    return found


RULES = (
    Rule(28, MUST, _RFC, "Link: <target>, one rel, anchor in quotes", "Write Link with a library.", _syntax),
    Rule(29, MUST, "https://www.rfc-editor.org/rfc/rfc8288#section-2.1",
         "Relations are registered names in lower case, or absolute URIs", "Spell them as IANA does.", _relations),
    Rule(30, HOUSE, _RFC, "The document links alternate with type, describedby, canonical, license, type; the 303 links, too",
         "Add the links.", _relations_of_a_document),
    Rule(31, HOUSE, _SIGNPOSTING, "FAIR Signposting, level 1",
         "Add cite-as, describedby, item, author, license, type; describes on the data, collection on the content.", _signposts),
    Rule(32, HOUSE, "https://www.rfc-editor.org/rfc/rfc9264", "A linkset in JSON, each context with its anchor",
         "Publish application/linkset+json and link to it with rel=linkset.", _linkset),
    Rule(33, HOUSE, _RFC, "Link is under 4 kB", "Move long lists to the linkset.", _size),
    Rule(34, HOUSE, _SIGNPOSTING, "The page has the links as <link>, and JSON-LD that names the thing",
         "Write both into the head of the page; write < as \\u003c.", _page),
)
