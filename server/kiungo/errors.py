"""Every error that Kiungo raises on purpose.

KiungoError
├── SourceError           an editor's file cannot be used: names file, line and remedy
├── BuildRefused          the checks found a violation
├── ReleaseError          a release is missing, incomplete or altered
├── SettingsError         a setting has a value that cannot be used
├── NotXmlError           a text holds a character that no XML can hold
└── HttpError             an answer that is not the one asked for; carries its status
    ├── BadRequest            400
    ├── Forbidden             403
    ├── NotFound              404
    ├── MethodNotAllowed      405, with Allow
    ├── NotAcceptable         406, with the variants there are
    ├── ContentTooLarge       413
    ├── UriTooLong            414
    ├── UnsupportedMediaType  415
    ├── TooManyRequests       429, with Retry-After
    └── ServiceUnavailable    503, with Retry-After

A message says what is wrong, where, and what to do. Statuses: https://www.rfc-editor.org/rfc/rfc9110#section-15
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kiungo.messages import Message


class KiungoError(Exception):
    """The root: whatever is caught under this name may be shown to a person."""


@dataclass(eq=False)
class SourceError(KiungoError):
    """An editor's file that cannot be used. `line` counts from 1; None where no line is to blame."""

    message: str
    file: Path | None = None
    line: int | None = None
    remedy: str = ""

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}:" + (f"{self.line}:" if self.line else "") + " "
        return f"{place}{self.message}" + (f" {self.remedy}" if self.remedy else "")


class BuildRefused(KiungoError):
    """The checks found a violation; nothing was written."""


class ReleaseError(KiungoError):
    """A release that is missing, incomplete, altered, or of another layout than this engine reads."""


class SettingsError(KiungoError):
    """A setting whose name is unknown or whose value cannot be used."""


@dataclass(eq=False)
class NotXmlError(KiungoError):
    """A text that no XML document can hold for a `character`, told by its code point, such as U+0001."""

    character: str

    def __str__(self) -> str:
        return f"A text holds {self.character}, which no XML can hold. Remove it."


@dataclass(eq=False)
class HttpError(KiungoError):
    """An error that a client is told. `said` is one or two plain sentences, by message; a mere string is in English.

    `problem` is the slug of the problem type (RFC 9457 §3.1.1), `members` are extension members
    of the problem document, whose values may be messages, too; `headers` go into the response.
    https://www.rfc-editor.org/rfc/rfc9457
    """

    status = 500
    title = "Internal Server Error"

    said: Message | str = ""
    problem: str = "about:blank"
    members: dict[str, object] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        """What is said, in English."""
        return str(self.said)

    def __str__(self) -> str:
        return f"{self.status} {self.title}: {self.detail}"


class BadRequest(HttpError):
    """400: the request cannot be read."""

    status, title = 400, "Bad Request"


class Forbidden(HttpError):
    """403: read, and refused."""

    status, title = 403, "Forbidden"


class NotFound(HttpError):
    """404: nothing of that name is in the release."""

    status, title = 404, "Not Found"


class MethodNotAllowed(HttpError):
    """405: `headers` holds Allow (RFC 9110 §15.5.6 requires it)."""

    status, title = 405, "Method Not Allowed"


class NotAcceptable(HttpError):
    """406: `members["variants"]` lists the representations there are, as `{"type", "url"}`."""

    status, title = 406, "Not Acceptable"


class ContentTooLarge(HttpError):
    """413: the body is over the limit, which is said."""

    status, title = 413, "Content Too Large"


class UriTooLong(HttpError):
    """414: the target of the request is over the limit, which is said."""

    status, title = 414, "URI Too Long"


class UnsupportedMediaType(HttpError):
    """415: the body's media type is none that this resource reads."""

    status, title = 415, "Unsupported Media Type"


class TooManyRequests(HttpError):
    """429: the client has used its share; `headers` holds Retry-After in seconds.

    https://www.rfc-editor.org/rfc/rfc6585#section-4
    """

    status, title = 429, "Too Many Requests"


class ServiceUnavailable(HttpError):
    """503: not now; `headers` holds Retry-After in seconds."""

    status, title = 503, "Service Unavailable"
