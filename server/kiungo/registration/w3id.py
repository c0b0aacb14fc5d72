"""Redirects at w3id.org, so that IRIs outlive the server: https://w3id.org/

All rules redirect to the same path on the server, which knows better what to do with it. The path is taken from the
request line, where it stands as it was sent: the one that rules match is decoded, and loses what was escaped. Apache
itself refuses a path with an escaped slash (AllowEncodedSlashes), which no rule can change.
"""

from __future__ import annotations

import re

from kiungo.registration.submission import Submission, listed
from kiungo.release import Release

_HOST = "https://w3id.org/"

_RULES = """\
# {title}
# Contact: README.md
RewriteEngine on
Header always set Access-Control-Allow-Origin "*"

# A browser asks first whether it may, and its question must not be redirected.
# https://fetch.spec.whatwg.org/#cors-preflight-fetch
RewriteCond %{{REQUEST_METHOD}} =OPTIONS
RewriteRule ^ - [R=204,L]

# A query in a body is asked again with its body (307); what is merely read is found elsewhere for now (302).
RewriteCond %{{REQUEST_METHOD}} !^(GET|HEAD)$
RewriteCond %{{THE_REQUEST}} "{path}"
RewriteRule ^ {url}%1 [R=307,NE,L]

RewriteCond %{{THE_REQUEST}} "{path}"
RewriteRule ^ {url}%1 [R=302,NE,L]
"""

_README = """\
# {title}

{description}

- Homepage: {url}
- Permanent base: {base}
- Examples: {start} , {base}dataset , {base}catalog.ttl

Every path is redirected to the same path on the server, which answers 303 or negotiates the format. Portals that
follow no redirect are given {url}catalog.ttl .

## Contact

{contact}
"""


def submission(release: Release, url: str) -> Submission:
    """The folder of a pull request to https://github.com/perma-id/w3id.org ; no files where the base is elsewhere."""
    publication = release.publication
    if not publication.base.startswith(_HOST):
        return Submission("w3id.org", {}, (f"Not needed: {publication.base} is not below {_HOST}.",))
    name = publication.base.removeprefix(_HOST).rstrip("/")
    about, contact = publication.about, publication.contact
    language = about.languages[0] if "en" not in about.languages else "en"
    lacking = ["Write the GitHub names of those who may change the redirects into README.md: w3id.org asks them."]
    if not (contact and contact.email):
        lacking.append("Write an e-mail address into README.md: [contact] of kiungo.toml has none.")
    told = (f"{contact.name.get(language, '')} <{contact.email}>",) if contact and contact.email else ()
    readme = _README.format(
        title=about.title[language], description=about.description[language], url=url, base=publication.base,
        start=about.start, contact=listed(told, "(not stated)"),
    )
    rules = _RULES.format(title=about.title[language], url=_escaped(url), path=_sent(name))
    return Submission("w3id.org", {f"w3id/{name}/.htaccess": rules, f"w3id/{name}/README.md": readme}, tuple(lacking))


def _sent(name: str) -> str:
    """A request line for a path of ours, of which the rest after the base is the first group."""
    return rf"^\S+ (?:https?://[^/ ]+)?/{re.escape(name)}/([^?\ ]*)"


def _escaped(url: str) -> str:
    """A URL as it is written in a rule, where a percent sign refers back."""
    return url.replace("%", r"\%")
