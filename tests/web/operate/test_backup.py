"""The drill: everything goes into one archive and comes out of it, in another kind of database, and back."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ketju.web.base.backup.sealing import CHUNK, Opening, SealBroken, Sealing
from tests.web.operate.installation import Installation, copied, installation, new_database, sqlite
from tests.web.postgres import running

KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
FILL = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from ketju.web.config.demo_data import fill
root = Path("examples")
fill(sorted(root.glob("*/list.txt")), root / "agreements", datetime(2026, 3, 2, 9, tzinfo=UTC))
default_storage.save("agreements/första.txt", ContentFile("ä".encode()))
default_storage.save("top.bin", ContentFile(bytes(range(256)) * 5000))
"""
NAMES = """
from ketju.web.apps.parties.models import Customer, Contact
from ketju.web.base.audit.models import AuditEntry
from django.core.files.storage import default_storage
print("|".join(sorted(Customer.objects.values_list("name", flat=True))))
print(Contact.objects.exclude(email="").count(), default_storage.open("agreements/första.txt").read().decode())
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running() as address:
        yield address


@pytest.fixture(scope="module")
def filled(migrated_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    passphrase = {"KETJU_BACKUP_PASSPHRASE": "many words for a secret"}
    one = copied(migrated_files, tmp_path_factory.mktemp("filled"), **passphrase)
    one.python(FILL)
    return one


def done(one: Installation, *words: str, **more: str) -> str:
    ran = one.ketju(*words, **more)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def refused(one: Installation, *words: str, **more: str) -> str:
    ran = one.ketju(*words, **more)
    assert ran.returncode == 2, ran.stdout
    return ran.stderr.splitlines()[0]


def tables(one: Installation, path: Path) -> dict[str, Any]:
    script = (
        "import json, os\nfrom pathlib import Path\nfrom ketju.web.base.backup.restoring import verified\n"
        f"found = verified(Path({str(path)!r}), os.environ['KETJU_BACKUP_PASSPHRASE'].encode())\n"
        "print(json.dumps([found.tables, found.members]))"
    )
    found, members = json.loads(one.python(script))
    files = {name: digest for name, digest in members.items() if name.startswith("files/")}
    return {"tables": {k: (v["rows"], v["digest"]) for k, v in found.items()}, "files": files}


def secret(one: Installation) -> dict[str, str]:
    return {"KETJU_BACKUP_PASSPHRASE": one.environment["KETJU_BACKUP_PASSPHRASE"]}


def test_the_drill_from_sqlite_to_postgresql_and_back(
    filled: Installation, server: str, tmp_path: Path
) -> None:
    """Counts, hashes of rows and files are equal at each step, and what is encrypted can be read."""
    first, second, third = tmp_path / "1.backup", tmp_path / "2.backup", tmp_path / "3.backup"
    assert "is written" in done(filled, "backup", str(first))
    with new_database(server, "drill") as address:
        there = installation(tmp_path / "there", address, **secret(filled))
        done(there, "restore", str(first))
        assert there.python(NAMES) == filled.python(NAMES)
        done(there, "backup", str(second))
        # Numbers go on after those that were restored.
        there.python(
            "from ketju.web.base.access.models import Processor\n"
            "assert Processor.objects.create(slug='new', name='New').pk > 3\n"
        )
    back = sqlite(tmp_path / "back", **secret(filled))
    done(back, "restore", str(second))
    done(back, "backup", str(third))
    one, two, three = tables(filled, first), tables(filled, second), tables(filled, third)
    assert one["files"] == two["files"] == three["files"]
    assert len(one["files"]) == 2
    assert one["tables"]["parties_customer"][0] == 18
    for table in one["tables"].keys() - {"audit_auditentry"}:  # which notes the restoring itself
        assert one["tables"][table] == two["tables"][table] == three["tables"][table], table
    assert three["tables"]["audit_auditentry"][0] == one["tables"]["audit_auditentry"][0] + 2
    assert "Hillanmäki Puutarha Oy" in back.python(NAMES)


def test_nothing_is_ever_written_over(filled: Installation, tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    done(filled, "backup", str(path))
    assert refused(filled, "restore", str(path)).startswith("error[backup.filled]")
    assert refused(filled, "backup", str(path)).startswith("error[backup.exists]")


def test_without_a_secret_nothing_is_written(filled: Installation, tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    assert refused(filled, "backup", str(path), KETJU_BACKUP_PASSPHRASE="").startswith("error[backup.secret]")
    assert list(tmp_path.iterdir()) == []


def test_a_key_file_opens_what_it_sealed_and_nothing_else_does(filled: Installation, tmp_path: Path) -> None:
    path, key, other = tmp_path / "a.backup", tmp_path / "key", tmp_path / "other"
    key.write_text(f"{KEY}\n")
    other.write_text("a passphrase")
    done(filled, "backup", str(path), "--key-file", str(key))
    assert "is whole" in done(filled, "backup", str(path), "--check", "--key-file", str(key))
    for wrong in (["--passphrase-file", str(other)], []):
        assert refused(filled, "backup", str(path), "--check", *wrong).startswith("error[backup.unreadable]")
    assert refused(filled, "backup", "x", "--key-file", str(tmp_path / "none")).startswith(
        "error[operate.file]"
    )


def test_a_plain_archive_still_hides_what_is_encrypted(filled: Installation, tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    done(filled, "backup", str(path), "--plain")
    with tarfile.open(path) as archive:
        everything = b"".join(
            archive.extractfile(one).read()  # type: ignore[union-attr]
            for one in archive
            if one.name.startswith("rows/parties_")
        )
    assert b"Hillanm" not in everything
    assert b"C-1001" in everything
    assert path.stat().st_mode & 0o077 == 0


def test_a_damaged_or_shortened_archive_writes_nothing(
    filled: Installation, migrated_files: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.backup"
    done(filled, "backup", str(path))
    whole = path.read_bytes()
    fresh = copied(migrated_files, tmp_path / "fresh", **secret(filled))
    for number, broken in enumerate((whole[: len(whole) // 2], whole[:300] + b"x" + whole[301:], b"", b"PK")):
        bad = tmp_path / f"{number}.backup"
        bad.write_bytes(broken)
        assert refused(fresh, "restore", str(bad)).startswith("error[backup.unreadable]")
    done(fresh, "restore", str(path))


def test_missing_keys_are_told_before_anything_is_written(
    filled: Installation, migrated_files: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.backup"
    done(filled, "backup", str(path))
    fresh = copied(migrated_files, tmp_path / "fresh", KETJU_ENCRYPTION_KEYS=KEY, **secret(filled))
    assert refused(fresh, "restore", str(path)).startswith("error[backup.key]")
    old = filled.environment["KETJU_ENCRYPTION_KEYS"]
    done(fresh, "restore", str(path), KETJU_ENCRYPTION_KEYS=f"{KEY},{old}")


def test_another_version_is_told(filled: Installation, migrated_files: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.backup"
    done(filled, "backup", str(path))
    fresh = copied(migrated_files, tmp_path / "fresh", **secret(filled))
    fresh.python(
        "from django.db.migrations.recorder import MigrationRecorder\n"
        "from django.db import connection\n"
        "MigrationRecorder(connection).record_applied('parties', '9999_later')"
    )
    assert refused(fresh, "restore", str(path)).startswith("error[backup.version]")


def test_a_copy_for_rehearsal_holds_its_mail_for_good(
    filled: Installation, migrated_files: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.backup"
    done(filled, "backup", str(path))
    more = {"KETJU_MAIL_URL": "smtp://127.0.0.1:1?tls=no"} | secret(filled)
    copy = copied(migrated_files, tmp_path / "copy", **more)
    assert "rehearsal" in done(copy, "restore", str(path), "--rehearsal")
    assert "0 messages left" in done(copy, "work", "--once")
    told = copy.python(
        "from ketju.web.base.outbox.models import Message\n"
        "from ketju.web.base.outbox.reads import may_send\n"
        "print(Message.objects.filter(sent_at=None, held=False).count(), may_send())"
    )
    assert told == "0 False"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_is_sealed_opens_whole_or_not_at_all(tmp_path: Path, size: int) -> None:
    path, plain = tmp_path / "sealed", bytes(size)
    with path.open("wb") as file:
        sealing = Sealing(file, KEY.encode())
        for start in range(0, size, 700_000):
            sealing.write(plain[start : start + 700_000])
        sealing.finish()
    with path.open("rb") as file:
        assert Opening(file, KEY.encode()).read() == plain
    box = path.read_bytes()
    for broken in (box[:-1], box[: 32 + CHUNK + 16] if size > CHUNK else box[:32], b"x" + box[1:]):
        path.write_bytes(broken)
        with path.open("rb") as file, pytest.raises(SealBroken):
            Opening(file, KEY.encode()).read()
