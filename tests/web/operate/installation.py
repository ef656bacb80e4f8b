"""An installation of its own for a test: a database, a storage, secrets; commands run as processes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

KETJU = "from ketju.cli.main import main; main()"
SETUP = "import django; django.setup()\n"


@dataclass(frozen=True)
class Installation:
    environment: dict[str, str]

    def ketju(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self._run(["-c", KETJU, *words], more)

    def python(self, script: str, **more: str) -> str:
        ran = self._run(["-c", SETUP + script], more)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def started(self, *words: str, **more: str) -> subprocess.Popen[str]:
        environment = self.environment | more
        return subprocess.Popen([sys.executable, "-c", KETJU, *words], env=environment, text=True)

    def _run(self, words: list[str], more: dict[str, str]) -> subprocess.CompletedProcess[str]:
        environment = self.environment | more
        return subprocess.run(
            [sys.executable, *words],
            env=environment,
            text=True,
            capture_output=True,
            check=False,
            timeout=120,
        )


def installation(folder: Path, database: str, **more: str) -> Installation:
    """An installation with its files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return Installation(
        {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "DJANGO_SETTINGS_MODULE": "ketju.web.config.settings",
            "DATABASE_URL": database,
            "KETJU_SECRET_KEY": "7vSb0bFq1mWQk2c8Zr5yTn4uJx9eLd3hGo6pAi",
            "KETJU_ENCRYPTION_KEYS": "q2Vh0YxZ3bW1c9T8u7R6e5D4s3A2f1G0hJkLmNpQrSs=",
            "KETJU_STORAGE_URL": f"file://{folder / 'files'}",
            "KETJU_STATIC_DIR": str(folder / "static"),
            "KETJU_URL": "https://ketju.example.com",
            "KETJU_PROXIES": "1",
            "KETJU_MAIL_FROM": "Ketju <ketju@example.com>",
            **more,
        }
    )


def sqlite(folder: Path, **more: str) -> Installation:
    """An installation on SQLite."""
    return installation(folder, f"sqlite:///{folder / 'ketju.sqlite3'}", **more)


def copied(template: Path, folder: Path, **more: str) -> Installation:
    """An installation on SQLite that begins as a copy of another one's folder."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return sqlite(folder, **more)


@contextmanager
def new_database(server: str, name: str, like: str = "template1") -> Iterator[str]:
    """A new database of a server of PostgreSQL; ``like`` names the one that it begins as a copy of."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        parts = urlsplit(server)
        yield parts._replace(path=f"/{name}").geturl()
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
