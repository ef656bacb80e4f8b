"""The server for published folders."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ketju.cli.serving import Server, server_for
from tests.cli.conftest import Run


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Server]:
    root = tmp_path / "site"
    (root / "fi").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (root / "index.html").write_text("front")
    (root / "list.csv").write_text("a;b")
    (root / "feed.atom").write_text("<feed/>")
    (root / ".hidden").write_text("secret")
    (root / "out").symlink_to(tmp_path)
    with server_for(str(root), 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def asked(server: Server, path: str, method: str = "GET", host: str = "") -> tuple[int, str, str]:
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=5)
    try:
        connection.request(method, path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        assert "frame-ancestors 'none'" in str(answer.getheader("Content-Security-Policy"))
        return answer.status, str(answer.getheader("Content-Type")), answer.read().decode()
    finally:
        connection.close()


def test_it_listens_to_this_machine_only(served: Server) -> None:
    assert served.server_address[0] == "127.0.0.1"
    assert served.address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?x=1", "text/html; charset=utf-8"),
        ("/list.csv", "text/csv; charset=utf-8"),
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
    ],
)
def test_files_have_their_types(served: Server, path: str, type: str) -> None:
    assert asked(served, path)[:2] == (200, type)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/fi/../../secret.txt", "/out/secret.txt",
        "/.hidden", "//etc/passwd", "/%00", "/fi/", "/nothing.html",
    ],
)  # fmt: skip
def test_nothing_else_is_served(served: Server, path: str) -> None:
    status, _, text = asked(served, path)
    assert status == 404 and "secret\n" not in text and "root:" not in text


def test_nobody_can_write(served: Server) -> None:
    assert asked(served, "/index.html", "PUT")[0] == 501
    assert asked(served, "/index.html", "POST")[0] == 501


def test_other_names_for_this_machine_are_refused(served: Server) -> None:
    """A page elsewhere that had its name point here (DNS rebinding) gets nothing."""
    assert asked(served, "/", host="evil.example:80")[0] == 404


def test_a_folder_that_is_not_there_is_a_problem(ketju: Run, tmp_path: Path) -> None:
    ran = ketju("serve", tmp_path / "none")
    assert ran.code == 2 and "serve.folder-missing" in ran.err


def test_a_port_that_is_taken_is_a_problem(ketju: Run, served: Server, tmp_path: Path) -> None:
    ran = ketju("serve", tmp_path, "--port", served.server_address[1])
    assert ran.code == 2 and "serve.port-taken" in ran.err
