"""The files of `deploy/`: nginx runs with its configuration before a real server; systemd reads the unit."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, urlsplit

import pytest

from bench.stopping import served
from kiungo.gateway.messages import LONGEST
from kiungo.release import Release
from kiungo.settings import SETTINGS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
AGENCY = "/id/agency/e-government-agency"
MAIN = "pid {root}/pid; error_log {root}/log; events {{}} http {{ access_log off; {paths} include {root}/kiungo.conf; }}"
ROWS_FOR_EVER = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


class Answer:
    """What came back over one connection from one address of this machine."""

    def __init__(self, port: int, method: str, path: str, headers: Mapping[str, str] = MappingProxyType({}),
                 *, source: str = "127.0.0.1", body: bytes | None = None) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(source, 0))
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            self.status, self.headers = response.status, response.headers
            self.body = response.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def backend(agency_release: Release) -> Iterator[int]:
    """Where a server listens that gives each client few queries in vain."""
    with served(agency_release.path, "--workers", "1", "--client-errors", "3") as (url, _):
        yield urlsplit(url).port or 0


@pytest.fixture(scope="module")
def port(backend: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where nginx listens with `deploy/nginx.conf`, of which only addresses and folders are changed."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not here")
    root = tmp_path_factory.mktemp("nginx")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number = int(probe.getsockname()[1])
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for here, there in [("server 127.0.0.1:8000;", f"server 127.0.0.1:{backend};"), ("listen 80;", f"listen 127.0.0.1:{number};"),
                        ("    listen [::]:80;\n", ""), ("/var/cache/nginx/kiungo", f"{root}/cache")]:
        assert text.count(here) == 1, here
        text = text.replace(here, there)
    (root / "kiungo.conf").write_text(text, encoding="utf-8")
    paths = "".join(f"{each}_temp_path {root}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (root / "nginx.conf").write_text(MAIN.format(root=root, paths=paths))
    command = [nginx, "-p", str(root), "-c", str(root / "nginx.conf"), "-g", "daemon off; user root;"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as proxy:
        try:
            _wait(number, proxy)
            yield number
        finally:
            proxy.terminate()
            proxy.communicate(timeout=20)


def _wait(port: int, proxy: subprocess.Popen[str]) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert proxy.poll() is None, proxy.stderr.read() if proxy.stderr else ""
            time.sleep(0.1)
        else:
            return
    pytest.fail("nginx does not listen")


def _query(text: str, **parameters: str) -> str:
    return "/sparql?" + "&".join(f"{name}={quote(value)}" for name, value in {"query": text, **parameters}.items())


@pytest.mark.parametrize(("path", "accept", "status", "kind"), [
    ("/", "text/html", 200, "text/html"),
    (f"/doc{AGENCY.removeprefix('/id')}", "text/turtle", 200, "text/turtle"),
    (f"/doc{AGENCY.removeprefix('/id')}", "text/html", 200, "text/html"),
    (_query("SELECT * { ?s ?p ?o } LIMIT 3"), "text/csv", 200, "text/csv"),
    (_query("SELECT * { ?s ?p ?o } LIMIT 3"), "text/html", 200, "text/html"),
    ("/query/", "text/html", 200, "text/html"),
    ("/no/such", "application/json", 404, "application/problem+json"),
])
def test_pages_data_and_queries_pass_each_in_its_form(port: int, path: str, accept: str, status: int, kind: str) -> None:
    for _ in range(2):  # made, and kept
        answer = Answer(port, "GET", path, {"Accept": accept})
        assert (answer.status, answer.headers.get_content_type()) == (status, kind)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert Answer(port, "HEAD", path, {"Accept": accept}).headers["Content-Type"] == answer.headers["Content-Type"]


def test_a_thing_leads_to_its_document_and_another_spelling_to_the_one(port: int) -> None:
    for _ in range(2):
        answer = Answer(port, "GET", AGENCY)
        assert (answer.status, answer.headers["Location"].endswith(AGENCY.replace("/id", "/doc"))) == (303, True)
    spelled = Answer(port, "GET", f"{AGENCY}/")
    assert spelled.status == 301


@pytest.mark.parametrize("path", [f"/doc{AGENCY.removeprefix('/id')}", _query("SELECT * { ?s ?p ?o } LIMIT 4")])
def test_an_entity_tag_survives_as_it_is_and_validates(port: int, backend: int, path: str) -> None:
    headers = {"Accept": "text/csv, text/turtle;q=0.9", "Accept-Encoding": "gzip"}
    direct, passed = (Answer(each, "GET", path, headers) for each in (backend, port))
    tag = direct.headers["ETag"]
    assert passed.headers["ETag"] == tag
    assert tag.startswith('"')
    assert (passed.body, passed.headers["Content-Encoding"]) == (direct.body, direct.headers["Content-Encoding"])
    again = Answer(port, "GET", path, {"If-None-Match": tag, **headers})
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)


def test_a_document_is_kept_in_each_of_its_forms_and_a_query_is_not(port: int) -> None:
    path = f"/doc{AGENCY.removeprefix('/id')}?lang=en"
    forms = ["text/html", "text/turtle", "application/n-triples"]
    first = [Answer(port, "GET", path, {"Accept": each}) for each in forms]
    second = [Answer(port, "GET", path, {"Accept": each}) for each in forms]
    assert [each.body for each in first] == [each.body for each in second]
    assert len({each.body for each in second}) == len(forms)
    assert {each.headers["Cache-Status"] for each in second} == {"nginx; hit"}
    query = _query("SELECT * { ?s ?p ?o } LIMIT 5")
    assert [Answer(port, "GET", query).headers["Cache-Status"] for _ in range(2)] == [None, None]


def test_a_query_may_be_long_posted_or_sent_by_the_method_query(port: int) -> None:
    ask = "ASK { VALUES ?x { " + "'a' " * 3000 + "} }"
    for method, path, body in [("GET", _query(ask), None), ("POST", "/sparql", ask), ("QUERY", "/sparql", ask)]:
        kind = {"Content-Type": "application/sparql-query"} if body else {}
        answer = Answer(port, method, path, kind, body=body.encode() if body else None)
        assert (answer.status, json.loads(answer.body)["boolean"]) == (200, True)
    refused = Answer(port, "POST", "/sparql", kind, body=b"#" * (2**20 + 1))
    assert refused.status == 413
    assert b"1048576" in refused.body


def test_a_part_of_a_file_is_sent_and_an_answer_that_breaks_off_looks_broken(port: int) -> None:
    part = Answer(port, "GET", "/dataset/latest/dataset.nq", {"Range": "bytes=10-29"})
    assert (part.status, len(part.body)) == (206, 20)
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        Answer(port, "GET", _query(ROWS_FOR_EVER, timeout="1"), {"Accept": "text/csv"})


def test_a_client_pays_for_itself_alone_and_cannot_pass_for_another(port: int) -> None:
    def vain(source: str, number: int) -> Answer:
        return Answer(port, "GET", _query(f"SELEC {number}"), {"X-Forwarded-For": f"192.0.2.{number}"}, source=source)

    assert 429 in [vain("127.0.0.7", number).status for number in range(10)]
    assert vain("127.0.0.8", 1).status == 400


def test_too_many_queries_at_once_are_refused_in_our_words_and_pages_still_answer(port: int) -> None:
    def ask(number: int) -> Answer:
        return Answer(port, "GET", _query(f"ASK {{ VALUES ?x {{ {number} }} }}"), source="127.0.0.9")

    with ThreadPoolExecutor(16) as many:
        answers = list(many.map(ask, range(150)))
    refused = [each for each in answers if each.status == 429]
    assert refused
    assert {each.status for each in answers} == {200, 429}
    problem = json.loads(refused[0].body)
    assert (problem["type"], problem["status"]) == ("urn:kiungo:problem:rate", 429)
    headers = refused[0].headers
    assert (headers.get_content_type(), headers["Retry-After"], headers["Access-Control-Allow-Origin"]) == (
        "application/problem+json", "5", "*")
    assert headers["Link"] == '</limits>; rel="help"'
    assert Answer(port, "GET", "/limits", source="127.0.0.9").status == 200


def test_an_address_that_is_too_long_is_refused_in_our_words(port: int) -> None:
    answer = Answer(port, "GET", _query("#" * 33_000))
    problem = json.loads(answer.body)
    assert (answer.status, answer.headers.get_content_type()) == (414, "application/problem+json")
    assert (problem["type"], problem["status"]) == ("urn:kiungo:problem:uri-too-long", 414)
    assert str(LONGEST) in problem["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_clients_that_leave_free_their_workers_even_when_they_sent_more_than_their_query(port: int) -> None:
    """The server itself does not see who leaves with an octet unread; it sees that nginx closes the connection."""
    count = quote(ROWS_FOR_EVER.replace("*", "(COUNT(*) AS ?n)"))
    for number in range(20, 20 + next(each.default for each in SETTINGS if each.name == "query_workers")):
        with socket.create_connection(("127.0.0.1", port), timeout=5, source_address=(f"127.0.0.{number}", 0)) as leaving:
            leaving.sendall(f"GET /sparql?query={count} HTTP/1.1\r\nHost: x\r\n\r\n\r\n".encode())
            time.sleep(0.5)
    started = time.monotonic()
    assert Answer(port, "GET", _query("ASK { VALUES ?who { 'next' } }"), source="127.0.0.30").status == 200
    assert time.monotonic() - started < 3


def test_systemd_reads_the_unit_and_finds_little_to_attack(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on the PATH")
    text = (DEPLOY / "kiungo.service").read_text(encoding="utf-8")
    unit = tmp_path / "kiungo.service"
    unit.write_text(text.replace("/opt/kiungo/bin/kiungo", shutil.which("true") or "/bin/true"), encoding="utf-8")
    read = subprocess.run([analyze, "verify", "--man=no", str(unit)], capture_output=True, text=True, timeout=60, check=False)
    said = [line for line in read.stderr.splitlines() if "kiungo.service" in line]
    assert (read.returncode, said) == (0, [])
    judged = subprocess.run([analyze, "security", "--offline=yes", "--threshold=20", str(unit)], capture_output=True, text=True,
                            timeout=60, check=False)
    assert judged.returncode == 0, judged.stdout


def test_the_files_name_settings_and_sources_that_exist() -> None:
    known = {each.name for each in SETTINGS}
    text = "\n".join(each.read_text(encoding="utf-8") for each in DEPLOY.iterdir())
    assert {each.lower() for each in re.findall(r"KIUNGO_([A-Z]+(?:_[A-Z]+)*)\b", text)} <= known
    assert {each.replace("-", "_") for each in re.findall(r"kiungo serve --([a-z-]+)", text)} <= known
    for line in re.findall(r"^COPY (?!--)(.+) \S+$", (DEPLOY / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE):
        assert all((ROOT / each).exists() for each in line.split()), line
