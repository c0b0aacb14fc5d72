"""Which file is which graph. The folder and the name decide; there is no table to keep.

    ontology/ns.ttl            graph/vocabulary
    ontology/alignments.ttl    graph/alignment
    ontology/schemes/*.ttl     graph/scheme
    ontology/questions/*.ttl   graph/question
    data/graphs/NAME.ttl       graph/NAME
    shapes/*.ttl               graph/shapes
"""

from __future__ import annotations

from pathlib import Path

from kiungo.errors import SourceError

VOCABULARY, ALIGNMENT, SCHEME, QUESTION, SHAPES = "vocabulary", "alignment", "scheme", "question", "shapes"

_FIXED = {"ontology/ns.ttl": VOCABULARY, "ontology/alignments.ttl": ALIGNMENT}
_FOLDERS = {"ontology/schemes": SCHEME, "ontology/questions": QUESTION, "shapes": SHAPES}


def graph_name(file: Path) -> str:
    """The name of the graph that a file, relative to the root, is part of."""
    if file.as_posix() in _FIXED:
        return _FIXED[file.as_posix()]
    if file.parent.as_posix() == "data/graphs":
        return file.stem
    if file.parent.as_posix() in _FOLDERS:
        return _FOLDERS[file.parent.as_posix()]
    raise SourceError(
        "The file is part of no graph.", file, None, "Move it to data/graphs/, ontology/schemes/ or shapes/."
    )
