"""Write a backup: rows by table, files, and at the end a manifest with the hash of everything."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

import ketju
from ketju.web.base.backup.models import BackupMade
from ketju.web.base.backup.problems import ArchiveExists
from ketju.web.base.backup.rows import Digest, lines_of, tables
from ketju.web.base.backup.sealing import Sealing
from ketju.web.base.encryption.models import DataKey

FORMAT = 1
MANIFEST = "manifest.json"
LEDGER = "erasures"
"""The folder of the ledger of erasures, which has to be newer than any backup and is in none."""
PART = 4_000_000
"""About so many bytes of rows are one member of the archive: they are held in memory, never in a file in plain."""


@dataclass
class Manifest:
    """What an archive holds: by table rows and digest, by member its SHA-256."""

    made_at: str
    version: str = ketju.__version__
    format: int = FORMAT
    migrations: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(int(one["rows"]) for one in self.tables.values())

    @property
    def files(self) -> int:
        """How many files there are."""
        return sum(name.startswith("files/") for name in self.members)


def applied_migrations() -> list[str]:
    """The migrations that the database has had."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def write_backup(path: Path, secret: bytes | None, at: datetime) -> Manifest:
    """Write everything into a new file; with a secret it is encrypted. Raises ArchiveExists.

    The file has its name only when it is whole. Rows are those of one instant.
    """
    if path.exists():
        raise ArchiveExists(file=path)
    draft = path.with_name(f".{path.name}.part")
    try:
        with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
            manifest = _write(file, secret, at)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    BackupMade.objects.create(
        made_at=at, name=path.name[:200], size=path.stat().st_size, sha256=file_hash(path),
        rows=manifest.rows, files=manifest.files,
    )  # fmt: skip
    return manifest


def _write(file: BinaryIO, secret: bytes | None, at: datetime) -> Manifest:
    manifest = Manifest(at.isoformat())
    sealing = Sealing(file, secret) if secret else None
    target = cast(BinaryIO, sealing or file)
    with tarfile.open(fileobj=target, mode="w|gz") as archive:
        with _one_instant():
            manifest.migrations = applied_migrations()
            manifest.keys = sorted(set(DataKey.objects.values_list("wrapped_by", flat=True)))
            for model in tables():
                _write_table(archive, model, manifest)
        for name in stored_files():
            _write_file(archive, name, manifest)
        _put(archive, MANIFEST, json.dumps(manifest.__dict__, indent=1).encode(), None)
    if sealing:
        sealing.finish()
    return manifest


@contextmanager
def _one_instant() -> Iterator[None]:
    """A transaction that sees one instant, and on SQLite keeps nobody from writing."""
    is_sqlite = connection.vendor == "sqlite"
    before = getattr(connection, "transaction_mode", None)
    if is_sqlite:
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            if not is_sqlite and not connection.savepoint_ids:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if is_sqlite:
            connection.transaction_mode = before  # type: ignore[attr-defined]


def _write_table(archive: tarfile.TarFile, model: type[models.Model], manifest: Manifest) -> None:
    table = model._meta.db_table
    digest, held, part = Digest(), bytearray(), 0
    for line in lines_of(model):
        digest.add(line)
        held += line
        if len(held) > PART:
            part += 1
            _put(archive, f"rows/{table}/{part:06}.jsonl", bytes(held), manifest)
            held.clear()
    if held:
        _put(archive, f"rows/{table}/{part + 1:06}.jsonl", bytes(held), manifest)
    manifest.tables[table] = {
        "rows": digest.rows,
        "digest": str(digest),
        "columns": [one.column for one in model._meta.concrete_fields],
    }


def stored_files(folder: str = "") -> Iterator[str]:
    """The names of all files in the storage, in order, but for the ledger of erasures."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        if f"{folder}{name}" == LEDGER:
            continue
        yield from stored_files(f"{folder}{name}/")


def _write_file(archive: tarfile.TarFile, name: str, manifest: Manifest) -> None:
    digest = hashlib.sha256()
    with default_storage.open(name, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
        file.seek(0)
        member = tarfile.TarInfo(f"files/{name}")
        member.size = file.size
        archive.addfile(member, cast(BinaryIO, file))
    manifest.members[f"files/{name}"] = digest.hexdigest()


def _put(archive: tarfile.TarFile, name: str, content: bytes, manifest: Manifest | None) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))
    if manifest is not None:
        manifest.members[name] = hashlib.sha256(content).hexdigest()


def file_hash(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def note_verified(path: Path, at: datetime) -> None:
    """Note that an archive was read whole, where this installation made it; nothing where it did not, or cannot say."""
    with suppress(DatabaseError):
        BackupMade.objects.filter(sha256=file_hash(path)).update(verified_at=at)
