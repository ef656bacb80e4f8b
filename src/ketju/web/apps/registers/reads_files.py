"""Files that the public gets of a register: those of what is live, and what stays of earlier versions."""

from __future__ import annotations

import gzip

from django.db.models import Q, QuerySet

from ketju.web.apps.registers.models import PublishedFile, Register
from ketju.web.apps.registers.writes.filing import live_publishing


def _live(register: Register) -> QuerySet[PublishedFile]:
    live = live_publishing(register)
    rows = PublishedFile.objects.filter(register=register)
    return rows.filter(Q(publishing=live) | Q(is_lasting=True)) if live else rows.none()


def files_of(register: Register, after: str, size: int) -> tuple[list[PublishedFile], bool]:
    """Files by their paths, without their bytes, and whether there are more."""
    rows = _live(register).filter(path__gt=after).order_by("path").defer("data")
    found = list(rows[: size + 1])
    return found[:size], len(found) > size


def file_at(register: Register, path: str) -> tuple[PublishedFile, bytes] | None:
    """A file and what a reader gets of it; None where there is none."""
    row = _live(register).filter(path=path.replace("\x00", "")).order_by("is_lasting").first()
    if row is None:
        return None
    data = bytes(row.data)
    return row, gzip.decompress(data) if row.is_packed else data
