"""The commands that the application adds: they check before they do, and say what is missing."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from ketju.cli.command import added_names, command_of
from ketju.web.config.commands.demo import demo_lists, free_port
from ketju.web.config.commands.serve_app import TARGET
from tests.web.operate.installation import KETJU, Installation, sqlite

ADDED = ["backup", "check-install", "demo", "migrate", "receive-mail", "restore", "serve-app", "work"]


def test_they_are_found_by_their_entry_points() -> None:
    assert added_names() == ADDED
    assert command_of("nothing-such") is None


def test_help_and_our_own_commands_do_not_import_django() -> None:
    script = (
        "import sys\nfrom ketju.cli.main import run\nrun(['--help'])\nrun(['backup', '--help'])\n"
        "run(['formats'])\nassert 'django' not in sys.modules"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def free() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def fetched(address: str) -> tuple[int, str]:
    request = urllib.request.Request(address, headers={"Host": "ketju.example.com"})
    deadline = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_what_the_database_does_not_fit_is_not_served(empty: Installation) -> None:
    for command in (["serve-app"], ["work", "--once"], ["backup", "x", "--plain"]):
        ran = empty.ketju(*command)
        assert ran.returncode == 2
        assert ran.stderr.startswith("error[operate.migrations]"), ran.stderr
    ran = empty.ketju("migrate", "--check")
    assert ran.returncode == 1
    assert "changes wait" in ran.stdout


def test_it_serves_until_it_is_told_to_end(migrated: Installation) -> None:
    assert migrated.ketju("migrate", "--check").returncode == 0
    port = free()
    server = migrated.started("serve-app", "--port", str(port))
    try:
        assert fetched(f"http://127.0.0.1:{port}/healthz") == (200, "ok\n")
        assert fetched(f"http://127.0.0.1:{port}/readyz")[0] == 200
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) in (0, -signal.SIGTERM)


def test_the_worker_ends_when_it_is_told_to(migrated: Installation) -> None:
    worker = migrated.started("work", KETJU_LOG="text")
    time.sleep(3)
    assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) in (0, -signal.SIGTERM)


def test_without_the_libraries_it_says_how_to_get_them(tmp_path: Path) -> None:
    script = (
        "import importlib.util as u\nreal = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'django' else real(name, *more)\n"
        "from ketju.cli.main import run\nraise SystemExit(run(['migrate']))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith("error[operate.missing]")


def test_the_demo_starts_answers_and_says_how_to_sign_in(tmp_path: Path) -> None:
    port = free()
    command = [sys.executable, "-c", KETJU, "demo", "--folder", str(tmp_path / "app"), "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    began = time.monotonic()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env={**environment, "LANG": "C.UTF-8"}
    ) as server:
        try:
            assert server.stdout is not None
            said = [server.stdout.readline()]
            assert said[0].startswith("Ketju is ready after")
            status, page = fetched_local(port)
            seconds = time.monotonic() - began
        finally:
            server.send_signal(signal.SIGINT)
        said += server.stdout.readlines()
    say(f"from nothing to the first page: {seconds:.1f} s")
    assert status == 200
    assert "Sign in" in page
    text = "".join(said)
    assert text.count("owner@") == 3
    assert (
        len(re.findall(r"code now \d{6}, secret for an app [A-Z2-7]{32}", text)) == 6
    )  # owners and privacy officers
    assert f"http://127.0.0.1:{port}/staff/" in text
    assert "/outbox/" in text
    state = tmp_path / "app" / "demo.json"
    assert state.stat().st_mode & 0o077 == 0
    again = subprocess.run(
        [*command, "--no-serve"], capture_output=True, text=True, env=environment, check=True
    )
    assert {one["password"] for one in json.loads(state.read_text())["sign_ins"]} <= set(again.stdout.split())


def fetched_local(port: int) -> tuple[int, str]:
    deadline = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_the_demo_takes_published_lists_or_else_examples(tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    for name in ("granris", "kaarnapilvi", "ruskoilves"):
        (root / "examples" / name).mkdir(parents=True)
        (root / "examples" / name / "list.txt").write_text("x")
    assert [path.parent.name for path in demo_lists(root)] == ["granris", "kaarnapilvi", "ruskoilves"]
    spec = tmp_path / "shared" / "spec"
    spec.mkdir(parents=True)
    for name in ("000-seravo-a.txt", "001-other.txt", "002-viva-b.txt", "003-liana-c.txt"):
        (spec / name).write_text("x")
    assert [path.name[:3] for path in demo_lists(root)] == ["000", "002", "003"]


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port(port) != port


def test_the_target_of_the_server_is_there() -> None:
    module, _, name = TARGET.partition(":")
    assert (Path("src") / module.replace(".", "/")).with_suffix(".py").read_text().find(f"{name} =") > 0


def test_memory_and_time_of_a_fresh_installation(tmp_path: Path) -> None:
    """An idle process holds at most 200 MB; the first migration takes at most 5 s on a quiet machine (shown, not held)."""
    one = sqlite(tmp_path)
    began = time.monotonic()
    ran = one.ketju("migrate")
    assert ran.returncode == 0, ran.stderr
    say(f"first migration on SQLite: {time.monotonic() - began:.1f} s with start, {ran.stdout.strip()}")
    port = free()
    server = one.started("serve-app", "--port", str(port))
    worker = one.started("work")
    try:
        fetched(f"http://127.0.0.1:{port}/readyz")
        time.sleep(2)
        sizes = {name: memory(pid) for name, pid in tree({"serve-app": server.pid, "work": worker.pid})}
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait(60)
    say(f"idle memory, MB: {sizes}")
    assert max(sizes.values()) <= 200


def say(text: str) -> None:
    """Show a figure with `pytest -rP`."""
    sys.stdout.write(f"{text}\n")


def tree(named: dict[str, int]) -> list[tuple[str, int]]:
    """Processes and their children."""
    found = []
    for name, pid in named.items():
        found.append((name, pid))
        listed = Path(f"/proc/{pid}/task/{pid}/children")
        children = listed.read_text().split() if listed.exists() else []
        found += [(f"{name} child {number}", int(child)) for number, child in enumerate(children, 1)]
    return found


def memory(pid: int) -> int:
    """Resident memory in MB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) // 1024


pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
