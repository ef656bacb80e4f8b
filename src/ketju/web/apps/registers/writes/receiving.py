"""Registers are made, documents are received and read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from ketju.core.model.document import Document
from ketju.core.model.register import Register as Content
from ketju.core.model.result import ReadResult
from ketju.core.problems import Problem
from ketju.core.reading.reader import read
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.formats.registerfile.files import is_register_file, register_from
from ketju.formats.registerfile.places import places_in
from ketju.web.apps.registers.models import Register, Snapshot
from ketju.web.apps.registers.problems import SlugTaken
from ketju.web.apps.registers.readings import KETJU, Reading, text_from
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor, audited


def add_register(
    *,
    by: Actor,
    at: datetime,
    processor: Processor,
    slug: str,
    titles: Mapping[str, str],
    languages: Sequence[str],
    source: str = "web",
) -> Register:
    """A new register, without any version. Raises SlugTaken."""
    with transaction.atomic():
        if Register.objects.filter(processor=processor, slug=slug).exists():
            raise SlugTaken(slug=slug)
        made = Register.objects.create(
            processor=processor, slug=slug, titles=dict(titles), languages=list(languages), source=source
        )
        audited(by, "registers.create", "register", at=at, processor=processor, subject=made.public_id)
    return made


def receive(
    *, by: Actor, at: datetime, register: Register, name: str, data: bytes, address: str = ""
) -> Snapshot:
    """Keep a document as it came. It is read afterwards (``read_snapshot``)."""
    with transaction.atomic():
        made = Snapshot.objects.create(
            processor_id=register.processor_id, register=register, by=by.user, name=name[:200], address=address,
            size=len(data), sha256=hashlib.sha256(data).hexdigest(), data=data, received_at=at,
        )  # fmt: skip
        audited(
            by, "snapshots.create", "snapshot", at=at, processor=register.processor, subject=made.public_id
        )
    return made


def read_snapshot(snapshot: Snapshot, at: datetime) -> Reading | None:
    """Read a document and keep what was found, or why it cannot be read; None then. It may be done again."""
    reading: Reading | None = None
    problem = ""
    params: dict[str, str] = {}
    try:
        reading = _reading(Source(bytes(snapshot.data), snapshot.name))
    except Problem as found:
        problem, params = found.code, {name: str(value) for name, value in found.params.items()}
    Snapshot.objects.filter(pk=snapshot.pk).update(
        reading=text_from(reading) if reading else "",
        form=reading.document.format if reading else "",
        entries=len(reading.result.register.entries) if reading else 0,
        unread=len(reading.result.unread) if reading else 0,
        problem=problem, params=params, read_at=at,
    )  # fmt: skip
    snapshot.refresh_from_db(fields=("reading", "form", "entries", "unread", "problem", "params", "read_at"))
    return reading


def _reading(source: Source) -> Reading:
    """A register of ours as it is, anybody's list as it is read."""
    if not is_register_file(source):
        document = read_document(source)
        return Reading(document, read(document))
    text, encoding = source.decoded
    register, problems = register_from(source)
    places = () if source.suffix == ".json" else places_in(text)
    return Reading(
        Document(KETJU, (), text, encoding=encoding),
        ReadResult(register or Content(), places, (), problems),
    )
