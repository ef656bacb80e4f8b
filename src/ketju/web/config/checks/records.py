"""Checks of the database: reached, migrated, readable with the keys of the environment, backed up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.backup.models import BackupMade
from ketju.web.base.encryption.keys import KeyMissing, data_key
from ketju.web.base.encryption.models import DataKey
from ketju.web.base.outbox.models import Pause
from ketju.web.config.checks import INSTALL, fault

CLOCK_SECONDS = 5


@register(INSTALL, deploy=True)
def check_database(**options: Any) -> list[CheckMessage]:
    """The database, and what can be asked of it once it answers."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return [fault("E", 1, "database", reason=type(error).__name__)]
    if waiting:
        return [fault("E", 2, "migrations", count=len(waiting))]
    return [*_keys(), *_backup(), *_clock(), *_rehearsal()]


def _keys() -> list[CheckMessage]:
    lost = []
    for number, wrapped_by in DataKey.objects.values_list("pk", "wrapped_by"):
        try:
            data_key(number)
        except KeyMissing:
            lost.append(wrapped_by)
    return [fault("E", 3, "keys", keys=", ".join(sorted(set(lost))))] if lost else []


def _backup() -> list[CheckMessage]:
    if not settings.BACKUP_DAYS or settings.IS_DEMO or settings.IS_REHEARSAL:
        return []
    newest = BackupMade.objects.first()
    if newest is None:
        return [fault("W", 4, "no-backup")]
    days = (timezone.now() - newest.made_at).days
    return [fault("W", 5, "old-backup", count=days)] if days > settings.BACKUP_DAYS else []


def _clock() -> list[CheckMessage]:
    found = []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            off = abs((timezone.now() - cursor.fetchone()[0]).total_seconds())
        if off > CLOCK_SECONDS:
            found.append(fault("W", 6, "clock", seconds=round(off)))
    newest = AuditEntry.objects.order_by("-id").values_list("at", flat=True).first()
    if newest is not None and newest > timezone.now() + timedelta(seconds=CLOCK_SECONDS):
        found.append(fault("W", 7, "clock-back", at=newest.isoformat(timespec="seconds")))
    return found


def _rehearsal() -> list[CheckMessage]:
    is_copy = Pause.objects.filter(is_rehearsal=True, ended_at=None).exists()
    return [fault("W", 8, "rehearsal")] if is_copy and not settings.IS_REHEARSAL else []
