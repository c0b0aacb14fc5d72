"""The Accept headers of real clients, and whether each gets what it can read."""

from __future__ import annotations

import tomllib
from importlib import resources

from kiungo.doctor.rules import HOUSE, Rule, require
from kiungo.doctor.visit import FORMATS, HTML, Visit, statements


def corpus() -> list[dict[str, str]]:
    """The clients: name, accept, and what each wants (rdf, html, any)."""
    text = (resources.files("kiungo.doctor") / "clients.toml").read_text(encoding="utf-8")
    found: list[dict[str, str]] = tomllib.loads(text)["client"]
    return found


def _served(visit: Visit) -> str:
    clients = corpus()
    for each in clients:
        answer = visit.follow(visit.thing, each["accept"])
        got = f"{each['name']}: {answer.status} {answer.media_type}"
        require(answer.status == 200, got)
        if each["wants"] == "rdf":
            require(answer.media_type in FORMATS and statements(answer), got)
        require(each["wants"] != "html" or answer.media_type == HTML, got)
    return f"{len(clients)} clients"


RULES = (
    Rule(27, HOUSE, "https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1",
         "Real clients: RDF that parses for programs, a page for browsers",
         "Try the headers of clients.toml one by one.", _served),
)
