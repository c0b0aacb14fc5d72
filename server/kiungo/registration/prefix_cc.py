"""An entry at prefix.cc, held to what its form accepts: https://prefix.cc/about"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiungo.registration.submission import Submission, listed
from kiungo.registration.vocabulary import Vocabulary

_PREFIX = re.compile(r"[a-z][a-z0-9]{1,9}")
_NAMESPACE = re.compile(r"https?://[^/:\s]+\.[^/:\s]+(?::[0-9]+)?/(?:\S*[/#:=])?")
_LENGTH = 100  # of a namespace, at most

_TEXT = """\
# Entry at prefix.cc

Look up https://prefix.cc/{prefix} first. Where nobody has it, enter the namespace in the form there; where somebody
has, enter it all the same: votes decide. One entry a day is accepted from one address.

    prefix     {prefix}
    namespace  {namespace}

## Not met

{lacking}
"""


def submission(found: Vocabulary) -> Submission:
    """The prefix and the namespace of a vocabulary."""
    lacking = tuple(_lacking(found.prefix, found.namespace))
    body = _TEXT.format(prefix=found.prefix, namespace=found.namespace, lacking=listed(lacking, "Nothing."))
    return Submission("prefix.cc", {f"prefix-cc-{found.prefix}.md": body}, lacking)


def _lacking(prefix: str, namespace: str) -> Iterator[str]:
    if not _PREFIX.fullmatch(prefix):
        yield f"The prefix {prefix} is not accepted: 2 to 10 characters a-z and 0-9, a letter first."
    if len(namespace) > _LENGTH:
        yield f"The namespace {namespace} has {len(namespace)} characters; {_LENGTH} are accepted."
    if not _NAMESPACE.fullmatch(namespace):
        yield f"The namespace {namespace} is not accepted: it needs a host with a dot, and ends in / # : or = ."
