"""Restore a backup into an empty database, or only look whether it is whole."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from ketju.web.base.audit.writing import MACHINE, audited
from ketju.web.base.backup.problems import (
    ArchiveUnreadable,
    DatabaseFilled,
    KeyAbsent,
    SecretMissing,
    StorageFilled,
    VersionDiffers,
)
from ketju.web.base.backup.rows import MADE_BY_MIGRATIONS, Digest, insert, reset_sequences, row_count, tables
from ketju.web.base.backup.sealing import Opening, SealBroken, is_sealed
from ketju.web.base.backup.writing import FORMAT, MANIFEST, Manifest, applied_migrations
from ketju.web.base.encryption.keys import fingerprint, forget_keys
from ketju.web.base.outbox.models import Message
from ketju.web.base.outbox.writes import pause_mail

_BATCH = 500
_REHEARSAL = "rehearsal"


def restore_backup(
    path: Path,
    secret: bytes | None,
    at: datetime,
    *,
    is_rehearsal: bool = False,
    afterwards: Callable[[], None] = lambda: None,
) -> Manifest:
    """Put everything of an archive into an empty database of the same version, and into the storage.

    The archive is read through first: nothing is written from one that is not whole. For a rehearsal, mail is kept in
    for good. ``afterwards`` is done in the same transaction, so that nobody sees what it takes away.
    Raises ArchiveUnreadable, VersionDiffers, KeyAbsent, DatabaseFilled, StorageFilled.
    """
    manifest = verified(path, secret)
    check_fits(manifest)
    check_empty()
    for name in manifest.members:
        if name.startswith("files/") and default_storage.exists(name.removeprefix("files/")):
            raise StorageFilled(file=name.removeprefix("files/"))
    with transaction.atomic():
        for model in tables():
            if model._meta.db_table in MADE_BY_MIGRATIONS:
                model._base_manager.all().delete()
        _put_rows(path, secret)
        reset_sequences()
        forget_keys()
        if is_rehearsal:
            keep_mail_in(at)
        audited(MACHINE, "backup.restore", "installation", at=at, count=manifest.rows)
        afterwards()
        _put_files(path, secret)
    return manifest


def keep_mail_in(at: datetime) -> None:
    """What makes a copy one for rehearsal: a pause that nobody can end, and everything that waited is held."""
    pause_mail(by=MACHINE, at=at, reason=_REHEARSAL, is_rehearsal=True)
    Message.objects.filter(sent_at=None, failed_at=None).update(held=True, claimed_until=None)


def verified(path: Path, secret: bytes | None) -> Manifest:
    """The manifest of an archive, every member of which has been read and held against it. Raises ArchiveUnreadable."""
    found: dict[str, str] = {}
    digests: dict[str, Digest] = {}
    manifest: Manifest | None = None
    for name, content in members(path, secret):
        if name == MANIFEST:
            manifest = _manifest_from(content, path)
            continue
        found[name] = hashlib.sha256(content).hexdigest()
        if name.startswith("rows/"):
            digest = digests.setdefault(name.split("/")[1], Digest())
            for line in content.splitlines(keepends=True):
                digest.add(line)
    if manifest is None or found != manifest.members:
        raise ArchiveUnreadable(file=path)
    for table, told in manifest.tables.items():
        digest = digests.get(table, Digest())
        if (digest.rows, str(digest)) != (told["rows"], told["digest"]):
            raise ArchiveUnreadable(file=path)
    return manifest


def check_fits(manifest: Manifest) -> None:
    """Raises VersionDiffers where the tables are others, KeyAbsent where a key is missing."""
    others = set(manifest.migrations) ^ set(applied_migrations())
    if others:
        raise VersionDiffers(version=manifest.version, migrations=", ".join(sorted(others)[:5]))
    absent = set(manifest.keys) - {fingerprint(key) for key in settings.ENCRYPTION_KEYS}
    if absent:
        raise KeyAbsent(keys=", ".join(sorted(absent)))


def check_empty() -> None:
    """Raises DatabaseFilled for the first table with rows in it."""
    for model in tables():
        count = row_count(model)
        if count and model._meta.db_table not in MADE_BY_MIGRATIONS:
            raise DatabaseFilled(table=model._meta.db_table, count=count)


def _put_rows(path: Path, secret: bytes | None) -> None:
    models = {one._meta.db_table: one for one in tables()}
    for name, content in members(path, secret):
        if name.startswith("rows/"):
            lines = content.splitlines(keepends=True)
            for first in range(0, len(lines), _BATCH):
                insert(models[name.split("/")[1]], lines[first : first + _BATCH])
    if connection.vendor == "sqlite":
        connection.check_constraints()


def _put_files(path: Path, secret: bytes | None) -> None:
    for name, content in members(path, secret):
        if name.startswith("files/"):
            default_storage.save(name.removeprefix("files/"), ContentFile(content))


def members(path: Path, secret: bytes | None) -> Iterator[tuple[str, bytes]]:
    """Each member of an archive with its content. Raises ArchiveUnreadable, SecretMissing."""
    try:
        with _opened(path, secret) as archive:
            for member in archive:
                file = archive.extractfile(member)
                if file is None or not member.isreg():
                    raise ArchiveUnreadable(file=path)
                yield member.name, file.read()
    except (OSError, EOFError, SealBroken, tarfile.TarError, zlib.error):
        raise ArchiveUnreadable(file=path) from None


@contextmanager
def _opened(path: Path, secret: bytes | None) -> Iterator[tarfile.TarFile]:
    with path.open("rb") as file:
        first = file.read(16)
        file.seek(0)
        source: BinaryIO = file
        if is_sealed(first):
            if not secret:
                raise SecretMissing
            source = cast(BinaryIO, io.BufferedReader(Opening(file, secret), 1 << 20))
        with tarfile.open(fileobj=source, mode="r|gz") as archive:
            yield archive


def _manifest_from(content: bytes, path: Path) -> Manifest:
    try:
        told = json.loads(content)
        manifest = Manifest(**told)
    except (ValueError, TypeError):
        raise ArchiveUnreadable(file=path) from None
    if manifest.format != FORMAT:
        raise VersionDiffers(version=manifest.version, migrations="")
    return manifest
