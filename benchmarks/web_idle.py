"""Memory of the processes of the application while nothing happens."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

SETTLED_S = 4.0


def idle() -> dict[str, float]:
    """MiB of each process, after the server has shown its first page, with the settings of this process."""
    port = _free_port()
    given = os.environ | {"DJANGO_SETTINGS_MODULE": "ketju.web.config.settings"}
    given["DATABASE_URL"] = given["KETJU_TEST_DATABASE_URL"]
    ketju = (sys.executable, "-c", "from ketju.cli.main import main; raise SystemExit(main())")
    server = subprocess.Popen(
        [*ketju, "serve-app", "--port", str(port)], env=given, stdout=subprocess.DEVNULL
    )
    worker = subprocess.Popen([*ketju, "work"], env=given, stdout=subprocess.DEVNULL)
    try:
        _ask(f"http://127.0.0.1:{port}/")
        time.sleep(SETTLED_S)
        found = {"server": _resident(server.pid)}
        found |= {f"server's worker {at}": _resident(pid) for at, pid in enumerate(_children(server.pid), 1)}
        return found | {"background work": _resident(worker.pid)}
    finally:
        for process in (server, worker):
            process.send_signal(signal.SIGTERM)
        for process in (server, worker):
            process.wait(30)


def _ask(address: str) -> None:
    """Ask for a page until there is an answer, whatever it is."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
