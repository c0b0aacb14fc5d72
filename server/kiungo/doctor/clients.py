"""The Accept headers of real clients, and whether each gets what it can read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources

from kiungo.doctor.rules import HOUSE, Rule, require
from kiungo.doctor.visit import FORMATS, HTML, Visit, statements


@dataclass(frozen=True)
class Client:
    """A client: its Accept, what it wants (rdf, html, any), and the media types of RDF that it reads; empty for all."""

    name: str
    accept: str
    wants: str
    reads: tuple[str, ...] = ()


def corpus() -> list[Client]:
    """The clients of `clients.toml`."""
    text = (resources.files("kiungo.doctor") / "clients.toml").read_text(encoding="utf-8")
    return [Client(**{**each, "reads": tuple(each.get("reads", ()))}) for each in tomllib.loads(text)["client"]]


def _served(visit: Visit) -> str:
    clients = corpus()
    for each in clients:
        answer = visit.follow(visit.thing, each.accept)
        got = f"{each.name}: {answer.status} {answer.media_type}"
        require(answer.status == 200, got)
        if each.wants == "rdf":
            require(answer.media_type in (each.reads or FORMATS) and statements(answer), got)
        require(each.wants != "html" or answer.media_type == HTML, got)
    return f"{len(clients)} clients"


RULES = (
    Rule(27, HOUSE, "https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1",
         "Real clients: RDF that parses for programs, a page for browsers",
         "Try the headers of clients.toml one by one.", _served),
)
