"""The redirects for w3id.org as Apache follows them, the server that w3id.org runs."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiungo.registration import write
from kiungo.release import Release
from redirects import ROWS, SERVER

MODULES = Path("/usr/lib/apache2/modules")

CONFIGURATION = """\
ServerRoot "{root}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{root}/pid"
ErrorLog "{root}/log"
{modules}
DocumentRoot "{root}/w3id"
<Directory "{root}/w3id">
    AllowOverride All
    Require all granted
</Directory>
"""


@pytest.fixture(scope="module")
def port(agency_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where an Apache with the agency's rules listens."""
    apache = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")
    if apache is None or not MODULES.is_dir():
        pytest.skip("apache2 is not here")
    root = tmp_path_factory.mktemp("apache")
    root.chmod(0o755)
    write(agency_release, SERVER, root)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number = int(probe.getsockname()[1])
    modules = "\n".join(f"LoadModule {each}_module {MODULES}/mod_{each}.so"
                        for each in ("mpm_event", "authz_core", "headers", "rewrite"))
    (root / "conf").write_text(CONFIGURATION.format(root=root, port=number, modules=modules))
    server = subprocess.Popen([apache, "-X", "-f", str(root / "conf")])
    try:
        _wait(number, server, root / "log")
        yield number
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert server.poll() is None, log.read_text() if log.exists() else "ended"
            time.sleep(0.1)
        else:
            return
    pytest.fail(log.read_text())


@pytest.mark.parametrize(("method", "path", "status", "rest"), ROWS)
def test_apache_redirects_to_the_same_path_on_the_server(
    port: int, method: str, path: str, status: int, rest: str | None
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert (answer.status, answer.getheader("Location")) == (status, None if rest is None else SERVER + rest)
    assert answer.getheader("Access-Control-Allow-Origin") == "*"
