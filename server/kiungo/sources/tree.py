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


def read_text(file: Path) -> str:
    """The text of an editor's file. Raises SourceError when it cannot be read or is not UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceError(f"Cannot be read: {error.strerror}.", file) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SourceError("This line is not UTF-8.", file, line, "Save the file as UTF-8.") from error


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
