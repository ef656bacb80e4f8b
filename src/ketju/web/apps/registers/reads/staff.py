"""Registers, drafts and documents of a processor, as its staff sees them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from ketju.core.model.change import Change
from ketju.core.model.register import Register as Content
from ketju.core.register.comparison.changes import changes_between
from ketju.web.apps.registers.content import KINDS, Record, record_from, register_of, register_of_draft
from ketju.web.apps.registers.marking import Marked, marked
from ketju.web.apps.registers.models import (
    Draft,
    DraftChange,
    DraftRecord,
    Register,
    RunningWaiver,
    Snapshot,
    Version,
)
from ketju.web.apps.registers.readings import Reading, reading_in
from ketju.web.apps.registers.writes.drafting import OPEN
from ketju.web.base.access.models import Processor

LIGHT = ("data", "reading")
"""Columns of a snapshot that are large."""
WAIVER_DAYS = 30
"""A waiver that ends within so many days is told of."""


@dataclass(frozen=True, slots=True)
class Row:
    """A register in the list: what is published, and what is being worked on."""

    register: Register
    version: Version | None
    drafts: tuple[Draft, ...]


def registers_of(processor: Processor) -> list[Row]:
    """Every register of a processor."""
    registers = list(processor.registers.all())
    newest: dict[int, Version] = {}
    for one in (
        Version.objects.filter(processor=processor).defer("content", "changes").order_by("register", "number")
    ):
        newest[one.register_id] = one
    drafts: dict[int, list[Draft]] = {}
    for draft in open_drafts(processor):
        drafts.setdefault(draft.register_id, []).append(draft)
    return [Row(one, newest.get(one.pk), tuple(drafts.get(one.pk, ()))) for one in registers]


def open_drafts(processor: Processor) -> QuerySet[Draft]:
    """Drafts that somebody still works on, the newest first."""
    found = Draft.objects.filter(processor=processor, state__in=OPEN).defer("findings")
    return found.select_related("register", "by", "base").defer("base__content", "base__changes")


def register_found(processor: Processor, public_id: str) -> Register | None:
    """A register of a processor."""
    return Register.objects.filter(processor=processor, public_id=public_id).first()


def snapshot_found(processor: Processor, public_id: str) -> Snapshot | None:
    """A document of a processor, without its bytes and its reading."""
    found = Snapshot.objects.filter(processor=processor, public_id=public_id)
    return found.defer(*LIGHT).select_related("register", "by").first()


def draft_found(processor: Processor, public_id: str) -> Draft | None:
    """A draft of a processor, with its register."""
    found = Draft.objects.filter(processor=processor, public_id=public_id)
    light = [f"snapshot__{name}" for name in LIGHT]
    related = ("register", "processor", "by", "base", "snapshot", "version")
    return found.select_related(*related).defer(*light, "base__content", "version__content").first()


def versions_of(register: Register) -> list[Version]:
    """The versions of a register without their content, the newest first."""
    return list(register.versions.defer("content", "changes").select_related("by"))


def version_found(register: Register, number: int) -> Version | None:
    """A version by its number."""
    return register.versions.filter(number=number).select_related("by").first()


def snapshots_of(register: Register, most: int = 20) -> list[Snapshot]:
    """The documents that were received last."""
    return list(register.snapshots.defer(*LIGHT).select_related("by")[:most])


@lru_cache(maxsize=6)
def _read(snapshot: int, read_at: str) -> tuple[Reading, Marked] | None:
    text = str(Snapshot.objects.values_list("reading", flat=True).get(pk=snapshot))
    if not text:
        return None
    reading = reading_in(text)
    return reading, marked(reading.document, reading.result)


def read_of(snapshot: Snapshot | None) -> tuple[Reading, Marked] | None:
    """What a document gave, with its marks; None where there is none. It is kept in memory."""
    if snapshot is None or snapshot.read_at is None:
        return None
    return _read(snapshot.pk, snapshot.read_at.isoformat())


@dataclass(frozen=True, slots=True)
class Next:
    """What a draft says, what the version before it says (None for the first one), and what changes between them."""

    content: Content
    before: Content | None
    changes: tuple[Change, ...]


@lru_cache(maxsize=4)
def _next(draft: str, revision: int) -> Next:
    found = Draft.objects.select_related("base").get(public_id=draft)
    content, before = register_of_draft(found), register_of(found.base) if found.base else None
    if before is None:
        return Next(content, None, ())
    content = replace(content, tlp=content.tlp or before.tlp)  # it is confirmed when the draft is published
    return Next(content, before, tuple(changes_between(before, content)))


def next_of(draft: Draft) -> Next:
    """What publishing a draft changes. It is kept in memory for each revision of the draft."""
    return _next(draft.public_id, draft.revision)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How far the review of a draft is: entries, those that were accepted or corrected, those with doubts left."""

    total: int
    done: int
    doubtful: int


def reviewed(draft: Draft) -> Reviewed:
    """How many entries of a draft somebody has looked at."""
    found = draft.records.filter(kind="entries").aggregate(
        total=Count("pk"), done=Count("pk", filter=~Q(review="")),
        doubtful=Count("pk", filter=Q(review="", doubts__gt=0)),
    )  # fmt: skip
    return Reviewed(found["total"], found["done"], found["doubtful"])


def record_counts(draft: Draft) -> dict[str, int]:
    """How many records of each kind a draft has."""
    found = draft.records.order_by().values_list("kind").annotate(count=Count("pk"))
    counts = dict(found)
    return {
        kind: counts.get(kind, 0) for kind in ("entries", *(one for one in KINDS[1:] if one != "entries"))
    }


def names_in(draft: Draft, *kinds: str) -> dict[tuple[str, str], str]:
    """The names of the records of a draft by kind and id."""
    rows = draft.records.filter(kind__in=kinds).order_by("position", "id").values_list("kind", "slug", "name")
    return {(kind, slug): name or slug for kind, slug, name in rows}


def record_at(draft: Draft, kind: str, slug: str, revision: int) -> Record | None:
    """A record as it stood at a revision of a draft; None where there was none."""
    changes = draft.changes.filter(kind=kind, slug=slug)
    before = changes.filter(revision__lte=revision).order_by("-revision").first()
    after = None if before else changes.filter(revision__gt=revision).order_by("revision").first()
    if before or after:
        text = before.after if before else after.before if after else ""
        return _record(kind, slug, text)
    row = draft.records.filter(kind=kind, slug=slug).first()
    return record_from(row) if row else None


def _record(kind: str, slug: str, text: str) -> Record | None:
    return record_from(DraftRecord(kind=kind, slug=slug, data=text)) if text else None


def changes_of(draft: Draft, *, before: int = 0, most: int = 50) -> list[DraftChange]:
    """The changes of a draft, the newest first."""
    found = draft.changes.select_related("by")
    return list((found.filter(revision__lt=before) if before else found)[:most])


def next_undo(draft: Draft) -> DraftChange | None:
    """The change that would be undone next."""
    found = draft.changes.select_related("by").exclude(act="undo").filter(undone=None)
    return found.order_by("-revision").first()


def waivers_ending(processor: Processor, on: date) -> QuerySet[RunningWaiver]:
    """The waivers of published registers that end soon or have ended, the first first."""
    last = on + timedelta(days=WAIVER_DAYS)
    return RunningWaiver.objects.filter(register__processor=processor, until__lte=last)
