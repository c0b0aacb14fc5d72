"""What a store in memory gives is the same each time it is loaded."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import QueryResultsFormat

from kiungo.engine.embedded import hold

LINES = "".join(f'<urn:s{each}> <urn:p{each % 3}> _:b{each % 50} .\n_:b{each % 50} <urn:q> "{each}" .\n' for each in range(500))


def test_every_process_gives_the_same_rows_in_the_same_order(tmp_path: Path) -> None:
    dump = tmp_path / "dump.nq"
    dump.write_text(LINES, encoding="utf-8")
    answers = {hold(dump).query("SELECT * { ?s ?p ?o }").serialize(format=QueryResultsFormat.JSON) for _ in range(3)}
    assert len(answers) == 1
    assert b"b49" in answers.pop()
