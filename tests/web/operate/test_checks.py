"""``ketju check-install`` says what is wrong with an installation, with an id and what to do."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.utils import timezone, translation

from ketju.web.base.audit.writing import MACHINE, audited
from ketju.web.base.backup.models import BackupMade
from ketju.web.base.encryption.keys import current_key, forget_keys
from ketju.web.base.outbox.writes import pause_mail
from ketju.web.config.checks import dns, machine, mail, records
from tests.web.operate.installation import Installation, sqlite
from tests.web.operate.mailserver import MailServer

RIGHT = {
    "example.com": ["v=spf1 include:mail.example.net -all"],
    "k1._domainkey.example.com": ["v=DKIM1; k=rsa; p=" + "A" * 400],
    "_dmarc.example.com": ["v=DMARC1; p=quarantine; rua=mailto:d@example.com"],
}


def ids(found: list[Any]) -> list[str]:
    return [one.id.removeprefix("ketju.") for one in found]


class Names:
    """A name server: records by name; a name that is not there does not exist."""

    def __init__(self, rows: dict[str, list[str]], *, code: int = 0, is_cut: bool = False) -> None:
        self.rows, self.code, self.is_cut = rows, code, is_cut

    def answer(self, asked: bytes, *, is_cut: bool = False) -> bytes:
        labels, at = [], 12
        while asked[at]:
            labels.append(asked[at + 1 : at + 1 + asked[at]].decode())
            at += asked[at] + 1
        rows = self.rows.get(".".join(labels))
        code = self.code or (0 if rows is not None else 3)
        flags = 0x8180 | code | (0x0200 if is_cut else 0)
        given = [] if is_cut else rows or []
        body = b""
        for row in given:
            data = row.encode()
            pieces = b"".join(
                bytes([len(data[i : i + 255])]) + data[i : i + 255] for i in range(0, len(data), 255)
            )
            body += b"\xc0\x0c" + struct.pack(">HHIH", 16, 1, 60, len(pieces)) + pieces
        return asked[:2] + struct.pack(">HHHHH", flags, 1, len(given), 0, 0) + asked[12 : at + 5] + body

    @contextmanager
    def running(self) -> Iterator[tuple[str, int]]:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        tcp = socket.create_server(("127.0.0.1", udp.getsockname()[1]))
        for plug, serve in ((udp, self._by_udp), (tcp, self._by_tcp)):
            Thread(target=serve, args=(plug,), daemon=True).start()
        try:
            yield udp.getsockname()
        finally:
            udp.close()
            tcp.close()

    def _by_udp(self, plug: socket.socket) -> None:
        while True:
            try:
                asked, sender = plug.recvfrom(512)
                plug.sendto(self.answer(asked, is_cut=self.is_cut), sender)
            except OSError:
                return

    def _by_tcp(self, listener: socket.socket) -> None:
        while True:
            try:
                plug, _ = listener.accept()
            except OSError:
                return
            with plug:
                (length,) = struct.unpack(">H", plug.recv(2))
                answer = self.answer(plug.recv(length))
                plug.sendall(struct.pack(">H", len(answer)) + answer)


def names_found(monkeypatch: pytest.MonkeyPatch, settings: Any, names: Names) -> list[str]:
    settings.MAIL_LEAVES = True
    settings.DEFAULT_FROM_EMAIL = "Kite <kite@example.com>"
    with names.running() as address:
        monkeypatch.setattr(dns, "name_servers", lambda: [address])
        return ids(mail.check_names())


@pytest.fixture
def signed(settings: Any) -> None:
    settings.DKIM_SELECTOR = "k1"


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("is_cut", [False, True])
def test_a_domain_with_all_three_records_is_right(
    monkeypatch: pytest.MonkeyPatch, settings: Any, is_cut: bool
) -> None:
    assert names_found(monkeypatch, settings, Names(RIGHT, is_cut=is_cut)) == []


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("example.com", [], "W026"),
        ("example.com", ["google-site-verification=1", "v=spf10 -all"], "W026"),
        ("example.com", ["v=spf1 -all", "v=spf1 mx -all"], "W027"),
        ("example.com", ["v=spf1 mx +all"], "W028"),
        (
            "k1._domainkey.example.com",
            ["v=DKIM1; p="],
            "W030",
        ),  # RFC 6376, 3.6.1: an empty p is a revoked key
        ("_dmarc.example.com", ["v=spf1 -all"], "W031"),
        ("_dmarc.example.com", ["v=DMARC1; p=none"], "W032"),
    ],
)
def test_what_is_wrong_with_a_record_is_told(
    monkeypatch: pytest.MonkeyPatch, settings: Any, name: str, rows: list[str], expected: str
) -> None:
    assert names_found(monkeypatch, settings, Names({**RIGHT, name: rows})) == [expected]


def test_without_records_and_selector_everything_is_told(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    assert names_found(monkeypatch, settings, Names({})) == ["W026", "W029", "W031"]


@pytest.mark.usefixtures("signed")
def test_a_policy_of_the_domain_above_counts(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    rows = {
        "_dmarc.example.com": RIGHT["_dmarc.example.com"],
        "mail.example.com": ["v=spf1 a -all"],
        "k1._domainkey.mail.example.com": ["p=AAAA"],
    }
    settings.MAIL_LEAVES = True
    settings.DEFAULT_FROM_EMAIL = "kite@mail.example.com"
    with Names(rows).running() as address:
        monkeypatch.setattr(dns, "name_servers", lambda: [address])
        assert mail.check_names() == []


@pytest.mark.parametrize("code", [2, 5])
def test_a_name_server_that_fails_is_no_missing_record(
    monkeypatch: pytest.MonkeyPatch, settings: Any, code: int
) -> None:
    assert names_found(monkeypatch, settings, Names(RIGHT, code=code)) == ["W025"]


def test_without_a_network_one_clear_line_is_told(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.MAIL_LEAVES = True
    settings.DEFAULT_FROM_EMAIL = "kite@example.com"
    monkeypatch.setattr(dns, "name_servers", list)
    with translation.override("sv"):
        (found,) = mail.check_names()
    assert found.msg.startswith("Ingen namnserver svarar")
    assert "--offline" in found.hint


def test_the_mail_server_is_tried_without_sending(mail_server: MailServer, settings: Any) -> None:
    settings.MAIL_LEAVES = True
    settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", mail_server.port, False
    assert mail.check_server() == []
    assert mail_server.arrived == []
    settings.EMAIL_PORT = 1
    assert ids(mail.check_server()) == ["E023"]


@contextmanager
def greeting(said: bytes) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            plug, _ = listener.accept()
            with plug:
                plug.sendall(said)
                plug.recv(64)

        Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def box(kind: str, port: int) -> dict[str, Any]:
    return {
        "kind": kind, "host": "127.0.0.1", "port": port, "user": "u", "password": "p", "box": "INBOX",
    }  # fmt: skip


def test_an_inbox_by_lmtp_has_to_greet(settings: Any) -> None:
    for said, expected in ((b"220 box LMTP ready\r\n", []), (b"554 no\r\n", ["E024"])):
        with greeting(said) as port:
            settings.INBOX = box("lmtp", port)
            assert ids(mail.check_inbox()) == expected
    settings.INBOX = box("lmtp", 1)
    assert ids(mail.check_inbox()) == ["E024"]


class Box(Thread):
    """An IMAP server with as much as a login and a box need (RFC 3501)."""

    def __init__(self, *, is_open: bool) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.is_open = is_open

    def run(self) -> None:
        plug, _ = self.listener.accept()
        with plug, plug.makefile("rwb") as file:
            file.write(b"* OK ready\r\n")
            file.flush()
            for line in file:
                tag, verb = line.split()[:2]
                if verb.upper() == b"CAPABILITY":
                    file.write(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
                elif verb.upper() == b"LOGIN" and not self.is_open:
                    file.write(tag + b" NO wrong password\r\n")
                elif verb.upper() in (b"SELECT", b"EXAMINE"):
                    file.write(b"* 0 EXISTS\r\n" + tag + b" OK [READ-ONLY] done\r\n")
                else:
                    file.write(tag + b" OK done\r\n")
                file.flush()


@pytest.mark.parametrize(("is_open", "expected"), [(True, []), (False, ["E024"])])
def test_an_inbox_by_imap_has_to_open(settings: Any, is_open: bool, expected: list[str]) -> None:
    server = Box(is_open=is_open)
    server.start()
    settings.INBOX = box("imap", server.listener.getsockname()[1])
    assert ids(mail.check_inbox()) == expected
    server.listener.close()


def test_ways_of_mail(settings: Any) -> None:
    settings.INBOX, settings.MAIL_LEAVES, settings.DEFAULT_FROM_EMAIL = None, False, "ketju@localhost"
    assert ids(mail.check_ways()) == ["W020", "W021", "W022"]
    settings.IS_DEMO = True
    assert mail.check_ways() == []


@pytest.mark.parametrize(
    ("url", "proxies", "is_demo", "expected"),
    [
        ("https://ketju.example.com", 1, False, []),
        ("https://ketju.example.com", 0, False, ["W017"]),
        ("http://ketju.example.com", 1, False, ["W016"]),
        ("https://ketju.example.com", 1, True, ["E015"]),
        ("http://127.0.0.1:8000", 0, True, []),
    ],
)
def test_addresses(settings: Any, url: str, proxies: int, is_demo: bool, expected: list[str]) -> None:
    settings.PUBLIC_URL, settings.PROXIES, settings.IS_DEMO = url, proxies, is_demo
    assert ids(machine.check_addresses()) == expected


def test_secrets_that_nobody_drew_are_told_and_never_shown(settings: Any) -> None:
    settings.SECRET_KEY = "abcabcabcabcabcabcabcabcabcabcabcabc"
    settings.ENCRYPTION_KEYS = [b"k" * 32]
    settings.METRICS_TOKEN = "short"
    found = machine.check_secrets()
    assert ids(found) == ["W014"] * 3
    assert not [one for one in found if "abcabc" in f"{one.msg}{one.hint}" or "short" in one.msg]
    settings.SECRET_KEY = "7vSb0bFq1mWQk2c8Zr5yTn4uJx9eLd3hGo6pAi"
    settings.ENCRYPTION_KEYS, settings.METRICS_TOKEN = [bytes(range(32))], ""
    assert machine.check_secrets() == []


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    for free, expected in ((10**7, "E012"), (10**9, "W013")):
        usage = type("Usage", (), {"free": free})
        monkeypatch.setattr(machine.shutil, "disk_usage", lambda folder, usage=usage: usage)
        assert set(ids(machine.check_room())) == {expected}


def test_files_and_styles(settings: Any, tmp_path: Path) -> None:
    assert machine.check_storage() == []
    settings.STATIC_ROOT = str(tmp_path)
    assert ids(machine.check_static()) == ["E011"]


@pytest.mark.django_db
def test_what_the_database_knows(settings: Any) -> None:
    assert ids(records.check_database()) == ["W004"]
    made = {"name": "a", "size": 1, "sha256": "", "rows": 1, "files": 0}
    BackupMade.objects.create(made_at=timezone.now() - timedelta(days=5), **made)
    assert ids(records.check_database()) == ["W005"]
    BackupMade.objects.create(made_at=timezone.now(), **made)
    assert records.check_database() == []
    pause_mail(by=MACHINE, at=timezone.now(), is_rehearsal=True)
    assert ids(records.check_database()) == ["W008"]
    audited(MACHINE, "a", "b", at=timezone.now() + timedelta(hours=1))
    assert ids(records.check_database()) == ["W007", "W008"]


@pytest.mark.django_db
def test_a_key_that_is_gone_is_told(settings: Any) -> None:
    forget_keys()
    current_key()
    forget_keys()
    settings.ENCRYPTION_KEYS = [b"another-key-of-thirty-two-bytes!"]
    assert "E003" in ids(records.check_database())
    forget_keys()


def test_the_command_tells_what_is_wrong_and_what_to_do(empty: Installation) -> None:
    ran = empty.ketju("check-install", "--offline", "--format", "json")
    assert ran.returncode == 1, ran.stderr
    found = {one["id"]: one for one in json.loads(ran.stdout)}
    assert {"ketju.E002", "ketju.E011", "ketju.W020"} <= set(found)
    assert all(one["hint"] for one in found.values())
    assert empty.ketju("migrate").returncode == 0
    ran = empty.ketju("check-install", "--offline", "--lang", "fi")
    assert ran.returncode == 0, ran.stdout
    assert "varoitus[ketju.W020]: Postilla ei ole reittiä ulos" in ran.stdout


def test_a_database_that_is_away_is_one_line(tmp_path: Path) -> None:
    ran = sqlite(tmp_path, DATABASE_URL="postgresql://ketju@127.0.0.1:1/ketju").ketju(
        "check-install", "--offline"
    )
    assert ran.returncode == 1
    assert "error[ketju.E001]: The database does not answer (OperationalError)." in ran.stdout


def test_settings_that_are_wrong_are_told_all_at_once(tmp_path: Path) -> None:
    ran = sqlite(tmp_path, KETJU_SECRET_KEY="short", KETJU_PROXIES="many").ketju("check-install")
    assert ran.returncode == 2
    assert ran.stderr.startswith("error[operate.settings]")
    assert "KETJU_SECRET_KEY" in ran.stderr
    assert "KETJU_PROXIES" in ran.stderr
    assert "short" not in ran.stderr
