"""The files of a version are made, part by part, and given to the public all at once."""

from __future__ import annotations

import gc
import gzip
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ketju.formats.publishing import (
    Part,
    format_ids,
    is_lasting,
    lasting_parts,
    missing_formats,
    parts_of,
    paths_of,
)
from ketju.formats.writers.writer import Writer, writers
from ketju.text.render import phrasebook
from ketju.web.apps.registers.models import PublishedFile, Publishing, Register, Version
from ketju.web.apps.registers.published import languages_of, publication_of
from ketju.web.base.audit.writing import MACHINE, audited

SLOW = ("pdf",)
"""Formats that take long, and follow when everything else is there."""
LEVEL, SMALLEST = 6, 200
"""How hard files are compressed, and from how many bytes on."""
_AT_ONCE = 500


def make_files(version: Version, on: date, at: datetime) -> Publishing:
    """Make the files of a version as they are on a day, from where it was interrupted, and let the public have them.

    Of a version that others followed only what lasts is made.
    """
    made = _begun(version, on, at)
    with _without_collection():
        for part in _parts(version, on, made):
            if part.id not in made.done:
                _keep(made, part)
    _go_live(made)
    return made


def make_slow_files(publishing: Publishing) -> None:
    """Make the files that follow, one by one, unless a newer publishing is live."""
    publication = None
    register, version = publishing.register, publishing.version
    for language, writer in _slow(register):
        path = writer.path(language)
        if path not in publishing.later or live_publishing(register) != publishing:
            continue
        publication = publication or publication_of(version, publishing.on)
        data = writer.write(publication, phrasebook(language))
        with transaction.atomic():
            held = Publishing.objects.select_for_update().get(pk=publishing.pk)
            if path in held.later:
                _write(held, {path: data})
                held.later = [one for one in held.later if one != path]
                held.done = [*held.done, path]
                held.save(update_fields=("later", "done"))
        publishing.later = held.later


@contextmanager
def _without_collection() -> Iterator[None]:
    """Registers and pages hold no circles: looking for some among so many objects is a quarter of the work."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def live_publishing(register: Register) -> Publishing | None:
    """The publishing that the public sees."""
    held = Publishing.objects.filter(register=register, live_at__isnull=False)
    held = held.select_related("version__register__processor", "register__processor")
    held = held.defer("version__content", "version__changes")  # large, and asked for elsewhere
    return held.order_by("-version__number", "-id").first()


def _begun(version: Version, on: date, at: datetime) -> Publishing:
    """The publishing that was begun for the version and the day, or a new one."""
    open_one = Publishing.objects.filter(version=version, on=on, ended_at=None).first()
    if open_one is not None:
        return open_one
    return Publishing.objects.create(register=version.register, version=version, on=on, begun_at=at)


def _parts(version: Version, on: date, made: Publishing) -> tuple[Part, ...]:
    register = version.register
    languages = languages_of(register)
    publication = publication_of(version, on)
    if _is_followed(version):
        parts, later = lasting_parts(publication, languages), []
    else:
        chosen = [one for one in _formats(register) if one not in SLOW]
        slow = [one for one in _formats(register) if one in SLOW]
        parts = parts_of(publication, languages, chosen, slow)
        later = [path for writer in writers() if writer.id in slow for path in paths_of(writer, languages)]
    made.parts = [*(part.id for part in parts), *later]
    made.later = later
    made.save(update_fields=("parts", "later"))
    return parts


def _formats(register: Register) -> list[str]:
    """The formats of a register that can be made here; the pages always."""
    there = [one for one in format_ids() if one not in missing_formats()]
    return [one for one in there if not register.formats or one in register.formats or one == "html"]


def _slow(register: Register) -> Iterator[tuple[str, Writer]]:
    for writer in writers():
        if writer.id in SLOW and writer.id in _formats(register):
            for language in languages_of(register):
                yield language, writer


def _is_followed(version: Version) -> bool:
    return Version.objects.filter(register=version.register_id, number__gt=version.number).exists()


def _keep(made: Publishing, part: Part) -> None:
    """Make a part and keep its files, and that it is done."""
    files = part.make()
    with transaction.atomic():
        _write(made, files)
        made.done = [*made.done, part.id]
        made.save(update_fields=("done",))


def _write(made: Publishing, files: Mapping[str, bytes]) -> None:
    now = timezone.now()
    lasting = [path for path in files if is_lasting(path)]
    held = PublishedFile.objects.filter(register=made.register_id, is_lasting=True, path__in=lasting)
    there = set(held.values_list("path", flat=True))
    rows = [_row(made, path, data, now) for path, data in files.items() if path not in there]
    PublishedFile.objects.bulk_create(rows, batch_size=_AT_ONCE)


def _row(made: Publishing, path: str, data: bytes, now: datetime) -> PublishedFile:
    packed = gzip.compress(data, LEVEL, mtime=0) if len(data) >= SMALLEST else data
    is_packed = len(packed) < len(data)
    return PublishedFile(
        register_id=made.register_id, version_id=made.version_id, publishing=made, path=path,
        etag=hashlib.sha256(data).hexdigest(), size=len(data), is_packed=is_packed,
        is_lasting=is_lasting(path), data=packed if is_packed else data, made_at=now,
    )  # fmt: skip


def _go_live(made: Publishing) -> None:
    """Let the public have the files, in one transaction; what only older ones had goes."""
    now = timezone.now()
    with transaction.atomic():
        register = Register.objects.select_for_update().get(pk=made.register_id)
        before = live_publishing(register)
        is_newest = not before or before.version.number <= made.version.number
        is_whole = is_newest and not _is_followed(made.version)
        made.live_at, made.ended_at = (now if is_whole else None), now
        made.save(update_fields=("live_at", "ended_at"))
        gone = PublishedFile.objects.filter(register=register, is_lasting=False)
        if is_whole:
            gone.exclude(publishing=made).delete()
        else:
            gone.filter(publishing=made).delete()
        audited(
            MACHINE, "versions.files", "version", at=now, processor=register.processor,
            subject=made.version.public_id, count=max(made.files.count(), 1),
        )  # fmt: skip
