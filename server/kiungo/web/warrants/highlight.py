"""Words found in a text: where what a statement says stands in the sentence it was drawn from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from kiungo.engine.evidence import Emendation
from kiungo.web.contexts.warrants import Piece

Span = tuple[int, int]

_LONGEST = 5_000  # characters of words that are looked for
_MOST = 20  # places that are marked


def spans(text: str, candidates: Iterable[str]) -> tuple[Span, ...]:
    """Where the longest of some words stands in a text: every place, for which of them is meant nobody can tell here.

    Letter case does not matter, nor what kind of white space there is and how much; words are found whole, not within others.
    """
    for words in sorted(set(candidates), key=lambda each: (-len(each), each)):
        parts = words.split()
        if not parts or len(words) > _LONGEST:
            continue
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, parts)) + r"(?!\w)"
        found = [match.span() for match in islice(re.finditer(pattern, text, re.IGNORECASE), _MOST)]
        if found:
            return tuple(found)
    return ()


def pieces(text: str, doubts: Sequence[tuple[Emendation, str]], marked: Sequence[Span] = ()) -> tuple[Piece, ...]:
    """The text cut at the words in doubt and at the words that are marked; of doubts that overlap, the first is shown.

    A doubt comes with the address of its record. Where a mark begins or ends within a doubt, its last part has the reading.
    """
    found, end = [], 0
    placed = sorted((text.find(doubt.exact), index) for index, (doubt, _) in enumerate(doubts) if doubt.exact in text)
    for start, index in placed:
        doubt, href = doubts[index]
        if start < end or doubt.reading is None or not doubt.exact:
            continue
        found += _cut(text, end, start, marked)
        end = start + len(doubt.exact)
        *first, last = _cut(text, start, end, marked)
        found += [Piece(each.text, is_marked=each.is_marked, is_doubtful=True) for each in first]
        found.append(Piece(last.text, doubt.reading.value, href, last.is_marked, is_doubtful=True))
    return (*found, *_cut(text, end, len(text), marked))


def _cut(text: str, start: int, end: int, marked: Sequence[Span]) -> list[Piece]:
    """A stretch of the text, cut where marks begin and end."""
    edges = sorted({start, end, *(min(max(edge, start), end) for span in marked for edge in span)})
    return [
        Piece(text[here:there], is_marked=any(first <= here and there <= last for first, last in marked))
        for here, there in pairwise(edges)
    ]
