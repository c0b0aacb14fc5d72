"""How a reader tells of an error: whom to write to, by the publication's `[contact]`, and what to quote."""

from __future__ import annotations

from urllib.parse import quote

from kiungo.web.contexts.frames import Report
from kiungo.web.site import Reader


def report(reader: Reader, address: str) -> Report:
    """The report of an error at a canonical IRI. Where the publication names nobody, only what to quote."""
    contact = reader.site.publication.contact
    if contact is None:
        return Report(address)
    name = contact.name.get(reader.language) or next(iter(contact.name.values()), "")
    return Report(address, name, _mail(reader, contact.email, address) if contact.email else "", contact.url or "")


def _mail(reader: Reader, email: str, address: str) -> str:
    """A reference that begins a message: https://www.rfc-editor.org/rfc/rfc6068#section-2"""
    release, version = reader.site.release.name, reader.site.publication.about.version
    lines = (address, reader.t("report_release", release=release, version=version), "", reader.t("report_what"), "")
    fields = {"subject": reader.t("report_subject", address=address), "body": "\r\n".join(lines)}
    return f"mailto:{quote(email, safe='@')}?" + "&".join(f"{name}={quote(text, safe='')}" for name, text in fields.items())
