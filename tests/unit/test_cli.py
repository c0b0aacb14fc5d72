"""The command line: exit codes, one message, no traceback."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from kiungo.cli import main

TINY = Path(__file__).parents[1] / "fixtures" / "tiny"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny body."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


def test_check_exits_0_when_all_is_well_and_1_when_not(tiny: Path) -> None:
    assert _run("check", "--root", tiny).exit_code == 0
    (tiny / "data" / "graphs" / "bad.ttl").write_text("<urn:a> <urn:b>\n.")
    result = _run("check", "--root", tiny)
    assert result.exit_code == 1
    assert "data/graphs/bad.ttl:2" in result.stdout


def test_check_speaks_json_turtle_and_swahili(tiny: Path) -> None:
    assert json.loads(_run("check", "--root", tiny, "--json").stdout)["conforms"] is True
    assert "sh:ValidationReport" in _run("check", "--root", tiny, "--turtle").stdout
    assert "linakidhi" in _run("check", "--root", tiny, "--lang", "sw").stdout


def test_check_tells_the_score_with_each_indicator_and_what_the_operator_must_supply(tiny: Path) -> None:
    whole = json.loads(_run("check", "--root", tiny, "--score", "--json").stdout)
    assert (whole["points"], whole["of"], whole["rating"], whole["withheld"]) == (405, 405, "excellent", [])
    assert len(whole["indicators"]) == 23
    assert {each["name"] for each in whole["indicators"] if each["assumed"]} == {
        "access-url-answers", "download-url-answers", "compliance"}
    file = tiny / "kiungo.toml"
    file.write_text(re.sub(r"^temporal = .*\n", "", file.read_text(), flags=re.MULTILINE))
    less = _run("check", "--root", tiny, "--score", "--lang", "en").stdout
    assert "385 of 405 points: excellent" in less
    assert "say so in [catalog] temporal" in less
    assert "Kupatikana" in _run("check", "--root", tiny, "--score", "--lang", "sw").stdout


def test_the_report_follows_the_locale(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "sw_TZ.UTF-8")
    assert "linakidhi" in _run("check", "--root", tiny).stdout


def test_register_writes_texts_and_says_what_they_lack(tiny: Path, tmp_path: Path) -> None:
    folder = _run("build", "--root", tiny, "--out", tmp_path / "out").stdout.strip()
    result = _run("register", folder, "--url", "https://data.example/", "--out", tmp_path / "texts")
    assert result.exit_code == 0
    assert f"LOD Cloud: {tmp_path / 'texts' / 'lod-cloud.json'}" in result.stdout
    assert "asks for 50 links" in result.stdout
    assert (tmp_path / "texts" / "lod-cloud.json").is_file()


def test_build_verify_publish_in_a_row(tiny: Path, tmp_path: Path) -> None:
    built = _run("build", "--root", tiny, "--out", tmp_path / "out", "--base", "http://localhost:8000/")
    folder = Path(built.stdout.strip())
    assert built.exit_code == 0
    assert folder.parent == tmp_path / "out"
    assert not (tmp_path / "out" / "current").exists()
    assert "whole" in _run("verify", folder).stdout
    assert _run("publish", folder).exit_code == 0
    assert (tmp_path / "out" / "current").resolve() == folder.resolve()


def test_publish_refuses_what_is_no_fact_under_the_canonical_base(tiny: Path, tmp_path: Path) -> None:
    """The tiny body is at a host that belongs to nobody; as a copy for localhost it may be tried out all the same."""
    folder = _run("build", "--root", tiny, "--out", tmp_path / "out").stdout.strip()
    result = _run("publish", folder)
    assert result.exit_code == 1
    assert "publication.base: https://harbour.example/lod/" in result.stderr
    assert "contact.email: clerk@harbour.example" in result.stderr
    assert not (tmp_path / "out" / "current").exists()


def test_build_prints_why_it_refuses(tiny: Path, tmp_path: Path) -> None:
    (tiny / "data" / "graphs" / "bad.ttl").write_text("nonsense")
    result = _run("build", "--root", tiny, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "bad.ttl:1" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(("arguments", "code", "says"), [
    (("check", "--root", "/nonexistent"), 1, "kiungo.toml"),
    (("build", "--root", TINY, "--out", "OUT", "--base", "http://x.example"), 1, "slash"),
    (("verify", "/nonexistent"), 1, "no release"),
    (("publish", "/nonexistent"), 1, "no release"),
    (("serve", "--release", "/nonexistent"), 1, "no release"),
    (("serve", "--port", "many"), 2, "port"),
    (("frobnicate",), 2, "No such command"),
])
def test_a_mistake_gets_one_message(arguments: tuple[object, ...], code: int, says: str, tmp_path: Path) -> None:
    result = _run(*(tmp_path / "out" if each == "OUT" else each for each in arguments))
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_port_in_use_is_named_with_the_remedy(tiny: Path, tmp_path: Path) -> None:
    folder = _run("build", "--root", tiny, "--out", tmp_path / "out").stdout.strip()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = _run("serve", "--release", folder, "--port", taken.getsockname()[1])
    assert result.exit_code == 2
    assert "--port" in result.stderr


def test_every_command_and_flag_has_help() -> None:
    for name, command in main.commands.items():
        assert command.help, name
        assert all(each.help for each in command.params if isinstance(each, click.Option)), name
        assert _run(name, "--help").exit_code == 0


def test_a_person_at_a_terminal_sees_progress_and_a_pipe_does_not(tiny: Path) -> None:
    command = [sys.executable, "-m", "kiungo", "check", "--root", str(tiny)]
    ours, theirs = pty.openpty()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=theirs, check=True)
    os.close(theirs)
    seen = os.read(ours, 1000).decode()
    os.close(ours)
    assert re.fullmatch(r"Checking \d+ statements in \d+ files …\s*", seen)
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""


def test_what_starts_the_server_imports_nothing_that_only_others_need() -> None:
    listed = "import sys, kiungo.cli, kiungo.server; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", listed], capture_output=True, check=True, text=True).stdout.split()
    assert not {"pyshacl", "rdflib", "flask", "urllib3"} & set(modules)
