"""``ketju push`` against a server over HTTP: the command in a process of its own, as a job of a CI runs it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from django.utils import timezone

from ketju.web.apps.registers.models import Draft, Push, PushKey
from ketju.web.apps.registers.writes.pushing import add_key, revoke_key
from ketju.web.apps.registers.writes.receiving import add_register
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor
from tests.web.registers.test_pushes import FILE

pytestmark = pytest.mark.django_db
MAIN = "import sys; from ketju.cli.main import main; sys.exit(main())"


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[WSGIServer]:
    """A server that answers in this thread, within the transaction of the test."""
    from ketju.web.config.wsgi import application

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as made:
        made.timeout = 20
        yield made
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Job:
    """A job with a file and a key, as ssh-keygen writes it."""

    def __init__(self, folder: Path, server: WSGIServer, form: PrivateFormat) -> None:
        self.folder, self.server = folder, server
        secret = Ed25519PrivateKey.generate()
        (folder / "key").write_bytes(secret.private_bytes(Encoding.PEM, form, NoEncryption()))
        (folder / "ketju.yaml").write_text(FILE, encoding="utf-8")
        public = secret.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
        kite = Processor.objects.create(slug="kite", name="Kite Hosting Oy")
        now = timezone.now()
        self.register = add_register(
            by=Actor(),
            at=now,
            processor=kite,
            slug="main",
            titles={"en": "L"},
            languages=["en"],
            source="file",
        )
        self.key: PushKey = add_key(by=Actor(), at=now, register=self.register, name="CI", public_key=public)

    def run(self, *more: str, is_answered: bool = True) -> subprocess.CompletedProcess[str]:
        address = (
            f"http://127.0.0.1:{self.server.server_port}/api/v1/registers/{self.register.public_id}/pushes"
        )
        command = [
            sys.executable, "-c", MAIN, "push", "ketju.yaml", "--to", address, "--key", "key", "--key-id",
            self.key.public_id, "--lang", "en", *more,
        ]  # fmt: skip
        running = subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        if is_answered:
            self.server.handle_request()
        out, err = running.communicate(timeout=60)
        return subprocess.CompletedProcess(command, running.returncode, out, err)


@override_settings(ALLOWED_HOSTS=["127.0.0.1"])
@pytest.mark.parametrize("form", [PrivateFormat.OpenSSH, PrivateFormat.PKCS8])
def test_a_file_is_pushed_and_becomes_a_draft(
    tmp_path: Path, server: WSGIServer, form: PrivateFormat
) -> None:
    job = Job(tmp_path, server, form)
    ran = job.run("--commit", "0a1b2c3d")
    draft = Draft.objects.get()
    assert (ran.returncode, ran.stderr) == (0, ""), ran
    assert f"It became the draft {draft.public_id}." in ran.stdout and "has to look" in ran.stdout
    assert Push.objects.get().commit == "0a1b2c3d"


@override_settings(ALLOWED_HOSTS=["127.0.0.1"])
def test_what_goes_wrong_is_said(tmp_path: Path, server: WSGIServer) -> None:
    job = Job(tmp_path, server, PrivateFormat.OpenSSH)
    revoke_key(by=Actor(), at=timezone.now(), key=job.key)
    refused = job.run()
    assert refused.returncode == 2 and "not signed by a key of this register" in refused.stderr
    (tmp_path / "ketju.yaml").write_text(FILE.replace("code: DE", "code: XX"), encoding="utf-8")
    wrong = job.run(is_answered=False)
    assert wrong.returncode == 2 and "XX" in wrong.stderr
    (tmp_path / "ketju.yaml").write_text(FILE, encoding="utf-8")
    server.server_close()
    nobody = job.run(is_answered=False)
    assert nobody.returncode == 2 and "Nobody answers" in nobody.stderr
    (tmp_path / "key").write_text("no key", encoding="utf-8")
    keyless = job.run(is_answered=False)
    assert keyless.returncode == 2 and "no private key" in keyless.stderr
    assert not Push.objects.exists()
