"""Where programs look first: well-known places that tell what there is here and whom to ask.

https://www.rfc-editor.org/rfc/rfc8615
"""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, send_file

from kiungo.errors import NotFound
from kiungo.messages import Catalogue, Message
from kiungo.protocol.conditional import etag
from kiungo.protocol.link import Link
from kiungo.rdf.formats import TURTLE
from kiungo.release.services import SERVICES
from kiungo.web import negotiation
from kiungo.web.decisions import Decision, Reason, answer
from kiungo.web.responses import DAILY, LIFETIME, conditional_response, links
from kiungo.web.site import Site

LINKSET = "application/linkset+json"
_CATALOG = "catalog"  # the graph that describes the data set


def blueprint(site: Site) -> Blueprint:
    """The routes of the well-known places."""
    routes = Blueprint("discovery", __name__)

    @routes.get("/.well-known/void")
    def void() -> Response:
        """https://www.w3.org/TR/void/#well-known"""
        tag = etag("void", site.release.name)
        here = f"../dataset.{TURTLE.suffix}"
        reader = negotiation.reader(site, ".well-known/void")
        return answer(
            Decision(reader, tag, TURTLE.media_type, here, why=(Reason("why_single"),)), lambda: _void(site),
        )

    @routes.get("/.well-known/api-catalog")
    def api_catalog() -> Response:
        response = conditional_response(etag("api-catalog", site.release.name, site.public_url), lambda: _services(site))
        response.headers["Cache-Control"] = LIFETIME
        links(response, [Link(site.public_url + ".well-known/api-catalog", "api-catalog", {"type": LINKSET})])
        return response

    @routes.get("/.well-known/security.txt")
    def security() -> Response:
        return _security(site)

    @routes.get("/llms.txt")
    def llms() -> Response:
        """What a language model needs to find its way: https://llmstxt.org/"""
        about, language = site.publication.about, _english(site)
        services = [(each, Catalogue("catalog", language)(each.key)) for each in SERVICES]
        body = render_template(
            "llms.txt", url=site.public_url, about=about, language=language, release=site.release, services=services
        )
        return Response(body, content_type="text/markdown; charset=utf-8", headers={"Cache-Control": DAILY})

    return routes


def _void(site: Site) -> Response:
    response = send_file(site.release.dump(_CATALOG, TURTLE.suffix), TURTLE.media_type, conditional=False, etag=False)
    response.headers["Content-Type"] = TURTLE.content_type
    response.headers["Cache-Control"] = LIFETIME
    return response


def _services(site: Site) -> Response:
    """The services, each with its description for programs and for people: https://www.rfc-editor.org/rfc/rfc9727"""
    url = site.public_url
    linkset = [
        {"anchor": url + each.endpoint, "service-desc": [{"href": url + each.description, "type": each.media_type}],
         "service-doc": [{"href": url + each.document, "type": "text/html"}]}
        for each in SERVICES
    ]
    return Response(json.dumps({"linkset": linkset}, indent=1), content_type=LINKSET)


def _security(site: Site) -> Response:
    """https://www.rfc-editor.org/rfc/rfc9116#section-2.5"""
    said = site.publication.security
    if said is None:
        raise NotFound(Message("no_security"), "not-found")
    lines = [*(f"Contact: {each}" for each in said.contact), f"Expires: {said.expires.isoformat()}T00:00:00Z",
             f"Preferred-Languages: {', '.join(site.publication.about.languages)}"]
    body = "\n".join(lines) + "\n"
    return Response(body, content_type="text/plain; charset=utf-8", headers={"Cache-Control": DAILY})


def _english(site: Site) -> str:
    """English where the publication has it: the notes beside its words are in English."""
    languages = site.publication.about.languages
    return "en" if "en" in languages else languages[0]
